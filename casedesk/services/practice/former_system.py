"""What came from the company's former system: its customers with their orders, brought in by the desk's own import."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casedesk.contract.imports import BeginImport, EndImport, ImportKind, ImportRecords, RecordGiven
from casedesk.models import ImportRecord, Staff
from casedesk.rules.vocabulary import Charge, MoneyKind
from casedesk.services.imports.commands import MOST_RECORDS
from casedesk.services.practice.founding import LIVE_FOR
from casedesk.services.practice.past import Past
from casedesk.services.practice.people import Address, Someone
from casedesk.services.practice.setting import Setting

_BILLS_KEPT = timedelta(days=3 * 365)


@dataclass(frozen=True)
class FormerOrder:
    """An order as the former system had it; all of them are over."""

    key: str
    name: str
    monthly: Decimal
    placed_on: date
    done_on: date
    kind: str
    address: Address
    owner: str
    cancelled_because: str = ""
    paid: bool = True


@dataclass(frozen=True)
class FormerCustomer:
    """A customer as the former system had it."""

    key: str
    someone: Someone
    since: date
    contact: str
    orders: tuple[FormerOrder, ...]
    notes: tuple[str, ...] = field(default=())


class FormerSystem:
    """One run of the import, by the manager on the day the company went live; owners are known by their login."""

    def __init__(self, session: Session, past: Past, setting: Setting) -> None:
        self._session = session
        self._past = past
        self._source = setting.former_system
        self._manager = setting.crew.lead_of["management"]
        self._at = setting.days.now - LIVE_FOR
        self._went_live_on = self._at.date()
        self._counts: Counter[str] = Counter()
        self._run: UUID = self._carry_out(BeginImport(source=self._source)).id
        session.add_all(
            ImportRecord(
                source=self._source, kind="staff", external=login, target_id=id, run_id=self._run, digests={}
            )
            for id, login in session.execute(select(Staff.id, Staff.login))
        )
        session.flush()  # the import reads them

    def bring_in(self, customers: Sequence[FormerCustomer]) -> None:
        """Customers first, then their orders."""
        self._import("customer", [self._customer(one) for one in customers])
        self._import("order", [self._order(one, order) for one in customers for order in one.orders])

    def ids(self) -> dict[str, UUID]:
        """The ids of the customers by their key in the former system."""
        return dict(
            self._session.execute(
                select(ImportRecord.external, ImportRecord.target_id).where(
                    ImportRecord.source == self._source, ImportRecord.kind == "customer"
                )
            ).all()
        )

    def end(self) -> None:
        """The run is over."""
        self._carry_out(EndImport(run=self._run, counts=dict(self._counts)))

    def _import(self, kind: ImportKind, records: Sequence[RecordGiven]) -> None:
        for start in range(0, len(records), MOST_RECORDS):
            chunk = tuple(records[start : start + MOST_RECORDS])
            answer = self._carry_out(ImportRecords(run=self._run, kind=kind, records=chunk))
            if answer.rejected:
                raise ValueError(f"the import refuses {answer.rejected[0]}")
            self._counts.update(answer.outcomes)
        self._past.forget()

    def _carry_out(self, command: Any) -> Any:
        return self._past.run(self._manager, self._at, command)

    def _customer(self, one: FormerCustomer) -> RecordGiven:
        someone = one.someone
        values = {
            "name": someone.name,
            "kind": someone.kind,
            "salutation": someone.salutation,
            "language": someone.language,
            "since": one.since,
            "preferred_channel": someone.preferred,
            "contact": one.contact,
            **_place(someone.address),
        }
        lists: dict[str, tuple[dict[str, Any], ...]] = {
            "phones": tuple({"number": phone} for phone in someone.phones),
            "emails": tuple({"address": email} for email in someone.emails),
            "persons": tuple(
                {"name": who.name, "role": who.role, "phone": who.phone, "may_be_told": who.may_be_told}
                for who in someone.persons
            ),
            "notes": tuple({"text": text, "on": self._went_live_on} for text in one.notes),
        }
        return RecordGiven(key=one.key, values=values, lists=lists)

    def _order(self, customer: FormerCustomer, order: FormerOrder) -> RecordGiven:
        cancelled = bool(order.cancelled_because)
        values = {
            "customer": customer.key,
            "state": "cancelled" if cancelled else "completed",
            "placed_on": order.placed_on,
            "promised_on": order.done_on,
            "cancelled_on" if cancelled else "done_on": order.done_on,
            "reason": order.cancelled_because,
            "template": order.kind,
            "owner": order.owner,
            **_place(order.address),
        }
        line = {"name": order.name, "unit_price": order.monthly, "charge": Charge.MONTHLY}
        billed = not cancelled and self._went_live_on - order.done_on < _BILLS_KEPT
        money = tuple(_money(order)) if billed else ()
        return RecordGiven(key=order.key, values=values, lists={"lines": (line,), "money": money})


def _money(order: FormerOrder) -> Iterator[dict[str, Any]]:
    yield {"kind": MoneyKind.INVOICED, "on": order.done_on, "reference": f"{order.key}/1"}
    if order.paid:
        yield {"kind": MoneyKind.PAID, "on": order.done_on, "reference": f"{order.key}/1"}


def _place(address: Address) -> dict[str, str]:
    return {
        "street": address.street,
        "postcode": address.postcode,
        "city": address.city,
        "country": "GB",
    }
