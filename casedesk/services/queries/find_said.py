"""What was said and written lately, searched word by word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, literal, or_, select

from casedesk.contract.cases import FindHit
from casedesk.models import Customer, Interaction, Order, Staff
from casedesk.rules.search_keys import fold
from casedesk.rules.search_ranking import Rank
from casedesk.services.queries.find_hits import Ranked
from casedesk.services.queries.rows import first_line, number_of
from casedesk.services.reader import Reader
from casedesk.services.wording import call_outcome_words, channel_words, moment_words
from casedesk.words import say

MOST_RECENT = 50_000
"""So many of the latest interactions are searched; the rest is in their cases."""

_SHORTEST_TEXT = 3
_WORDS_BEFORE, _WORDS_AFTER, _LONGEST_EXCERPT = 3, 6, 120
_ESCAPE = "\\"


def found_said(reader: Reader, words: Sequence[str], limit: int) -> list[Ranked]:
    """Interactions in whose text every word stands, the latest first; none for texts under three letters."""
    if max(map(len, words), default=0) < _SHORTEST_TEXT:
        return []
    rows = reader.connection.execute(
        select().add_columns(
            Interaction.id, Interaction.case_id, Interaction.channel, Interaction.direction, Interaction.outcome,
            Interaction.started_at, Interaction.ended_at, Interaction.summary, Order.digits,
            Customer.name.label("customer_name"), Staff.login, Staff.name.label("staff_name"),
        )
        .join(Customer, Customer.id == Interaction.case_id)
        .join(Staff, Staff.id == Interaction.logged_by_id)
        .outerjoin(Order, Order.id == Interaction.order_id)
        .where(
            Interaction.logged_at >= _searched_from(), Interaction.undone_at.is_(None), *map(_has, words)
        )
        .order_by(Interaction.logged_at.desc(), Interaction.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [Ranked(Rank.SAID, _hit(reader, row, words)) for row in rows]


def _has(word: str) -> ColumnElement[bool]:
    """A word of the text begins so; of scripts that write without blanks it stands anywhere."""
    for special in (_ESCAPE, "%", "_"):
        word = word.replace(special, _ESCAPE + special)  # LIKE would read it as a wildcard
    if not word.isascii():
        return Interaction.folded.like(f"%{word}%", escape=_ESCAPE)
    return or_(
        Interaction.folded.like(f"{word}%", escape=_ESCAPE),
        Interaction.folded.like(f"% {word}%", escape=_ESCAPE),
    )


def _searched_from() -> Any:
    """When the oldest of the latest interactions was logged."""
    oldest: ScalarSelect[Any] = (
        select(Interaction.logged_at)
        .order_by(Interaction.logged_at.desc())
        .offset(MOST_RECENT - 1)
        .limit(1)
        .scalar_subquery()
    )
    long_ago = literal(datetime(1, 1, 2, tzinfo=UTC), Interaction.logged_at.type)
    return func.coalesce(oldest, long_ago, type_=Interaction.logged_at.type)


def _hit(reader: Reader, row: Any, words: Sequence[str]) -> FindHit:
    when = moment_words(row.started_at, reader.zone, reader.today)
    excerpt = say("“$text”", text=excerpt_of(row.summary, words))
    about = first_line((row.customer_name, number_of(row.digits) or ""))
    kind = channel_words(row.channel, row.direction)
    return FindHit(
        kind="interaction", id=row.id, order_number=number_of(row.digits), customer=row.case_id,
        line=first_line((when, kind, about)), why=say("said or written"), name=when,
        second_line=first_line((kind, row.staff_name)), matched=first_line((excerpt, about)), contact=_length(row),
        state=call_outcome_words(row.outcome) if row.outcome else "", status="", owner=row.staff_name,
        owner_login=row.login,
    )  # fmt: skip


def _length(row: Any) -> str:
    if row.ended_at is None:
        return ""
    return say("$n min", n=max(1, round((row.ended_at - row.started_at).total_seconds() / 60)))


def excerpt_of(text: str, words: Sequence[str]) -> str:
    """Some words around the first one that was found, in one line, with dots where more stands."""
    parts = text.split()
    found = (place for place, part in enumerate(parts) if any(word in fold(part) for word in words))
    at = next(found, 0)
    start, end = max(0, at - _WORDS_BEFORE), at + _WORDS_AFTER + 1
    chosen = " ".join(parts[start:end])[:_LONGEST_EXCERPT]
    return f"{'…' if start else ''}{chosen}{'…' if end < len(parts) else ''}"
