"""The actions of Admin, declared once: of each section, of the template editor, and the way to each section."""

from __future__ import annotations

from casedesk.ui.actions import Action, Where
from casedesk.ui.screens.admin.sections import SectionId

_R = Where.RECORD
_I = SectionId

SHOW = {
    _I.STAFF: Action("admin_staff", "Admin: staff and roles", "1", "people"),
    _I.TEAMS: Action("admin_teams", "Admin: teams", "2", "people"),
    _I.ABSENCES: Action("admin_absences", "Admin: absences", "3", "person-away"),
    _I.CALENDARS: Action("admin_calendars", "Admin: calendars and holidays", "4", "calendar"),
    _I.PRODUCTS: Action("admin_products", "Admin: products", "5", "box"),
    _I.TEMPLATES: Action("admin_templates", "Admin: milestone templates", "6", "checklist"),
    _I.COMPANY: Action("admin_company", "Admin: company", "7", "company"),
    _I.CONNECTION: Action("admin_connection", "Admin: connection", "8", "database", "change_connection"),
    _I.BACKUP: Action("admin_backup", "Admin: backup", "9", "save", "back_up"),
}
"""Brings a section to the front."""

SAVE = Action("admin_save", "Save", "Ctrl+S", "save", where=_R)

INVITE = Action("staff_invite", "Invite someone", "Ins", "plus", "invite_staff", _R)
CHANGE_PERSON = Action("staff_change", "Change name, phone or team", "F2", "pencil", "change_staff", _R)
ROLES = Action("staff_roles", "Change roles", "R", "shield", "change_roles", _R)
AWAY = Action("staff_away", "Set an absence", "A", "person-away", "set_absence", _R)
LEAD = Action("staff_lead", "Make team lead", "L", "flag", "change_team", _R)
LET_GO = Action("staff_leave", "Let leave", "Del", "sign-out", "deactivate_staff", _R)

ADD_TEAM = Action("team_add", "Add a team", "Ins", "plus", "change_team", _R)
CHANGE_TEAM = Action("team_change", "Change name, lead or calendar", "F2", "pencil", "change_team", _R)
CLOSE_TEAM = Action("team_close", "Close or open the team", "Del", "lock", "change_team", _R)

SET_ABSENCE = Action("absence_set", "Set an absence", "Ins", "plus", "set_absence", _R)
END_ABSENCE = Action("absence_end", "End the absence", "Del", "close", "set_absence", _R)

ADD_CALENDAR = Action("calendar_add", "Add a calendar", "Ins", "plus", "change_catalogue", _R)
CHANGE_CALENDAR = Action("calendar_change", "Change the week", "F2", "pencil", "change_catalogue", _R)
SET_DAY = Action("calendar_day", "Close a day or set its hours", "D", "calendar", "change_catalogue", _R)
HOLIDAYS = Action("calendar_holidays", "Add public holidays", "H", "globe", "change_catalogue", _R)
REMOVE_DAY = Action("calendar_day_off", "Take a day out", "Del", "trash", "change_catalogue", _R)

ADD_PRODUCT = Action("product_add", "Add a product", "Ins", "plus", "change_catalogue", _R)
CHANGE_PRODUCT = Action("product_change", "Change price or name", "F2", "pencil", "change_catalogue", _R)
WITHDRAW = Action("product_withdraw", "Withdraw or offer again", "Del", "eye-off", "change_catalogue", _R)

ADD_TEMPLATE = Action("template_add", "Add a kind of order", "Ins", "plus", "change_catalogue", _R)
EDIT_TEMPLATE = Action("template_edit", "Edit the milestones", "F2", "pencil", "change_catalogue", _R)
RETIRE = Action("template_retire", "Retire this kind of order", "Del", "eye-off", "change_catalogue", _R)
RELEASE = Action(
    "template_release", "Put the draft into force", "Ctrl+Shift+Return", "check", "change_catalogue", _R
)

ADD_STEP = Action("step_add", "Add a milestone", "Ins", "plus", "change_catalogue", _R)
CHANGE_STEP = Action("step_change", "Change the milestone", "F2", "pencil", "change_catalogue", _R)
STEP_UP = Action("step_up", "Move the milestone up", "Alt+Up", "arrow-up", "change_catalogue", _R)
STEP_DOWN = Action("step_down", "Move the milestone down", "Alt+Down", "arrow-down", "change_catalogue", _R)
PROMISE = Action("step_promise", "Make it the promise", "P", "flag", "change_catalogue", _R)
STEP_OUT = Action("step_out", "Take the milestone out", "Del", "trash", "change_catalogue", _R)
RENAME = Action(
    "template_rename", "Change the name of this kind of order", "N", "pencil", "change_catalogue", _R
)
DISCARD = Action("template_discard", "Throw the draft away", "", "trash", "change_catalogue", _R)

CHANGE_COMPANY = Action("company_change", "Change the chosen part", "F2", "pencil", "change_company", _R)

BACK_UP = Action("backup_now", "Back up now", "B", "save", "back_up", _R)
CHECK_BACKUP = Action("backup_check", "Open the chosen backup and count", "C", "check", "back_up", _R)

OF_SECTION: dict[SectionId, tuple[Action, ...]] = {
    _I.STAFF: (INVITE, CHANGE_PERSON, ROLES, AWAY, LEAD, LET_GO),
    _I.TEAMS: (ADD_TEAM, CHANGE_TEAM, CLOSE_TEAM),
    _I.ABSENCES: (SET_ABSENCE, END_ABSENCE),
    _I.CALENDARS: (ADD_CALENDAR, CHANGE_CALENDAR, SET_DAY, HOLIDAYS, REMOVE_DAY),
    _I.PRODUCTS: (ADD_PRODUCT, CHANGE_PRODUCT, WITHDRAW),
    _I.TEMPLATES: (ADD_TEMPLATE, EDIT_TEMPLATE, RELEASE, RETIRE),
    _I.COMPANY: (CHANGE_COMPANY,),
    _I.CONNECTION: (),
    _I.BACKUP: (BACK_UP, CHECK_BACKUP),
}
"""What can be done in each section, the action of its head first."""

OF_EDITOR = (ADD_STEP, CHANGE_STEP, STEP_UP, STEP_DOWN, PROMISE, STEP_OUT, RENAME, RELEASE, DISCARD)
"""What can be done while a template is open."""
