"""An order of a case in one line, and its milestones below it; it opens none itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from casedesk.contract.cases import CaseOrderRow
from casedesk.contract.orders import MilestoneRow
from casedesk.ui.text import short_day
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import (
    MilestoneMark,
    MilestoneTrack,
    Status,
    TrackForm,
    status_word,
)
from casedesk.ui.widgets.painting import (
    Along,
    Places,
    draw_box,
    draw_focus_ring,
    draw_text,
    ink,
    line_height,
    set_tip,
    text_width,
)
from casedesk.ui.widgets.status import paint_pill, paint_status, pill_width
from casedesk.words import say


def mark(row: MilestoneRow) -> MilestoneMark:
    """A milestone as the track shows it."""
    return MilestoneMark(
        row.name, row.team, Status(row.status), row.promised_on, row.forecast_on,
        row.done_on, is_promise=row.is_promise,
    )  # fmt: skip


class OrderLine(QAbstractButton):
    """One order in one line: number, what, status, and its dates; pressing it opens the order.

    The number is never shortened; the words give way to it.
    """

    def __init__(
        self, order: CaseOrderRow, today: date, *, with_track: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._order, self._today, self._with_track = order, today, with_track
        self._status = Status(order.status)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        spoken = (
            say("Order $number", number=order.number),
            self._what(),
            status_word(self._status),
            self._dates(),
        )
        self.setAccessibleName(", ".join(part for part in spoken if part))
        self.setAccessibleDescription(say("Enter opens the order"))
        look().changed.connect(self._on_look_changed)

    @property
    def number(self) -> str:
        return self._order.number

    def sizeHint(self) -> QSize:
        return QSize(look().px(320), max(look().px(30), line_height(Type.CARD_TITLE) + look().px(8)))

    def minimumSizeHint(self) -> QSize:
        px = look().px
        needed = text_width(self._order.number, Type.CARD_TITLE) + pill_width(status_word(self._status))
        return QSize(needed + px(40), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.click()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            # The keys of a list: the next order, not the next tab stop.
            self.focusNextPrevOrder(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def focusNextPrevOrder(self, step: int) -> None:  # noqa: N802 - beside Qt's focusNextPrevChild
        """Go to the order below or above."""
        lines = [one for one in self.window().findChildren(OrderLine) if one.isVisible()]
        at = lines.index(self) + step
        if 0 <= at < len(lines):
            lines[at].setFocus(Qt.FocusReason.OtherFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:
        px = look().px
        painter = QPainter(self)
        painter.setLayoutDirection(self.layoutDirection())
        place = QRectF(self.rect())
        if self.underMouse():
            draw_box(painter, place, look().colors.select)
        places = Places(place, self.layoutDirection())
        dates = self._dates()
        number = self._order.number
        draw_text(
            painter,
            places.take(text_width(number, Type.CARD_TITLE), gap=px(8)),
            number,
            Type.CARD_TITLE,
            ink("text"),
        )
        dates_width = text_width(dates, Type.HINT_MEDIUM)
        word = status_word(self._status)
        if places.left_over > dates_width + pill_width(word) + px(120):
            end = places.take_end(dates_width, gap=px(12))
            draw_text(painter, end, dates, Type.HINT_MEDIUM, ink("text2"), Along.END)
        self._draw_middle(painter, places, word)
        if self.hasFocus():
            draw_focus_ring(painter, place)
        painter.end()

    def _draw_middle(self, painter: QPainter, places: Places, word: str) -> None:
        px = look().px
        what = self._what()
        room = places.left_over - pill_width(word) - px(8)
        width = max(0.0, min(float(text_width(what, Type.TEXT_MEDIUM)), room))
        draw_text(painter, places.take(width, gap=px(8)), what, Type.TEXT_MEDIUM, ink("text"))
        paint_pill(painter, places.take(pill_width(word), px(22), px(16)), self._status, word)
        if self._with_track:
            self._draw_track(painter, places)

    def _draw_track(self, painter: QPainter, places: Places) -> None:
        px, steps = look().px, self._order.milestones
        if not steps or places.left_over < len(steps) * px(20):
            return
        for one in steps:
            paint_status(painter, places.take(px(14), px(14), px(5)), Status(one.status))
        step = self._order.next_step
        words = say("next: $step", step=step) if step else ""
        if words and places.left_over > px(60):
            places.take(px(6))
            draw_text(painter, places.rest(), words, Type.HINT, ink("text2"))

    def _what(self) -> str:
        return ", ".join(part for part in (self._order.headline, self._order.place) if part)

    def _dates(self) -> str:
        order, today = self._order, self._today
        if order.done_on:
            return say("Done $day", day=short_day(order.done_on, today))
        if order.promised_on is None:
            return say("No date is promised")
        promised = short_day(order.promised_on, today)
        if order.forecast_on is None:
            return say("Promised $promised · forecast unknown", promised=promised)
        forecast = short_day(order.forecast_on, today)
        return say("Promised $promised · forecast $forecast", promised=promised, forecast=forecast)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            set_tip(self, ", ".join((self._order.number, self._what(), self._dates())))
        return super().event(event)

    @Slot()
    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


class TrackRoom(QWidget):
    """The milestones in as much detail as the width allows: with names and dates, else as shapes alone."""

    def __init__(self, marks: Sequence[MilestoneMark], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.track = MilestoneTrack(marks, today=today, parent=self)
        self._tiny = MilestoneTrack(marks, TrackForm.TINY, today=today, parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._on_look_changed)
        self._arrange()

    def sizeHint(self) -> QSize:
        shown = self.track if self._fits() else self._tiny
        return QSize(look().px(200), shown.measure().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(120), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()
        self.updateGeometry()

    def _fits(self) -> bool:
        return self.width() >= self.track.measure().width()

    def _arrange(self) -> None:
        fits = self._fits()
        self.track.setVisible(fits)
        self._tiny.setVisible(not fits)
        self.track.setGeometry(0, 0, self.width(), self.track.measure().height())
        tiny = self._tiny.measure()
        left = self.width() - tiny.width() if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 0
        self._tiny.setGeometry(left, 0, tiny.width(), tiny.height())

    @Slot()
    def _on_look_changed(self) -> None:
        self._arrange()
        self.updateGeometry()
