"""The palette itself: a line to type in, the actions that fit, Enter does the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from casedesk.ui.frame.overlay import Overlay
from casedesk.ui.palette.entries import PaletteLine
from casedesk.ui.theme import Type, look, paint_icon
from casedesk.ui.widgets import Hairline, KeyHint, Line, PlainLabel, Status, TextLine
from casedesk.ui.widgets.painting import (
    Places,
    draw_box,
    draw_text,
    ink,
    text_width,
)
from casedesk.ui.widgets.status import paint_status
from casedesk.words import count, say

WIDTH = 640
_MOST_SHOWN = 11
_LINE_ROLE = Qt.ItemDataRole.UserRole

Index = QModelIndex | QPersistentModelIndex


class _Lines(QAbstractListModel):
    """The lines that fit what was typed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.lines: Sequence[PaletteLine] = ()

    def show(self, lines: Sequence[PaletteLine]) -> None:
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    @property
    def actions(self) -> int:
        """How many lines are actions."""
        return sum(not line.is_head for line in self.lines)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.lines[index.row()]
        if role == _LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(filter(None, (line.text, line.key, line.refusal, line.count)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.lines[index.row()].is_head:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _Painter(QStyledItemDelegate):
    """Paints heads, actions with their key, and who may do what this person may not."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.typed = ""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        line: PaletteLine = index.data(_LINE_ROLE)
        return QSize(look().px(200), look().px(_height(line)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: PaletteLine = index.data(_LINE_ROLE)
        place, px = QRectF(option.rect), look().px
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(option.direction)
        places = Places(place.adjusted(px(16), 0, -px(16), 0), option.direction)
        if line.is_head:
            self._paint_head(painter, places, line)
        else:
            if option.state & QStyle.StateFlag.State_Selected:
                painter.fillRect(place, look().colors.select)
                painter.fillRect(
                    QRectF(place.left(), place.top(), px(3), place.height()), look().colors.accent
                )
            self._paint_action(painter, places, line)
        painter.restore()

    @staticmethod
    def _paint_head(painter: QPainter, places: Places, line: PaletteLine) -> None:
        draw_text(
            painter, places.take_end(text_width(line.count, Type.HINT)), line.count, Type.HINT, ink("text2")
        )
        draw_text(painter, places.rest(), line.text, Type.HINT_STRONG, ink("text2"))

    def _paint_action(self, painter: QPainter, places: Places, line: PaletteLine) -> None:
        px = look().px
        sign = places.take(px(16), px(16), px(12))
        if line.icon:
            paint_icon(painter, sign, line.icon, ink("text2"))
        if line.refusal:
            wide = text_width(line.refusal, Type.HINT_STRONG)
            draw_text(
                painter, places.take_end(wide, gap=px(6)), line.refusal, Type.HINT_STRONG, ink("blocked")
            )
            paint_status(painter, places.take_end(px(14), px(14), px(8)), Status.BLOCKED)
        elif line.key:
            box = places.take_end(text_width(line.key, Type.HINT_MEDIUM) + px(14), px(22), px(8))
            draw_box(painter, box, look().colors.sunken, look().colors.line)
            draw_text(painter, box.adjusted(px(7), 0, 0, 0), line.key, Type.HINT_MEDIUM, ink("text2"))
        self._paint_words(painter, places, line)

    def _paint_words(self, painter: QPainter, places: Places, line: PaletteLine) -> None:
        """The words with what was typed on the colour of found text."""
        color = ink("text2") if line.refusal else ink("text")
        place = places.rest()
        at = line.text.casefold().find(self.typed.casefold()) if self.typed else -1
        if at >= 0 and len(line.text) == len(line.text.casefold()):
            before = text_width(line.text[:at], Type.TEXT_STRONG)
            wide = text_width(line.text[at : at + len(self.typed)], Type.TEXT_STRONG)
            left = place.right() - before - wide if _is_mirrored(painter) else place.left() + before
            high = look().px(20)
            hit = QRectF(left, place.center().y() - high / 2, wide, high)
            draw_box(painter, hit, look().colors.hit, radius=look().px(2))
        draw_text(painter, place, line.text, Type.TEXT_STRONG, color)


def _height(line: PaletteLine) -> int:
    return 28 if line.is_head else 40


def _is_mirrored(painter: QPainter) -> bool:
    return painter.layoutDirection() == Qt.LayoutDirection.RightToLeft


class _Typed(TextLine):
    """The line to type in; keys that move in the list go there."""

    def __init__(self, moved: Callable[[QKeyEvent], bool]) -> None:
        super().__init__(placeholder=say("Type what you want to do"))
        self._moved = moved
        self.setAccessibleName(say("Type what you want to do"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._moved(event):
            super().keyPressEvent(event)


class CommandPalette(Overlay):
    """Ctrl+Shift+P: `lines(typed)` gives what to list; the chosen action is done when the palette is gone."""

    def __init__(
        self, parent: QWidget, lines: Callable[[str], Sequence[PaletteLine]], foot: Sequence[QWidget] = ()
    ) -> None:
        super().__init__(parent, say("Commands"), WIDTH, foot)
        self._lines = lines
        self.typed = _Typed(self._take_key)
        self._model = _Lines(self)
        self._painter = _Painter(self)
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(self._painter)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(say("Commands"))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._nothing = PlainLabel("", ink="text2", wrap=True)
        self._nothing.setMargin(look().px(16))
        head = Line(margin=(12, 10, 12, 10))
        head.addWidget(self.typed)
        head.addWidget(KeyHint("Esc"))
        self.panel.body.addLayout(head)
        self.panel.body.addWidget(Hairline())
        self.panel.body.addWidget(self.list, 1)
        self.panel.body.addWidget(self._nothing)
        self.panel.body.addWidget(Hairline())
        self.panel.body.addLayout(_keys_below())
        self.typed.textChanged.connect(self._on_typed)
        self.list.clicked.connect(self._on_clicked)

    def open(self) -> None:
        self.typed.clear()
        self._on_typed("")
        super().open()

    def take_focus(self) -> None:
        self.typed.setFocus(Qt.FocusReason.PopupFocusReason)

    def height_wanted(self) -> int:
        shown = sum(look().px(_height(line)) for line in self._model.lines[:_MOST_SHOWN])
        return shown + look().px(112)

    def do_chosen(self) -> None:
        """Do what is chosen, after the keyboard is back where it was."""
        line = self.list.currentIndex().data(_LINE_ROLE)
        if isinstance(line, PaletteLine) and line.bound is not None and not line.refusal:
            self.close_overlay()
            line.bound.trigger()

    def _take_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.do_chosen()
            return True
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        step = steps.get(Qt.Key(event.key()), 0)
        if step:
            self._choose(self.list.currentIndex().row() + step, 1 if step > 0 else -1)
        return bool(step)

    def _choose(self, row: int, step: int) -> None:
        """Choose the action at `row`, or the next one in the direction of `step`."""
        rows = self._model.rowCount()
        row = max(0, min(rows - 1, row))
        for at in (*range(row, rows if step > 0 else -1, step), *range(row, -1 if step > 0 else rows, -step)):
            index = self._model.index(at)
            if self._model.flags(index):
                self.list.setCurrentIndex(index)
                self.list.scrollTo(index)
                return

    @Slot(str)
    def _on_typed(self, typed: str) -> None:
        self._painter.typed = typed.strip()
        self._model.show(self._lines(typed))
        has_any = self._model.rowCount() > 0
        self.list.setVisible(has_any)
        self._nothing.setVisible(not has_any)
        self._nothing.setText(say("Nothing here is called “$typed”.", typed=typed.strip()))
        if has_any:
            self._choose(0, 1)
        self.typed.setAccessibleDescription(count("$n command fits", "$n commands fit", self._model.actions))
        if self.isVisible():
            self._arrange()

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self.do_chosen()


def _keys_below() -> Line:
    line = Line(margin=(16, 8, 16, 8), gap=8)
    for keys, words in (
        (("Up", "Down"), say("choose")),
        (("Return",), say("do it")),
        (("Esc",), say("close")),
    ):
        for key in keys:
            line.addWidget(KeyHint(key))
        line.addWidget(PlainLabel(words, Type.HINT, "text2"))
        line.addSpacing(look().px(8))
    line.addStretch(1)
    return line
