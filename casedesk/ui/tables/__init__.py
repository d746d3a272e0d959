"""Table models over windows of rows, and the one delegate that paints their cells.

Column(key, title, kind=Kind.TEXT, width=120, stretch=0, optional=False)
Kind: TEXT PILL OWNER TRACK MONEY KEY BUTTON
Cell(text, below, strong, ink, below_ink, status, icon, hits, owner, track, refusal)
Row(id, {key: Cell}, faded) · GroupHead(text, count) between rows
ListTableModel(columns, entries): set_entries, row_of, entry
WindowedTableModel(columns, fetch): reload() for another filter, refresh() after changes;
    counted(int, exact), failed(error); fetch(WindowRequest(after, skip, limit), answer, refuse) calls
    answer(Window(rows, last_key, estimated)) or refuse(error)
RecordTable(model, *, name, two_lines=False, heads=True, fits=False): current_id, choose(id), choose_first();
    opened(id), current_changed(id), button_pressed(id, column key); `bind` actions to it for keys and menu
"""

from casedesk.ui.tables.delegate import CellDelegate
from casedesk.ui.tables.list_model import ListTableModel
from casedesk.ui.tables.model import CELL_ROLE, ROW_ROLE, RecordModel
from casedesk.ui.tables.rows import Cell, Column, GroupHead, Kind, Row
from casedesk.ui.tables.table import RecordTable
from casedesk.ui.tables.windowed_model import WINDOW_ROWS, Window, WindowedTableModel, WindowRequest

__all__ = [
    "CELL_ROLE", "ROW_ROLE", "WINDOW_ROWS", "Cell", "CellDelegate", "Column", "GroupHead", "Kind",
    "ListTableModel", "RecordModel", "RecordTable", "Row", "Window", "WindowRequest", "WindowedTableModel",
]  # fmt: skip
