"""A small form inside a page: built from its declaration, it tells what is typed and never forgets it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from casedesk.ui.actions import Action, bind
from casedesk.ui.forms.editors import Editor, make_editor
from casedesk.ui.forms.spec import FieldKind, FieldSpec, Form
from casedesk.ui.theme import Type
from casedesk.ui.widgets import Button, ButtonKind, Card, Field, Line, PlainLabel
from casedesk.ui.widgets.date_fields import Now
from casedesk.words import say

SAVE = Action("save_form", "Save what is written here", "Ctrl+Return")
BESIDE = 3
"""Short fields that stand beside one another, where the page does not say otherwise."""

_WIDE = (FieldKind.TEXT, FieldKind.LARGE, FieldKind.COLLEAGUE, FieldKind.TICKS)


class InlineForm(Card):
    """One open form.

    `typed(field, value)` at every change by a person, `save_requested` from the button, Ctrl+Enter and Enter in
    a line, `away_requested` from the quiet button. What is typed is never replaced while the form is open.
    """

    typed = Signal(str, str)
    save_requested = Signal()
    away_requested = Signal()

    def __init__(
        self, form: Form, now: Now, parent: QWidget | None = None, *, beside: int = BESIDE
    ) -> None:
        super().__init__(form.title, parent=parent)
        self.form = form
        self._now, self._beside = now, beside
        self._editors: dict[str, Editor] = {}
        self._fields: dict[str, Field] = {}
        self._problems: dict[str, str] = {}
        self._build(form)
        bound = bind(SAVE, self, self._on_save)
        bound.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])

    def show_form(
        self, form: Form, gaps: Mapping[str, str], *, is_saving: bool = False, kept: str = ""
    ) -> None:
        """Show what is missing and which fields belong to what is chosen; what was typed stays as it is."""
        self.form = form
        for spec in form.fields:
            field = self._fields[spec.key]
            field.setVisible(form.applies(spec))
            problem = gaps.get(spec.key, "") or self._problems.get(spec.key, "")
            if problem or field.has_problem:
                field.set_problem(problem)
        self._save.setEnabled(not is_saving)
        self._save.set_text(say("Saving …") if is_saving else form.submit)
        self._kept.setText(kept)

    def field(self, key: str) -> Field:
        """The field of a key; KeyError for an unknown one."""
        return self._fields[key]

    def focus_field(self, key: str) -> None:
        """Put the keyboard into a field."""
        self._editors[key].widget.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Put the keyboard into the first field that is not filled yet, or on the button of a form without any."""
        shown = [one for one in self.form.fields if self.form.applies(one)]
        empty = next((one for one in shown if not self.form.value(one.key)), None)
        if shown:
            self.focus_field((empty or shown[0]).key)
        else:
            self._save.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        """Do what the button does."""
        self._on_save()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # A text of several lines keeps its Enter; from a line, a day or a list it sends the form.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._on_save()
        else:
            super().keyPressEvent(event)

    def _build(self, form: Form) -> None:
        if form.note:
            self.body.addWidget(PlainLabel(form.note, Type.TEXT, "text2", wrap=True))
        row: Line | None = None
        for spec in form.fields:
            field = self._make_field(spec, form.values.get(spec.key, ""))
            if spec.wide or spec.kind in _WIDE:
                row = None
                self.body.addWidget(field)
                continue
            if row is None or row.count() == self._beside:
                row = Line(gap=12)
                self.body.addLayout(row)
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self._end_line(form))

    def _make_field(self, spec: FieldSpec, value: str) -> Field:
        editor = make_editor(spec, value, self._now)
        editor.changed.connect(self.typed)
        field = Field(spec.label, editor.widget, required=spec.required, hint=spec.hint)
        self._editors[spec.key] = editor
        self._fields[spec.key] = field
        return field

    def _end_line(self, form: Form) -> Line:
        line = Line(gap=8)
        self._save = Button(form.submit, ButtonKind.MAIN, key="Ctrl+Return")
        self._save.activated.connect(self._on_save)
        away = Button(say("Put away"), ButtonKind.QUIET, key="Esc")
        away.activated.connect(self.away_requested)
        self._kept = PlainLabel("", Type.HINT, "text2", elide=True)
        line.addWidget(self._save)
        line.addWidget(away)
        line.addStretch(1)
        line.addWidget(self._kept)
        return line

    @Slot()
    def _on_save(self) -> None:
        """Read what is still being typed; a day that is not understood is never left out silently."""
        settled = {key: editor.settle() for key, editor in self._editors.items()}
        self._problems = {key: problem for key, problem in settled.items() if problem}
        if self._problems:
            self.focus_field(next(iter(self._problems)))
        else:
            self.save_requested.emit()
