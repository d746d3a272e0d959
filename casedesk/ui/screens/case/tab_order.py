"""The order of Tab where parts of a page are made in another order than they stand in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_stops(part: QWidget) -> list[QWidget]:
    """What Tab reaches in a part, itself included, in the present order and whether it is visible or not."""
    found = [part] if part.focusPolicy() & Qt.FocusPolicy.TabFocus else []
    at = part.nextInFocusChain()
    while at is not None and at is not part:
        if part.isAncestorOf(at) and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(at)
        at = at.nextInFocusChain()
    return found


def reach_in_turn(parts: Sequence[QWidget]) -> None:
    """Let Tab go through these parts one after the other; each keeps its order inside."""
    stops = [stop for part in parts for stop in tab_stops(part)]
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)
