"""What every screen is given: services, runner, bus, messages, drafts, the way to other screens; it knows
no screen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import shiboken6
from PySide6.QtCore import QObject, Signal

from casedesk.errors import DatabaseUnreachable
from casedesk.rules.permissions import Grant, Role, may
from casedesk.ui.background import Failed, Runner
from casedesk.ui.change_bus import ChangeBus
from casedesk.ui.drafts import Drafts
from casedesk.ui.notifications import Choice, NoticeKind, Notifications
from casedesk.ui.place import Place
from casedesk.words import say

if TYPE_CHECKING:
    from casedesk.contract.desk import CompanyRow, RolesRow
    from casedesk.services.changes import Done
    from casedesk.services.services import Services
    from casedesk.settings import SettingsFile


DONE_MESSAGE = "done"
"""The key of the message that something was done: the next one takes its place."""


class Navigator(Protocol):
    """The way to other screens; the window's navigation does it."""

    def open_screen(self, screen: str) -> None:
        """Bring a screen of the rail to the front."""

    def open_case(self, customer: UUID) -> None:
        """Open a customer's case, or bring it to the front."""

    def open_order(self, number: str) -> None:
        """Open an order by its number in any spelling, or bring it to the front."""

    def new_order(self, customer: UUID | None = None) -> None:
        """Open an empty form for a new order."""

    def start_call(self, customer: UUID | None = None, phone: str = "") -> None:
        """Open the customer's case with the call panel and a running clock; without customer the panel
        alone.
        """

    def find(self, text: str) -> None:
        """Write a text into the global search and show what it finds."""

    def close(self, place: Place) -> None:
        """Take an open record out of the window; the one looked at before comes to the front."""

    def back(self) -> None:
        """Go to where one was before."""


@dataclass(frozen=True)
class Person:
    """Who sits at the desk and what this person may do, as read when signing in."""

    roles: RolesRow
    company: CompanyRow

    @property
    def login(self) -> str:
        return str(self.roles.staff.login or "")

    @property
    def name(self) -> str:
        return self.roles.staff.name


@dataclass(frozen=True)
class Candidate:
    """Somebody who may sit here."""

    login: str
    name: str
    team: str


class Desk(QObject):
    """Everything a screen works with; lives in the GUI thread. Screens never call `services` themselves
    there.

    `saved(at)` is emitted after every command that was carried out, `reached(False)` when the database stops
    answering and `reached(True)` when it answers again, `person_changed` when roles, name or the company did.
    """

    saved = Signal(object)
    reached = Signal(bool)
    person_changed = Signal()

    def __init__(
        self,
        services: Services,
        runner: Runner,
        bus: ChangeBus,
        notifications: Notifications,
        settings: SettingsFile,
        drafts: Drafts,
        person: Person,
        navigator: Navigator,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.services = services
        self.runner = runner
        self.bus = bus
        self.notifications = notifications
        self.settings = settings
        self.drafts = drafts
        self.person = person
        self.navigator = navigator
        self._is_reached = True
        self._zone = ZoneInfo(person.company.zone)

    def now(self) -> datetime:
        """The present instant in the company's time zone."""
        return self.services.clock.now().astimezone(self._zone)

    def renew_person(self, roles: RolesRow, company: CompanyRow) -> None:
        """Take over what was read again of the person and the company, and tell the window."""
        if Person(roles, company) != self.person:
            self.person = Person(roles, company)
            self._zone = ZoneInfo(company.zone)
            self.person_changed.emit()

    def run(
        self,
        command: Any,
        done: Callable[[Any], None],
        owner: QObject,
        failed: Failed | None = None,
        request_id: UUID | None = None,
        *,
        said: str = "",
        choices: tuple[Choice, ...] = (),
    ) -> None:
        """Carry out a command; `done(result)` comes after everybody was told what changed.

        Without `failed` a failure becomes a message on the page. Keep `request_id` with the form: sent
        twice it is done once. `said` tells the person what was done, with `choices` to go on from there: in the undo
        bar where it can be undone, else on the page.
        """
        services = self.services
        self._carry_out(
            lambda: services.run(command, request_id=request_id), done, owner, failed, said, choices
        )

    def _carry_out(
        self,
        act: Callable[[], Done],
        done: Callable[[Any], None],
        owner: QObject,
        failed: Failed | None,
        said: str,
        choices: tuple[Choice, ...] = (),
    ) -> None:
        # The desk itself waits for the answer: others have to hear of a change whose screen was closed.
        def finished(answer: Done) -> None:
            self._set_reached(True)
            self.bus.publish(answer.changes)
            self.saved.emit(self.now())
            self._tell_done(answer.undo, said, choices)
            if shiboken6.isValid(owner):
                done(answer.result)

        def refused(error: Exception) -> None:
            self._set_reached(not isinstance(error, DatabaseUnreachable))
            (failed if failed and shiboken6.isValid(owner) else self.notifications.fail)(error)

        self.runner.command(act, finished, refused, self)

    def _tell_done(self, undo: UUID | None, said: str, choices: tuple[Choice, ...]) -> None:
        if undo is not None:
            taking_back = partial(self._undo, undo, said, uuid4())
            self.notifications.withdraw(DONE_MESSAGE)
            self.notifications.offer_undo(said or say("Saved."), taking_back, choices=choices)
        elif said:
            self.notifications.tell(said, kind=NoticeKind.DONE, choices=choices, key=DONE_MESSAGE)

    def _undo(self, entry: UUID, said: str, request_id: UUID) -> None:
        """Take an act back; after a lost answer it can be asked for again, and is done once."""

        def refused(error: Exception) -> None:
            again = partial(self._undo, entry, said, request_id)
            self.notifications.fail(error, retry=again if isinstance(error, DatabaseUnreachable) else None)

        services, undone = self.services, say("Undone: $what", what=said) if said else say("Undone.")
        self._carry_out(
            lambda: services.undo(entry, request_id=request_id), nothing_more, self, refused, undone
        )

    def read(
        self,
        key: str,
        query: Any,
        done: Callable[[Any], None],
        owner: QObject,
        failed: Failed | None = None,
        *,
        can_wait: bool = False,
    ) -> None:
        """Ask a query; a later one of the same owner with the same key takes its place.

        What `can_wait` is asked when everything else was answered.
        """
        services = self.services

        def answered(answer: Any) -> None:
            self._set_reached(True)
            done(answer)

        def refused(error: Exception) -> None:
            self._set_reached(not isinstance(error, DatabaseUnreachable))
            (failed or self.notifications.fail)(error)

        self.runner.query(
            key, lambda: services.read(query), answered, refused, owner, can_wait=can_wait
        )

    def refusal(self, permission: str) -> str:
        """Why this person may not, naming who may; "" when this person may, at least in some cases."""
        if not permission or permission in self.person.roles.permissions:
            return ""
        who = [role_words(role) for role in Role if may({role}, permission) is not Grant.NO]
        return say("Only $who", who=", ".join(who)) if who else say("Nobody may do this")

    def _set_reached(self, is_reached: bool) -> None:
        if is_reached != self._is_reached:
            self._is_reached = is_reached
            self.reached.emit(is_reached)

    def can(self, permission: str) -> bool:
        """Whether this person may, at least in some cases; to grey out, the command checks again."""
        return not self.refusal(permission)


def nothing_more(_result: object) -> None:
    """For a command after which nothing is left to do: whoever shows what it changed hears of that by the bus."""


def role_words(role: Role) -> str:
    """A role as a person reads it."""
    words = {
        Role.SALES: say("sales"),
        Role.SUPPORT: say("support"),
        Role.BILLING: say("billing"),
        Role.FIELD: say("field"),
        Role.EXCEPTION_TEAM: say("exception team"),
        Role.MANAGER: say("manager"),
        Role.ADMINISTRATOR: say("administrator"),
    }
    return words[role]
