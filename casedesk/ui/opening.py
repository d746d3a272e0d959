"""Opens and makes databases for the start pages; loaded on a thread after the window was painted.

It may import services, so nothing of the frame imports it; it draws nothing.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from casedesk.contract.desk import CompanyQuery, WhoAmI, WhoCouldIBe
from casedesk.errors import WrongUsage
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.services import all_handlers
from casedesk.services.services import Services
from casedesk.services.sign_in import clock_of, login_of, open_upgraded, simulated
from casedesk.ui.desk import Candidate, Person
from casedesk.ui.start import ManyPeople, SignedIn, own_address

if TYPE_CHECKING:
    from casedesk.ui.dialogs.own_desk import OwnDeskAnswers


def open_desk(address: str, login: str, instant: datetime | None = None) -> SignedIn | ManyPeople:
    """The services of this person, or the people to choose from.

    A login that is unknown here (of another desk, of somebody who has left) counts as none. Time stands at
    `instant` where one is given, which only a practice or test database allows.
    """
    database = open_upgraded(address)
    with ExitStack() as unless_signed_in:
        unless_signed_in.callback(database.close)
        clock = clock_of(database)
        try:
            only = login_of(database, None)
        except WrongUsage as several:
            logins: list[str] = several.details["logins"]
            if login not in logins:
                return _people(address, Services(database, clock, logins[0]))
            only = login
        services = (
            Services(database, clock, only) if instant is None else simulated(database, only, instant)[0]
        )
        signed_in = SignedIn(
            address, services, Person(services.read(WhoAmI()), services.read(CompanyQuery()))
        )
        unless_signed_in.pop_all()
        return signed_in


def load_rest() -> None:
    """Load what carries out all commands, so that the first one of each does not wait."""
    all_handlers.load()


def _people(address: str, asker: Services) -> ManyPeople:
    """Who could sit here, as anybody of them sees it."""
    candidates = tuple(Candidate(str(one.login), one.name, one.team) for one in asker.read(WhoCouldIBe()))
    return ManyPeople(address, asker.read(CompanyQuery()).name, candidates)


def create_own_desk(answers: OwnDeskAnswers) -> None:
    """Make the database of one's own desk in this computer's file."""
    from casedesk.services.setup import NewDesk, initialise

    wanted = NewDesk(
        person=answers.person,
        company=answers.company,
        country=answers.country,
        currency=answers.currency,
        zone=answers.zone,
    )
    initialise(own_address(), DatabaseKind.REAL, wanted, datetime.now(UTC))
