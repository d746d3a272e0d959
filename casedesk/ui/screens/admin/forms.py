"""Which form of Admin belongs to which section, who may open it, what makes it and what it sends.

To add one: its two functions in one of the modules named here, and a line in `MAKERS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from casedesk.ui.forms import Form
from casedesk.ui.screens.admin import catalogue_forms as catalogue
from casedesk.ui.screens.admin import house_forms as house
from casedesk.ui.screens.admin import people_forms as people
from casedesk.ui.screens.admin.sections import SectionId
from casedesk.ui.screens.admin.state import AdminState

_I = SectionId


@dataclass(frozen=True)
class Maker:
    """`make(state, record)` is None where there is nothing to fill in; without `send` the form changes the editor."""

    section: SectionId
    permission: str
    make: Callable[[AdminState, str], Form | None]
    send: Callable[[Form, AdminState], Any] | None = None


MAKERS: Mapping[str, Maker] = {
    "invite": Maker(_I.STAFF, "invite_staff", people.invite_form, people.send_invite),
    "person": Maker(_I.STAFF, "change_staff", people.person_form, people.send_person),
    "roles": Maker(_I.STAFF, "change_roles", people.roles_form, people.send_roles),
    "leave": Maker(_I.STAFF, "deactivate_staff", people.leave_form, people.send_leave),
    "absence": Maker(_I.ABSENCES, "set_absence", people.absence_form, people.send_absence),
    "end_absence": Maker(_I.ABSENCES, "set_absence", people.end_absence_form, people.send_end_absence),
    "add_team": Maker(_I.TEAMS, "change_team", people.add_team_form, people.send_add_team),
    "team": Maker(_I.TEAMS, "change_team", people.team_form, people.send_team),
    "add_calendar": Maker(
        _I.CALENDARS, "change_catalogue", catalogue.add_calendar_form, catalogue.send_add_calendar
    ),
    "calendar": Maker(_I.CALENDARS, "change_catalogue", catalogue.calendar_form, catalogue.send_calendar),
    "day": Maker(_I.CALENDARS, "change_catalogue", catalogue.day_form, catalogue.send_day),
    "remove_day": Maker(
        _I.CALENDARS, "change_catalogue", catalogue.remove_day_form, catalogue.send_remove_day
    ),
    "holidays": Maker(_I.CALENDARS, "change_catalogue", catalogue.holidays_form, catalogue.send_holidays),
    "add_product": Maker(
        _I.PRODUCTS, "change_catalogue", catalogue.add_product_form, catalogue.send_add_product
    ),
    "product": Maker(_I.PRODUCTS, "change_catalogue", catalogue.product_form, catalogue.send_product),
    "add_template": Maker(_I.TEMPLATES, "change_catalogue", catalogue.add_template_form),
    "rename": Maker(_I.TEMPLATES, "change_catalogue", catalogue.rename_form),
    "add_step": Maker(_I.TEMPLATES, "change_catalogue", catalogue.add_step_form),
    "step": Maker(_I.TEMPLATES, "change_catalogue", catalogue.step_form),
    "company": Maker(_I.COMPANY, "change_company", house.company_form, house.send_company),
}
