"""The milestone track of an order: solid behind, dotted ahead, three honest dates below; it knows no
order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import Enum

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from casedesk.ui.theme import Type, look
from casedesk.ui.widgets.milestone_marks import (
    MilestoneMark,
    one_date,
    row_words,
    spoken_milestone,
    three_dates,
)
from casedesk.ui.widgets.painting import (
    Ink,
    Painted,
    draw_box,
    draw_focus_ring,
    draw_text,
    ink,
    line_height,
    text_width,
    tip_markup,
)
from casedesk.ui.widgets.status import Status, paint_status, status_ink, status_word

_BEHIND = (Status.DONE, Status.SKIPPED)


class TrackForm(Enum):
    """Full: teams above, three rows of dates. Compact: name and one date. Tiny: shapes only."""

    FULL = "full"
    COMPACT = "compact"
    TINY = "tiny"


class MilestoneTrack(Painted):
    """The steps of one order as a line; one tab stop, Left and Right choose a step.

    `step_chosen(index)` is emitted when a person chooses, by key or by mouse. `today` decides which dates
    show a year.
    """

    step_chosen = Signal(int)

    def __init__(
        self,
        marks: Sequence[MilestoneMark] = (),
        form: TrackForm = TrackForm.COMPACT,
        *,
        today: date,
        chosen: int = -1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._form, self._today = form, today
        self._marks: tuple[MilestoneMark, ...] = ()
        self._chosen = -1
        tiny = form is TrackForm.TINY
        across = QSizePolicy.Policy.Fixed if tiny else QSizePolicy.Policy.Expanding
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if tiny else Qt.FocusPolicy.StrongFocus)
        self.set_marks(marks, chosen)

    @property
    def chosen(self) -> int:
        """Index of the chosen step, -1 for none."""
        return self._chosen

    def set_marks(self, marks: Sequence[MilestoneMark], chosen: int = -1) -> None:
        """Show other steps; the chosen one stays where it was unless told otherwise."""
        self._marks = tuple(marks)
        self.choose(chosen if chosen >= 0 else min(self._chosen, len(marks) - 1))
        self.refresh()

    def choose(self, index: int) -> None:
        """Highlight a step without telling anybody but screen readers."""
        self._chosen = index
        if self._marks:
            spoken_at = index if index >= 0 else self._first_open()
            self.setAccessibleName(spoken_milestone(self._marks, spoken_at))
            everything = [spoken_milestone(self._marks, at) for at in range(len(self._marks))]
            self.setAccessibleDescription(". ".join(everything))
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))
        self.update()

    def measure(self) -> QSize:
        px = look().px
        steps = max(1, len(self._marks))
        if self._form is TrackForm.TINY:
            return QSize(steps * px(20) - px(4), px(18))
        return QSize(self._head_width() + sum(self._needed(mark) for mark in self._marks), self._height())

    def minimumSizeHint(self) -> QSize:
        return self.measure()

    def draw(self, painter: QPainter, place: QRectF) -> None:
        if not self._marks:
            return
        if self._chosen >= 0 and (self._full or self.hasFocus()):
            draw_box(painter, self._column(self._chosen), look().colors.accent_soft)
        if self._full:
            self._draw_rows(painter)
        self._draw_line(painter)
        for at, mark in enumerate(self._marks):
            self._draw_step(painter, at, mark)
        if self.hasFocus():
            draw_focus_ring(painter, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        forward = 1 if self.layoutDirection() == Qt.LayoutDirection.LeftToRight else -1
        steps = {Qt.Key.Key_Right: forward, Qt.Key.Key_Left: -forward}
        last = len(self._marks) - 1
        if event.key() in steps and self._marks:
            self._pick(min(last, max(0, self._chosen + steps[Qt.Key(event.key())])))
        elif event.key() == Qt.Key.Key_Home and self._marks:
            self._pick(0)
        elif event.key() == Qt.Key.Key_End and self._marks:
            self._pick(last)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self._step_at(event.position().x())
        if at >= 0 and self._form is not TrackForm.TINY:
            self._pick(at)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self._step_at(event.pos().x())
            words = spoken_milestone(self._marks, at) if at >= 0 else ""
            QToolTip.showText(event.globalPos(), tip_markup(words))
            return True
        return super().event(event)

    def _pick(self, at: int) -> None:
        if at != self._chosen:
            self.choose(at)
            self.step_chosen.emit(at)

    def _first_open(self) -> int:
        waiting = (at for at, mark in enumerate(self._marks) if mark.status not in _BEHIND)
        return next(waiting, len(self._marks) - 1)

    # Places.
    def _head_width(self) -> int:
        if self._form is not TrackForm.FULL:
            return 0
        return max(text_width(word, Type.HINT_STRONG) for word in row_words()) + look().px(20)

    def _needed(self, mark: MilestoneMark) -> int:
        texts = [(mark.name, Type.TEXT_STRONG)]
        if self._form is TrackForm.FULL:
            texts += [(mark.team, Type.HINT), (status_word(mark.status), Type.HINT)]
            texts += [(text, Type.TEXT_STRONG) for text in three_dates(mark, self._today)]
        else:
            texts.append((one_date(mark, self._today), Type.TEXT))
        return max(text_width(text, role) for text, role in texts) + look().px(16)

    def _column(self, at: int) -> QRectF:
        """The column of a step, mirrored for right-to-left reading."""
        if self._form is TrackForm.TINY:
            left, width = float(at * look().px(20)), float(look().px(20))
        else:
            widths = self._widths()
            left, width = self._head_width() + sum(widths[:at]), widths[at]
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = self.width() - left - width
        return QRectF(left, 0, width, self.height())

    def _widths(self) -> list[float]:
        """Equal columns where all texts fit so; otherwise each as wide as its texts, with the rest shared."""
        needed = [self._needed(mark) for mark in self._marks]
        room = self.width() - self._head_width()
        if room >= max(needed) * len(needed):
            return [room / len(needed)] * len(needed)
        spare = max(0.0, room - sum(needed)) / len(needed)
        return [width + spare for width in needed]

    def _step_at(self, x: float) -> int:
        for at in range(len(self._marks)):
            column = self._column(at)
            if column.left() <= x < column.right():
                return at
        return -1

    def _shape_place(self, at: int) -> QRectF:
        px = look().px
        side = px(20 if self._form is TrackForm.FULL else 16)
        column = self._column(at)
        inset = self._inset()
        left = column.left() + inset
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            left = column.right() - inset - side
        top = px(6) + line_height(Type.HINT) + px(8) if self._form is TrackForm.FULL else px(1)
        return QRectF(left, top, side, side)

    def _inset(self) -> int:
        # The full form shades the chosen column, so texts keep away from its edge.
        return look().px(8) if self._full else 0

    def _height(self) -> int:
        px = look().px
        shape = px(20 if self._form is TrackForm.FULL else 18)
        words = line_height(Type.TEXT_STRONG) + line_height(Type.HINT)
        if self._form is TrackForm.COMPACT:
            return shape + px(6) + words + px(4)
        return px(6) + line_height(Type.HINT) + px(8) + shape + px(8) + words + px(6) + 3 * self._row_height()

    def _row_height(self) -> int:
        return line_height(Type.TEXT) + look().px(6)

    def _rows_top(self) -> float:
        return self.height() - 3.0 * self._row_height()

    # Drawing.
    def _draw_rows(self, painter: QPainter) -> None:
        height, top = self._row_height(), self._rows_top()
        for row, word in enumerate(row_words()):
            y = top + row * height
            painter.fillRect(QRectF(0, y, self.width(), 1), look().colors.line)
            # The words keep clear of the focus ring.
            place = QRectF(look().px(4), y, self.width() - 2 * look().px(4), height)
            draw_text(painter, place, word, Type.HINT_STRONG, ink("text2"))

    def _draw_line(self, painter: QPainter) -> None:
        for at in range(len(self._marks) - 1):
            ends = self._shape_place(at), self._shape_place(at + 1)
            first, second = sorted(ends, key=lambda place: place.left())
            gap = look().px(2 if self._form is TrackForm.TINY else 4)
            behind = self._marks[at].status in _BEHIND
            thickness = (1.8 if behind else 1.3) * look().zoom / 100
            pen = QPen(look().colors.text2 if behind else look().colors.text3, thickness)
            if not behind:
                pen.setStyle(Qt.PenStyle.CustomDashLine)
                pen.setDashPattern([1.6, 1.6])
            painter.setPen(pen)
            y = round(first.center().y())
            painter.drawLine(int(first.right() + gap), y, int(second.left() - gap), y)

    def _draw_step(self, painter: QPainter, at: int, mark: MilestoneMark) -> None:
        place = self._shape_place(at)
        paint_status(painter, place, mark.status)
        if self._form is TrackForm.TINY:
            return
        column = self._column(at).adjusted(self._inset(), 0, -look().px(8), 0)
        bottom = place.bottom() + look().px(6)
        name_ink: Ink = "text2" if mark.status is Status.NOT_STARTED else "text"
        name_role = Type.TEXT_STRONG if mark.status not in _BEHIND or self._full else Type.TEXT_MEDIUM
        self._draw_cell(painter, column, bottom, mark.name, name_role, ink(name_ink))
        below = bottom + line_height(Type.TEXT_STRONG)
        if self._full:
            self._draw_cell(painter, column, look().px(6), mark.team, Type.HINT, ink("text2"))
            self._draw_cell(painter, column, below, status_word(mark.status), Type.HINT, self._word_ink(mark))
            self._draw_dates(painter, column, mark)
        else:
            strong = mark.has_slipped and not mark.done
            role = Type.TEXT_STRONG if strong else Type.TEXT
            self._draw_cell(painter, column, below, one_date(mark, self._today), role, self._date_ink(mark))

    @property
    def _full(self) -> bool:
        return self._form is TrackForm.FULL

    def _draw_dates(self, painter: QPainter, column: QRectF, mark: MilestoneMark) -> None:
        height, top = self._row_height(), self._rows_top()
        promised, forecast, done = three_dates(mark, self._today)
        place = QRectF(column.left(), top, column.width(), height)
        draw_text(painter, place, promised, Type.TEXT, ink("text2"))
        role = Type.TEXT_STRONG if mark.has_slipped else Type.TEXT
        slip_ink = ink("risk") if mark.has_slipped and not mark.done else ink("text")
        draw_text(painter, place.translated(0, height), forecast, role, slip_ink)
        draw_text(painter, place.translated(0, 2 * height), done, Type.TEXT, ink("text"))

    def _draw_cell(
        self, painter: QPainter, column: QRectF, top: float, text: str, role: Type, color: QColor
    ) -> None:
        draw_text(painter, QRectF(column.left(), top, column.width(), line_height(role)), text, role, color)

    def _date_ink(self, mark: MilestoneMark) -> QColor:
        slipping = mark.has_slipped and mark.status in (Status.UNDER_WAY, Status.READY, Status.NOT_STARTED)
        return ink("risk") if slipping else self._word_ink(mark)

    def _word_ink(self, mark: MilestoneMark) -> QColor:
        return ink("text2") if mark.status in (*_BEHIND, Status.NOT_STARTED) else ink(status_ink(mark.status))
