"""Promises, decisions in force and open requests of a case, beside its timeline; it ends none itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.contract.cases import CaseDetail, DecisionRow, PromiseRow, RequestRow
from casedesk.ui.screens.case import words
from casedesk.ui.tables import Cell, Column, Kind, ListTableModel, RecordTable, Row
from casedesk.ui.text import day, rest_of_time
from casedesk.ui.theme import Type
from casedesk.ui.widgets import Button, ButtonKind, Card, Line, PlainLabel, Scroll, Status
from casedesk.ui.widgets import Column as Stack
from casedesk.ui.widgets.status import status_ink
from casedesk.words import say

PROMISES, DECISIONS, REQUESTS = "promises", "decisions", "requests"

_COLUMNS = (Column("what", say("What"), width=120, stretch=1), Column("when", say("When"), Kind.MONEY, width=96))
_REQUEST_STATUS = {
    "new": Status.NOT_STARTED, "under_way": Status.UNDER_WAY, "waiting": Status.BLOCKED, "settled": Status.DONE,
}  # fmt: skip


class Section(QWidget):
    """A heading with a count over a short list; where there is nothing, one line says so.

    `opened(id)` on Enter and double click.
    """

    opened = Signal(str)

    def __init__(self, title: str, none: str, add: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.count = 0
        column = Stack(self, gap=0)
        head = QWidget()
        line = Line(head, margin=(16, 8, 8, 2), gap=8)
        line.addWidget(PlainLabel(title, Type.CARD_TITLE))
        self._count = PlainLabel("", Type.TEXT, "text2")
        line.addWidget(self._count)
        line.addStretch(1)
        self.add_button = Button(add, ButtonKind.QUIET, icon="plus", small=True)
        self.add_button.setVisible(bool(add))
        line.addWidget(self.add_button)
        self._model = ListTableModel(_COLUMNS, parent=self)
        self.table = RecordTable(self._model, name=title, heads=False, fits=True)
        self.table.opened.connect(self.opened)
        self._none = QWidget()
        Stack(self._none, margin=(16, 0, 16, 6)).addWidget(PlainLabel(none, Type.TEXT, "text2", wrap=True))
        for part in (head, self.table, self._none):
            column.addWidget(part)

    def show_rows(self, rows: Sequence[Row], count: str) -> None:
        self.count = len(rows)
        self._count.setText(count)
        self._model.set_entries(rows)
        self.table.setVisible(bool(rows))
        self._none.setVisible(not rows)


class MattersCard(Card):
    """The three short lists.

    `opened(section, id)` asks to look at one record, `promise_requested` and `request_requested` for a new one.
    """

    opened = Signal(str, str)
    promise_requested = Signal()
    request_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(flush=True, parent=parent)
        self.setAccessibleName(say("Promises, decisions, requests"))
        scroll = Scroll(gap=4, margin=(0, 4, 0, 8))
        self.sections = {
            PROMISES: Section(say("Promises"), say("No promise is open."), say("Promise")),
            DECISIONS: Section(say("Decisions in force"), say("No decision is in force.")),
            REQUESTS: Section(say("Open requests"), say("No request is open."), say("Request")),
        }
        for section in self.sections.values():
            scroll.content.addWidget(section)
        scroll.content.addStretch(1)
        self.body.addWidget(scroll)
        self.sections[PROMISES].opened.connect(self._on_promise_opened)
        self.sections[DECISIONS].opened.connect(self._on_decision_opened)
        self.sections[REQUESTS].opened.connect(self._on_request_opened)
        self.sections[PROMISES].add_button.activated.connect(self.promise_requested)
        self.sections[REQUESTS].add_button.activated.connect(self.request_requested)

    def show_case(self, case: CaseDetail, own_login: str, now: datetime) -> None:
        """Show what is open and in force."""
        self.show_content()
        promises = open_promises(case.promises)
        broken = sum(one.state == "broken" for one in promises)
        counted = [say("$n open", n=len(promises) - broken)] if len(promises) > broken or not broken else []
        counted += [say("$n broken", n=broken)] if broken else []
        self.sections[PROMISES].show_rows([promise_row(one, now) for one in promises], ", ".join(counted))
        decisions = [one for one in case.decisions if one.state == "in_force"]
        self.sections[DECISIONS].show_rows([decision_row(one, now) for one in decisions], str(len(decisions)))
        requests = [one for one in case.requests if one.state != "closed"]
        rows = [request_row(one, own_login) for one in requests]
        self.sections[REQUESTS].show_rows(rows, str(len(requests)))

    def show_only(self, section: str) -> None:
        """Show one of the lists alone, "" for all."""
        for key, part in self.sections.items():
            part.setVisible(section in ("", key))

    @Slot(str)
    def _on_promise_opened(self, record: str) -> None:
        self.opened.emit(PROMISES, record)

    @Slot(str)
    def _on_decision_opened(self, record: str) -> None:
        self.opened.emit(DECISIONS, record)

    @Slot(str)
    def _on_request_opened(self, record: str) -> None:
        self.opened.emit(REQUESTS, record)


def open_promises(promises: Sequence[PromiseRow]) -> list[PromiseRow]:
    """What is still owed, broken ones too, the one due first on top."""
    return sorted((one for one in promises if one.state in ("open", "broken")), key=lambda one: one.due_at)


def promise_row(one: PromiseRow, now: datetime) -> Row:
    """A promise with its shape and when it is due."""
    if one.state == "broken":
        status, when = Status.LATE, rest_of_time(one.due_at, now)
    else:
        soon = one.due_at - now <= words.SOON
        status = Status.IN_JEOPARDY if soon else Status.ON_TIME
        when = words.due_words(one.due_at, now)
    strong = status is not Status.ON_TIME
    due = Cell(when, strong=strong, ink=status_ink(status) if strong else "text")
    return Row(str(one.id), {"what": Cell(one.text, status=status), "when": due})


def decision_row(one: DecisionRow, now: datetime) -> Row:
    """A decision with the day it was taken."""
    on = day(one.decided_at.astimezone(now.tzinfo).date(), now.date())
    return Row(str(one.id), {"what": Cell(one.outcome, icon="gavel"), "when": Cell(on, ink="text2")})


def request_row(one: RequestRow, own_login: str) -> Row:
    """A request with its owner."""
    if one.owner.login is None:
        owner = Cell(say("No owner"), strong=True, ink="late")
    else:
        owner = Cell(say("You") if one.owner.login == own_login else one.owner.name, ink="text2")
    return Row(str(one.id), {"what": Cell(one.event_name, status=_REQUEST_STATUS[one.state]), "when": owner})
