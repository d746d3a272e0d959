"""Gathers what a case's printed page says, for use inside the company; it renders and keeps nothing."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from casedesk.contract.cases import CaseDetail, CaseOrderRow, CaseQuery, DecisionRow, PromiseRow, TimelineRow
from casedesk.documents import context as page
from casedesk.models import Entry
from casedesk.rules.vocabulary import CustomerKind, EntryKind, OrderStatus
from casedesk.services.order_pages import company_row, contact_of, sender
from casedesk.services.queries.case import case_detail
from casedesk.services.queries.timeline import MOST_ENTRIES, entries
from casedesk.services.reader import Reader
from casedesk.services.wording import day_words, moment_words, state_words, status_words
from casedesk.words import count, say

_FINISHED = (OrderStatus.DONE, OrderStatus.CANCELLED)
PRINTED_STATUS: dict[str, page.StatusName] = {
    "on_time": "on_time",
    "in_jeopardy": "in_jeopardy",
    "late": "late",
    "blocked": "blocked",
    "under_way": "under_way",
    "done": "done",
    "not_started": "not_started",
    "ready": "ready",
    "skipped": "skipped",
    "cancelled": "cancelled",
    "open": "on_time",
    "broken": "late",
    "in_force": "done",
}


def case_page(reader: Reader, customer_id: UUID, suffix: str) -> page.CasePage:
    """The case of a customer as it stands now, with its newest entries."""
    detail = case_detail(reader, CaseQuery(about=str(customer_id)))
    timeline = entries(reader, Entry.case_id == customer_id, MOST_ENTRIES)
    company = company_row(reader)
    words = _Words(reader)
    return page.CasePage(
        company=sender(company),
        customer=_customer(detail, reader.today),
        contact=contact_of(reader, None, detail.contact.login, company),
        account=(say("Balance $amount $currency", amount=detail.balance, currency=detail.currency),),
        stand=tuple(page.StandLine(label=one.label, words=one.text) for one in detail.stand),
        orders=tuple(words.order(one) for one in detail.orders),
        orders_words=_orders_words(detail),
        undertakings=words.undertakings(detail),
        timeline=tuple(words.entry(one) for one in timeline),
        entries_words=_entries_words(len(timeline), sum(detail.timeline_counts.values())),
        printed_by=reader.actor.name,
        printed_at=reader.now.astimezone(reader.zone),
        suffix=suffix,
    )


def _entries_words(shown: int, there: int) -> str:
    if shown == there:
        return count("$n entry", "$n entries", there)
    return say("the newest $n of $there entries", n=shown, there=there)


def _customer(detail: CaseDetail, today: date) -> page.Customer:
    customer = detail.customer
    since = day_words(customer.since_on, today)
    is_company = customer.kind == CustomerKind.ORGANISATION
    return page.Customer(
        name=customer.name,
        kind=say("Company, customer since $day", day=since)
        if is_company
        else say("Private customer since $day", day=since),
        lines=tuple(one.typed for one in customer.contact_points),
    )


def _orders_words(detail: CaseDetail) -> str:
    finished = sum(one.status in _FINISHED for one in detail.orders)
    still_open = count("$n open", "$n open", len(detail.orders) - finished)
    return f"{still_open}, {count('$n finished', '$n finished', finished)}"


class _Words:
    """Rows of the case as a page says them, in one time zone as of one day."""

    def __init__(self, reader: Reader) -> None:
        self._zone = reader.zone
        self._today = reader.today

    def order(self, row: CaseOrderRow) -> page.CaseOrder:
        """An order with its track while it is open."""
        track = (
            ()
            if row.status in _FINISHED
            else tuple(
                page.TrackStep(
                    name=one.name, day=one.done_on or one.forecast_on, status=PRINTED_STATUS[one.status]
                )
                for one in row.milestones
            )
        )
        return page.CaseOrder(
            number=row.number,
            title=", ".join(one for one in (row.headline, row.place) if one),
            remark=row.owner.name or say("queue $team", team=row.owner.team),
            status=PRINTED_STATUS[row.status],
            status_words=status_words(row.status),
            dates=self._dates(row),
            track=track,
        )

    def _dates(self, row: CaseOrderRow) -> str:
        if row.done_on:
            return say("Done on $day", day=self._day(row.done_on))
        if row.promised_on is None:
            return say("Nothing promised yet")
        promised = self._day(row.promised_on)
        if row.forecast_on is None:
            return say("Promised $promised, forecast unknown", promised=promised)
        return say(
            "Promised $promised, forecast $forecast", promised=promised, forecast=self._day(row.forecast_on)
        )

    def undertakings(self, detail: CaseDetail) -> tuple[page.Undertaking, ...]:
        """Open promises, then decisions in force."""
        promises = tuple(self._promise(one) for one in detail.promises if one.state in ("open", "broken"))
        return promises + tuple(self._decision(one) for one in detail.decisions if one.state == "in_force")

    def _promise(self, row: PromiseRow) -> page.Undertaking:
        return page.Undertaking(
            what=row.text,
            when=moment_words(row.due_at, self._zone, self._today),
            who=row.keeper_name,
            status=PRINTED_STATUS[row.state],
            status_words=state_words(row.state),
        )

    def _decision(self, row: DecisionRow) -> page.Undertaking:
        day = self._day(row.decided_at.astimezone(self._zone).date())
        return page.Undertaking(
            what=row.outcome,
            when=say("from $day", day=day),
            who=row.decided_by,
            status=PRINTED_STATUS[row.state],
            status_words=state_words(row.state),
        )

    def entry(self, row: TimelineRow) -> page.TimelineEntry:
        """One entry in one sentence."""
        # The text of a document's entry is its hash, which nobody compares on paper.
        says_more = row.text and row.text not in row.headline and row.kind != EntryKind.DOCUMENT
        what = f"{row.headline}. {row.text}" if says_more else row.headline
        what = say("(undone) $entry", entry=what) if row.undone_by else what
        return page.TimelineEntry(
            at=row.at.astimezone(self._zone), what=what, by=row.author, order=row.order_number
        )

    def _day(self, day: date) -> str:
        return day_words(day, self._today)
