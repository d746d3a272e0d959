"""The screen Admin: sections, their lists, and beside them the form; it reads and changes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from casedesk.ui.actions import Action
from casedesk.ui.desk import Desk
from casedesk.ui.place import Headline, Place, Room
from casedesk.ui.screen import Screen
from casedesk.ui.screens.admin import admin_actions as actions
from casedesk.ui.screens.admin import rows, words
from casedesk.ui.screens.admin.editor import TemplateEditor
from casedesk.ui.screens.admin.presenter import AdminPresenter
from casedesk.ui.screens.admin.sections import SectionId, sections
from casedesk.ui.screens.admin.side import AdminSide
from casedesk.ui.screens.admin.state import AdminState
from casedesk.ui.tables import Cell, ListTableModel, RecordTable, Row
from casedesk.ui.tables import Column as TableColumn
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import (
    Button,
    ButtonKind,
    Card,
    Column,
    Combo,
    Line,
    Option,
    PlainLabel,
    at_start,
)
from casedesk.words import say

SECTIONS_WIDTH, SIDE_WIDTH = 208, 380
_TWO_LINES = (SectionId.STAFF,)
_ON_ENTER = {
    SectionId.STAFF: "person", SectionId.TEAMS: "team", SectionId.CALENDARS: "calendar",
    SectionId.PRODUCTS: "product", SectionId.ABSENCES: "end_absence", SectionId.COMPANY: "company",
}  # fmt: skip


class AdminScreen(Screen):
    """Everything about the company itself; sections and actions that a person may not use are absent or say who may."""

    def __init__(self, desk: Desk, place: Place, parent: QWidget | None = None) -> None:
        super().__init__(desk, place, parent)
        self.presenter = AdminPresenter(desk, self)
        self._declared = sections()
        self._bound = self._add_actions()
        self._title = PlainLabel("", Type.SCREEN_TITLE, elide=True)
        self._sentence = PlainLabel("", Type.TEXT, "text2", elide=True)
        self._save = Button.for_action(actions.SAVE, self._bound[actions.SAVE], ButtonKind.MAIN)
        self._heads = self._make_heads()
        self._section_rows = ListTableModel([TableColumn("name", "", width=120, stretch=1)], parent=self)
        self.section_list = RecordTable(self._section_rows, name=say("Sections of Admin"), heads=False)
        self._section_card = Card(say("Admin"), flush=True)
        self._section_choice = Combo()
        self._section_choice.setAccessibleName(say("Section of Admin"))
        self.card = Card("", flush=True)
        self._pages = QStackedWidget()
        self._tables: dict[SectionId, RecordTable] = {}
        self._wants_focus = False
        self.editor = TemplateEditor()
        self.side = AdminSide(desk, self._bound)
        self._lay_out()
        self._connect()
        self.set_headline(Headline(say("Admin")))
        self.card.show_loading(rows=6)
        self._render(self.presenter.state)
        self.presenter.open()

    # What the window asks

    def set_room(self, room: Room) -> None:
        super().set_room(room)
        has_list = room >= Room.FOLDED
        self._section_card.setVisible(has_list)
        self._section_choice.setVisible(not has_list)

    def focus_start(self) -> None:
        if self.side.form.open_form is not None:
            self.side.form.open_form.focus_first()
        elif self.presenter.state.editing is not None:
            self.editor.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            # A list that is still being read gets the keyboard when it is there.
            self._wants_focus = not self.presenter.state.is_read
            self.list_in_front.setFocus(Qt.FocusReason.OtherFocusReason)

    def step_back(self) -> bool:
        if self.presenter.state.form is not None:
            self.presenter.put_form_away()
            return True
        if self.presenter.state.editing is not None:
            self.presenter.writing.put_aside()
            self.focus_start()
            return True
        return False

    def help_words(self) -> str:
        return say(
            "Everything about the company itself. The keys 1 to 9 lead to the sections. Up and Down choose, F2 changes "
            "the chosen one, Ins adds one, Del closes, ends or takes out. Ctrl+S saves; what you write is kept."
        )

    def show_part(self, part: str) -> None:
        self.presenter.show_part(part)

    def look_again(self) -> None:
        self.presenter.read_again()

    # Building

    def _add_actions(self) -> dict[Action, QAction]:
        slots = {**self._ways(), **self._acts(), **self._editor_acts()}
        return {action: self.add_action_of(action, slot) for action, slot in slots.items()}

    def _ways(self) -> dict[Action, Callable[[], None]]:
        ways: dict[Action, Callable[[], None]] = {
            action: partial(self._go_to, section) for section, action in actions.SHOW.items()
        }
        return ways | {actions.SAVE: self._on_save}

    def _acts(self) -> dict[Action, Callable[[], None]]:
        presenter = self.presenter
        forms = {
            actions.INVITE: "invite", actions.CHANGE_PERSON: "person", actions.ROLES: "roles",
            actions.AWAY: "absence", actions.LET_GO: "leave", actions.ADD_TEAM: "add_team",
            actions.CHANGE_TEAM: "team", actions.SET_ABSENCE: "absence", actions.END_ABSENCE: "end_absence",
            actions.ADD_CALENDAR: "add_calendar", actions.CHANGE_CALENDAR: "calendar", actions.SET_DAY: "day",
            actions.HOLIDAYS: "holidays", actions.REMOVE_DAY: "remove_day", actions.ADD_PRODUCT: "add_product",
            actions.CHANGE_PRODUCT: "product", actions.ADD_TEMPLATE: "add_template",
            actions.CHANGE_COMPANY: "company",
        }  # fmt: skip
        acts: dict[Action, Callable[[], None]] = {
            action: partial(presenter.open_form, kind) for action, kind in forms.items()
        }
        return acts | {
            actions.LEAD: presenter.make_lead,
            actions.CLOSE_TEAM: presenter.close_team,
            actions.WITHDRAW: presenter.withdraw_product,
            actions.BACK_UP: presenter.back_up,
            actions.CHECK_BACKUP: presenter.check_backup,
            actions.EDIT_TEMPLATE: self._on_edit_template,
            actions.RETIRE: presenter.writing.retire,
        }

    def _editor_acts(self) -> dict[Action, Callable[[], None]]:
        presenter, writing = self.presenter, self.presenter.writing
        return {
            actions.ADD_STEP: partial(presenter.open_form, "add_step"),
            actions.CHANGE_STEP: partial(presenter.open_form, "step"),
            actions.RENAME: partial(presenter.open_form, "rename"),
            actions.STEP_UP: partial(writing.move, -1),
            actions.STEP_DOWN: partial(writing.move, 1),
            actions.PROMISE: writing.promise,
            actions.STEP_OUT: writing.take_out,
            actions.RELEASE: writing.release,
            actions.DISCARD: writing.discard,
        }

    def _make_heads(self) -> dict[SectionId, Button]:
        """The first action of each section, as a button in the head."""
        made = {}
        for section, offered in actions.OF_SECTION.items():
            if offered:
                button = Button.for_action(offered[0], self._bound[offered[0]])
                button.set_not_allowed(self.desk.refusal(offered[0].permission))
                button.refused.connect(self.desk.notifications.tell)
                button.hide()
                made[section] = button
        return made

    def _lay_out(self) -> None:
        outer = Column(self, gap=0)
        outer.addLayout(self._head())
        body = Line(margin=(16, 0, 16, 16), gap=12)
        self._section_card.body.addWidget(self.section_list)
        body.addWidget(self._section_card)
        self._pages.addWidget(self.card)
        self._pages.addWidget(self.editor)
        self._lists = QStackedWidget()
        self.card.body.addWidget(self._lists, 1)
        body.addWidget(self._pages, 1)
        body.addWidget(self.side)
        outer.addLayout(body, 1)
        self._measure()
        look().changed.connect(self._measure)

    def _head(self) -> Line:
        head = Line(margin=(16, 12, 16, 12), gap=8)
        titles = Column(gap=2)
        titles.addLayout(at_start(self._title))
        titles.addWidget(self._sentence)
        head.addLayout(titles, 1)
        self._section_choice.hide()
        head.addWidget(self._section_choice)
        for button in self._heads.values():
            head.addWidget(button)
        head.addWidget(self._save)
        return head

    def _connect(self) -> None:
        presenter, form = self.presenter, self.side.form
        presenter.changed.connect(self._render)
        presenter.gap_found.connect(self._on_gap)
        presenter.form_ended.connect(self._on_form_ended)
        form.typed.connect(presenter.type)
        form.save_requested.connect(presenter.save_form)
        form.away_requested.connect(presenter.put_form_away)
        self.card.retry_requested.connect(presenter.read_again)
        self.card.details_requested.connect(presenter.tell_details)
        self.section_list.current_changed.connect(self._on_section)
        self._section_choice.picked.connect(self._on_section)
        self.editor.step_chosen.connect(presenter.writing.choose)
        self.editor.step_opened.connect(self._on_step_opened)

    # Showing

    @Slot(object)
    def _render(self, state: AdminState) -> None:
        self._show_sections(state)
        self._show_head(state)
        is_writing = state.editing is not None
        self._pages.setCurrentWidget(self.editor if is_writing else self.card)
        if state.editing is not None:
            self.editor.show_editing(state.editing, _team_names(state))
        else:
            self._show_list(state)
        self.side.show_state(state)
        self._switch_actions(state)
        if state.is_read or state.fault:
            self.set_ready()

    def _show_sections(self, state: AdminState) -> None:
        found = [Row(one, {"name": Cell(self._declared[one].title)}) for one in state.allowed]
        if self._section_rows.rowCount() != len(found):
            self._section_rows.set_entries(found)
            options = [Option(one, self._declared[one].title) for one in state.allowed]
            self._section_choice.set_options(options, state.section)
        if self.section_list.current_id != state.section:
            self.section_list.choose(state.section)
        self._section_choice.set_value(state.section)

    def _show_head(self, state: AdminState) -> None:
        section = self._declared[state.section]
        self._title.setText(state.editing.name if state.editing else section.title)
        about = " ".join(filter(None, (words.sentence(state), section.help)))
        if state.editing is not None:
            about = words.edition_words(state.editing)
        self._sentence.setText(about)
        for one, button in self._heads.items():
            button.setVisible(one is state.section and state.editing is None)
        # An open form has its own button; there is one main action at a time.
        self._save.setVisible(state.form is None and state.editing is not None)

    def _show_list(self, state: AdminState) -> None:
        section = self._declared[state.section]
        self.card.set_title(section.title)
        if state.fault and not state.is_read:
            self.card.show_error(say("This list could not be read."), state.fault)
            return
        if not state.is_read:
            return
        table = self._table_of(state.section)
        entries = rows.entries(state)
        if not entries:
            self.card.set_count("")
            self.card.show_empty(section.nothing)
            return
        self.card.show_content()
        self.card.set_count(str(sum(isinstance(one, Row) for one in entries)))
        self._lists.setCurrentWidget(table)
        model = table.records
        if isinstance(model, ListTableModel):
            model.set_entries(entries)
        if state.record and table.current_id != state.record:
            table.choose(state.record)
        focused = QApplication.focusWidget()
        if self._wants_focus and focused is not None and self.isAncestorOf(focused):
            table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._wants_focus = False

    def _table_of(self, section: SectionId) -> RecordTable:
        if section not in self._tables:
            model = ListTableModel(rows.columns(section), parent=self)
            table = RecordTable(model, name=self._declared[section].title, two_lines=section in _TWO_LINES)
            table.current_changed.connect(self._on_record)
            table.opened.connect(self._on_opened)
            table.addActions([self._bound[one] for one in actions.OF_SECTION[section]])
            self._lists.addWidget(table)
            self._tables[section] = table
        return self._tables[section]

    def _switch_actions(self, state: AdminState) -> None:
        """Only the actions of what is in front have keys; several sections share Ins, F2 and Del."""
        live = actions.OF_EDITOR if state.editing is not None else actions.OF_SECTION[state.section]
        every = {one for group in (*actions.OF_SECTION.values(), actions.OF_EDITOR) for one in group}
        for action in every:
            self._bound[action].setEnabled(action in live)
        for section, action in actions.SHOW.items():
            self._bound[action].setEnabled(section in state.allowed)

    @property
    def list_in_front(self) -> QWidget:
        """The list of the section in front; the sections themselves until it was read."""
        return self._tables.get(self.presenter.state.section, self.section_list)

    # What the person does

    def _go_to(self, section: SectionId) -> None:
        self.presenter.show_section(section)
        self.focus_start()

    @Slot(str)
    def _on_section(self, section: str) -> None:
        if section:
            self.presenter.show_section(SectionId(section))

    @Slot(str)
    def _on_record(self, record: str) -> None:
        if self.sender() is self.list_in_front:
            self.presenter.choose(record)

    @Slot(str)
    def _on_opened(self, _record: str) -> None:
        section = self.presenter.state.section
        if section is SectionId.TEMPLATES:
            self._on_edit_template()
        elif section is SectionId.BACKUP:
            self.presenter.check_backup()
        elif section in _ON_ENTER:
            self.presenter.open_form(_ON_ENTER[section])

    @Slot(str)
    def _on_step_opened(self, _step: str) -> None:
        self.presenter.open_form("step")

    @Slot()
    def _on_edit_template(self) -> None:
        self.presenter.writing.open()
        self.focus_start()

    @Slot()
    def _on_save(self) -> None:
        if self.side.form.open_form is not None:
            self.side.form.open_form.submit()
        else:
            self.presenter.save()

    @Slot(str)
    def _on_gap(self, field: str) -> None:
        if self.side.form.open_form is not None:
            self.side.form.open_form.focus_field(field)

    @Slot()
    def _on_form_ended(self) -> None:
        self.focus_start()

    @Slot()
    def _measure(self) -> None:
        for chooser in (self._section_card, self._section_choice):
            chooser.setFixedWidth(look().px(SECTIONS_WIDTH))
        self.side.setFixedWidth(look().px(SIDE_WIDTH))


def _team_names(state: AdminState) -> Mapping[str, str]:
    return {one.key: one.name for one in state.lists.teams or ()}
