"""Reads the lists of Admin and what belongs to the chosen record; it holds no state and knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from casedesk.contract.admin import (
    Absences,
    Calendars,
    CheckAbsence,
    CompanySettingsQuery,
    ConnectionQuery,
    MilestoneTemplateQuery,
    MilestoneTemplates,
    SettingChanges,
    StaffMember,
    Teams,
)
from casedesk.contract.desk import CompanyQuery, CompanyRow, Products, RolesRow, StaffQuery, WhoAmI
from casedesk.contract.values import Login
from casedesk.services.daily_backup import backups_of
from casedesk.ui.desk import Desk
from casedesk.ui.forms import Form
from casedesk.ui.screens.admin.sections import SectionId, sections

HISTORY_LINES = 6
_QUERIES: Mapping[SectionId, Callable[[], Any]] = {
    SectionId.STAFF: StaffQuery,
    SectionId.TEAMS: Teams,
    SectionId.ABSENCES: Absences,
    SectionId.CALENDARS: Calendars,
    SectionId.PRODUCTS: partial(Products, withdrawn=True),
    SectionId.TEMPLATES: MilestoneTemplates,
    SectionId.COMPANY: CompanySettingsQuery,
    SectionId.CONNECTION: ConnectionQuery,
}


class AdminReading(QObject):
    """Lives in the GUI thread; a later answer of the same kind takes the place of an earlier one.

    `list_read(SectionId, found)`, `list_failed(SectionId, error)`, `person_read`, `template_read`, `history_read` and
    `absence_checked` say what came.
    """

    list_read = Signal(object, object)
    list_failed = Signal(object, object)
    person_read = Signal(object)
    template_read = Signal(object)
    history_read = Signal(object)
    absence_checked = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def allowed(self) -> tuple[SectionId, ...]:
        """The sections this person may open."""
        return tuple(one.id for one in sections().values() if self._desk.can(one.permission))

    def lists(self) -> None:
        """Read every list this person may see."""
        for section in self.allowed():
            self.list_of(section)

    def own_person(self) -> None:
        """Read again who sits here and which company it is: other screens choose teams and templates from it."""
        self._desk.read("company", CompanyQuery(), self._on_company, self)

    def _on_company(self, company: CompanyRow) -> None:
        self._desk.read("who", WhoAmI(), partial(self._on_roles, company), self)

    def _on_roles(self, company: CompanyRow, roles: RolesRow) -> None:
        self._desk.renew_person(roles, company)

    def list_of(self, section: SectionId) -> None:
        """Read one list; backups lie on this computer, not in the database."""
        done, failed = partial(self.list_read.emit, section), partial(self.list_failed.emit, section)
        if section is SectionId.BACKUP:
            url = self._desk.services.database.url
            self._desk.runner.query(section, partial(backups_of, url), done, failed, self)
        else:
            self._desk.read(section, _QUERIES[section](), done, self, failed)

    def person(self, login: str) -> None:
        self._desk.read("person", StaffMember(staff=Login(login)), self.person_read.emit, self)

    def template(self, key: str) -> None:
        self._desk.read("template", MilestoneTemplateQuery(key=key), self.template_read.emit, self)

    def history(self, subject: UUID | None, kind: str = "") -> None:
        query = SettingChanges(subject=subject, kind=kind, last=HISTORY_LINES)
        self._desk.read("history", query, self.history_read.emit, self)

    def absence(self, form: Form) -> None:
        """Read what an absence would mean, as soon as its days are known."""
        from_on, until_on, staff = form.day("from_on"), form.day("until_on"), form.value("staff")
        if from_on is None or until_on is None or not staff or until_on < from_on:
            return
        deputy = form.value("deputy")
        query = CheckAbsence(
            staff=Login(staff), from_on=from_on, until_on=until_on, deputy=Login(deputy) if deputy else None
        )
        self._desk.read("check", query, self.absence_checked.emit, self)
