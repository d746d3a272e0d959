"""Opens and makes databases for the start pages; loaded on a thread after the window was painted.

It may import services, so nothing of the frame imports it; it draws nothing.
"""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime

from casedesk.contract.desk import CompanyQuery, WhoAmI, WhoCouldIBe
from casedesk.errors import CaseDeskError, WrongUsage
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.services.practice import creation
from casedesk.services.services import Services
from casedesk.services.setup import NewDesk, initialise
from casedesk.services.sign_in import clock_of, login_of, open_upgraded, simulated
from casedesk.ui.background import Report
from casedesk.ui.desk import Person
from casedesk.ui.dialogs.own_desk import OwnDeskAnswers
from casedesk.ui.dialogs.who_are_you import Candidate
from casedesk.ui.screen_registry import load_all
from casedesk.ui.start import ManyPeople, SignedIn, own_address, practice_address
from casedesk.words import say


def open_desk(address: str, login: str, instant: datetime | None = None) -> SignedIn | ManyPeople:
    """The services of this person, or the people to choose from; screens are loaded when it comes back.

    A login that is unknown here (of another desk, of somebody who has left) counts as none. Time stands at
    `instant` where one is given, which only a practice or test database allows.
    """
    load_all()
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


def _people(address: str, asker: Services) -> ManyPeople:
    """Who could sit here, as anybody of them sees it."""
    candidates = tuple(Candidate(str(one.login), one.name, one.team) for one in asker.read(WhoCouldIBe()))
    return ManyPeople(address, asker.read(CompanyQuery()).name, candidates)


def create_own_desk(answers: OwnDeskAnswers) -> None:
    """Make the database of one's own desk in this computer's file."""
    wanted = NewDesk(
        person=answers.person,
        company=answers.company,
        country=answers.country,
        currency=answers.currency,
        zone=answers.zone,
    )
    initialise(own_address(), DatabaseKind.REAL, wanted, datetime.now(UTC))


def create_practice(report: Report) -> None:
    """Make the practice company anew in its file; `report` hears how far it is and may stop it."""

    def progress(so_far: int, in_all: int) -> None:
        if not report(so_far, in_all):
            raise CaseDeskError(say("Stopped. The practice company is as it was before."))

    creation.create(practice_address(), progress=progress)
