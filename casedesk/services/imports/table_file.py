"""Opens a file as a table by what it holds, not by what its name says."""

from __future__ import annotations

from pathlib import Path

from casedesk.errors import NotFound
from casedesk.services.imports.guarded_table import GuardedTable
from casedesk.services.imports.reading import Reading
from casedesk.services.imports.table import Table
from casedesk.services.imports.text_table import TextTable
from casedesk.services.imports.workbook import SheetTable, is_workbook
from casedesk.words import say


def open_table(path: Path, reading: Reading) -> Table:
    """The table in the file, its columns known; NotFound without a file, RefusedByRule if unsafe to read."""
    if not path.is_file():
        raise NotFound(
            say("There is no file $file. Check the folder and the mapping.", file=str(path)), file=str(path)
        )
    workbook = is_workbook(path)
    table = SheetTable(path, reading) if workbook else TextTable(path, reading)
    return GuardedTable(table, is_workbook=workbook) if reading.guarded else table
