"""What a colleague changed in an order that is open here, as old and new in words; it knows no widget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from casedesk.contract.orders import MilestoneRow, OrderDetail
from casedesk.ui.screens.order.words import state_word
from casedesk.ui.text import day
from casedesk.ui.widgets import Status, status_word
from casedesk.words import count, say

MOST_SAID = 2


@dataclass(frozen=True)
class News:
    """Who changed what, at which time, and the milestone that shows it ("" for none)."""

    who: str
    at: str
    what: tuple[str, ...]
    milestone: str = ""

    @property
    def words(self) -> str:
        """The first changes in full; the dates that follow from them stand on the page."""
        shown, more = self.what[:MOST_SAID], len(self.what) - MOST_SAID
        rest = (count("$n more change", "$n more changes", more),) if more > 0 else ()
        return "; ".join((*shown, *rest))


def differences(before: OrderDetail, after: OrderDetail, today: date) -> tuple[str, ...]:
    """Everything a reader would see differently, old → new, the order's own dates first."""
    return tuple(_of_order(before, after, today)) + tuple(_of_milestones(before, after, today))


def changed_milestone(before: OrderDetail, after: OrderDetail) -> str:
    """The key of the first milestone that differs, "" for none."""
    old = {one.key: one for one in before.milestones}
    return next((one.key for one in after.milestones if old.get(one.key) != one), "")


def _of_order(before: OrderDetail, after: OrderDetail, today: date) -> Iterator[str]:
    if before.state != after.state:
        yield _moved(say("order"), state_word(before.state), state_word(after.state))
    if before.promised_on != after.promised_on:
        yield _moved(say("promised day"), _day(before.promised_on, today), _day(after.promised_on, today))
    if before.forecast_on != after.forecast_on:
        yield _moved(say("forecast"), _day(before.forecast_on, today), _day(after.forecast_on, today))
    if (before.owner.login, before.owner.team) != (after.owner.login, after.owner.team):
        yield _moved(say("owner"), _owner(before), _owner(after))
    if before.lines != after.lines:
        yield _moved(say("lines"), before.headline, after.headline)
    if len(after.documents) > len(before.documents):
        yield say("document $suffix was issued", suffix=after.documents[-1].suffix)
    if before.next_step != after.next_step:
        yield _moved(say("next step"), before.next_step, after.next_step)


def _of_milestones(before: OrderDetail, after: OrderDetail, today: date) -> Iterator[str]:
    old: Mapping[str, MilestoneRow] = {one.key: one for one in before.milestones}
    for one in after.milestones:
        was = old.get(one.key)
        if was is None:
            continue
        if was.state != one.state:
            yield _moved(say("“$step”", step=one.name), _status(was), _status(one))
        elif was.forecast_on != one.forecast_on and not one.is_promise:
            what = say("forecast of “$step”", step=one.name)
            yield _moved(what, _day(was.forecast_on, today), _day(one.forecast_on, today))


def _moved(what: str, old: str, new: str) -> str:
    return say("$what from $old to $new", what=what, old=old or "–", new=new or "–")


def _day(on: date | None, today: date) -> str:
    return day(on, today) if on else say("no day")


def _owner(order: OrderDetail) -> str:
    return order.owner.name or say("queue of $team", team=order.owner.team)


def _status(one: MilestoneRow) -> str:
    return status_word(Status(one.state)).lower()
