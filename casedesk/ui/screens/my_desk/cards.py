"""The lists of My Desk in their two columns, with the small forms between them; it reads and changes nothing."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget

from casedesk.contract.desk import DeskDetail
from casedesk.ui.desk import Desk
from casedesk.ui.forms import FormSlot
from casedesk.ui.screens.my_desk import rows, words
from casedesk.ui.screens.my_desk.handovers_card import HandoversCard
from casedesk.ui.screens.my_desk.list_card import ListCard
from casedesk.ui.screens.my_desk.presenter import DECLINE, KEEP
from casedesk.ui.screens.my_desk.state import DeskList, MyDeskState
from casedesk.ui.theme import look
from casedesk.ui.widgets import Column, Line
from casedesk.words import say

SIDE_WIDTH = 328
NO_LIMIT = 16_777_215
FEWEST_PROMISES, FEWEST = 5, 3


class DeskCards(QWidget):
    """`of` holds the card of each list, `forms` the place of each kind of form."""

    def __init__(self, desk: Desk, accept_key: str, decline_key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.promises = ListCard(
            say("Promises due"), rows.promise_columns(), fewest=FEWEST_PROMISES, two_lines=True,
            hint=say("Up/Down choose, Enter opens, F8 calls, K kept"),
        )  # fmt: skip
        self.jeopardy = ListCard(
            say("My orders in jeopardy"), rows.jeopardy_columns(), fewest=FEWEST,
            hint=say("we will probably miss the date"),
        )  # fmt: skip
        self.queue = ListCard(
            say("Team queue"), rows.queue_columns(), fewest=FEWEST, hint=say("T takes the selected one")
        )
        self.nobody = ListCard(
            say("Nobody took it yet"), rows.nobody_columns(), fewest=FEWEST, two_lines=True, heads=False
        )
        self.handovers = HandoversCard(accept_key, decline_key)
        self.forms = {KEEP: FormSlot(desk.now), DECLINE: FormSlot(desk.now)}
        self.lists = {
            DeskList.PROMISES: self.promises, DeskList.JEOPARDY: self.jeopardy, DeskList.TEAM_QUEUE: self.queue,
            DeskList.NOBODY_TOOK: self.nobody,
        }  # fmt: skip
        self.of: dict[DeskList, ListCard | HandoversCard] = {
            **self.lists,
            DeskList.HANDOVERS: self.handovers,
        }
        self._has_side = True
        self._lay_out()
        self.set_has_side(True)
        look().changed.connect(self._measure_side)

    def set_has_side(self, has_side: bool) -> None:
        """Put the narrow column beside the wide one, or below it."""
        self._has_side = has_side
        direction = QBoxLayout.Direction
        self._columns.setDirection(direction.LeftToRight if has_side else direction.TopToBottom)
        self._side.setDirection(direction.TopToBottom if has_side else direction.LeftToRight)
        # Below one another only the last part takes what is left over, beside one another both are as wide.
        self._side.setStretch(0, 0 if has_side else 1)
        self._measure_side()

    def show_loading(self) -> None:
        for card in self.of.values():
            card.show_loading()

    def show_state(self, state: MyDeskState) -> None:
        """Show what was read, as it looks now."""
        if state.detail is not None:
            self._show_promises(state, state.detail)
            self._show_jeopardy(state, state.detail)
            self._show_queues(state, state.detail)
            refusal = self._desk.refusal("offer_handover")
            self.handovers.show_offers(state.detail.handovers, state.now, refusal)
        for kind, slot in self.forms.items():
            form = state.form if state.form is not None and state.form.kind == kind else None
            slot.show_form(form, state.gaps, is_saving=state.is_saving)

    def active_list(self) -> DeskList:
        """The list that has the keyboard, else the promises."""
        focused = QApplication.focusWidget()
        holding = (which for which, card in self.of.items() if focused and card.isAncestorOf(focused))
        return next(holding, DeskList.PROMISES)

    def chosen(self, which: DeskList) -> str:
        """The record chosen in a list, "" for none."""
        if which is DeskList.HANDOVERS:
            offer = self.handovers.current
            return str(offer.id) if offer else ""
        return self.lists[which].current_id

    def _lay_out(self) -> None:
        self._columns = Line(self, gap=12)
        main = Column(gap=12)
        for part in (self.promises, self.forms[KEEP], self.jeopardy, self.queue):
            main.addWidget(part)
        main.addStretch(1)
        offers = Column(gap=12)
        offers.addWidget(self.handovers)
        offers.addWidget(self.forms[DECLINE])
        self._side_place = QWidget()
        self._side = Column(self._side_place, gap=12)
        nobody = Column(gap=12)
        nobody.addWidget(self.nobody)
        for stack in (offers, nobody):
            stack.addStretch(1)
            self._side.addLayout(stack, 1)
        self._columns.addLayout(main, 1)
        self._columns.addWidget(self._side_place)

    def _show_promises(self, state: MyDeskState, detail: DeskDetail) -> None:
        now, login, name = state.now, detail.staff.login or "", detail.staff.name
        refusal = self._desk.refusal("log_interaction")
        self.promises.show_rows(
            [rows.promise_row(one, login, name, now, refusal) for one in detail.promises],
            words.nothing_due(detail, now),
            in_full=DeskList.PROMISES in state.in_full,
            usual=len(words.due_today(detail, now)),
        )
        waiting = len(detail.team_queue)
        self.promises.show_link(say("Look at the team queue") if waiting else "", str(waiting))

    def _show_jeopardy(self, state: MyDeskState, detail: DeskDetail) -> None:
        self.jeopardy.show_rows(
            [rows.jeopardy_row(one, state.now) for one in detail.in_jeopardy],
            say("None of your orders is in jeopardy."),
            in_full=DeskList.JEOPARDY in state.in_full,
        )

    def _show_queues(self, state: MyDeskState, detail: DeskDetail) -> None:
        now, team, refusal = state.now, detail.staff.team, self._desk.refusal("take")
        self.queue.set_title(say("Team queue: $team", team=team) if team else say("Team queue"))
        self.queue.show_rows(
            rows.queue_rows(detail.team_queue, state.leaving, now, refusal),
            say("Nothing waits in the queue of your team."),
            in_full=DeskList.TEAM_QUEUE in state.in_full,
        )
        gone = [one for one in state.leaving if now - one.row.queued_at >= words.NOBODY_AFTER]
        self.nobody.show_rows(
            rows.nobody_rows(detail.nobody_took, gone, now, refusal),
            say("Somebody has everything."),
            in_full=DeskList.NOBODY_TOOK in state.in_full,
        )

    @Slot()
    def _measure_side(self) -> None:
        width = look().px(SIDE_WIDTH)
        self._side_place.setMinimumWidth(width if self._has_side else 0)
        self._side_place.setMaximumWidth(width if self._has_side else NO_LIMIT)
