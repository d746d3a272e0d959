"""Writes the lines of an order: a row for each, below it the line in which a product is typed; it saves nothing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from casedesk.contract.desk import ProductRow
from casedesk.contract.ids import new_id
from casedesk.rules.money import rounded
from casedesk.rules.vocabulary import Charge
from casedesk.ui.forms.order_lines import LineDraft, found, line_of, totals, with_number
from casedesk.ui.forms.picker import Picker
from casedesk.ui.tables import Cell
from casedesk.ui.text import money
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import Column, IconButton, PlainLabel, TextLine, set_tip, take_out
from casedesk.ui.widgets.inputs import mark_problem
from casedesk.words import say

_MOST_SHOWN = 6
_NAME, _QUANTITY, _PRICE, _ONCE, _MONTHLY, _REMOVE = range(6)


class LinesEditor(QWidget):
    """The lines with quantity and, for who may, price; typing a product adds one.

    `lines_changed(tuple of LineDraft)` after every change by a person. Insert goes to the product line,
    Alt+Delete takes the line away that has the keyboard.
    """

    lines_changed = Signal(object)

    def __init__(self, currency: str, *, may_set_prices: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._currency, self._may_set_prices = currency, may_set_prices
        self._products: tuple[ProductRow, ...] = ()
        self._lines: tuple[LineDraft, ...] = ()
        self._rows: list[_LineRow] = []
        self._shown: tuple[str, ...] = ("",)
        self.picker = Picker(say("Add a product"), say("Add a product: type its name"))
        self.picker.typed.connect(self._on_typed)
        self.picker.picked.connect(self._on_picked)
        self._inside = QWidget()
        self._grid = QGridLayout(self._inside)
        self._total_once = PlainLabel("", Type.TEXT_STRONG, parent=self._inside)
        self._total_monthly = PlainLabel("", Type.TEXT_STRONG, parent=self._inside)
        column = Column(self, gap=8)
        column.addWidget(self._inside)
        column.addWidget(self.picker)
        look().changed.connect(self._on_look_changed)
        self._build()

    @property
    def lines(self) -> tuple[LineDraft, ...]:
        return self._lines

    @property
    def problem(self) -> str:
        """What is wrong with a typed number, "" when every one is understood."""
        return next((row.problem for row in self._rows if row.problem), "")

    def set_products(self, products: Sequence[ProductRow]) -> None:
        """What can be added."""
        self._products = tuple(products)

    def set_lines(self, lines: Sequence[LineDraft]) -> None:
        """Show other lines; numbers being typed in lines that stay are left alone."""
        self._lines = tuple(lines)
        if tuple(one.id for one in self._lines) != self._shown:
            self._build()
        self._show_amounts()

    def focus_product(self) -> None:
        """Put the keyboard into the line in which a product is typed."""
        self.picker.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Ctrl+Delete is the text's own.
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Insert:
            self.focus_product()
        elif event.key() == Qt.Key.Key_Delete and alt and self._row_with_focus() is not None:
            self._remove(self._row_with_focus())
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self._clear()
        self._on_look_changed()
        self._shown = tuple(one.id for one in self._lines)
        self._add_heads()
        for line in self._lines:
            row = _LineRow(line, self._currency, self._may_set_prices, self)
            row.changed.connect(self._on_row_changed)
            row.remove_requested.connect(self._on_remove_requested)
            row.put_into(self._grid, self._grid.rowCount())
            self._rows.append(row)
        if self._lines:
            self._add_totals(self._grid.rowCount())
        self._inside.setVisible(bool(self._lines))

    def _clear(self) -> None:
        for row in self._rows:
            row.deleteLater()
        self._rows.clear()
        for total in (self._total_once, self._total_monthly):
            self._grid.removeWidget(total)
        take_out(self._grid)

    def _add_heads(self) -> None:
        heads = {_NAME: say("Product"), _QUANTITY: say("Qty"), _ONCE: say("Once"), _MONTHLY: say("Monthly")}
        if self._may_set_prices:
            heads[_PRICE] = say("Price each")
        for column, text in heads.items():
            along = Qt.AlignmentFlag.AlignTrailing if column >= _ONCE else Qt.AlignmentFlag.AlignLeading
            self._grid.addWidget(PlainLabel(text, Type.HINT_STRONG, "text2"), 0, column, along)

    def _add_totals(self, at: int) -> None:
        end = Qt.AlignmentFlag.AlignTrailing
        self._grid.addWidget(PlainLabel(say("Total"), Type.TEXT_STRONG), at, _NAME)
        self._grid.addWidget(self._total_once, at, _ONCE, end)
        self._grid.addWidget(self._total_monthly, at, _MONTHLY, end)

    def _show_amounts(self) -> None:
        for row, line in zip(self._rows, self._lines, strict=True):
            row.show_amounts(line)
        once, monthly = totals(self._lines, self._currency)
        self._total_once.setText(money(once, self._currency))
        self._total_monthly.setText(money(monthly, self._currency) if monthly is not None else "–")

    def _row_with_focus(self) -> str | None:
        return next((row.line_id for row in self._rows if row.has_focus), None)

    def _remove(self, line_id: str | None) -> None:
        self.set_lines([one for one in self._lines if one.id != line_id])
        self.focus_product()
        self.lines_changed.emit(self._lines)

    @Slot(str)
    def _on_typed(self, typed: str) -> None:
        hits = found(self._products, typed)[:_MOST_SHOWN] if typed.strip() else ()
        self.picker.show_rows(
            [(one.code, Cell(one.name, one.detail), self._price_words(one)) for one in hits]
        )

    def _price_words(self, product: ProductRow) -> str:
        amount = money(product.price, self._currency)
        return say("$amount a month", amount=amount) if product.charge == Charge.MONTHLY else amount

    @Slot(str)
    def _on_picked(self, code: str) -> None:
        product = next(one for one in self._products if one.code == code)
        self.picker.clear()
        self.set_lines([*self._lines, line_of(product, str(new_id()))])
        self.lines_changed.emit(self._lines)

    @Slot(object)
    def _on_row_changed(self, line: LineDraft) -> None:
        self._lines = tuple(line if one.id == line.id else one for one in self._lines)
        self._show_amounts()
        self.lines_changed.emit(self._lines)

    @Slot(str)
    def _on_remove_requested(self, line_id: str) -> None:
        self._remove(line_id)

    @Slot()
    def _on_look_changed(self) -> None:
        px = look().px
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(8))
        self._grid.setVerticalSpacing(px(6))
        self._grid.setColumnStretch(_NAME, 1)
        for column, width in ((_ONCE, 62), (_MONTHLY, 62)):
            self._grid.setColumnMinimumWidth(column, px(width))


class _LineRow(QObject):
    """The widgets of one line, which stand in the grid of the editor."""

    changed = Signal(object)
    remove_requested = Signal(str)

    def __init__(self, line: LineDraft, currency: str, may_set_prices: bool, parent: QObject) -> None:
        super().__init__(parent)
        self._line, self._currency = line, currency
        words = ", ".join(part for part in (line.name, line.detail) if part)
        self._name = PlainLabel(words, Type.TEXT_MEDIUM, elide=True)
        # The grid gives room only to what may grow.
        self._name.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._quantity = self._number(
            say("Quantity of $product", product=line.name), _plain(line.quantity), 56
        )
        price = str(rounded(line.unit_price, currency))
        price_name = say("Price of one $product", product=line.name)
        self._price = self._number(price_name, price, 76) if may_set_prices else None
        self._once, self._monthly = PlainLabel(), PlainLabel()
        self._remove = IconButton(
            "close", say("Take $product out", product=line.name), quiet=True, small=True
        )
        self._remove.activated.connect(self._on_remove)
        self.problem = ""

    @property
    def line_id(self) -> str:
        return self._line.id

    @property
    def has_focus(self) -> bool:
        return any(one is not None and one.hasFocus() for one in (self._quantity, self._price, self._remove))

    def put_into(self, grid: QGridLayout, at: int) -> None:
        """Stand in the grid from a row on."""
        end = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        if self._price is not None:
            # The price takes the room of the name, which gets a line of its own.
            grid.addWidget(self._name, at, _NAME, 1, _REMOVE + 1)
            at += 1
            grid.addWidget(self._price, at, _PRICE)
        else:
            grid.addWidget(self._name, at, _NAME)
        grid.addWidget(self._quantity, at, _QUANTITY)
        grid.addWidget(self._once, at, _ONCE, end)
        grid.addWidget(self._monthly, at, _MONTHLY, end)
        grid.addWidget(self._remove, at, _REMOVE)

    def show_amounts(self, line: LineDraft) -> None:
        """Show what the line costs as it is now."""
        self._line = line
        self._once.setText(money(line.once, self._currency) if line.once or line.monthly is None else "–")
        self._monthly.setText(money(line.monthly, self._currency) if line.monthly is not None else "–")

    def _number(self, name: str, text: str, width: int) -> TextLine:
        line = TextLine(text)
        line.setAccessibleName(name)
        line.setFixedWidth(look().px(width))
        line.textEdited.connect(self._on_edited)
        return line

    @Slot(str)
    def _on_edited(self, typed: str) -> None:
        editor = self.sender()
        if not isinstance(editor, TextLine):
            return
        what = "quantity" if editor is self._quantity else "unit_price"
        changed = with_number(self._line, what, typed)
        self.problem = "" if changed else say("“$typed” is not a number.", typed=typed)
        mark_problem(editor, changed is None)
        set_tip(editor, self.problem)
        if changed is not None:
            self._line = changed
            self.changed.emit(changed)

    @Slot()
    def _on_remove(self) -> None:
        self.remove_requested.emit(self._line.id)


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
