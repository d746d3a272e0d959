"""A small office for tests: one person of each role, a clock that stands still, and what is quickly made there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from casedesk.clock import FixedClock
from casedesk.contract.customers import RegisterCustomer
from casedesk.contract.desk import AddProduct, InviteStaff
from casedesk.contract.ids import new_id
from casedesk.contract.orders import FinishMilestone, LineGiven, OpenOrder, PlaceOrder
from casedesk.contract.values import Login, OrderNumber
from casedesk.db.engine import Database, open_database
from casedesk.models import Team
from casedesk.rules.permissions import Role
from casedesk.rules.vocabulary import CustomerKind, DatabaseKind
from casedesk.services.services import Services
from casedesk.services.setup import NewDesk, initialise

TUESDAY = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)
"""The moment of the design pictures."""

PEOPLE = {
    "sam": ("Sam Sales", Role.SALES),
    "uma": ("Uma Support", Role.SUPPORT),
    "ulf": ("Ulf Support", Role.SUPPORT),
    "bea": ("Bea Billing", Role.BILLING),
    "fin": ("Fin Field", Role.FIELD),
    "xan": ("Xan Exception", Role.EXCEPTION_TEAM),
    "mia": ("Mia Manager", Role.MANAGER),
    "adm": ("Adam Administrator", Role.ADMINISTRATOR),
}


@dataclass
class Office:
    """A desk on one database; `run` and `read` act as Uma of support unless another login is given."""

    database: Database
    clock: FixedClock
    _services: dict[str, Services] = field(default_factory=dict)

    def services(self, login: str = "uma") -> Services:
        """The services of one person."""
        if login not in self._services:
            self._services[login] = Services(self.database, self.clock, login)
        return self._services[login]

    def run(self, command: Any, login: str = "uma") -> Any:
        """The answer of a command."""
        return self.services(login).run(command).result

    def read(self, query: Any, login: str = "uma") -> Any:
        """The answer of a query."""
        return self.services(login).read(query)

    def later(self, **delta: float) -> datetime:
        """Let time pass; the new present."""
        self.clock.move_to(self.clock.now() + timedelta(**delta))
        return self.clock.now()

    def customer(self, name: str = "Marta Lindqvist", **given: Any) -> UUID:
        """A registered customer."""
        made = self.run(RegisterCustomer(kind=CustomerKind.PERSON, name=name, **given))
        return UUID(str(made.customer))

    def quote(self, customer: UUID | None = None, *, owner: str | None = None, **given: Any) -> OrderNumber:
        """An order as a quote."""
        lines = given.pop("lines", (LineGiven(product="FIBRE500"),))
        opened = self.run(
            OpenOrder(
                customer=customer or self.customer(),
                lines=lines,
                owner=Login(owner) if owner else None,
                **given,
            )
        )
        return OrderNumber(opened.number)

    def placed(
        self, customer: UUID | None = None, promised_on: date = date(2026, 12, 7), **given: Any
    ) -> OrderNumber:
        """A placed order."""
        number = self.quote(customer, **given)
        self.run(PlaceOrder(order=number, promised_on=promised_on))
        return number

    def team_without_staff(self, key: str = "network", name: str = "Network") -> UUID:
        """Another team, with the calendar of the first and nobody in it."""
        with self.database.writing() as session:
            calendar_id = session.scalars(select(Team.calendar_id)).first()
            team = Team(id=new_id(), key=key, name=name, calendar_id=calendar_id)
            session.add(team)
        self._services.clear()  # what is known of the company is read once, when services are opened
        return team.id

    def finished(self, customer: UUID | None = None) -> OrderNumber:
        """An order that is done and not yet confirmed."""
        number = self.placed(customer)
        for key in ("checked", "ready", "delivered"):
            self.run(FinishMilestone(order=number, milestone=key), "mia")
        return number


def open_office(url: str, now: datetime = TUESDAY) -> Office:
    """An office on a migrated database: the default team with one person of each role, and two products."""
    desk = NewDesk(person="Ada Owner", login="ada", company="Fernhill Telecom")
    initialise(url, DatabaseKind.TEST, desk, now)
    office = Office(open_database(url), FixedClock(now))
    for login, (name, role) in PEOPLE.items():
        office.run(
            InviteStaff(login=login, name=name, team="office", roles=(role,), phone="01632 960200"), "ada"
        )
    office.run(AddProduct(code="FIBRE500", name="Fibre 500", price=Decimal("34.00"), monthly=True), "mia")
    office.run(AddProduct(code="ROUTER", name="Router X6", price=Decimal("49.00")), "mia")
    return office
