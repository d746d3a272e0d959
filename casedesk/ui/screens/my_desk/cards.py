"""The lists of My Desk in their two columns, with the small forms between them; it reads and changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QBoxLayout, QWidget

from casedesk.contract.desk import DeskDetail
from casedesk.ui.desk import Desk
from casedesk.ui.forms import FormSlot
from casedesk.ui.screens.my_desk import rows, words
from casedesk.ui.screens.my_desk.decisions_card import DecisionsCard
from casedesk.ui.screens.my_desk.forms import (
    ANSWER,
    ASK,
    ASSIGN,
    DECLINE,
    KEEP,
    NEXT_STEP,
    REFUSE,
)
from casedesk.ui.screens.my_desk.handovers_card import HandoversCard
from casedesk.ui.screens.my_desk.health_card import HealthCard
from casedesk.ui.screens.my_desk.list_card import ListCard
from casedesk.ui.screens.my_desk.offered_card import OfferedCard
from casedesk.ui.screens.my_desk.state import DeskList, MyDeskState
from casedesk.ui.theme import look
from casedesk.ui.widgets import Column, Line
from casedesk.words import say

SIDE_WIDTH = 328
NO_LIMIT = 16_777_215
FEWEST_PROMISES, FEWEST = 5, 3


@dataclass(frozen=True)
class DeskKeys:
    """The keys in force that stand on buttons of the cards."""

    accept: str
    ask: str
    decline: str
    answer: str
    take_back: str
    approve: str
    refuse: str


class DeskCards(QWidget):
    """`of` holds the card of each list, `forms` the places of the small forms with the kinds each shows."""

    def __init__(self, desk: Desk, keys: DeskKeys, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.decisions = DecisionsCard((keys.approve, keys.refuse))
        self.decisions.hide()
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
        self.steps = ListCard(
            say("Next steps due"),
            rows.step_columns(),
            fewest=FEWEST,
            two_lines=True,
            hint=say("S sets a new one"),
        )
        self.handovers = HandoversCard((keys.accept, keys.ask, keys.decline))
        self.offered = OfferedCard((keys.answer, keys.take_back))
        self.health = HealthCard()
        self._of_decisions, self._of_promises = FormSlot(desk.now), FormSlot(desk.now)
        self._of_work, self._of_handovers = FormSlot(desk.now), FormSlot(desk.now)
        self.forms: dict[FormSlot, tuple[str, ...]] = {
            self._of_decisions: (REFUSE,),
            self._of_promises: (KEEP,),
            self._of_work: (NEXT_STEP, ASSIGN),
            self._of_handovers: (DECLINE, ASK, ANSWER),
        }
        self.lists: dict[DeskList, ListCard] = {
            DeskList.DECISIONS: self.decisions, DeskList.STEPS: self.steps,
            DeskList.PROMISES: self.promises, DeskList.JEOPARDY: self.jeopardy, DeskList.TEAM_QUEUE: self.queue,
            DeskList.NOBODY_TOOK: self.nobody,
        }  # fmt: skip
        self.of: dict[DeskList, ListCard | HandoversCard | HealthCard] = {
            **self.lists,
            DeskList.HANDOVERS: self.handovers,
            DeskList.HEALTH: self.health,
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
        for card in (*self.lists.values(), self.handovers):
            card.show_loading()

    def show_state(self, state: MyDeskState) -> None:
        """Show what was read, as it looks now."""
        if state.detail is not None:
            self._show_promises(state, state.detail)
            self._show_jeopardy(state, state.detail)
            self._show_queues(state, state.detail)
            self._show_handovers(state, state.detail)
            self._show_decisions(state, state.detail)
            self._show_steps(state, state.detail)
            self.health.show_counts(state.health)
            self.health.show_list(state.health_list, state.now, in_full=DeskList.HEALTH in state.in_full)
        for slot, kinds in self.forms.items():
            form = state.form if state.form is not None and state.form.kind in kinds else None
            slot.show_form(form, state.gaps, is_saving=state.is_saving)

    def slot_of(self, kind: str) -> FormSlot:
        """The place where a kind of form opens."""
        return next(slot for slot, kinds in self.forms.items() if kind in kinds)

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
        if which is DeskList.HEALTH:
            return self.health.current_id
        return self.lists[which].current_id

    def _lay_out(self) -> None:
        self._columns = Line(self, gap=12)
        main = Column(gap=12)
        for part in (
            self.decisions, self._of_decisions, self.promises, self._of_promises, self.jeopardy, self._of_work,
            self.queue, self.steps,
        ):  # fmt: skip
            main.addWidget(part)
        main.addStretch(1)
        offers = Column(gap=12)
        for beside in (self.handovers, self._of_handovers, self.offered):
            offers.addWidget(beside)
        self._side_place = QWidget()
        self._side = Column(self._side_place, gap=12)
        nobody = Column(gap=12)
        nobody.addWidget(self.nobody)
        nobody.addWidget(self.health)
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
            total=detail.counts["promises"],
        )
        waiting = detail.counts["team_queue"]
        self.promises.show_link(say("Look at the team queue") if waiting else "", str(waiting))

    def _show_jeopardy(self, state: MyDeskState, detail: DeskDetail) -> None:
        stuck = {one.number: one for one in detail.stuck}
        self.jeopardy.show_rows(
            [rows.jeopardy_row(one, stuck.get(one.number), state.now) for one in detail.in_jeopardy],
            say("None of your orders is in jeopardy."),
            in_full=DeskList.JEOPARDY in state.in_full,
            total=detail.counts["in_jeopardy"],
        )

    def _show_handovers(self, state: MyDeskState, detail: DeskDetail) -> None:
        refusal = self._desk.refusal("offer_handover")
        self.handovers.show_offers(detail.handovers, detail.counts["handovers"], state.now, refusal)
        self.offered.show_offers(detail.offered, state.now, refusal)

    def _show_decisions(self, state: MyDeskState, detail: DeskDetail) -> None:
        self.decisions.setVisible(detail.may_decide)
        self.decisions.show_decisions(
            detail.decisions, state.now, in_full=DeskList.DECISIONS in state.in_full
        )

    def _show_steps(self, state: MyDeskState, detail: DeskDetail) -> None:
        self.steps.show_rows(
            [rows.step_row(one, state.now) for one in detail.steps],
            say("No next step is due today."),
            in_full=DeskList.STEPS in state.in_full,
            total=detail.counts["steps"],
        )

    def _show_queues(self, state: MyDeskState, detail: DeskDetail) -> None:
        now, team, refusal = state.now, detail.staff.team, self._desk.refusal("take")
        self.queue.set_title(say("Team queue: $team", team=team) if team else say("Team queue"))
        self.queue.show_rows(
            rows.queue_rows(detail.team_queue, state.leaving, now, refusal),
            say("Nothing waits in the queue of your team."),
            in_full=DeskList.TEAM_QUEUE in state.in_full,
            total=detail.counts["team_queue"],
        )
        gone = [one for one in state.leaving if now - one.row.queued_at >= words.NOBODY_AFTER]
        self.nobody.show_rows(
            rows.nobody_rows(detail.nobody_took, gone, now, refusal),
            say("Somebody has everything."),
            in_full=DeskList.NOBODY_TOOK in state.in_full,
            total=detail.counts["nobody_took"],
        )

    @Slot()
    def _measure_side(self) -> None:
        width = look().px(SIDE_WIDTH)
        self._side_place.setMinimumWidth(width if self._has_side else 0)
        self._side_place.setMaximumWidth(width if self._has_side else NO_LIMIT)
