"""What Admin knows and shows at one moment, as frozen values; it knows no widget."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from casedesk.contract.admin import (
    AbsenceRow,
    CalendarRow,
    CompanySettings,
    ConnectionRow,
    SettingChangeRow,
    StaffDetail,
    TeamRow,
    TemplateDetail,
    TemplateRow,
)
from casedesk.contract.desk import ProductRow, StaffRow
from casedesk.services.daily_backup import KeptBackup
from casedesk.services.restore import BackupContent
from casedesk.ui.forms import Form
from casedesk.ui.screens.admin.editing import TemplateEditing
from casedesk.ui.screens.admin.sections import SectionId


@dataclass(frozen=True)
class Lists:
    """The list of each section as last read; None where nothing was read yet or this person may not."""

    staff: tuple[StaffRow, ...] | None = None
    teams: tuple[TeamRow, ...] | None = None
    absences: tuple[AbsenceRow, ...] | None = None
    calendars: tuple[CalendarRow, ...] | None = None
    products: tuple[ProductRow, ...] | None = None
    templates: tuple[TemplateRow, ...] | None = None
    company: CompanySettings | None = None
    connection: ConnectionRow | None = None
    backup: tuple[KeptBackup, ...] | None = None

    def of(self, section: SectionId) -> Any:
        """What was read for a section."""
        return getattr(self, section)

    def person(self, login: str) -> StaffRow | None:
        return next((one for one in self.staff or () if one.login == login), None)

    def team(self, key: str) -> TeamRow | None:
        return next((one for one in self.teams or () if one.key == key), None)

    def calendar(self, key: str) -> CalendarRow | None:
        return next((one for one in self.calendars or () if one.key == key), None)

    def product(self, code: str) -> ProductRow | None:
        return next((one for one in self.products or () if one.code == code), None)

    def template(self, key: str) -> TemplateRow | None:
        return next((one for one in self.templates or () if one.key == key), None)

    def absence(self, absence: str) -> AbsenceRow | None:
        return next((one for one in self.absences or () if str(one.id) == absence), None)

    def copy(self, name: str) -> KeptBackup | None:
        return next((one for one in self.backup or () if one.file.name == name), None)


@dataclass(frozen=True)
class AdminState:
    """`chosen` is the record of each section, `detail` what was read of the chosen one, `check` what a form means."""

    now: datetime
    section: SectionId = SectionId.STAFF
    allowed: Sequence[SectionId] = ()
    lists: Lists = field(default_factory=Lists)
    chosen: Mapping[SectionId, str] = field(default_factory=dict)
    person: StaffDetail | None = None
    template: TemplateDetail | None = None
    backup_check: BackupContent | None = None
    history: tuple[SettingChangeRow, ...] = ()
    editing: TemplateEditing | None = None
    form: Form | None = None
    gaps: Mapping[str, str] = field(default_factory=dict)
    is_saving: bool = False
    kept: str = ""
    check: str = ""
    is_warning: bool = False
    faults: Mapping[SectionId, str] = field(default_factory=dict)

    @property
    def fault(self) -> str:
        """Why the list in front could not be read, "" where it could."""
        return self.faults.get(self.section, "")

    @property
    def record(self) -> str:
        """The record chosen in the section in front, "" for none."""
        return self.chosen.get(self.section, "")

    @property
    def is_read(self) -> bool:
        return self.lists.of(self.section) is not None

    @property
    def has_history(self) -> bool:
        """Whether the last changes belong to what is in front; an answer may come after one has gone on."""
        return self.editing is None and (self.subject is not None or self.section is SectionId.COMPANY)

    @property
    def subject(self) -> UUID | None:
        """Whose history belongs beside the form, None for what has none."""
        finders: Mapping[SectionId, Any] = {
            SectionId.TEAMS: self.lists.team,
            SectionId.CALENDARS: self.lists.calendar,
            SectionId.PRODUCTS: self.lists.product,
        }
        if self.section is SectionId.STAFF:
            return self.person.id if self.person and self.person.login == self.record else None
        found = finders[self.section](self.record) if self.section in finders else None
        return found.id if found else None
