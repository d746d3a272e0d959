"""Tables: the models keep Qt's contract, windows are read as they are needed, selections stay on records."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from casedesk.ui.tables import (
    CELL_ROLE,
    WINDOW_ROWS,
    Cell,
    Column,
    GroupHead,
    Kind,
    ListTableModel,
    RecordTable,
    Row,
    Window,
    WindowedTableModel,
    WindowRequest,
)
from casedesk.ui.tables.windowed_model import READ_AHEAD_FROM
from casedesk.ui.theme import Density, Look, ThemeChoice
from casedesk.ui.widgets import OwnerMark, Status

COLUMNS = (
    Column("due", "Due", width=110),
    Column("customer", "Customer", width=120, stretch=1),
    Column("status", "Status", Kind.PILL),
    Column("owner", "Owner", Kind.OWNER, width=160, optional=True),
    Column("track", "Steps", Kind.TRACK, optional=True),
    Column("sum", "Monthly", Kind.MONEY, width=90),
    Column("key", "Key", Kind.KEY, width=60),
    Column("take", "Take", Kind.BUTTON, width=90),
)


def row(number: int, customer: str = "Elm Street Vets") -> Row:
    return Row(
        f"r{number}",
        {
            "due": Cell("10:30", "broken, 12 min", strong=True, status=Status.LATE, below_ink="late"),
            "customer": Cell(customer, hits=((0, 3),)),
            "status": Cell(status=Status.IN_JEOPARDY),
            "owner": Cell(owner=OwnerMark.colleague("Daniel Osei", "01632 960 214")),
            "track": Cell(track=(Status.DONE, Status.UNDER_WAY, Status.NOT_STARTED)),
            "sum": Cell("£34.00"),
            "key": Cell("T"),
            "take": Cell("Take"),
        },
    )


class Source:
    """A list that answers like a query by keyset, and remembers what it was asked."""

    def __init__(self, count: int, estimated: int | None = None) -> None:
        self.rows = [row(number) for number in range(count)]
        self.estimated = estimated
        self.asked: list[WindowRequest] = []
        self.held: list[Callable[[], None]] | None = None
        self.error: Exception | None = None

    def fetch(
        self, request: WindowRequest, answer: Callable[[Window], None], refuse: Callable[[Exception], None]
    ) -> None:
        self.asked.append(request)
        if self.error:
            refuse(self.error)
            return
        start = 0 if request.after is None else self._place(str(request.after)) + 1
        rows = tuple(self.rows[start + request.skip :][: request.limit])
        window = Window(rows, rows[-1].id if rows else None, self.estimated)
        if self.held is None:
            answer(window)
        else:
            self.held.append(lambda: answer(window))

    def _place(self, record_id: str) -> int:
        return next(at for at, row in enumerate(self.rows) if row.id == record_id)


@pytest.fixture
def shown(qtbot: QtBot) -> Iterator[Callable[..., RecordTable]]:
    def show(model: ListTableModel | WindowedTableModel, **options: bool) -> RecordTable:
        table = RecordTable(model, name="Orders", **options)
        qtbot.addWidget(table)
        table.resize(900, 400)
        table.show()
        qtbot.waitExposed(table)
        return table

    return show


def test_list_model_keeps_qts_contract(qtmodeltester: ModelTester) -> None:
    model = ListTableModel(
        COLUMNS, [GroupHead("Customers", "2"), row(1), row(2), GroupHead("Orders"), row(3)]
    )
    qtmodeltester.check(model)
    draw = random.Random(7)
    for _ in range(30):
        rows: list[Row | GroupHead] = [row(number) for number in draw.sample(range(12), draw.randint(0, 8))]
        if draw.random() < 0.5:
            rows.insert(0, GroupHead("Today"))
        model.set_entries(rows)
        assert [model.entry(at) for at in range(model.rowCount())] == rows
    qtmodeltester.check(model)


def test_windowed_model_keeps_qts_contract(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    source = Source(450, estimated=500)
    model = WindowedTableModel(COLUMNS, source.fetch)
    qtmodeltester.check(model)
    model.reload()
    qtbot.waitUntil(lambda: model.rowCount() == 500)
    qtmodeltester.check(model)
    model.entry(449)
    qtbot.waitUntil(lambda: model.rowCount() == 450)
    qtmodeltester.check(model)
    assert model.is_exact


def test_windows_are_read_only_when_needed(qtbot: QtBot) -> None:
    source = Source(100_000, estimated=98_000)
    model = WindowedTableModel(COLUMNS, source.fetch)
    counts: list[tuple[int, bool]] = []
    model.counted.connect(lambda rows, exact: counts.append((rows, exact)))
    model.reload()
    qtbot.waitUntil(lambda: model.entry(0) is not None)
    assert source.asked == [WindowRequest(None, 0)]
    assert counts == [(98_000, False)]
    model.entry(90_000)
    qtbot.waitUntil(lambda: model.entry(90_000) is not None)
    assert model.entry(90_000) == source.rows[90_000]
    assert source.asked[1:] == [WindowRequest("r199", 449 * WINDOW_ROWS)]


def test_the_next_window_is_read_before_it_is_needed(qtbot: QtBot) -> None:
    source = Source(500, estimated=500)
    model = WindowedTableModel(COLUMNS, source.fetch)
    model.reload()
    qtbot.waitUntil(lambda: model.entry(READ_AHEAD_FROM - 1) is not None)
    assert source.asked == [WindowRequest(None, 0)]
    model.entry(READ_AHEAD_FROM)
    qtbot.waitUntil(lambda: len(source.asked) == 2)
    assert source.asked[1] == WindowRequest("r199", 0)
    assert model.entry(WINDOW_ROWS) == source.rows[WINDOW_ROWS]
    model.entry(499)
    qtbot.waitUntil(lambda: model.is_exact)
    assert len(source.asked) == 3


def test_what_an_older_filter_wanted_is_not_read(qtbot: QtBot) -> None:
    source = Source(500, estimated=500)
    model = WindowedTableModel(COLUMNS, source.fetch)
    model.reload()
    qtbot.waitUntil(lambda: model.rowCount() == 500)
    model.entry(450)
    model.reload()
    qtbot.waitUntil(lambda: model.entry(0) is not None)
    assert source.asked == [WindowRequest(None, 0)] * 2


def test_rows_being_read_are_placeholders(qtbot: QtBot, shown: Callable[..., RecordTable]) -> None:
    source = Source(300, estimated=300)
    model = WindowedTableModel(COLUMNS, source.fetch)
    model.reload()
    qtbot.waitUntil(lambda: model.rowCount() == 300)
    source.held = []
    assert model.entry(250) is None
    assert model.index(250, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Loading"
    table = shown(model)
    table.scrollToBottom()
    assert not table.grab().isNull()
    qtbot.waitUntil(lambda: bool(source.held))
    source.held[0]()
    assert model.entry(250) == source.rows[250]


@pytest.mark.parametrize("rows", [0, 1, 199, 200, 201, 400, 650])
@pytest.mark.parametrize("estimated", [0, 1, 640, 10_000])
def test_who_scrolls_to_the_end_finds_it_whatever_was_estimated(
    qtbot: QtBot, rows: int, estimated: int
) -> None:
    source = Source(rows, estimated)
    model = WindowedTableModel(COLUMNS, source.fetch)
    model.reload()
    qtbot.waitUntil(lambda: bool(source.asked))
    source.estimated = None
    for _ in range(12):
        asked = len(source.asked)
        if model.is_exact:
            break
        model.entry(model.rowCount() - 1)
        qtbot.waitUntil(lambda asked=asked: len(source.asked) > asked)
    assert (model.rowCount(), model.is_exact) == (rows, True)


def test_selection_stays_on_the_record(qtbot: QtBot, shown: Callable[..., RecordTable]) -> None:
    source = Source(300, estimated=300)
    model = WindowedTableModel(COLUMNS, source.fetch)
    model.reload()
    qtbot.waitUntil(lambda: model.entry(0) is not None)
    table = shown(model)
    assert table.choose("r20")
    source.rows[:0] = [row(1000), row(1001)]
    source.estimated = 302
    model.refresh()
    qtbot.waitUntil(lambda: model.entry(0) == source.rows[0])
    assert table.current_id == "r20"
    assert table.currentIndex().row() == 22


def test_answers_of_an_older_filter_are_not_shown(qtbot: QtBot) -> None:
    source = Source(10)
    source.held = []
    model = WindowedTableModel(COLUMNS, source.fetch)
    model.reload()
    qtbot.waitUntil(lambda: len(source.held or ()) == 1)
    model.reload()
    qtbot.waitUntil(lambda: len(source.held or ()) == 2)
    source.held[0]()
    assert model.rowCount() == 0
    source.held[1]()
    assert model.rowCount() == 10


def test_a_failed_window_is_told_and_can_be_asked_again(qtbot: QtBot) -> None:
    source = Source(10)
    source.error = OSError("no connection")
    model = WindowedTableModel(COLUMNS, source.fetch)
    with qtbot.waitSignal(model.failed) as failure:
        model.reload()
    assert failure.args == [source.error]
    source.error = None
    model.refresh()
    qtbot.waitUntil(lambda: model.rowCount() == 10)


def test_list_selection_stays_on_the_record(shown: Callable[..., RecordTable]) -> None:
    model = ListTableModel(COLUMNS, [row(1), row(2), row(3)])
    table = shown(model)
    table.choose("r2")
    model.set_entries([row(9), row(3), row(2)])
    assert table.current_id == "r2"
    model.set_entries([row(2, "Renamed Ltd"), row(3)])
    assert table.current_id == "r2"
    assert table.currentIndex().row() == 0


def test_keys_move_open_and_pass_group_heads(qtbot: QtBot, shown: Callable[..., RecordTable]) -> None:
    table = shown(ListTableModel(COLUMNS, [GroupHead("Today"), row(1), GroupHead("Older"), row(2)]))
    table.choose_first()
    assert table.current_id == "r1"
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.current_id == "r2"
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert table.current_id == "r1"
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert table.current_id == "r1"
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == ["r1"]


def test_a_painted_button_is_pressed_where_it_is_painted(
    qtbot: QtBot, shown: Callable[..., RecordTable]
) -> None:
    table = shown(ListTableModel(COLUMNS, [row(1), row(2)]))
    place = _cell_place(table, 1, len(COLUMNS) - 1)
    with qtbot.waitSignal(table.button_pressed) as pressed:
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place.topLeft() + QPoint(30, 16))
    assert pressed.args == ["r2", "take"]


def test_a_refused_button_is_not_pressed_and_says_who_may(
    qtbot: QtBot, shown: Callable[..., RecordTable]
) -> None:
    refused = Row("r1", {"take": Cell("Take", refusal="Only the team may take it")})
    table = shown(ListTableModel(COLUMNS, [refused]))
    place = _cell_place(table, 0, len(COLUMNS) - 1)
    with qtbot.assertNotEmitted(table.button_pressed):
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place.topLeft() + QPoint(30, 16))
    index = table.records.index(0, len(COLUMNS) - 1)
    assert index.data(Qt.ItemDataRole.AccessibleDescriptionRole) == "Only the team may take it"


def test_cells_say_their_shape_in_words() -> None:
    model = ListTableModel(COLUMNS, [row(1)])
    spoken = [model.index(0, at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(len(COLUMNS))]
    assert spoken[:5] == [
        "Due: Late, 10:30, broken, 12 min",
        "Customer: Elm Street Vets",
        "Status: In jeopardy",
        "Owner: Daniel Osei, 01632 960 214",
        "Steps: Done, Under way, Not started",
    ]
    assert isinstance(model.index(0, 0).data(CELL_ROLE), Cell)


def test_optional_columns_go_where_it_is_narrow(qtbot: QtBot, shown: Callable[..., RecordTable]) -> None:
    table = shown(ListTableModel(COLUMNS, [row(1)]))
    table.resize(620, 300)
    qtbot.waitUntil(lambda: table.isColumnHidden(3) and table.isColumnHidden(4))
    assert not table.isColumnHidden(7)
    table.resize(1100, 300)
    qtbot.waitUntil(lambda: not table.isColumnHidden(3))


def test_rows_follow_density_and_a_fitting_table_its_rows(
    worn_look: Look, shown: Callable[..., RecordTable]
) -> None:
    table = shown(ListTableModel(COLUMNS, [row(1), row(2)]), two_lines=True, fits=True)
    assert table.rowHeight(0) == 44
    assert table.sizeHint().height() == 28 + 2 * 44
    worn_look.set_density(Density.COMPACT)
    assert table.rowHeight(0) == 40


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
@pytest.mark.parametrize("direction", list(Qt.LayoutDirection)[:2])
def test_all_kinds_are_painted_in_both_themes_and_directions(
    worn_look: Look, shown: Callable[..., RecordTable], theme: ThemeChoice, direction: Qt.LayoutDirection
) -> None:
    worn_look.choose_theme(theme)
    table = shown(ListTableModel(COLUMNS, [GroupHead("Today", "2"), row(1), row(2)]), two_lines=True)
    table.setLayoutDirection(direction)
    table.choose_first()
    image = table.grab().toImage()
    colors = {
        image.pixelColor(x, y).name() for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    }
    assert {
        worn_look.colors.select.name(),
        worn_look.colors.accent.name(),
        worn_look.colors.late.name(),
    } <= colors


def _cell_place(table: RecordTable, row: int, column: int) -> QRect:
    return table.visualRect(table.records.index(row, column))
