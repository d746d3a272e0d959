"""The entries of a timeline as they were read so far: filters, pages put together, days; it knows no widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from casedesk.contract.cases import TimelinePage, TimelineRow
from casedesk.words import say

PAGE_ROWS = 200
MOST_AT_ONCE = 500


@dataclass(frozen=True)
class Filter:
    """A choice of kinds; without kinds it is everything."""

    key: str
    text: str
    kinds: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return say(self.text)

    def count(self, counts: Mapping[str, int]) -> int:
        """How many entries it shows."""
        return sum(n for kind, n in counts.items() if not self.kinds or kind in self.kinds)


FILTERS = (
    Filter("all", "All"),
    Filter("calls", "Calls", ("call",)),
    Filter("letters", "Letters", ("letter", "email", "sms", "document")),
    Filter("decisions", "Decisions", ("decision",)),
    Filter("money", "Money", ("money",)),
    Filter("notes", "Notes", ("note",)),
)


def filter_of(key: str) -> Filter:
    return next(one for one in FILTERS if one.key == key)


@dataclass(frozen=True)
class Entries:
    """What was read of a timeline, newest first; `next` continues, None after the last entry.

    `fresh` are entries of colleagues that came in since the case was opened.
    """

    rows: tuple[TimelineRow, ...] = ()
    next: str | None = None
    fresh: frozenset[UUID] = frozenset()
    is_read: bool = False

    @property
    def limit_to_refresh(self) -> int:
        """How many entries to read again so that nothing shown is lost."""
        return min(MOST_AT_ONCE, max(PAGE_ROWS, len(self.rows)))

    def with_older(self, page: TimelinePage) -> Entries:
        """With the next page behind."""
        known = {row.id for row in self.rows}
        return replace(
            self, rows=(*self.rows, *(row for row in page.rows if row.id not in known)), next=page.next
        )

    def refreshed(self, page: TimelinePage, own_login: str) -> Entries:
        """With the newest entries read again; older ones stay, because entries are never changed."""
        if not self.is_read:
            return Entries(page.rows, page.next, is_read=True)
        known = {row.id for row in self.rows}
        came = {row.id for row in page.rows if row.id not in known and row.author_login != own_login}
        older = _older_than(self.rows, page) if page.next is not None else ()
        following = self.next if older else page.next
        return Entries((*page.rows, *older), following, self.fresh | came, is_read=True)


def _older_than(rows: Sequence[TimelineRow], page: TimelinePage) -> tuple[TimelineRow, ...]:
    """What was read before and lies behind the page."""
    read_again = {row.id for row in page.rows}
    last = page.rows[-1]
    return tuple(row for row in rows if row.id not in read_again and (row.at, row.id) < (last.at, last.id))
