"""Eight processes at once on one database: distinct numbers, one owner each, nobody told falsely, nothing lost."""

from __future__ import annotations

import multiprocessing
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from uuid import UUID

from sqlalchemy import text

from casedesk.clock import FixedClock
from casedesk.contract.cases import OpenRequest
from casedesk.contract.desk import AcceptHandover, Assign, OfferHandover, Take
from casedesk.contract.orders import OpenOrder
from casedesk.contract.values import About
from casedesk.db.engine import open_database
from casedesk.errors import Conflict
from casedesk.services.services import Services
from tests.factories import PEOPLE, TUESDAY, Office

PROCESSES = 8
ORDERS_EACH = 50
REQUESTS = 200
WORKS = 40


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


@dataclass(frozen=True)
class Grabbed:
    """What one desk was told when all went for the same work at once: what it got, and who has the rest."""

    login: str
    got: list[str]
    told: dict[str, str | None]


def _grab(url: str, login: str, works: list[tuple[str, str]], start: Barrier) -> Grabbed:
    """Go for each work in one's own way: two managers give it to somebody, the others accept or take it."""
    database = open_database(url)
    services = Services(database, FixedClock(TUESDAY), login)
    assert services.actor.login == login
    grabbed = Grabbed(login, [], {})
    for about, handover in works:
        start.wait()
        try:
            services.run(_way(login, about, handover))
            grabbed.got.append(about)
        except Conflict as lost:
            grabbed.told[about] = lost.details.get("owner")
    database.close()
    return grabbed


def _way(login: str, about: str, handover: str) -> AcceptHandover | Assign | Take:
    if login in ("mia", "ada"):
        owner = "uma" if handover else "team:office"
        return Assign(about=About(about), to="bea", instead_of=owner)
    return AcceptHandover(handover=UUID(handover)) if handover else Take(about=About(about))


def test_accepting_taking_and_assigning_at_once_have_one_winner(office: Office, database: str) -> None:
    customer = About(str(office.customer()))
    works: list[tuple[str, str]] = []
    for place in range(WORKS):
        is_offered = place % 2 == 0
        queue = None if is_offered else "office"
        wish = OpenRequest(about=customer, event="fault", wants="race", queue=queue)
        about = str(office.run(wish).id)
        offer = OfferHandover(about=About(about), to="team:office", note="who is first")
        works.append((about, str(office.run(offer).id) if is_offered else ""))
    logins = ["sam", "ulf", "fin", "xan", "mia", "ada"]
    context = multiprocessing.get_context("spawn")
    with context.Manager() as shared, context.Pool(len(logins)) as pool:
        start = shared.Barrier(len(logins))
        waiting = [pool.apply_async(_grab, (database, login, works, start)) for login in logins]
        told = [one.get(timeout=300) for one in waiting]
    _check_winners(office, told)


def _check_winners(office: Office, told: list[Grabbed]) -> None:
    """Each work went to one; who was told a name was told who has it."""
    with office.database.reading() as connection:
        rows = connection.execute(
            text("SELECT requests.id, staff.login FROM requests JOIN staff ON staff.id = requests.owner_id")
        )
        owners = {str(UUID(str(row[0]))): row[1] for row in rows}
        lines = connection.scalar(
            text("SELECT count(*) FROM ownerships WHERE how IN ('taken', 'accepted', 'assigned')")
        )
        offers = connection.scalar(text("SELECT count(*) FROM handovers WHERE state = 'offered'"))
    winners = [
        (about, "bea" if one.login in ("mia", "ada") else one.login) for one in told for about in one.got
    ]
    assert len(winners) == len(owners) == lines == WORKS
    assert dict(winners) == owners
    assert offers == 0
    for one in told:
        assert len(one.got) + len(one.told) == WORKS
        assert all(owners[about] == name for about, name in one.told.items())
