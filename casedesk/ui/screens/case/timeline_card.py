"""The timeline of a case: its filters, its days and entries, newest on top; it reads nothing itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from casedesk.contract.cases import TimelineRow
from casedesk.rules.vocabulary import EntryKind
from casedesk.ui.screens.case import words
from casedesk.ui.screens.case.counted_row import CountedRow
from casedesk.ui.screens.case.entries import FILTERS, Entries
from casedesk.ui.screens.case.timeline_list import TimelineList
from casedesk.ui.screens.case.timeline_model import DayItem, EntryItem, Item, TimelineModel
from casedesk.ui.text import clock_time
from casedesk.ui.widgets import Card, Column, Option
from casedesk.words import say


class TimelineCard(Card):
    """Filters above the list of entries.

    `filter_chosen(key)` when the person filters, `older_wanted` when the end of the list comes near.
    """

    filter_chosen = Signal(str)
    older_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(say("Timeline"), hint=say("/ filters"), flush=True, parent=parent)
        options = [Option(one.key, one.words) for one in FILTERS]
        self.filters = CountedRow(options, FILTERS[0].key, name=say("Kinds of entries"), small=True)
        self.filters.chosen.connect(self.filter_chosen)
        top = QWidget()
        Column(top, margin=(16, 8, 16, 6), gap=0).addWidget(self.filters)
        self.list = TimelineList(TimelineModel(self))
        self.list.older_wanted.connect(self.older_wanted)
        self.body.setSpacing(0)
        self.body.addWidget(top)
        self.body.addWidget(self.list, 1)

    def show_counts(self, counts: Mapping[str, int], chosen: str) -> None:
        """Show how many entries each filter has."""
        self.filters.show_counts({one.key: one.count(counts) for one in FILTERS})
        if self.filters.value != chosen:
            self.filters.set_value(chosen)

    def show_entries(self, entries: Entries, own_login: str, now: datetime) -> None:
        """Show what was read."""
        self.show_content()
        self.list.set_items(items_of(entries.rows, entries.fresh, own_login, now))


def items_of(
    rows: Sequence[TimelineRow], fresh: frozenset[UUID], own_login: str, now: datetime
) -> list[Item]:
    """Entries with the headings of their days between them."""
    by_id = {row.id: row for row in rows}
    items: list[Item] = []
    shown: date | None = None
    for row in rows:
        at = row.at.astimezone(now.tzinfo)
        if at.date() != shown:
            shown = at.date()
            items.append(DayItem(words.entry_day(shown, now.date())))
        items.append(_item(row, by_id, fresh, own_login, now))
    return items


def _item(
    row: TimelineRow,
    by_id: Mapping[UUID, TimelineRow],
    fresh: frozenset[UUID],
    own_login: str,
    now: datetime,
) -> EntryItem:
    zone = now.tzinfo or row.at.tzinfo
    marks = [say("New")] if row.id in fresh else []
    if row.undone_by:
        marks.append(say("Undone"))
    if row.corrected_by:
        marks.append(say("Corrected"))
    if words.is_written_later(row):
        marks.append(say("Written later"))
    return EntryItem(
        id=str(row.id),
        time=clock_time(row.at.astimezone(zone)),
        icon=words.entry_icon(row),
        headline=row.headline,
        text=row.text,
        note=words.entry_note(row, own_login, zone, now.date()) if zone else row.author,
        quote=_quote(row, by_id),
        marks=tuple(marks),
        is_replaced=row.corrected_by is not None or row.undone_by is not None,
        is_undone=row.undone_by is not None,
    )


def _quote(row: TimelineRow, by_id: Mapping[UUID, TimelineRow]) -> str:
    """The entry that a correction corrects, in its own words."""
    if row.corrects is None or row.kind == EntryKind.UNDO:
        return ""  # an undo says in its first line what it took back
    wrong = by_id.get(row.corrects)
    if wrong is None:
        return say("an older entry")
    return f"{wrong.headline}: {wrong.text}" if wrong.text else wrong.headline
