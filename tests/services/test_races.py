"""Eight processes at once on one database: distinct numbers, one owner each, nobody told falsely, nothing lost."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from uuid import UUID

from sqlalchemy import text

from casedesk.clock import FixedClock
from casedesk.contract.cases import OpenRequest
from casedesk.contract.desk import Take
from casedesk.contract.orders import OpenOrder
from casedesk.contract.values import About
from casedesk.db.engine import open_database
from casedesk.errors import Conflict
from casedesk.services.services import Services
from tests.factories import PEOPLE, TUESDAY, Office

PROCESSES = 8
ORDERS_EACH = 50
REQUESTS = 200


@dataclass(frozen=True)
class Told:
    """What one desk was told: numbers of its new orders, requests it won, and who won the others."""

    login: str
    numbers: list[str]
    won: list[str]
    lost_to: dict[str, str]


def _desk(url: str, login: str, customer: UUID, requests: list[str], start: Barrier) -> Told:
    database = open_database(url)
    services = Services(database, FixedClock(TUESDAY), login)
    assert services.actor.login == login
    start.wait()
    opened = [services.run(OpenOrder(customer=customer, wants="race")).result for _ in range(ORDERS_EACH)]
    start.wait()
    won: list[str] = []
    lost_to: dict[str, str] = {}
    for request in requests:
        try:
            services.run(Take(about=About(request)))
            won.append(request)
        except Conflict as error:
            lost_to[request] = str(error.details["owner"])
    database.close()
    return Told(login, [one.number for one in opened], won, lost_to)


def test_eight_desks_open_400_orders_and_take_200_requests(office: Office, database: str) -> None:
    logins = [login for login in PEOPLE if login not in ("bea", "fin", "adm")] + ["ada"]
    customers = [office.customer(f"Customer {number}") for number in range(PROCESSES)]
    wish = OpenRequest(about=About(str(customers[0])), event="fault", wants="race", queue="office")
    requests = [str(office.run(wish).id) for _ in range(REQUESTS)]
    context = multiprocessing.get_context("spawn")
    with context.Manager() as shared, context.Pool(PROCESSES) as pool:
        start = shared.Barrier(PROCESSES)
        waiting = [
            pool.apply_async(
                _desk, (database, logins[number % len(logins)], customers[number], requests, start)
            )
            for number in range(PROCESSES)
        ]
        told = [one.get(timeout=300) for one in waiting]
    _check_numbers(office, told)
    _check_owners(office, told)


def _check_numbers(office: Office, told: list[Told]) -> None:
    numbers = [number for one in told for number in one.numbers]
    assert len(set(numbers)) == PROCESSES * ORDERS_EACH
    with office.database.reading() as connection:
        assert connection.scalar(text("SELECT count(DISTINCT digits) FROM orders")) == PROCESSES * ORDERS_EACH


def _check_owners(office: Office, told: list[Told]) -> None:
    with office.database.reading() as connection:
        rows = connection.execute(
            text("SELECT requests.id, staff.login FROM requests JOIN staff ON staff.id = requests.owner_id")
        )
        owners = {str(UUID(str(row[0]))): row[1] for row in rows}
        taken = connection.scalar(text("SELECT count(*) FROM ownerships WHERE how = 'taken'"))
    assert len(owners) == taken == REQUESTS
    won = [(request, one.login) for one in told for request in one.won]
    assert len(won) == REQUESTS
    assert dict(won) == owners
    for one in told:
        assert len(one.won) + len(one.lost_to) == REQUESTS
        assert all(owners[request] == winner for request, winner in one.lost_to.items())
