"""Finds what does not fit on a page: texts cut off, buttons too narrow, order numbers shortened."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from casedesk.ui.widgets.painting import Painted

ORDER_NUMBER = re.compile(r"\d{4}-\d{4}|\d{3}-\d{3}-\d{3,4}")


def cut_texts(page: QWidget) -> list[str]:
    """What is narrower or lower than its text, as sentences; empty when everything fits."""
    shown = [widget for widget in page.findChildren(QWidget) if widget.isVisibleTo(page)]
    return [complaint for widget in shown if (complaint := _complaint(widget))]


def _complaint(widget: QWidget) -> str:
    if isinstance(widget, Painted):
        least = widget.minimumSizeHint()
        return "" if widget.width() >= least.width() else _said(widget, least.width())
    if isinstance(widget, QLabel):
        return _label_complaint(widget)
    if isinstance(widget, QAbstractButton) and widget.text():
        least = widget.minimumSizeHint()
        return "" if widget.width() >= least.width() else _said(widget, least.width())
    return ""


def _label_complaint(label: QLabel) -> str:
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        return (
            "" if label.height() >= needed else f"{label.text()!r} is {label.height()} high, needs {needed}"
        )
    shortens = label.minimumSizeHint().width() < label.sizeHint().width()
    if shortens and not ORDER_NUMBER.search(label.text()):
        return ""
    return "" if label.width() >= label.sizeHint().width() else _said(label, label.sizeHint().width())


def _said(widget: QWidget, needed: int) -> str:
    return f"{widget.accessibleName() or type(widget).__name__!r} is {widget.width()} wide, needs {needed}"
