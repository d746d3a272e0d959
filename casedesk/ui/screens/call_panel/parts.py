"""The parts of the call panel that are its own: head with clock, outcomes, the promise kept, the search in a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QCompleter, QListView, QSizePolicy, QWidget

from casedesk.rules.text_folding import fold
from casedesk.ui.theme import Type, look, paint_icon
from casedesk.ui.widgets import Button, Field, Option, PlainLabel, TextLine
from casedesk.ui.widgets.choices import OneOf
from casedesk.ui.widgets.layout import Column, Line
from casedesk.ui.widgets.painting import (
    Places,
    draw_box,
    draw_focus_ring,
    draw_text,
    ink,
    line_height,
)
from casedesk.words import say


class CallHead(QWidget):
    """Direction, number and clock on the accent's ground; below them whom the call is with.

    `change_requested` asks for the fields of direction and number.
    """

    change_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = Column(self, margin=(18, 10, 16, 10), gap=4)
        first = Line(gap=6)
        self._direction = Button("", icon="phone", small=True)
        self._direction.activated.connect(self.change_requested)
        self._clock = PlainLabel("00:00", Type.SCREEN_TITLE)
        self._phase = PlainLabel("", Type.HINT, "text2")
        first.addWidget(self._direction)
        first.addStretch(1)
        first.addWidget(self._phase)
        first.addWidget(self._clock)
        self._who = PlainLabel("", Type.HINT, "text2", wrap=True)
        column.addLayout(first)
        column.addWidget(self._who)

    def show_call(self, direction: str, phone: str, who: str, phase: str) -> None:
        self._direction.set_text(" ".join(part for part in (direction, phone) if part))
        self._direction.setAccessibleDescription(say("Press to change direction or number"))
        self._who.setText(who)
        self._phase.setText(phase)

    def show_clock(self, text: str, spoken: str) -> None:
        self._clock.setText(text)
        self._clock.setAccessibleName(spoken)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        place, colors = QRectF(self.rect()), look().colors
        painter.fillRect(place, colors.accent_soft)
        bar = QRectF(0, 0, look().px(4), place.height())
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            bar.moveRight(place.right())
        painter.fillRect(bar, colors.accent)
        painter.end()


class _OutcomeButton(Button):
    """A button narrow enough for four in a row; as wide in both states, or the row would move."""

    def _text_role(self) -> Type:
        return Type.HINT_STRONG

    def _pad(self) -> int:
        return look().px(4)


class Outcomes(OneOf):
    """How the call ended: four in a row where they fit, else two; one tab stop, arrows and numbers choose."""

    def __init__(self, options: Sequence[Option], name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._column = Column(self, gap=4)
        self._across = 0
        self._made = {option.key: _OutcomeButton(option.text) for option in options}
        for button in self._made.values():
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._replace(self._made, "")
        self._arrange()
        look().changed.connect(self._on_look_changed)

    def set_refusals(self, refusals: Mapping[str, str]) -> None:
        """Grey out answers that cannot be given now, with the reason; the others may be given."""
        for key, button in self._made.items():
            button.set_not_allowed(refusals.get(key, ""))

    def focus_chosen(self) -> None:
        """Put the keyboard on the answer that holds, else on the first."""
        button = self._made.get(self.value) or next(iter(self._made.values()))
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def minimumSizeHint(self) -> QSize:
        return QSize(self._width_of(2), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _width_of(self, across: int) -> int:
        """Pixels the widest row needs."""
        widths = [button.sizeHint().width() for button in self._made.values()]
        rows = [widths[at : at + across] for at in range(0, len(widths), across)]
        return max((sum(row) + (len(row) - 1) * look().px(4) for row in rows), default=0)

    def _arrange(self) -> None:
        across = 4 if self._width_of(4) <= self.width() else 2
        if across == self._across:
            return
        self._across = across
        while (item := self._column.takeAt(0)) is not None:
            if (row := item.layout()) is not None:
                row.deleteLater()
        buttons = list(self._made.values())
        for at in range(0, len(buttons), across):
            line = Line(gap=4)
            self._column.addLayout(line)
            for button in buttons[at : at + across]:
                line.addWidget(button)

    @Slot()
    def _on_look_changed(self) -> None:
        self._across = 0
        self._arrange()


class DueField(Field):
    """Who keeps a promise and by when, side by side; the message below takes the whole width."""

    def __init__(self, label: str, keeper: QWidget, due: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(label, due, required=True, parent=parent)
        keeper.setAccessibleName(say("Who keeps it"))
        # With a proxy Tab would jump over the keeper to the due time.
        self.setFocusProxy(None)  # type: ignore[arg-type]
        column = self.layout()
        if isinstance(column, Column):
            row = Line(gap=8)
            at = column.indexOf(due)
            column.insertLayout(at, row)
            row.addWidget(keeper, 1)
            row.addWidget(due, 1)


class KeepsBox(QAbstractButton):
    """A tick with two lines in a box: which promise this call keeps, and what it was; Space changes it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._what = "", ""
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        look().changed.connect(self._on_look_changed)

    def show_promise(self, words: str, what: str) -> None:
        self._what = what
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(f"{words}: {what}")
        self._words = words
        self.update()

    def sizeHint(self) -> QSize:
        lines = line_height(Type.TEXT_MEDIUM) + line_height(Type.HINT)
        return QSize(look().px(200), lines + look().px(14))

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(160), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        px, colors = look().px, look().colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        place = QRectF(self.rect())
        draw_box(painter, place, colors.sunken, colors.line)
        places = Places(place.adjusted(px(12), 0, -px(10), 0), self.layoutDirection())
        box = places.take(px(16), px(16), px(10))
        if self.isChecked():
            draw_box(painter, box, colors.accent, colors.accent, 1.4)
            paint_icon(painter, box, "check", ink("on_accent"))
        else:
            draw_box(painter, box, colors.surface, colors.edge, 1.4)
        words = places.rest()
        first, second = line_height(Type.TEXT_MEDIUM), line_height(Type.HINT)
        top = words.center().y() - (first + second) / 2
        draw_text(
            painter,
            QRectF(words.left(), top, words.width(), first),
            self._words,
            Type.TEXT_MEDIUM,
            ink("text"),
        )
        below = say("$what. Space changes it.", what=self._what.rstrip("."))
        note = QRectF(words.left(), top + first, words.width(), second)
        draw_text(painter, note, below, Type.HINT, ink("text2"))
        if self.hasFocus():
            draw_focus_ring(painter, place)
        painter.end()

    @Slot()
    def _on_look_changed(self) -> None:
        self.updateGeometry()
        self.update()


@dataclass(frozen=True)
class Found:
    """An entry of a search list; `also` are other words that find it."""

    key: str
    text: str
    also: tuple[str, ...] = ()


class SearchLine(TextLine):
    """A line that finds one of many by any of its words; Down shows all.

    `picked(key)` when the person chooses one, "" when what was chosen is cleared; `searched(text)` at every key.
    """

    picked = Signal(str)
    searched = Signal(str)

    def __init__(self, *, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(placeholder=placeholder, parent=parent)
        self._entries: tuple[Found, ...] = ()
        self._shown: list[Found] = []
        self._chosen: Found | None = None
        self._names = QStringListModel(self)
        self._completer = QCompleter(self._names, self)
        self._completer.setWidget(self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup = QListView()
        self._completer.setPopup(self._popup)
        self._completer.activated.connect(self._on_activated)
        self.textEdited.connect(self._on_typed)

    @property
    def value(self) -> str:
        """The key of what is chosen, "" for nothing."""
        return self._chosen.key if self._chosen else ""

    def set_entries(self, entries: Sequence[Found]) -> None:
        """Replace what can be found; an open list follows what is typed."""
        if tuple(entries) == self._entries:
            return
        self._entries = tuple(entries)
        if self.hasFocus() and self.text() and self._chosen is None:
            self._show_matches()

    def set_value(self, key: str) -> None:
        """Choose without telling anybody."""
        self._chosen = next((one for one in self._entries if one.key == key), None)
        self.setText(self._chosen.text if self._chosen else "")

    def matches(self, typed: str) -> list[Found]:
        """What every typed word occurs in, names before other words."""
        wanted = fold(typed).split()
        by_name = [one for one in self._entries if _holds(one.text, wanted)]
        by_any = [one for one in self._entries if _holds(" ".join((one.text, *one.also)), wanted)]
        return by_name + [one for one in by_any if one not in by_name]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_open = self._popup.isVisible()
        if event.key() == Qt.Key.Key_Down and not is_open:
            self._open(list(self._entries))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and is_open:
            self._on_activated("")
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and not self._popup.isVisible():
            self.setText(self._chosen.text if self._chosen else self.text())
        return super().event(event)

    def _open(self, entries: list[Found]) -> None:
        self._shown = entries
        self._names.setStringList([one.text for one in entries])
        if entries:
            self._completer.complete()
            self._popup.setCurrentIndex(self._names.index(0))
        else:
            self._popup.hide()

    def _show_matches(self) -> None:
        self._open(self.matches(self.text()) if self.text().strip() else [])

    def _choose(self, one: Found) -> None:
        self._chosen, self._shown = one, []
        self.setText(one.text)
        self._popup.hide()
        self.picked.emit(one.key)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        if self._chosen is not None:
            self._chosen = None
            self.picked.emit("")
        self.searched.emit(text)
        self._show_matches()

    @Slot(str)
    def _on_activated(self, _text: str) -> None:
        row = self._popup.currentIndex().row()  # two entries may have the same text
        if 0 <= row < len(self._shown):
            self._choose(self._shown[row])


class CallerLine(SearchLine):
    """A search whose entries come from the database: whatever came back matches."""

    def matches(self, typed: str) -> list[Found]:
        return list(self._entries)


def _holds(text: str, wanted: Sequence[str]) -> bool:
    held = fold(text)
    return all(word in held for word in wanted)
