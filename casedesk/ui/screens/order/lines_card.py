"""The lines of an order: read in a table, changed in place; it knows no query."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from casedesk.contract.desk import ProductRow
from casedesk.contract.orders import OrderDetail
from casedesk.rules.vocabulary import Charge
from casedesk.ui.actions import bind
from casedesk.ui.forms.inline_form import SAVE
from casedesk.ui.forms.lines_editor import LinesEditor
from casedesk.ui.forms.order_lines import LineDraft
from casedesk.ui.screens.order import words
from casedesk.ui.tables import Cell, Column, Kind, ListTableModel, RecordTable, Row
from casedesk.ui.text import money
from casedesk.ui.theme import Type
from casedesk.ui.widgets import Button, ButtonKind, Card, Line, PlainLabel
from casedesk.ui.widgets import Column as Below
from casedesk.words import say


class LinesForm(QWidget):
    """The editor with its buttons; `typed(lines)`, `save_requested` and `away_requested` as the person asks."""

    typed = Signal(object)
    save_requested = Signal()
    away_requested = Signal()

    def __init__(self, currency: str, *, may_set_prices: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = LinesEditor(currency, may_set_prices=may_set_prices)
        self.editor.lines_changed.connect(self.typed)
        self._problem = PlainLabel("", Type.HINT_STRONG, "late", wrap=True)
        self._save = Button(say("Change the lines"), ButtonKind.MAIN, key="Ctrl+Return")
        self._save.activated.connect(self._on_save)
        away = Button(say("Put away"), ButtonKind.QUIET, key="Esc")
        away.activated.connect(self.away_requested)
        self._kept = PlainLabel("", Type.HINT, "text2", elide=True)
        buttons = Line(gap=8)
        buttons.addWidget(self._save)
        buttons.addWidget(away)
        buttons.addStretch(1)
        buttons.addWidget(self._kept)
        column = Below(self, margin=(16, 10, 16, 12), gap=10)
        column.addWidget(self.editor)
        column.addWidget(self._problem)
        column.addLayout(buttons)
        bound = bind(SAVE, self, self._on_save)
        bound.setShortcuts([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        self._say("")

    def show_lines(
        self, lines: tuple[LineDraft, ...], products: Sequence[ProductRow], *, is_saving: bool, kept: str
    ) -> None:
        """Show the lines; what is being typed is left alone."""
        self.editor.set_products(products)
        if self.editor.lines != lines:
            self.editor.set_lines(lines)
        self._save.setEnabled(not is_saving)
        self._kept.setText(kept)

    @Slot()
    def _on_save(self) -> None:
        missing = "" if self.editor.lines else say("An order needs at least one line. Cancel it instead.")
        self._say(self.editor.problem or missing)
        if not self._problem.text():
            self.save_requested.emit()

    def _say(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))


class LinesCard(Card):
    """What was ordered, with totals; `change_requested` asks for the editor, `form` is it."""

    change_requested = Signal()

    def __init__(self, currency: str, *, may_set_prices: bool, parent: QWidget | None = None) -> None:
        super().__init__(say("Order lines"), flush=True, parent=parent)
        columns = (
            Column("product", say("Product"), width=140, stretch=1),
            Column("quantity", say("Qty"), Kind.MONEY, 50),
            Column("once", say("Once"), Kind.MONEY, 76),
            Column("monthly", say("Monthly"), Kind.MONEY, 76),
            Column("state", say("State"), width=108, optional=True),
        )
        self._rows = ListTableModel(columns)
        self.table = RecordTable(self._rows, name=say("Order lines"), two_lines=True, fits=True)
        self.form = LinesForm(currency, may_set_prices=may_set_prices)
        self.form.hide()
        self.body.addWidget(self.table)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.change = Button(say("Change lines"), ButtonKind.QUIET, key="L")
        self.change.activated.connect(self.change_requested)
        self.add_action(self.change)
        self.empty_action_requested.connect(self.change_requested)

    @property
    def is_editing(self) -> bool:
        return not self.form.isHidden()

    def set_editing(self, is_editing: bool) -> None:
        """Open the editor in the place of the table, or close it."""
        if is_editing == self.is_editing:
            return
        self.table.setVisible(not is_editing)
        self.form.setVisible(is_editing)
        if is_editing:
            self.show_content()
            self.form.editor.focus_product()

    def show_order(self, order: OrderDetail, refusal: str) -> None:
        """Show the lines in force; `refusal` says who may change them."""
        is_open = order.state not in words.CLOSED
        self.change.setVisible(is_open and not self.is_editing)
        self.change.set_not_allowed(refusal)
        if not order.lines and not self.is_editing:
            self.show_empty(say("Nothing is ordered yet."), say("Add a line") if is_open else "")
            return
        self.show_content()
        self._rows.set_entries([*(_line(order, at) for at in range(len(order.lines))), _total(order)])


def _line(order: OrderDetail, at: int) -> Row:
    line = order.lines[at]
    once, monthly = words.once_and_monthly(line, order.currency)
    return Row(str(line.position), {
        "product": Cell(line.name, line.detail),
        "quantity": Cell(words.quantity(line.quantity)),
        "once": Cell(once),
        "monthly": Cell(monthly),
        "state": Cell(words.line_state(line.state), status=words.LINE_STATES.get(line.state), ink="text2"),
    })  # fmt: skip


def _total(order: OrderDetail) -> Row:
    has_monthly = any(line.charge == Charge.MONTHLY for line in order.lines)
    monthly = money(order.total_monthly, order.currency) if has_monthly else "–"
    return Row("total", {
        "product": Cell(say("Total"), strong=True),
        "once": Cell(money(order.total_once, order.currency), strong=True),
        "monthly": Cell(monthly, strong=True),
    })  # fmt: skip
