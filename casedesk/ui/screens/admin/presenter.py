"""What Admin shows and does: reads its lists, opens and saves forms, keeps drafts; it knows no widget.

The template editor is in `template_writing`. Watches staff, teams, absences, calendars, products, templates and the
company.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from casedesk.contract.admin import AbsenceCheck, ChangeTeam, SettingChangeRow, StaffDetail, TemplateDetail
from casedesk.contract.values import Login
from casedesk.services.backup import file_of
from casedesk.services.daily_backup import make_now
from casedesk.services.restore import BackupContent, content_of
from casedesk.ui.change_bus import Changes
from casedesk.ui.desk import Desk
from casedesk.ui.forms import Form
from casedesk.ui.forms.form_drafts import FormDrafts
from casedesk.ui.notifications import NoticeKind, reading_failed
from casedesk.ui.screens.admin import words
from casedesk.ui.screens.admin.catalogue_forms import withdrawing
from casedesk.ui.screens.admin.editing import TemplateEditing
from casedesk.ui.screens.admin.form_fields import problems
from casedesk.ui.screens.admin.forms import MAKERS
from casedesk.ui.screens.admin.people_forms import closing
from casedesk.ui.screens.admin.reading import AdminReading
from casedesk.ui.screens.admin.sections import SectionId
from casedesk.ui.screens.admin.state import AdminState
from casedesk.ui.screens.admin.template_writing import EDITOR, TemplateWriting
from casedesk.ui.text import clock_time
from casedesk.words import count, say

TOPICS = ("staff", "team", "absence", "calendar", "product", "template", "company")
PLACE = "admin"
MESSAGE = "admin"


class AdminPresenter(QObject):
    """Holds the one state of Admin; lives in the GUI thread.

    `changed(AdminState)` after every change; `gap_found(field)` asks to put the keyboard into a field; `form_ended`
    (saved or put away) gives it back to the page.
    """

    changed = Signal(object)
    gap_found = Signal(str)
    form_ended = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._reading = AdminReading(desk, self)
        allowed = self._reading.allowed()
        first = allowed[0] if allowed else SectionId.STAFF
        self.state = AdminState(now=desk.now(), section=first, allowed=allowed)
        self._drafts = FormDrafts(desk.drafts, PLACE, "")
        self._wants_draft = True
        self._wanted = ("", "")
        self.writing = TemplateWriting(desk, self._drafts, self)
        self._connect()
        desk.bus.watch(self, TOPICS, self._on_changes)

    def open(self) -> None:
        """Read everything for the first time; what was being written is taken up when it can be."""
        self._reading.lists()

    @Slot()
    def read_again(self) -> None:
        """Read everything again; what is shown stays until the answers are there."""
        self._reading.lists()
        self._read_details()

    # Where one is

    def show_section(self, section: SectionId) -> None:
        """Bring a section to the front; a form of another one is put away, its draft stays."""
        if section not in self.state.allowed or section is self.state.section:
            return
        self.put_form_away()
        self.writing.put_aside()
        self._set(section=section, history=(), backup_check=None)
        self._choose_first()
        self._read_details()

    def choose(self, record: str) -> None:
        """Choose a record of the section in front."""
        if record and record != self.state.record:
            self._set(chosen={**self.state.chosen, self.state.section: record}, history=(), backup_check=None)
            self._read_details()

    def show_part(self, part: str) -> None:
        """Show `section`, `section/record` or `section/record/form`; what is not read yet is shown when it is.

        A template's record opens its editor.
        """
        section, _, rest = part.partition("/")
        record, _, form = rest.partition("/")
        if section in tuple(self.state.allowed):
            self.show_section(SectionId(section))
            self._wanted = (record, form)
            self._show_wanted()

    # Forms

    def open_form(self, kind: str) -> None:
        """Open a form about the chosen record; where this person may not, the page says who may."""
        maker = MAKERS[kind]
        if not self._may(self._desk.refusal(maker.permission)):
            return
        form = maker.make(self.state, self.state.record)
        if form is None:
            self._tell(say("Choose what is meant first."))
            return
        self._set(form=self._drafts.taken_up(form), gaps={}, is_saving=False, kept="", check="")

    def type(self, field: str, value: str) -> None:
        """Take over what is typed in the open form, and keep it."""
        form = self.state.form
        if form is None:
            return
        written = form.with_value(field, value)
        gaps = {key: text for key, text in self.state.gaps.items() if key != field}
        # Told to nobody: what is being typed is never written back.
        self.state = replace(self.state, form=written, gaps=gaps)
        self._drafts.keep(written, written.title)
        if written.kind == "absence":
            self._reading.absence(written)

    def put_form_away(self) -> None:
        """Close the form; what was written in it comes back with it."""
        if self.state.form is not None:
            self._set(form=None, gaps={}, is_saving=False, check="")
            self.form_ended.emit()

    def save(self) -> None:
        """Save what is being written: the open form, else the milestones."""
        if self.state.form is not None:
            self.save_form()
        elif self.state.editing is not None:
            self.writing.save()
        else:
            self._tell(say("Nothing is being written. F2 changes the chosen one, Ins adds one."))

    @Slot()
    def save_form(self) -> None:
        """Send what the form says, or show what is missing."""
        form = self.state.form
        if form is None or self.state.is_saving:
            return
        gaps = problems(form)
        if gaps:
            self._set(gaps=gaps)
            self.gap_found.emit(next(iter(gaps)))
            return
        send = MAKERS[form.kind].send
        if send is None:
            self._take_over(form)
            return
        self._set(is_saving=True, gaps={})
        self._desk.run(
            send(form, self.state), self._on_form_saved, self, self._on_form_failed, form.request_id
        )

    # What is done at once

    def make_lead(self) -> None:
        """The chosen colleague leads the own team."""
        person = self.state.lists.person(self.state.record)
        team = self.state.lists.team(person.team) if person else None
        if person is None or team is None or not self._may(self._desk.refusal("change_team")):
            return
        command = ChangeTeam(team=team.key, version=team.version, lead=Login(person.login))
        self._run(command, say("$name leads $team now.", name=person.name, team=team.name))

    def close_team(self) -> None:
        """Close the chosen team if it is empty, or open it again."""
        team = self.state.lists.team(self.state.record)
        if team is not None and self._may(self._desk.refusal("change_team")):
            done = (
                say("$team is closed.", team=team.name)
                if team.active
                else say("$team is open.", team=team.name)
            )
            self._run(closing(team), done)

    def withdraw_product(self) -> None:
        """Withdraw the chosen product, or offer it again."""
        product = self.state.lists.product(self.state.record)
        if product is not None and self._may(self._desk.refusal("change_catalogue")):
            name = product.name
            withdrawn, offered = (
                say("$name is withdrawn.", name=name),
                say("$name is offered again.", name=name),
            )
            done = withdrawn if product.active else offered
            self._run(withdrawing(product), done)

    def back_up(self) -> None:
        """Copy the database of this computer, checked, into the folder of backups."""
        if self._may(self._desk.refusal("back_up")):
            url, now = self._desk.services.database.url, datetime.now(UTC)
            self._desk.runner.command(
                lambda: make_now(file_of(url), now), self._on_backed_up, self._desk.notifications.fail, self
            )

    def check_backup(self) -> None:
        """Open the chosen copy, read it whole and count."""
        copy = self.state.lists.copy(self.state.record)
        if copy is not None and self._may(self._desk.refusal("back_up")):
            work = partial(content_of, copy.file)
            self._desk.runner.query(
                "backup", work, self._on_backup_checked, self._desk.notifications.fail, self
            )

    def tell_details(self) -> None:
        """Say in full why something could not be read."""
        self._tell(self.state.fault)

    # Answers

    def _on_changes(self, _changes: Changes) -> None:
        self._reading.own_person()
        self.read_again()

    @Slot(object, object)
    def _on_list(self, section: SectionId, found: Any) -> None:
        faults = {one: why for one, why in self.state.faults.items() if one is not section}
        lists = replace(self.state.lists, **{section.value: found})
        self._set(lists=lists, faults=faults, now=self._desk.now())
        if section is self.state.section:
            self._choose_first()
            self._read_details()
        self._take_up_draft()
        self._show_wanted()

    @Slot(object, object)
    def _on_list_failed(self, section: SectionId, error: Exception) -> None:
        self._set(faults={**self.state.faults, section: reading_failed(error)})

    @Slot(object)
    def _on_person(self, person: StaffDetail) -> None:
        self._set(person=person)
        if self.state.subject is not None:
            self._reading.history(self.state.subject)

    @Slot(object)
    def _on_template(self, template: TemplateDetail) -> None:
        self._set(template=template)
        self.writing.take_read(template)
        if self._wanted == (template.key, ""):
            self._wanted = ("", "")
            self.writing.open()

    @Slot(object)
    def _on_history(self, rows: tuple[SettingChangeRow, ...]) -> None:
        self._set(history=rows)

    @Slot(object)
    def _on_absence_checked(self, check: AbsenceCheck) -> None:
        form = self.state.form
        if form is not None and form.kind == "absence":
            text, is_warning = words.absence_check(check, form, self.state)
            self._set(check=text, is_warning=is_warning)

    def _on_form_saved(self, _result: Any) -> None:
        form = self.state.form
        if form is None:
            return
        self._drafts.forget(form.name, form.title)
        self.put_form_away()
        self._done(form.done)

    def _on_form_failed(self, error: Exception) -> None:
        self._set(is_saving=False)
        self._desk.notifications.fail(error)

    def _on_backed_up(self, file: Path) -> None:
        self._done(say("The backup $file is whole.", file=file.name))
        self._set(chosen={**self.state.chosen, SectionId.BACKUP: file.name})
        self._reading.list_of(SectionId.BACKUP)

    def _on_backup_checked(self, check: BackupContent) -> None:
        self._set(backup_check=check)
        cases = count("$n case", "$n cases", check.customers)
        orders = count("$n order", "$n orders", check.orders)
        self._done(say("The backup was opened and read: $cases, $orders.", cases=cases, orders=orders))

    @Slot(object)
    def _on_editing(self, editing: TemplateEditing | None) -> None:
        if editing is not None:
            self._set(chosen={**self.state.chosen, SectionId.TEMPLATES: editing.key})
        self._set(editing=editing, kept="" if editing is None else self.state.kept)

    # Small steps

    def _connect(self) -> None:
        reading = self._reading
        reading.list_read.connect(self._on_list)
        reading.list_failed.connect(self._on_list_failed)
        reading.person_read.connect(self._on_person)
        reading.template_read.connect(self._on_template)
        reading.history_read.connect(self._on_history)
        reading.absence_checked.connect(self._on_absence_checked)
        self._desk.drafts.kept.connect(self._on_draft_kept)
        self.writing.changed.connect(self._on_editing)
        self.writing.done.connect(self._done)

    @Slot(object)
    def _on_draft_kept(self, draft: Any) -> None:
        if self._drafts.are(draft) and (self.state.form is not None or self.state.editing is not None):
            at = draft.kept_at.astimezone(self._desk.now().tzinfo)
            self._set(kept=say("Draft kept $time", time=f"{clock_time(at)}:{at:%S}"))

    def _choose_first(self) -> None:
        """Something is chosen wherever there is something."""
        ids = words.records(self.state)
        if self.state.record not in ids:
            first = ids[0] if ids else ""
            self._set(chosen={**self.state.chosen, self.state.section: first})

    def _read_details(self) -> None:
        """What stands beside the list: the person, the milestones, the last changes."""
        record, section = self.state.record, self.state.section
        if section is SectionId.STAFF and record:
            self._reading.person(record)
        elif section is SectionId.TEMPLATES and self.state.lists.template(record):
            self._reading.template(record)
        elif section is SectionId.COMPANY:
            self._reading.history(None, "company")
        elif self.state.subject is not None:
            self._reading.history(self.state.subject)

    def _show_wanted(self) -> None:
        """Choose the record that was asked for, and open its form when all that it offers was read."""
        record, kind = self._wanted
        if record not in words.records(self.state):
            return
        self.choose(record)
        if kind and self._everything_is_read():
            self._wanted = ("", "")
            self.open_form(kind)

    def _everything_is_read(self) -> bool:
        return all(self.state.lists.of(one) is not None for one in self.state.allowed)

    def _take_up_draft(self) -> None:
        """Open again what was being written when the program ended, once its lists are there."""
        kept = self._drafts.last() if self._wants_draft else None
        if not self._everything_is_read():
            return
        self._wants_draft = False
        if kept is not None:
            name, written = kept
            self._resume(name, written)

    def _resume(self, name: str, written: Mapping[str, Any]) -> None:
        if name.startswith(EDITOR):
            self.show_section(SectionId.TEMPLATES)
            self.writing.resume(written)
            return
        kind, subject = str(written.get("form", "")), str(written.get("subject", ""))
        if kind not in MAKERS or MAKERS[kind].section not in self.state.allowed or MAKERS[kind].send is None:
            return
        self.show_section(MAKERS[kind].section)
        if kind not in ("person", "absence"):
            self.choose(subject)
            self.open_form(kind)

    def _take_over(self, form: Form) -> None:
        """A form that changes the open template only."""
        self._drafts.forget(form.name, form.title)
        self.put_form_away()
        self.writing.take_over(form)

    def _run(self, command: Any, done: str) -> None:
        self._desk.run(command, lambda _result: self._done(done), self)

    def _may(self, refusal: str) -> bool:
        if refusal:
            self._desk.notifications.tell(refusal, key="refused")
        return not refusal

    @Slot(str)
    def _done(self, text: str) -> None:
        if text:
            self._desk.notifications.tell(text, kind=NoticeKind.DONE, key=MESSAGE)

    def _tell(self, text: str) -> None:
        self._desk.notifications.tell(text, key=MESSAGE)

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)
