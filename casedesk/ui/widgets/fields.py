"""The field: its label above, its editor, and below it a hint or a message with shape and remedy."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from casedesk.ui.theme import Type
from casedesk.ui.widgets.announcements import announce
from casedesk.ui.widgets.date_fields import DateField, DateTimeField
from casedesk.ui.widgets.inputs import mark_problem
from casedesk.ui.widgets.labels import PlainLabel
from casedesk.ui.widgets.layout import Column, Line
from casedesk.ui.widgets.painting import Ink
from casedesk.ui.widgets.status import Status, StatusShape
from casedesk.words import say


class Check(Enum):
    """What the message below a field is."""

    HINT = "hint"
    OK = "ok"
    RISK = "risk"
    PROBLEM = "problem"


_SHAPES = {Check.OK: Status.ON_TIME, Check.RISK: Status.IN_JEOPARDY, Check.PROBLEM: Status.LATE}
_INKS: dict[Check, Ink] = {Check.HINT: "text2", Check.OK: "ok", Check.RISK: "risk", Check.PROBLEM: "late"}


class Field(QWidget):
    """An editor with its label; a date field's own problem is shown by itself.

    The message is tied to the editor for screen readers, as is the label.
    """

    def __init__(
        self,
        label: str,
        editor: QWidget,
        *,
        required: bool = False,
        hint: str = "",
        tail: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self._name, self._hint = label, hint
        column = Column(self, gap=4)
        head = Line(gap=8)
        self._label = PlainLabel("", Type.HINT_STRONG, "text2")
        self._label.setBuddy(editor)
        self._tail = PlainLabel(tail, Type.HINT, "text2", elide=True)
        head.addWidget(self._label)
        head.addStretch(1)
        head.addWidget(self._tail)
        column.addLayout(head)
        column.addWidget(editor)
        self._shape = StatusShape(Status.LATE, 14)
        self._message = PlainLabel("", Type.HINT, "text2", wrap=True)
        below = Line(gap=6)
        below.addWidget(self._shape)
        below.addWidget(self._message, 1)
        column.addLayout(below)
        self.set_required(required)
        self.clear_check()
        self.setFocusProxy(editor)
        if isinstance(editor, DateField | DateTimeField):
            editor.problem_changed.connect(self._on_problem_changed)

    def set_label(self, label: str) -> None:
        self._name = label
        self.set_required(self._required)

    def set_required(self, required: bool) -> None:
        """Mark the field with a star, and for screen readers in words."""
        self._required = required
        self._label.setText(f"{self._name} *" if required else self._name)
        self.editor.setAccessibleName(say("$field, required", field=self._name) if required else self._name)

    def set_tail(self, text: str) -> None:
        """Small words at the end of the label's line: "Draft kept 10:41:58"."""
        self._tail.setText(text)

    def set_problem(self, text: str) -> None:
        """What is wrong and what to do about it; "" takes it away."""
        self._show(Check.PROBLEM if text else Check.HINT, text or self._hint)
        if text:
            announce(self.editor, f"{self._name}: {text}", at_once=True)

    def set_warning(self, text: str) -> None:
        """What speaks against it, without forbidding it."""
        self._show(Check.RISK, text)

    def set_ok(self, text: str) -> None:
        """What was checked and is right."""
        self._show(Check.OK, text)

    def clear_check(self) -> None:
        """Show the hint again, or nothing."""
        self._show(Check.HINT, self._hint)

    @property
    def has_problem(self) -> bool:
        return self._check is Check.PROBLEM

    @property
    def message(self) -> str:
        """The words below the field."""
        return self._message.text()

    def _show(self, check: Check, text: str) -> None:
        self._check = check
        strong = check in (Check.PROBLEM, Check.RISK)
        self._message.set_role(Type.HINT_STRONG if strong else Type.HINT)
        self._message.set_ink(_INKS[check])
        self._message.setText(text)
        self._message.setVisible(bool(text))
        self._shape.setVisible(check in _SHAPES and bool(text))
        if check in _SHAPES:
            self._shape.set_status(_SHAPES[check])
        mark_problem(self.editor, check is Check.PROBLEM)
        self.editor.setAccessibleDescription(text)

    @Slot(str)
    def _on_problem_changed(self, problem: str) -> None:
        self.set_problem(problem)
