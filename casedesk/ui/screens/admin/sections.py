"""The sections of Admin as values: what each is called, who may open it, how its records are named; no widget.

To add one: a member and a line in `_declared`, its list in `state.Lists`, its rows in `rows.py`, its words in
`facts.py`, its actions in `admin_actions.py`, its forms in one of the modules that `forms.py` names.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from casedesk.words import say


class SectionId(StrEnum):
    """The sections in the order of the list at the left."""

    STAFF = "staff"
    TEAMS = "teams"
    ABSENCES = "absences"
    CALENDARS = "calendars"
    PRODUCTS = "products"
    TEMPLATES = "templates"
    COMPANY = "company"
    CONNECTION = "connection"
    BACKUP = "backup"


@dataclass(frozen=True)
class Section:
    """`permission` opens it; what may be changed in it is said by each action."""

    id: SectionId
    title: str
    help: str
    nothing: str
    permission: str


def sections() -> dict[SectionId, Section]:
    """Every section by its id, in the language in use."""
    return {one.id: one for one in _declared()}


def _declared() -> tuple[Section, ...]:
    return (
        Section(
            SectionId.STAFF,
            say("Staff and roles"),
            say("Open work counts orders and promises that have this owner."),
            say("Nobody works here yet. Invite the first colleague with Ins."),
            "read_staff",
        ),
        Section(
            SectionId.TEAMS,
            say("Teams"),
            say("Every team has a queue, a lead and a calendar."),
            say("There is no team yet. Add one with Ins, as Order desk."),
            "read_staff",
        ),
        Section(
            SectionId.ABSENCES,
            say("Absences"),
            say("The owner stays owner; the deputy sees and may do everything."),
            say("Nobody is away. Ins says who will be, and who stands in."),
            "read_staff",
        ),
        Section(
            SectionId.CALENDARS,
            say("Calendars and holidays"),
            say("Forecasts count in the working time of the team's calendar."),
            say("There is no calendar yet. Add one with Ins, as Monday to Friday."),
            "read_catalogue",
        ),
        Section(
            SectionId.PRODUCTS,
            say("Products"),
            say("Orders keep the price they were written with."),
            say("There is no product yet. Add the first one with Ins."),
            "read_catalogue",
        ),
        Section(
            SectionId.TEMPLATES,
            say("Milestone templates"),
            say("An order keeps the version it started with."),
            say("There is no kind of order yet. Add one with Ins."),
            "read_catalogue",
        ),
        Section(
            SectionId.COMPANY,
            say("Company"),
            say("What stands on letters, and what the company's rules count by."),
            say("The company is not set up."),
            "read_catalogue",
        ),
        Section(
            SectionId.CONNECTION,
            say("Connection"),
            say("Which database this desk works with."),
            say("The connection is not known."),
            "change_connection",
        ),
        Section(
            SectionId.BACKUP,
            say("Backup"),
            say("A backup counts when it was opened and read again."),
            say("There is no backup on this computer yet. B makes one."),
            "back_up",
        ),
    )
