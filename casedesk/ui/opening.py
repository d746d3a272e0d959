"""Opens and makes databases for the start pages; loaded on a thread after the window was painted.

It may import services, so nothing of the frame imports it; it draws nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime

from casedesk import paths
from casedesk.contract.desk import CompanyQuery, WhoAmI, WhoCouldIBe
from casedesk.contract.orders import StaffCard
from casedesk.errors import WrongUsage
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.services.services import Services
from casedesk.services.setup import NewDesk, initialise
from casedesk.services.sign_in import clock_of, login_of, open_upgraded, simulated
from casedesk.ui.desk import Person
from casedesk.ui.dialogs.own_desk import OwnDeskAnswers
from casedesk.ui.dialogs.who_are_you import Candidate
from casedesk.ui.screen_registry import load_all
from casedesk.ui.start import ManyPeople, SignedIn


def open_desk(address: str, login: str, instant: datetime | None = None) -> SignedIn | ManyPeople:
    """The services of this person, or the people to choose from; screens are loaded when it comes back.

    A login that is unknown here (of another desk, of somebody who has left) counts as none. Time stands at
    `instant` where one is given, which only a practice or test database allows.
    """
    load_all()
    database = open_upgraded(address)
    clock = clock_of(database)
    try:
        only = login_of(database, None)
    except WrongUsage as several:
        logins: list[str] = several.details["logins"]
        if login not in logins:
            asker = Services(database, clock, logins[0])
            return ManyPeople(
                address, asker.read(CompanyQuery()).name, _candidates(asker.read(WhoCouldIBe()))
            )
        only = login
    services = Services(database, clock, only) if instant is None else simulated(database, only, instant)[0]
    return SignedIn(address, services, Person(services.read(WhoAmI()), services.read(CompanyQuery())))


def create_own_desk(answers: OwnDeskAnswers) -> str:
    """Make the database of one's own desk in this computer's file; its address."""
    address = f"sqlite:///{paths.embedded_database()}"
    wanted = NewDesk(
        person=answers.person,
        company=answers.company,
        country=answers.country,
        currency=answers.currency,
        zone=answers.zone,
    )
    initialise(address, DatabaseKind.REAL, wanted, datetime.now(UTC))
    return address


def create_practice() -> str:
    """Make the practice company anew in a file of its own; its address."""
    file = paths.practice_database()
    file.unlink(missing_ok=True)
    address = f"sqlite:///{file}"
    initialise(address, DatabaseKind.PRACTICE, NewDesk(), datetime.now(UTC))
    return address


def _candidates(people: tuple[StaffCard, ...]) -> tuple[Candidate, ...]:
    return tuple(Candidate(str(one.login), one.name, one.team) for one in people)
