"""A small form inside a page: built from its declaration, it tells what is typed and never forgets it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from casedesk.contract.desk import StaffRow
from casedesk.ui.actions import Action, bind
from casedesk.ui.screens.case.forms import FieldKind, FieldSpec, Form
from casedesk.ui.tables import Cell, Column, Kind, ListTableModel, RecordTable, Row
from casedesk.ui.text import day
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    Combo,
    DateTimeField,
    Field,
    Line,
    Option,
    PlainLabel,
    Status,
    TextArea,
    TextLine,
)
from casedesk.ui.widgets.date_fields import Now
from casedesk.words import say

SAVE = Action("save_form", "Save what is written here", "Ctrl+Return")
BESIDE = 3
"""Short fields that stand beside one another."""

_COLLEAGUE_COLUMNS = (
    Column("name", say("Colleague"), width=150, stretch=2),
    Column("team", say("Team"), width=90, stretch=1, optional=True),
    Column("open", say("Open"), Kind.MONEY, width=56),
    Column("due", say("Due today"), Kind.MONEY, width=78),
    Column("late", say("Late"), Kind.MONEY, width=56),
    Column("away", say("Away"), width=120, stretch=1),
)
_ROWS_OF_COLLEAGUES = 5


class ColleagueTable(RecordTable):
    """Colleagues with what each has open, due today and late, and who is away; then the teams' queues."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        self.model_of_rows = ListTableModel(_COLLEAGUE_COLUMNS)
        super().__init__(self.model_of_rows, name=name, parent=parent)
        self.model_of_rows.setParent(self)
        self.setFixedHeight(look().px(28 + 32 * _ROWS_OF_COLLEAGUES))

    def show_staff(self, staff: Sequence[StaffRow], now: datetime) -> None:
        teams = {one.team: one.team_name for one in staff}
        queues = [
            Row(f"team:{key}", {"name": Cell(say("Queue of $team", team=name)), "team": Cell(name)})
            for key, name in teams.items()
        ]
        self.model_of_rows.set_entries([*(_colleague(one, now) for one in staff), *queues])


def _colleague(one: StaffRow, now: datetime) -> Row:
    late = Cell(str(one.late), strong=bool(one.late), ink="late" if one.late else "text")
    away = Cell()
    if one.away_until:
        until = say("until $day", day=day(one.away_until, now.date()))
        away = Cell(f"{until}, {one.deputy}" if one.deputy else until, status=Status.BLOCKED)
    return Row(
        one.login,
        {
            "name": Cell(one.name, strong=True), "team": Cell(one.team_name), "open": Cell(str(one.open)),
            "due": Cell(str(one.due_today)), "late": late, "away": away,
        },
    )  # fmt: skip


class InlineForm(Card):
    """One open form.

    `typed(field, value)` at every change by a person, `save_requested` from the button and Ctrl+Enter,
    `away_requested` from the quiet button.
    """

    typed = Signal(str, str)
    save_requested = Signal()
    away_requested = Signal()

    def __init__(self, form: Form, now: Now, staff: Sequence[StaffRow], parent: QWidget | None = None) -> None:
        super().__init__(form.title, parent=parent)
        self.form = form
        self._now = now
        self._fields: dict[str, Field] = {}
        self._keys: dict[QWidget, str] = {}
        self._build(form, staff)
        bound = bind(SAVE, self, self._on_save)
        bound.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])

    def show_form(self, form: Form, gaps: Mapping[str, str], *, is_saving: bool, kept: str) -> None:
        """Show what is missing and which fields belong to what is chosen; what was typed stays as it is."""
        self.form = form
        for key, field in self._fields.items():
            spec = next(one for one in form.fields if one.key == key)
            field.setVisible(form.applies(spec))
            if gaps.get(key, "") or field.has_problem:
                field.set_problem(gaps.get(key, ""))
        self._save.setEnabled(not is_saving)
        self._save.set_text(say("Saving …") if is_saving else form.submit)
        self._kept.setText(kept)

    def focus_field(self, key: str) -> None:
        """Put the keyboard into a field."""
        self._fields[key].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first(self) -> None:
        """Put the keyboard into the first field that is not filled yet."""
        empty = (one.key for one in self.form.fields if self.form.applies(one) and not self.form.value(one.key))
        self.focus_field(next(empty, self.form.fields[-1].key))

    def _build(self, form: Form, staff: Sequence[StaffRow]) -> None:
        if form.note:
            self.body.addWidget(PlainLabel(form.note, Type.TEXT, "text2", wrap=True))
        row: Line | None = None
        for spec in form.fields:
            field = self._field(spec, form.values.get(spec.key, ""), staff)
            if spec.kind in (FieldKind.TEXT, FieldKind.COLLEAGUE):
                row = None
                self.body.addWidget(field)
                continue
            if row is None or row.count() == BESIDE:
                row = Line(gap=12)
                self.body.addLayout(row)
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(self._end_line(form))

    def _end_line(self, form: Form) -> Line:
        line = Line(gap=8)
        self._save = Button(form.submit, ButtonKind.MAIN, key="Ctrl+Return")
        self._save.activated.connect(self.save_requested)
        away = Button(say("Put away"), ButtonKind.QUIET, key="Esc")
        away.activated.connect(self.away_requested)
        self._kept = PlainLabel("", Type.HINT, "text2", elide=True)
        line.addWidget(self._save)
        line.addWidget(away)
        line.addStretch(1)
        line.addWidget(self._kept)
        return line

    def _field(self, spec: FieldSpec, value: str, staff: Sequence[StaffRow]) -> Field:
        editor = self._editor(spec, value, staff)
        self._keys[editor] = spec.key
        field = Field(spec.label, editor, required=spec.required, hint=spec.hint)
        self._fields[spec.key] = field
        return field

    def _editor(self, spec: FieldSpec, value: str, staff: Sequence[StaffRow]) -> QWidget:
        if spec.kind is FieldKind.TEXT:
            area = TextArea(value, rows=3)
            area.textChanged.connect(self._on_text)
            return area
        if spec.kind is FieldKind.WHEN:
            when = DateTimeField(self._now, datetime.fromisoformat(value) if value else None)
            when.value_changed.connect(self._on_when)
            return when
        if spec.kind is FieldKind.CHOICE:
            combo = Combo([Option(one.key, one.text) for one in spec.choices], value)
            combo.picked.connect(self._on_picked)
            return combo
        if spec.kind is FieldKind.COLLEAGUE:
            return self._colleagues(spec, value, staff)
        line = TextLine(value)
        line.textChanged.connect(self._on_line)
        return line

    def _colleagues(self, spec: FieldSpec, value: str, staff: Sequence[StaffRow]) -> ColleagueTable:
        table = ColleagueTable(spec.label)
        table.show_staff(staff, self._now())
        table.choose(value)
        table.current_changed.connect(self._on_picked)
        return table

    def _sender_key(self) -> str:
        sender = self.sender()
        return self._keys[sender] if isinstance(sender, QWidget) else ""

    @Slot()
    def _on_save(self) -> None:
        self.save_requested.emit()

    @Slot()
    def _on_text(self) -> None:
        sender = self.sender()
        if isinstance(sender, TextArea):
            self.typed.emit(self._keys[sender], sender.value)

    @Slot(str)
    def _on_line(self, text: str) -> None:
        self.typed.emit(self._sender_key(), text)

    @Slot(str)
    def _on_picked(self, key: str) -> None:
        self.typed.emit(self._sender_key(), key)

    @Slot(object)
    def _on_when(self, value: datetime | None) -> None:
        self.typed.emit(self._sender_key(), value.isoformat() if value else "")
