"""A desk over a small office for tests of screens: real services, work done at once, and what was asked of the
window written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from casedesk.contract.desk import CompanyQuery, WhoAmI
from casedesk.settings import SettingsFile
from casedesk.ui.background import InlineRunner, Runner
from casedesk.ui.change_bus import ChangeBus
from casedesk.ui.desk import Desk, Person
from casedesk.ui.drafts import Drafts
from casedesk.ui.notifications import Message, NoticeKind, Notifications, UndoOffer
from casedesk.ui.place import Place
from tests.factories import Office


@dataclass
class Asked:
    """A navigator that writes down where it was asked to go, as (what, to what)."""

    way: list[tuple[str, object]] = field(default_factory=list)

    def open_screen(self, screen: str) -> None:
        self.way.append(("screen", screen))

    def open_case(self, customer: UUID) -> None:
        self.way.append(("case", customer))

    def open_order(self, number: str) -> None:
        self.way.append(("order", number))

    def new_order(self, customer: UUID | None = None) -> None:
        self.way.append(("new order", customer))

    def start_call(self, customer: UUID | None = None, phone: str = "") -> None:
        self.way.append(("call", customer))

    def find(self, text: str) -> None:
        self.way.append(("find", text))

    def close(self, place: Place) -> None:
        self.way.append(("close", place))

    def back(self) -> None:
        self.way.append(("back", None))


@dataclass
class TestDesk:
    """A desk with what tests look at: where it was asked to go, what it told (the undo bar too) and offers to undo."""

    __test__ = False

    desk: Desk
    runner: InlineRunner
    asked: Asked
    told: list[Message]
    offers: list[UndoOffer]


@contextmanager
def desk_in(
    office: Office, folder: Path, login: str = "uma", runner: Runner | None = None
) -> Iterator[TestDesk]:
    """The desk of one person of an office; drafts and settings lie in `folder`."""
    inline = InlineRunner()
    notifications = Notifications()
    told: list[Message] = []
    notifications.posted.connect(told.append)
    offers: list[UndoOffer] = []

    def offered(offer: UndoOffer) -> None:
        offers.append(offer)
        told.append(Message("undo", NoticeKind.DONE, offer.text, choices=offer.choices))

    notifications.undo_offered.connect(offered)
    drafts = Drafts(folder / "drafts")
    asked = Asked()
    person = Person(office.read(WhoAmI(), login), office.read(CompanyQuery(), login))
    desk = Desk(
        office.services(login), runner or inline, ChangeBus(), notifications,
        SettingsFile(folder / "settings.toml"), drafts, person, asked,
    )  # fmt: skip
    yield TestDesk(desk, inline, asked, told, offers)
    drafts.close()
