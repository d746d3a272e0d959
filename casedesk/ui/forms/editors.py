"""The editor of each kind of form field, all answering with text; they know no form and no record."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.ui.forms.spec import Choice, FieldKind, FieldSpec, iso
from casedesk.ui.tables import Cell, ListTableModel, RecordTable, Row
from casedesk.ui.tables import Column as TableColumn
from casedesk.ui.theme import look
from casedesk.ui.widgets import (
    CheckBox,
    Column,
    Combo,
    DateField,
    DateTimeField,
    LargeChoice,
    LargeOption,
    Option,
    TextArea,
    TextLine,
)
from casedesk.ui.widgets.date_fields import Now
from casedesk.words import say

_ROWS_OF_COLLEAGUES = 5


class Editor(QObject):
    """A widget and what it holds; `changed(key, text)` when the person changes it."""

    changed = Signal(str, str)

    def __init__(self, key: str, widget: QWidget) -> None:
        super().__init__(widget)
        self._key = key
        self.widget = widget

    def text(self) -> str:
        """What the widget holds now, as a form keeps it."""
        raise NotImplementedError

    def settle(self) -> str:
        """Read what is still being typed; why it is not understood, "" where it is."""
        return ""

    @Slot()
    def _tell(self) -> None:
        self.changed.emit(self._key, self.text())


class _LineEditor(Editor):
    def __init__(self, key: str, value: str) -> None:
        self._line = TextLine(value)
        super().__init__(key, self._line)
        self._line.textEdited.connect(self._tell)

    def text(self) -> str:
        return self._line.text()


class _TextEditor(Editor):
    def __init__(self, key: str, value: str) -> None:
        self._area = TextArea(value, rows=3)
        super().__init__(key, self._area)
        self._area.textChanged.connect(self._tell)

    def text(self) -> str:
        return self._area.value


class _WhenEditor(Editor):
    """A day or an instant; what is not understood is said at the field."""

    def __init__(self, key: str, field: DateField | DateTimeField) -> None:
        self._field = field
        super().__init__(key, field)
        field.value_changed.connect(self._tell)

    def text(self) -> str:
        return iso(self._field.value)

    def settle(self) -> str:
        self._field.rested.emit()
        return self._field.problem


class _ComboEditor(Editor):
    def __init__(self, key: str, value: str, choices: tuple[Choice, ...]) -> None:
        self._combo = Combo([Option(one.key, _in_one_line(one)) for one in choices], value)
        super().__init__(key, self._combo)
        self._combo.picked.connect(self._tell)

    def text(self) -> str:
        return self._combo.value


class _LargeEditor(Editor):
    def __init__(self, key: str, value: str, choices: tuple[Choice, ...]) -> None:
        options = [LargeOption(one.key, one.text, one.note, one.status, one.word) for one in choices]
        self._choice = LargeChoice(options, value)
        super().__init__(key, self._choice)
        self._choice.chosen.connect(self._tell)

    def text(self) -> str:
        return self._choice.value


class _TicksEditor(Editor):
    def __init__(self, key: str, value: str, choices: tuple[Choice, ...]) -> None:
        group = QWidget()
        super().__init__(key, group)
        column = Column(group, gap=2)
        ticked = value.split()
        self._boxes = {one.key: CheckBox(_in_one_line(one), one.key in ticked) for one in choices}
        for box in self._boxes.values():
            box.toggled.connect(self._tell)
            column.addWidget(box)
        first = next(iter(self._boxes.values()), None)
        if first is not None:
            group.setFocusProxy(first)

    def text(self) -> str:
        return " ".join(key for key, box in self._boxes.items() if box.isChecked())


class _ColleagueEditor(Editor):
    """People and queues in a table: who, what each has to do, who is away."""

    def __init__(self, key: str, value: str, label: str, choices: tuple[Choice, ...]) -> None:
        columns = (
            TableColumn("who", say("Colleague or queue"), width=180, stretch=2),
            TableColumn("work", say("Work"), width=220, stretch=2),
            TableColumn("away", say("Away"), width=150, stretch=2, optional=True),
        )
        rows = ListTableModel(columns, [_person_row(one) for one in choices])
        self._table = RecordTable(rows, name=label)
        rows.setParent(self._table)
        super().__init__(key, self._table)
        self._table.setFixedHeight(look().px(28 + 32 * min(_ROWS_OF_COLLEAGUES, len(choices))))
        self._table.choose(value)
        self._table.current_changed.connect(self._tell)

    def text(self) -> str:
        return self._table.current_id


def _person_row(choice: Choice) -> Row:
    away = Cell(choice.word, status=choice.status) if choice.word else Cell()
    return Row(choice.key, {"who": Cell(choice.text, strong=True), "work": Cell(choice.note), "away": away})


def _in_one_line(choice: Choice) -> str:
    return f"{choice.text} · {choice.note}" if choice.note else choice.text


def make_editor(spec: FieldSpec, value: str, now: Now) -> Editor:
    """The editor of a field, holding `value`."""
    if spec.kind is FieldKind.TEXT:
        return _TextEditor(spec.key, value)
    if spec.kind is FieldKind.DAY:
        return _WhenEditor(spec.key, DateField(now, date.fromisoformat(value) if value else None))
    if spec.kind is FieldKind.WHEN:
        return _WhenEditor(spec.key, DateTimeField(now, datetime.fromisoformat(value) if value else None))
    if spec.kind is FieldKind.CHOICE:
        return _ComboEditor(spec.key, value, spec.choices)
    if spec.kind is FieldKind.COLLEAGUE:
        return _ColleagueEditor(spec.key, value, spec.label, spec.choices)
    if spec.kind is FieldKind.LARGE:
        return _LargeEditor(spec.key, value, spec.choices)
    if spec.kind is FieldKind.TICKS:
        return _TicksEditor(spec.key, value, spec.choices)
    return _LineEditor(spec.key, value)
