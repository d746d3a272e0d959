"""What the keys of the window do: help, palette, menus, parts of the window, one step back; it knows no
screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QWidget

from casedesk.rules.undo_time import UNDO_SECONDS
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.settings import SettingsFile
from casedesk.ui import palette
from casedesk.ui import window_actions as do
from casedesk.ui.actions import Action, KeyMap, Where, bind, menu_words
from casedesk.ui.call import CallPhase
from casedesk.ui.desk import Desk
from casedesk.ui.dialogs.start_page import StartPage
from casedesk.ui.frame.call_control import CallControl
from casedesk.ui.frame.frame import Frame
from casedesk.ui.frame.help_panel import HelpPanel
from casedesk.ui.frame.look_control import LookControl
from casedesk.ui.frame.search_control import SearchControl
from casedesk.ui.navigation import Navigation
from casedesk.ui.palette.entries import PaletteLine, palette_lines
from casedesk.ui.place import CallSubject
from casedesk.ui.screen import OfferedAction
from casedesk.ui.screen_registry import ScreenDeclaration, rail_screens
from casedesk.words import count, say

if TYPE_CHECKING:
    from casedesk.ui.notices import NoticeLine


_MOST_NOTICES = 20
"""Lines of the bell's menu; what is older is counted."""


class WindowKeys(QObject):
    """Binds every action of the window; `offered` lists them for palette and help.

    `notices_read(keys)` when the person has read notices of the bell.

    `other_person_requested` and `other_database_requested` lead to the start pages, `practice_renewal_requested`
    puts the practice company back to its start; `backup_requested` and `restore_requested` are for the desk's file.
    """

    other_person_requested = Signal()
    other_database_requested = Signal()
    practice_renewal_requested = Signal()
    notices_read = Signal(object)
    backup_requested = Signal()
    restore_requested = Signal()

    def __init__(
        self,
        window: QMainWindow,
        frame: Frame,
        navigation: Navigation,
        call: CallControl,
        search: SearchControl,
        look: LookControl,
        settings: SettingsFile,
        page: Callable[[], StartPage | None],
    ) -> None:
        super().__init__(window)
        self._page = page
        self._window, self._frame, self._navigation = window, frame, navigation
        self._call, self._search = call, search
        self._desk: Desk | None = None
        self._notices: tuple[NoticeLine, ...] = ()
        self.backup_words = ""
        self.offered = self._bind({**self._slots(), **look.slots}, settings)
        self._connect()
        self.attach(None)

    def attach(self, desk: Desk | None) -> None:
        """Switch on what needs somebody signed in, or off again."""
        self._desk = desk
        self._frame.undo_bar.forget()
        for one in self.offered:
            one.bound.setEnabled(desk is not None or one.action in do.WITHOUT_DESK)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Switch on what makes sense at this moment."""
        on_call = self._call.phase is not CallPhase.NONE
        self.bound(do.PARK_CALL).setEnabled(self._desk is not None and on_call)
        at_practice = (
            self._desk is not None and self._desk.person.company.database_kind == DatabaseKind.PRACTICE
        )
        self.bound(do.RENEW_PRACTICE).setEnabled(at_practice)
        self.bound(do.RENEW_PRACTICE).setVisible(at_practice)
        is_embedded = self._desk is not None and self._desk.services.database.is_sqlite
        for action in (do.BACK_UP, do.RESTORE):
            self.bound(action).setEnabled(is_embedded)
            self.bound(action).setVisible(is_embedded)
        words = {
            CallPhase.NONE: do.LOG_CALL.words,
            CallPhase.RUNNING: say("Stop the clock of the call"),
            CallPhase.WRITING: say("Go to the call"),
        }
        self.bound(do.LOG_CALL).setText(words[self._call.phase])

    @cached_property
    def palette_panel(self) -> palette.CommandPalette:
        """The command palette; made when it is first opened, as the window has to be painted fast."""
        foot = (self._frame.undo_bar, self._frame.status_bar)
        return palette.CommandPalette(self._frame, self._palette_lines, foot)

    @cached_property
    def help_panel(self) -> HelpPanel:
        """The panel of F1."""
        return HelpPanel(self._window)

    def bound(self, action: Action) -> QAction:
        """The live form of an action of the window."""
        return next(one.bound for one in self.offered if one.action.id == action.id)

    @Slot(object)
    def show_notices(self, notices: tuple[NoticeLine, ...]) -> None:
        """Write what waits for the person into the bell."""
        self._notices = notices
        self._frame.top_bar.show_notices(sum(not one.is_read for one in notices))

    # What the actions do

    def _slots(self) -> dict[Action, Callable[[], None]]:
        return {
            do.FIND: self._search.focus,
            do.LOG_CALL: self._log_call,
            do.PARK_CALL: self._call.park,
            do.NEW_ORDER: self._new_order,
            do.NOTICES: self._open_notices,
            do.READ_NOTICES: self._read_all_notices,
            do.COMMANDS: lambda: self.palette_panel.open(),
            do.HELP: self.open_help,
            do.LOOK_AGAIN: self._look_again,
            do.UNDO: self._undo,
            do.STEP_BACK: self._step_back,
            do.GO_BACK: self._navigation.back,
            do.NEXT_AREA: lambda: self._go_to_area(1),
            do.AREA_BEFORE: lambda: self._go_to_area(-1),
            do.NEXT_OPEN: lambda: self._navigation.step(1),
            do.OPEN_BEFORE: lambda: self._navigation.step(-1),
            do.CLOSE_RECORD: self._navigation.close_front,
            do.OTHER_PERSON: self.other_person_requested.emit,
            do.OTHER_DATABASE: self.other_database_requested.emit,
            do.BACK_UP: lambda: self._when_allowed(do.BACK_UP, self.backup_requested.emit),
            do.RESTORE: lambda: self._when_allowed(do.RESTORE, self.restore_requested.emit),
            do.RENEW_PRACTICE: self.practice_renewal_requested.emit,
            do.QUIT: lambda: _close(self._window),
        }

    def _bind(
        self, slots: dict[Action, Callable[[], None]], settings: SettingsFile
    ) -> tuple[OfferedAction, ...]:
        keys = KeyMap(settings.now.keys, settings.now.single_letters)
        for declared in rail_screens():
            slots[_screen_action(declared)] = self._opener(declared)
        return tuple(
            OfferedAction(action, bind(action, self._window, slot, keys)) for action, slot in slots.items()
        )

    def _opener(self, declared: ScreenDeclaration) -> Callable[[], None]:
        def open_screen() -> None:
            if not self._refuses(_screen_action(declared)):
                self._navigation.open_screen(declared.id)

        return open_screen

    def _connect(self) -> None:
        bound = {one.action.id: one.bound for one in self.offered}
        top_bar = self._frame.top_bar
        top_bar.bind_buttons(bound)
        self._frame.status_bar.bind_words(bound)
        top_bar.person.clicked.connect(self._open_person_menu)
        for button in (top_bar.call, top_bar.new_order):
            button.refused.connect(self._on_refused)
        self._call.phase_changed.connect(self.refresh)

    def _refuses(self, action: Action) -> bool:
        """Say who may, when this person may not."""
        refusal = self._desk.refusal(action.permission) if self._desk is not None else ""
        if refusal:
            self._on_refused(refusal)
        return bool(refusal)

    def _when_allowed(self, action: Action, perform: Callable[[], None]) -> None:
        if not self._refuses(action):
            perform()

    def _log_call(self) -> None:
        if not self._refuses(do.LOG_CALL):
            self._call.log_call(self._begin_call)

    def _begin_call(self, subject: CallSubject) -> None:
        self._navigation.start_call(subject.customer, subject.phone)

    def _new_order(self) -> None:
        if not self._refuses(do.NEW_ORDER):
            front = self._navigation.front
            self._navigation.new_order(front.call_subject().customer if front is not None else None)

    def _look_again(self) -> None:
        if self._navigation.front is not None:
            self._navigation.front.look_again()

    def _undo(self) -> None:
        bar = self._frame.undo_bar
        if bar.has_offer:
            bar.undo()
        elif self._desk is not None:
            self._desk.notifications.tell(
                say("There is nothing to undo."),
                say("What was done up to $n seconds ago can be taken back.", n=UNDO_SECONDS),
                key="nothing-to-undo",
            )

    def _step_back(self) -> None:
        """Esc: on a start page its own step, else clear the search, a step inside the screen, the screen
        before.
        """
        front, page = self._navigation.front, self._page()
        if page is not None:
            page.step_back()
            return
        if self._search.step_back() or (front is not None and front.step_back()):
            return
        if front is not None and self._frame.top_bar.search.hasFocus():
            front.focus_start()
        else:
            self._navigation.back()

    def _go_to_area(self, by: int) -> None:
        areas = self._frame.areas()
        now = QApplication.focusWidget()
        at = next((at for at, area in enumerate(areas) if now is not None and area.isAncestorOf(now)), -1)
        self._focus_area(areas[(at + by) % len(areas) if at >= 0 else 0 if by > 0 else -1])

    def _focus_area(self, area: QWidget) -> None:
        if area is self._frame.rail:
            self._frame.rail.focus_start()
        elif area is self._frame.dock:
            self._call.focus_start()
        elif self._navigation.front is not None:
            self._navigation.front.focus_start()

    # Palette, help and menus

    def _palette_lines(self, typed: str) -> Sequence[PaletteLine]:
        front = self._navigation.front
        here = front.offered if front is not None else ()
        record = front.headline.title if front is not None and front.place.key else ""
        refusal = self._desk.refusal if self._desk is not None else _nothing_refused
        offered = [one for one in (*here, *self.offered) if one.action is not do.COMMANDS]
        return palette_lines(offered, typed, refusal, record)

    @Slot()
    def open_help(self) -> None:
        """F1, or Alt alone: the words of what is in front and every key that works there."""
        front, page = self._navigation.front, self._page()
        title, words = "CaseDesk", say("The desk is being opened.")
        if page is not None:
            title, words = page.accessibleName(), page.help_words()
        elif front is not None:
            title, words = front.headline.title, front.help_words()
        here = front.offered if front is not None and page is None else ()
        everywhere = [one for one in self.offered if one.bound.isEnabled()]
        self.help_panel.show_help(title, words, here, everywhere)

    def _open_notices(self) -> None:
        menu = QMenu(self._window)
        for line in self._notices[:_MOST_NOTICES]:
            text = line.text if line.is_read else say("New: $text", text=line.text)
            menu.addAction(menu_words(text)).setData(line)
        unseen = len(self._notices) - _MOST_NOTICES
        if unseen > 0:
            menu.addAction(count("and $n more", "and $n more", unseen)).setEnabled(False)
        if not self._notices:
            menu.addAction(say("No notices wait for you")).setEnabled(False)
        if not all(one.is_read for one in self._notices):
            menu.addSeparator()
            menu.addAction(self.bound(do.READ_NOTICES))
        if self.backup_words:
            menu.addSeparator()
            menu.addAction(menu_words(self.backup_words)).setEnabled(False)
        menu.triggered.connect(self._on_notice_chosen)
        _open_below(menu, self._frame.top_bar.notices)

    @Slot()
    def _open_person_menu(self) -> None:
        menu = QMenu(self._window)
        for action in (do.LOOK_LIGHT, do.LOOK_DARK, do.LOOK_SYSTEM):
            menu.addAction(self.bound(action))
        menu.addSeparator()
        for action in (do.ROWS_COMPACT, do.ROWS_NORMAL, do.ROWS_ROOMY, do.LETTER_KEYS):
            menu.addAction(self.bound(action))
        menu.addSeparator()
        for action in (
            do.OTHER_PERSON, do.OTHER_DATABASE, do.BACK_UP, do.RESTORE, do.RENEW_PRACTICE, do.QUIT,
        ):  # fmt: skip
            menu.addAction(self.bound(action))
        _open_below(menu, self._frame.top_bar.person)

    @Slot(QAction)
    def _on_notice_chosen(self, entry: QAction) -> None:
        line = entry.data()
        if line is None:
            return
        if not line.is_read:
            self.notices_read.emit((line.key,))
        if line.order:
            self._navigation.open_order(line.order)
        else:
            self._navigation.open_case(line.customer)

    @Slot()
    def _read_all_notices(self) -> None:
        unread = tuple(one.key for one in self._notices if not one.is_read)
        if unread:
            self.notices_read.emit(unread)

    @Slot(str)
    def _on_refused(self, reason: str) -> None:
        if self._desk is not None:
            self._desk.notifications.tell(reason, key="refused")


def _screen_action(declared: ScreenDeclaration) -> Action:
    name = f"screen-{declared.id}"
    return Action(name, declared.text, declared.key, declared.icon, declared.permission, Where.EVERYWHERE)


def _open_below(menu: QMenu, button: QWidget) -> None:
    """Open a menu under its button without waiting for it; it goes when it is closed."""
    menu.aboutToHide.connect(menu.deleteLater)
    corner = button.rect().bottomRight() - QPoint(menu.sizeHint().width(), 0)
    menu.popup(button.mapToGlobal(corner))


def _close(window: QMainWindow) -> None:
    window.close()


def _nothing_refused(_permission: str) -> str:
    return ""
