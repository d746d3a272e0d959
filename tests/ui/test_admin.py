"""The screen Admin by keys alone: its sections, forms with their refusals and drafts, and the template editor."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from casedesk.contract.admin import (
    Absences,
    AddCalendar,
    AddTeam,
    Calendars,
    ChangeStaff,
    ChangeTeam,
    CompanySettingsQuery,
    MilestoneTemplateQuery,
    StaffMember,
    Teams,
)
from casedesk.contract.cases import MakePromise
from casedesk.contract.desk import Products, StaffQuery
from casedesk.contract.values import About, Login
from casedesk.errors import DatabaseUnreachable
from casedesk.ui.place import Place, Room
from casedesk.ui.screen_registry import first_screen
from casedesk.ui.screens.admin.admin_actions import OF_EDITOR, OF_SECTION, SHOW
from casedesk.ui.screens.admin.editing import TemplateEditing
from casedesk.ui.screens.admin.sections import SectionId
from casedesk.ui.screens.admin.view import AdminScreen
from casedesk.ui.tables import RecordTable, Row
from casedesk.ui.theme import Look, ThemeChoice
from casedesk.ui.widgets import Combo
from casedesk.ui.widgets.labels import RunsLabel
from tests.factories import TUESDAY, Office, open_office
from tests.ui.desks import TestDesk, desk_in
from tests.ui.fitting import cut_texts

LONG_NAME = "Hildegard Magdalena von Wolkenstein-Trostburg zu Hohenzollern"
Key = Qt.Key
CTRL, ALT, NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.NoModifier,
)


@pytest.fixture
def office(sqlite_database: str) -> Iterator[Office]:
    """A small office on an SQLite file of its own; it is Tuesday 24 November 2026, 10:42."""
    opened = open_office(sqlite_database)
    yield opened
    opened.database.close()


class AdminTrial:
    """Admin in a window of its own, and the keys a person presses there."""

    def __init__(self, at: TestDesk, screen: AdminScreen) -> None:
        self.at, self.screen = at, screen

    @property
    def state(self) -> object:
        return self.screen.presenter.state

    def press(self, *keys: Qt.Key, with_: Qt.KeyboardModifier = NONE) -> None:
        """Press keys one after the other where the keyboard is."""
        for key in keys:
            QTest.keyClick(keyboard(), key, with_)
            QApplication.processEvents()

    def go(self, section: SectionId) -> None:
        """Go to a section by its number."""
        self.screen.focus_start()
        QTest.keyClick(keyboard(), str(list(SectionId).index(section) + 1))
        QApplication.processEvents()
        assert self.screen.presenter.state.section is section

    def choose(self, record: str) -> None:
        """Choose a record with the arrow keys."""
        table = self.table
        table.setFocus()
        self.press(Key.Key_Home, with_=CTRL)
        for _ in range(40):
            if self.screen.presenter.state.record == record:
                return
            self.press(Key.Key_Down)
        raise AssertionError(f"{record} is not in the list: {[one.id for one in self.rows()]}, {self.told}")

    def fill(self, **values: str) -> None:
        """Type into the fields of the open form; a list is chosen from by its key."""
        form = self.screen.side.form.open_form
        assert form is not None, "no form is open"
        for key, text in values.items():
            form.focus_field(key)
            editor = form.field(key).editor
            if isinstance(editor, Combo):
                editor.set_value(text)
                editor.picked.emit(text)
                continue
            typed_into = keyboard()
            if isinstance(typed_into, QLineEdit | QPlainTextEdit):
                typed_into.selectAll()
            QTest.keyClick(typed_into, Key.Key_Delete)
            QTest.keyClicks(typed_into, text)

    def save(self) -> None:
        self.press(Key.Key_S, with_=CTRL)

    @property
    def table(self) -> RecordTable:
        table = self.screen.list_in_front
        assert isinstance(table, RecordTable)
        return table

    @property
    def form(self) -> str:
        """The kind of the open form, "" for none."""
        form = self.screen.presenter.state.form
        return form.kind if form else ""

    @property
    def told(self) -> str:
        """What the page said last."""
        return self.at.told[-1].lead if self.at.told else ""

    def rows(self) -> list[Row]:
        """The rows of the list in front."""
        records = self.table.records
        return [one for at in range(records.rowCount()) if isinstance(one := records.entry(at), Row)]


def keyboard() -> QWidget:
    """What has the keyboard."""
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


Opener = Callable[..., AdminTrial]


@pytest.fixture
def opened(office: Office, tmp_path: Path, qtbot: QtBot) -> Iterator[Opener]:
    """Opens Admin as somebody, in a window of its own."""
    with ExitStack() as desks:

        def make(
            login: str = "ada", width: int = 1232, height: int = 816, room: Room = Room.WIDE
        ) -> AdminTrial:
            at = desks.enter_context(desk_in(office, tmp_path, login))
            screen = AdminScreen(at.desk, Place("admin"))
            qtbot.addWidget(screen)
            screen.set_room(room)
            screen.resize(width, height)
            with qtbot.waitActive(screen):
                screen.show()
                screen.activateWindow()
            screen.focus_start()
            return AdminTrial(at, screen)

        yield make


# Who sees what


def test_sections_a_person_may_not_open_are_absent(opened: Opener) -> None:
    assert list(opened("ada").screen.presenter.state.allowed) == list(SectionId)
    manager = opened("mia").screen.presenter.state.allowed
    assert set(SectionId) - set(manager) == {SectionId.CONNECTION, SectionId.BACKUP}


def test_who_may_not_reads_who_may(opened: Opener) -> None:
    admin = opened("mia")
    admin.press(Key.Key_Insert)
    assert (admin.form, admin.told) == ("", "Only administrator")
    admin.press(Key.Key_A)
    assert admin.form == "absence"


def test_an_administrator_without_customers_begins_in_admin(office: Office, tmp_path: Path) -> None:
    for login, screen in (("adm", "admin"), ("mia", "my-desk"), ("uma", "my-desk")):
        with desk_in(office, tmp_path, login) as at:
            assert first_screen(at.desk.can) == screen


def test_only_the_actions_of_the_section_in_front_have_keys(opened: Opener) -> None:
    admin = opened()
    live = {one.action for one in admin.screen.offered if one.bound.isEnabled()}
    assert live >= {*OF_SECTION[SectionId.STAFF], *SHOW.values()}
    admin.go(SectionId.TEAMS)
    live = {one.action for one in admin.screen.offered if one.bound.isEnabled()}
    assert live & set(OF_SECTION[SectionId.STAFF]) == set()
    keys = [one.key for one in live if one.key]
    assert len(keys) == len(set(keys))


def test_every_action_has_words_and_belongs_somewhere(opened: Opener) -> None:
    admin = opened()
    offered = {one.action for one in admin.screen.offered}
    assert {*OF_EDITOR, *SHOW.values()} <= offered
    assert all(set(group) <= offered for group in OF_SECTION.values())


# Staff


def test_a_colleague_is_invited_by_keys(office: Office, opened: Opener) -> None:
    admin = opened()
    admin.press(Key.Key_Insert)
    admin.save()
    assert set(admin.screen.presenter.state.gaps) == {"name", "login", "roles"}
    admin.fill(name="Nia Nowak", login="nia")
    form = admin.screen.side.form.open_form
    assert form is not None
    form.focus_field("roles")
    admin.press(Key.Key_Space)
    admin.save()
    assert (admin.form, admin.told) == ("", "The colleague is added.")
    person = office.read(StaffMember(staff=Login("nia")), "ada")
    assert (person.name, person.roles, person.team) == ("Nia Nowak", ("sales",), "office")
    assert "nia" in {row.id for row in admin.rows()}
    assert keyboard() is admin.table


def test_a_refusal_stays_with_the_form(opened: Opener) -> None:
    admin = opened()
    admin.press(Key.Key_Insert)
    admin.fill(name="Uma Again", login="uma")
    form = admin.screen.side.form.open_form
    assert form is not None
    form.focus_field("roles")
    admin.press(Key.Key_Space)
    admin.save()
    assert admin.form == "invite"
    assert "“uma” is taken" in admin.told


def test_name_and_roles_are_changed(office: Office, opened: Opener) -> None:
    admin = opened()
    admin.choose("ulf")
    admin.press(Key.Key_F2)
    admin.fill(name="Ulf Sund")
    admin.save()
    assert office.read(StaffMember(staff=Login("ulf")), "ada").name == "Ulf Sund"
    assert admin.screen.presenter.state.history[0].values["name"] == ("Ulf Support", "Ulf Sund")
    admin.press(Key.Key_R)
    admin.press(Key.Key_Space)
    admin.save()
    assert office.read(StaffMember(staff=Login("ulf")), "ada").roles == ("sales", "support")


def test_an_absence_says_what_falls_into_it(office: Office, opened: Opener) -> None:
    number = office.placed(owner="ulf")
    office.run(
        MakePromise(about=About(number), text="Call", due_at=TUESDAY.replace(day=26), keeper=Login("ulf"))
    )
    admin = opened()
    admin.choose("ulf")
    admin.press(Key.Key_A)
    admin.fill(from_on="25 Nov", until_on="27 Nov", deputy="uma")
    admin.press(Key.Key_Tab)
    state = admin.screen.presenter.state
    assert "Uma Support is here the whole time." in state.check
    assert "1 promise falls into this time" in state.check
    admin.save()
    [absence] = office.read(Absences(), "ada")
    assert (absence.staff, absence.deputy, absence.promises) == ("ulf", "uma", 1)
    admin.go(SectionId.ABSENCES)
    assert [row.cells["name"].text for row in admin.rows()] == ["Ulf Support"]
    admin.press(Key.Key_Delete)
    admin.save()
    assert office.read(Absences(), "ada") == ()


def test_somebody_leaves_and_the_work_goes_on(office: Office, opened: Opener) -> None:
    office.placed(owner="ulf")
    admin = opened()
    admin.choose("ulf")
    admin.press(Key.Key_Delete)
    form = admin.screen.presenter.state.form
    assert form is not None
    assert "Orders: 1" in form.note
    admin.fill(work_to="sam")
    admin.save()
    assert "ulf" not in {row.id for row in admin.rows()}
    assert office.read(StaffMember(staff=Login("sam")), "ada").orders == 1


# Teams, calendars, products, company


def test_a_team_is_added_and_closed(office: Office, opened: Opener) -> None:
    admin = opened()
    admin.go(SectionId.TEAMS)
    admin.press(Key.Key_Delete)
    assert "is not empty" in admin.told
    admin.press(Key.Key_Insert)
    admin.fill(name="Network", key="network", lead="fin")
    admin.save()
    admin.choose("network")
    admin.press(Key.Key_Delete)
    assert admin.told == "Network is closed."
    assert {one.key: one.active for one in office.read(Teams(), "ada")} == {"office": True, "network": False}


def test_a_week_and_a_closed_day_are_written(office: Office, opened: Opener) -> None:
    admin = opened("mia")
    admin.go(SectionId.CALENDARS)
    admin.press(Key.Key_F2)
    admin.fill(sat="mornings")
    admin.save()
    assert "not understood" in admin.screen.presenter.state.gaps["sat"]
    admin.fill(sat="9-12, 13-15")
    admin.save()
    [calendar] = office.read(Calendars(), "ada")
    assert calendar.week["sat"] == "09:00-12:00, 13:00-15:00"
    admin.press(Key.Key_D)
    admin.fill(day="24 Dec", name="Christmas Eve", hours="8-12")
    admin.save()
    admin.press(Key.Key_H)
    admin.fill(year="2027", region="ENG")
    admin.save()
    [calendar] = office.read(Calendars(), "ada")
    assert {one.name: one.hours for one in calendar.days}["Christmas Eve"] == "08:00-12:00"
    assert len(calendar.days) > 8
    admin.press(Key.Key_Delete)
    admin.save()
    [after] = office.read(Calendars(), "ada")
    assert len(after.days) == len(calendar.days) - 1


def test_a_price_is_changed_and_a_product_withdrawn(office: Office, opened: Opener) -> None:
    admin = opened("mia")
    admin.go(SectionId.PRODUCTS)
    admin.choose("ROUTER")
    admin.press(Key.Key_Return)
    admin.fill(price="cheap")
    admin.save()
    assert admin.screen.presenter.state.gaps == {"price": "Write an amount as 34.00."}
    admin.fill(price="59,90")
    admin.save()
    row = next(one for one in office.read(Products()) if one.code == "ROUTER")
    assert str(row.price) == "59.90" or float(row.price) == 59.9
    admin.press(Key.Key_Delete)
    assert admin.told == "Router X6 is withdrawn."
    assert "ROUTER" not in {one.code for one in office.read(Products())}
    admin.press(Key.Key_Insert)
    admin.fill(code="PHONE", name="Phone", price="6.00", service="voice")
    admin.save()
    assert "PHONE" in {one.code for one in office.read(Products())}


def test_other_screens_choose_from_what_was_added(office: Office, opened: Opener) -> None:
    admin = opened()
    admin.go(SectionId.TEAMS)
    admin.press(Key.Key_Insert)
    admin.fill(name="Network", key="network")
    admin.save()
    assert admin.at.desk.person.company.teams == {"network": "Network", "office": "Office"}


def test_the_company_is_changed_part_by_part(office: Office, opened: Opener) -> None:
    admin = opened("mia")
    admin.go(SectionId.COMPANY)
    admin.press(Key.Key_F2)
    admin.fill(city="Fernhill", phone="01632 960001")
    admin.save()
    admin.press(Key.Key_Down, Key.Key_Down, Key.Key_F2)
    admin.fill(loyal_years="3")
    admin.save()
    found = office.read(CompanySettingsQuery(), "ada")
    assert (found.city, found.phone, found.loyal_years) == ("Fernhill", "01632 960001", 3)
    admin.press(Key.Key_Down, Key.Key_F2)
    admin.fill(zone="Fernhill")
    admin.save()
    assert (admin.form, "is no time zone" in admin.told) == ("company", True)


def test_the_connection_is_shown_and_a_backup_made_and_opened(home: Path, opened: Opener) -> None:
    admin = opened("adm")
    admin.go(SectionId.CONNECTION)
    assert any("SQLite" in row.cells["value"].text for row in admin.rows())
    admin.go(SectionId.BACKUP)
    admin.press(Key.Key_B)
    assert admin.told.endswith("is whole.")
    [row] = admin.rows()
    assert row.id.endswith(".db")
    admin.press(Key.Key_C)
    assert admin.told == "The backup was opened and read: 0 cases, 0 orders."
    assert len(list((home / "backups").glob("*/*.db"))) == 1


# The template editor


def editing(admin: AdminTrial) -> TemplateEditing:
    found = admin.screen.presenter.state.editing
    assert found is not None, "no template is open"
    return found


def test_a_template_is_edited_saved_and_released_by_another(office: Office, opened: Opener) -> None:
    admin = opened("mia")
    admin.go(SectionId.TEMPLATES)
    admin.press(Key.Key_Return)
    assert [one.key for one in editing(admin).steps] == [
        "checked", "ready", "delivered", "first_bill", "feedback",
    ]  # fmt: skip
    assert editing(admin).promise_day == 5
    admin.press(Key.Key_Down, Key.Key_Insert)
    admin.fill(name="Street permit", key="permit", working_days="5", we_do="We ask the town.")
    admin.save()
    assert [one.key for one in editing(admin).steps][2] == "permit"
    assert editing(admin).step == editing(admin).find("permit")
    admin.press(Key.Key_Up, with_=ALT)
    assert editing(admin).position("permit") == 2
    admin.press(Key.Key_F2)
    admin.fill(working_days="2")
    admin.save()
    admin.press(Key.Key_Return, with_=CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert "Save the milestones first" in admin.told
    admin.save()
    assert admin.told == "Version 2 is saved as a draft."
    admin.press(Key.Key_Return, with_=CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert "somebody else has to release it" in admin.told

    other = opened("adm")
    other.go(SectionId.TEMPLATES)
    other.press(Key.Key_Return, with_=CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert other.told.startswith("Version 2 is in force.")
    found = office.read(MilestoneTemplateQuery(key="standard"), "ada")
    assert (found.edition, found.is_draft) == (2, False)
    assert found.steps[1].we_do == "We ask the town."


def test_what_does_not_fit_is_said_where_it_is(opened: Opener) -> None:
    admin = opened("mia")
    admin.go(SectionId.TEMPLATES)
    admin.press(Key.Key_F2, Key.Key_Down, Key.Key_Down, Key.Key_Delete)
    fault = editing(admin).fault
    assert fault is not None
    assert "No milestone is the promise" in fault.text
    assert not admin.screen.editor.days.isVisible()
    admin.save()
    assert admin.told == fault.text
    admin.press(Key.Key_P)
    assert editing(admin).fault is None
    assert admin.screen.editor.chart.accessibleName().startswith("Checked from working day 0 to 1")
    admin.press(Key.Key_Escape)


def test_a_new_kind_of_order_begins_empty_and_is_discarded(office: Office, opened: Opener) -> None:
    admin = opened("mia")
    admin.go(SectionId.TEMPLATES)
    admin.press(Key.Key_Insert)
    admin.fill(name="Moving house", key="moving")
    admin.save()
    assert editing(admin).steps == ()
    admin.press(Key.Key_Insert)
    admin.fill(name="Moved", key="moved", working_days="4")
    admin.save()
    assert editing(admin).steps[0].is_promise
    admin.save()
    assert "moving" in {row.id for row in _template_rows(admin)}
    discard = next(one.bound for one in admin.screen.offered if one.action.id == "template_discard")
    discard.trigger()
    assert admin.screen.presenter.state.editing is None
    assert "moving" not in {row.id for row in admin.rows()}


def _template_rows(admin: AdminTrial) -> list[Row]:
    assert admin.screen.step_back()
    rows = admin.rows()
    admin.choose("moving")
    admin.press(Key.Key_F2)
    return rows


# Drafts, colleagues, failures


def written(admin: AdminTrial, qtbot: QtBot) -> None:
    """Wait until what is typed is on the disk."""
    drafts = admin.at.desk.drafts
    with qtbot.waitSignal(drafts.kept):
        drafts.write_now()


def test_what_was_being_written_comes_back_with_the_program(opened: Opener, qtbot: QtBot) -> None:
    admin = opened("mia")
    admin.go(SectionId.PRODUCTS)
    admin.press(Key.Key_Insert)
    admin.fill(code="PHONE", name="Phone of the")
    written(admin, qtbot)
    again = opened("mia")
    form = again.screen.presenter.state.form
    assert form is not None
    assert (again.screen.presenter.state.section, form.value("name")) == (SectionId.PRODUCTS, "Phone of the")
    again.screen.step_back()
    again.press(Key.Key_Insert)
    assert again.screen.presenter.state.form is not None
    assert again.screen.presenter.state.form.value("code") == "PHONE"


def test_unsaved_milestones_come_back_with_the_program(opened: Opener, qtbot: QtBot) -> None:
    admin = opened("mia")
    admin.go(SectionId.TEMPLATES)
    admin.press(Key.Key_F2, Key.Key_Down)
    admin.press(Key.Key_Down, with_=ALT)
    assert editing(admin).position("ready") == 3
    written(admin, qtbot)
    again = opened("mia")
    assert editing(again).position("ready") == 3
    assert editing(again).is_changed


def test_a_colleagues_change_is_a_conflict_that_keeps_what_was_typed(office: Office, opened: Opener) -> None:
    office.run(AddTeam(key="network", name="Network", calendar="office"), "adm")
    admin = opened("adm")
    admin.go(SectionId.TEAMS)
    admin.choose("network")
    admin.press(Key.Key_F2)
    admin.fill(name="Lines")
    office.run(ChangeTeam(team="network", version=1, name="Cables"), "ada")
    admin.save()
    assert (admin.form, "was changed meanwhile" in admin.told) == ("team", True)
    assert admin.screen.presenter.state.form is not None
    assert admin.screen.presenter.state.form.value("name") == "Lines"


def test_a_list_that_cannot_be_read_says_so(
    office: Office, opened: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = office.services("ada")
    real = services.read

    def fail(query: object) -> object:
        if isinstance(query, StaffQuery):
            raise DatabaseUnreachable("The database does not answer.")
        return real(query)

    monkeypatch.setattr(services, "read", fail)
    admin = opened("ada")
    assert admin.screen.is_ready
    assert admin.screen.presenter.state.fault == "The database does not answer."
    monkeypatch.setattr(services, "read", real)
    admin.screen.look_again()
    assert admin.rows()


# How it looks


HOSTILE = ("<b>Bold</b>", "<img src=file:///etc/passwd>", "Smith & Sons &amp; <Ltd>", "=1+1", "\u202etxt.exe")


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_write_stands_there_as_it_is(office: Office, opened: Opener, text: str) -> None:
    person = office.read(StaffMember(staff=Login("adm")), "ada")
    office.run(ChangeStaff(staff=Login("adm"), version=person.version, name=text, title=text), "ada")
    office.run(AddTeam(key="aaa", name=text, calendar="office", lead=Login("adm")), "ada")
    admin = opened()
    admin.choose("adm")
    assert text in {
        one.accessibleName().partition(": ")[2] for one in admin.screen.side.findChildren(RunsLabel)
    }
    admin.go(SectionId.TEAMS)
    admin.choose("aaa")
    admin.press(Key.Key_F2)
    labels = admin.screen.findChildren(QLabel)
    assert any(one.text() == text for one in labels)
    escaped_by_itself = RunsLabel
    formats = {one.textFormat() for one in labels if not isinstance(one, escaped_by_itself)}
    assert formats == {Qt.TextFormat.PlainText}
    form = admin.screen.presenter.state.form
    assert form is not None
    assert form.value("name") == text


SIZES = [(1232, 816, Room.WIDE, 100), (1144, 700, Room.FOLDED, 100), (944, 660, Room.NARROW, 100),
         (904, 456, Room.SMALL, 100), (1808, 912, Room.SMALL, 200)]  # fmt: skip
FORMS = {
    SectionId.STAFF: "invite", SectionId.TEAMS: "team", SectionId.ABSENCES: "absence",
    SectionId.CALENDARS: "calendar", SectionId.PRODUCTS: "product", SectionId.COMPANY: "company",
}  # fmt: skip


def settle() -> None:
    """A scrolling column finds its height only in the second round."""
    for _ in range(2):
        QApplication.processEvents()


@pytest.mark.parametrize(("width", "height", "room", "zoom"), SIZES)
@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_nothing_is_cut_off_and_everything_has_a_name(
    office: Office,
    opened: Opener,
    home: Path,
    worn_look: Look,
    width: int,
    height: int,
    room: Room,
    zoom: int,
    theme: ThemeChoice,
) -> None:
    worn_look.choose_theme(theme)
    worn_look.set_zoom(zoom)
    ada = office.read(StaffMember(staff=Login("ada")), "ada")
    office.run(ChangeStaff(staff=Login("ada"), version=ada.version, name=LONG_NAME, title=LONG_NAME), "adm")
    office.run(AddCalendar(key="long", name=LONG_NAME, week={"mon": "9-17"}), "adm")
    office.run(AddTeam(key="long", name=LONG_NAME, calendar="long", lead=Login("ada")), "adm")
    admin = opened("ada", width, height, room)
    for section in SectionId:
        admin.screen.presenter.show_section(section)
        if section in FORMS:
            admin.screen.presenter.open_form(FORMS[section])
        settle()
        assert cut_texts(admin.screen) == [], section
        side = admin.screen.side
        assert side.widget().width() <= side.viewport().width(), section
        admin.screen.presenter.put_form_away()
    admin.screen.presenter.show_part("templates/standard")
    settle()
    assert cut_texts(admin.screen) == []
    nameless = [
        one
        for kind in (QAbstractButton, RecordTable, Combo)
        for one in admin.screen.findChildren(kind)
        if one.isVisibleTo(admin.screen) and not one.accessibleName()
    ]
    assert nameless == []
