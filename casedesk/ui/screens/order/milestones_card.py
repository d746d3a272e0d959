"""The milestones of an order: the full track, the strip of the chosen step, its forms; it knows no query."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QSizePolicy, QWidget

from casedesk.contract.orders import MilestoneRow, OrderDetail
from casedesk.ui.screens.order import words
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import (
    Button,
    Card,
    Column,
    Flow,
    Hairline,
    Line,
    MilestoneTrack,
    PlainLabel,
    Status,
    StatusShape,
    TrackForm,
)
from casedesk.words import say

_BESIDE_FROM = 860
"""Width of the card from which the buttons of the strip stand beside its words."""


class TrackScroll(QScrollArea):
    """A track that scrolls sideways where its steps need more room than there is, so that the page need not."""

    def __init__(self, track: MilestoneTrack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._track = track
        self.setProperty("plain", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setWidget(track)
        self.viewport().setAutoFillBackground(False)
        track.setAutoFillBackground(False)
        track.installEventFilter(self)
        self.horizontalScrollBar().rangeChanged.connect(self._fit)
        self._fit()

    def show_step(self, at: int, of: int) -> None:
        """Bring a step into view."""
        bar = self.horizontalScrollBar()
        if of > 1 and bar.maximum():
            bar.setValue(round(bar.maximum() * at / (of - 1)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._track and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    @Slot()
    def _fit(self) -> None:
        bar = self.horizontalScrollBar()
        room = bar.sizeHint().height() if bar.maximum() else 0
        self.setFixedHeight(self._track.sizeHint().height() + room)


@dataclass(frozen=True)
class StepAction:
    """A button of the strip: its words and key, for which states of a step it is there, and who may."""

    text: str
    key: str
    act: Callable[[], None]
    refusal: Callable[[MilestoneRow], str]
    states: tuple[str, ...]
    only_where_allowed: bool = False


class MilestonesCard(Card):
    """`step_chosen(key)` when a person chooses a step; the strip's buttons call what they were given."""

    step_chosen = Signal(str)

    def __init__(
        self, now: Callable[[], datetime], actions: Sequence[StepAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            say("Milestones"),
            say("promised to the customer, our forecast now, and when it was done"),
            say("Left/Right choose a step"),
            flush=True,
            parent=parent,
        )
        self._now, self._actions = now, tuple(actions)
        self._keys: tuple[str, ...] = ()
        self.track = MilestoneTrack((), TrackForm.FULL, today=now().date())
        self.track.step_chosen.connect(self._on_step_chosen)
        self._scroll = TrackScroll(self.track)
        self._shape = StatusShape(Status.NOT_STARTED, 18)
        self._title = PlainLabel("", Type.TEXT_STRONG, wrap=True)
        self._detail = PlainLabel("", Type.TEXT, "text2", wrap=True)
        self._buttons: list[Button] = []
        self._strip = self._make_strip()
        around = Column(margin=(12, 4, 12, 6), gap=0)
        around.addWidget(self._scroll)
        self.body.setSpacing(0)
        self.body.addLayout(around)
        self.body.addWidget(Hairline())
        self.body.addWidget(self._strip)

    def show_order(self, order: OrderDetail, chosen: str) -> None:
        """Show the milestones with one of them in the strip."""
        if not order.milestones:
            self._keys = ()
            self.show_empty(_without_milestones(order))
            return
        self.show_content()
        self._keys = tuple(one.key for one in order.milestones)
        at = self._keys.index(chosen) if chosen in self._keys else 0
        self.track.set_marks(words.marks(order, self._now().tzinfo), at)
        self._scroll.show_step(at, len(self._keys))
        self._show_step(order, order.milestones[at])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < look().px(_BESIDE_FROM)
        direction = QBoxLayout.Direction.TopToBottom if is_narrow else QBoxLayout.Direction.LeftToRight
        self._strip_line.setDirection(direction)

    def _make_strip(self) -> QWidget:
        strip = QWidget()
        strip.setAccessibleName(say("The chosen step"))
        self._strip_line = Line(strip, margin=(16, 8, 16, 10), gap=12)
        texts = Column(gap=2)
        texts.addWidget(self._title)
        texts.addWidget(self._detail)
        what = Line(gap=12)
        what.addWidget(self._shape)
        what.addLayout(texts, 1)
        self._strip_line.addLayout(what, 3)
        buttons = QWidget()
        flow = Flow(buttons, gap=8)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        buttons.setSizePolicy(policy)
        for action in self._actions:
            button = Button(action.text, key=action.key)
            button.activated.connect(action.act)
            self._buttons.append(button)
            flow.addWidget(button)
        self._strip_line.addWidget(buttons, 4)
        return strip

    def _show_step(self, order: OrderDetail, step: MilestoneRow) -> None:
        self._shape.set_status(Status(step.status))
        self._title.setText(words.step_title(step))
        detail = words.step_detail(step, self._now().date())
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        can_work = order.state in ("placed", "in_progress", "done_not_confirmed")
        for action, button in zip(self._actions, self._buttons, strict=True):
            refusal = action.refusal(step)
            is_there = can_work and step.state in action.states
            button.setVisible(is_there and not (refusal and action.only_where_allowed))
            button.set_not_allowed(refusal)

    @Slot(int)
    def _on_step_chosen(self, at: int) -> None:
        self.step_chosen.emit(self._keys[at])


def _without_milestones(order: OrderDetail) -> str:
    """Why an order has no milestones."""
    if order.source:
        return say(
            "This order came from $source without milestones. Its dates are those of that system.",
            source=order.source,
        )
    return say("This order has no milestones.")
