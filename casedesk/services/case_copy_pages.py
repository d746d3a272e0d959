"""Gathers what a case says on paper for its customer; what is not named here never leaves the house.

Of what staff typed only this goes out: promises made to the customer, decisions that were confirmed to the customer
in writing, and what the customer asked for in the customer's own words. Notes, summaries of calls, reasons,
ownership and the names of colleagues but the contact's stay inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from babel.numbers import format_currency
from sqlalchemy import select
from sqlalchemy.orm import aliased

from casedesk.contract.cases import CaseDetail, CaseOrderRow, CaseQuery
from casedesk.documents import context as page
from casedesk.models import Entry, Interaction, IssuedDocument, Milestone, MoneyEntry, Order, Request
from casedesk.rules.order_number import printed
from casedesk.rules.vocabulary import ATTEMPTS, EntryKind, MoneyKind
from casedesk.services.order_pages import company_row, contact_of, recipient_of, sender
from casedesk.services.queries.case import case_detail
from casedesk.services.queries.stand import most_urgent
from casedesk.services.reader import Reader
from casedesk.services.wording import day_words, moment_words
from casedesk.words import say

MOST_ENTRIES = 500
GOES_TO_CUSTOMER = ("order-confirmation", "order-quote", "decision", "case-record-customer")
_EXCHANGES = (
    EntryKind.CALL,
    EntryKind.EMAIL,
    EntryKind.LETTER,
    EntryKind.SMS,
    EntryKind.VISIT,
    EntryKind.COUNTER,
)
_FINISHED = ("completed", "cancelled")


def case_copy_page(reader: Reader, customer_id: UUID, suffix: str) -> page.CaseCopyPage:
    """The case of a customer as the customer may read it."""
    detail = case_detail(reader, CaseQuery(about=str(customer_id)))
    company = company_row(reader)
    copy = _Copy(reader, customer_id)
    urgent = most_urgent(detail.orders) or next(iter(detail.orders), None)
    return page.CaseCopyPage(
        company=sender(company),
        recipient=recipient_of(reader, customer_id, urgent.id if urgent else None),
        contact=contact_of(reader, None, detail.contact.login, company),
        number=_number(urgent) if urgent else None,
        written_on=reader.today,
        sentence=detail.sentence,
        orders=tuple(copy.order(one) for one in detail.orders),
        steps=copy.steps(),
        promises=copy.promises(detail),
        decisions=copy.decisions(detail),
        money=_money_words(detail.balance, detail.currency, reader.company.language),
        entries=copy.entries(),
        suffix=suffix,
    )


def _number(order: CaseOrderRow) -> page.Number:
    return page.Number(printed=order.number, digits=order.number.replace("-", ""))


def _money_words(balance: Decimal, currency: str, language: str) -> str:
    if balance == 0:
        return say("Everything is paid.")
    amount = format_currency(abs(balance), currency, locale=language.replace("-", "_"))
    if balance > 0:
        return say("$amount is still to be paid.", amount=amount)
    return say("You paid $amount more than was billed.", amount=amount)


class _Copy:
    """Reads and words the parts of one case, in the company's time zone."""

    def __init__(self, reader: Reader, customer_id: UUID) -> None:
        self._reader = reader
        self._customer_id = customer_id
        self._zone = reader.zone
        self._today = reader.today

    def order(self, row: CaseOrderRow) -> page.CopyOrder:
        """An order with how far it is, without any word that only colleagues use."""
        title = ", ".join(one for one in (row.headline, row.place) if one) or say("Order")
        return page.CopyOrder(
            number=row.number, title=title, state=_state_words(row.state), day=self._day_words(row)
        )

    def _day_words(self, row: CaseOrderRow) -> str:
        if row.done_on:
            return say("Done on $day", day=self._day(row.done_on))
        if row.promised_on is None or row.state in _FINISHED:
            return ""
        promised = say("Promised for $day", day=self._day(row.promised_on))
        if row.forecast_on is None or row.forecast_on <= row.promised_on:
            return promised
        return say("$promised, expected $day", promised=promised, day=self._day(row.forecast_on))

    def steps(self) -> tuple[page.CopyStep, ...]:
        """What happens next with the placed orders, by day, in the words that customers read."""
        rows = self._milestones(Milestone.done_on.is_(None), Milestone.state != "skipped")
        steps = (
            page.CopyStep(number=printed(row.digits), on=day, we=row.we_do, you=row.you_do or None)
            for row in rows
            if row.order_state not in (*_FINISHED, "quote") and (day := row.promised_on or row.forecast_on)
        )
        return tuple(sorted(steps, key=lambda one: one.on))

    def _milestones(self, *conditions: Any) -> Any:
        """Those that customers see."""
        return self._reader.connection.execute(
            select(
                Milestone.we_do,
                Milestone.you_do,
                Milestone.promised_on,
                Milestone.forecast_on,
                Milestone.done_on,
                Milestone.done_at,
                Order.digits,
                Order.state.label("order_state"),
            )
            .join(Order, Order.id == Milestone.order_id)
            .where(
                Order.case_id == self._customer_id,
                Milestone.customer_visible.is_(True),
                Milestone.we_do != "",
                *conditions,
            )
            .order_by(Order.id, Milestone.position)
        ).all()

    def promises(self, detail: CaseDetail) -> tuple[page.CopyPromise, ...]:
        """What we still owe the customer."""
        return tuple(
            page.CopyPromise(what=one.text, when=moment_words(one.due_at, self._zone, self._today))
            for one in detail.promises
            if one.state in ("open", "broken")
        )

    def decisions(self, detail: CaseDetail) -> tuple[page.CopyPromise, ...]:
        """Decisions in force that the customer has in writing."""
        confirmed = set(
            self._reader.connection.scalars(
                select(IssuedDocument.subject_id).where(
                    IssuedDocument.case_id == self._customer_id, IssuedDocument.kind == "decision"
                )
            )
        )
        return tuple(
            page.CopyPromise(what=one.outcome, when=self._day(one.decided_at.astimezone(self._zone).date()))
            for one in detail.decisions
            if one.state == "in_force" and one.id in confirmed
        )

    def entries(self) -> tuple[page.CopyEntry, ...]:
        """What happened, newest first: exchanges without what was noted of them, orders, work, paper and money."""
        happened = [*self._moves(), *self._work_done(), *self._papers(), *self._money()]
        happened.sort(key=lambda one: one.at, reverse=True)
        return tuple(happened[:MOST_ENTRIES])

    def _moves(self) -> Iterator[page.CopyEntry]:
        undo = aliased(Entry)
        taken_back = select(undo.id).where(undo.corrects_id == Entry.id, undo.kind == EntryKind.UNDO)
        rows = self._reader.connection.execute(
            select(
                Entry.at,
                Entry.kind,
                Entry.command,
                Order.digits,
                Interaction.channel,
                Interaction.direction,
                Interaction.outcome,
                Request.wants,
            )
            .outerjoin(Order, Order.id == Entry.order_id)
            .outerjoin(Interaction, Interaction.entry_id == Entry.id)
            .outerjoin(Request, Request.id == Entry.request_id)
            .where(
                Entry.case_id == self._customer_id,
                Entry.corrects_id.is_(None),
                ~taken_back.exists(),
                Entry.kind.in_((*_EXCHANGES, EntryKind.ORDER, EntryKind.REQUEST)),
            )
            .order_by(Entry.at.desc(), Entry.id.desc())
            .limit(MOST_ENTRIES)
        )
        for row in rows:
            if words := _move_words(row):
                yield self._entry(row.at, words, row.digits)

    def _work_done(self) -> Iterator[page.CopyEntry]:
        for row in self._milestones(Milestone.done_on.is_not(None)):
            at = row.done_at or self._start_of(row.done_on)
            yield self._entry(at, say("Done: $what", what=row.we_do), row.digits)

    def _papers(self) -> Iterator[page.CopyEntry]:
        rows = self._reader.connection.execute(
            select(IssuedDocument.issued_at, IssuedDocument.suffix, Order.digits)
            .outerjoin(Order, Order.id == IssuedDocument.order_id)
            .where(
                IssuedDocument.case_id == self._customer_id,
                IssuedDocument.kind.in_(GOES_TO_CUSTOMER),
            )
        )
        for row in rows:
            yield self._entry(row.issued_at, say("Our paper $suffix to you", suffix=row.suffix), row.digits)

    def _money(self) -> Iterator[page.CopyEntry]:
        rows = self._reader.connection.execute(
            select(
                MoneyEntry.kind,
                MoneyEntry.amount,
                MoneyEntry.currency,
                MoneyEntry.booked_on,
                Order.digits,
            )
            .outerjoin(Order, Order.id == MoneyEntry.order_id)
            .where(
                MoneyEntry.case_id == self._customer_id,
                MoneyEntry.kind != MoneyKind.DISPUTED,
                MoneyEntry.undone_at.is_(None),
            )
        )
        locale = self._reader.company.language.replace("-", "_")
        for row in rows:
            amount = format_currency(row.amount, row.currency, locale=locale)
            words = {
                "invoiced": say("Billed: $amount", amount=amount),
                "paid": say("Paid: $amount", amount=amount),
                "credited": say("Credited: $amount", amount=amount),
            }[row.kind]
            yield self._entry(self._start_of(row.booked_on), words, row.digits)

    def _entry(self, at: datetime, words: str, digits: str | None) -> page.CopyEntry:
        return page.CopyEntry(
            at=at.astimezone(self._zone), what=words, order=printed(digits) if digits else None
        )

    def _start_of(self, day: date) -> datetime:
        return datetime.combine(day, time.min, self._zone)

    def _day(self, day: date) -> str:
        return day_words(day, self._today)


def _state_words(state: str) -> str:
    """How far an order is, in words for its customer."""
    return {
        "quote": say("Offer"),
        "placed": say("Ordered"),
        "in_progress": say("Under way"),
        "done_not_confirmed": say("Done"),
        "completed": say("Done"),
        "on_hold": say("Resting"),
        "cancelling": say("Being cancelled"),
        "cancelled": say("Cancelled"),
    }[state]


def _move_words(row: Any) -> str:
    """What an entry says to the customer, "" for what says nothing to them."""
    if row.kind == EntryKind.REQUEST:
        return say("You asked: $wants", wants=row.wants) if row.command == "open_request" else ""
    if row.kind == EntryKind.ORDER:
        return {
            "open_order": say("You asked us for an offer"),
            "place_order": say("You ordered, and we promised a day"),
            "move_promised_date": say("We told you another day"),
            "change_lines": say("The order was changed"),
            "complete_order": say("The order is completed"),
            "cancel_order": say("The order is cancelled"),
        }.get(row.command, "")
    return _exchange_words(row)


def _exchange_words(row: Any) -> str:
    if row.outcome in ATTEMPTS and row.direction == "out":
        return say("We tried to reach you by phone")
    return {
        ("call", "in"): say("You called us"),
        ("call", "out"): say("We called you"),
        ("email", "in"): say("E-mail from you"),
        ("email", "out"): say("E-mail to you"),
        ("letter", "in"): say("Letter from you"),
        ("letter", "out"): say("Letter to you"),
        ("sms", "in"): say("Message from you"),
        ("sms", "out"): say("Message to you"),
        ("visit", "in"): say("You visited us"),
        ("visit", "out"): say("We visited you"),
        ("counter", "in"): say("You came to the counter"),
        ("counter", "out"): say("You came to the counter"),
    }.get((row.channel, row.direction), "")
