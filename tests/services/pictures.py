"""What stands in a database, row by row, to be compared before an act and after its undo."""

from __future__ import annotations

from sqlalchemy import select

from casedesk.models import Base
from tests.factories import Office

HISTORY = {"entries", "entry_values", "cases", "commands_done", "stored_files", "looks"}


def picture(office: Office) -> dict[str, list[tuple[str, ...]]]:
    """Every column but `version` of every row that stands; what only says what happened is left out."""
    shown = {}
    with office.database.reading() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name in HISTORY:
                continue
            chosen = select(*(column for column in table.columns if column.name != "version"))
            if "undone_at" in table.columns:
                chosen = chosen.where(table.c.undone_at.is_(None))
            shown[table.name] = sorted(tuple(map(repr, row)) for row in connection.execute(chosen))
    return shown
