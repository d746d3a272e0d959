"""Promises, decisions in force and open requests of a case, beside its timeline; it ends none itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.contract.cases import CaseDetail, DecisionRow, PromiseRow, RequestRow
from casedesk.ui.screens.case import words
from casedesk.ui.tables import Cell, Column, ListTableModel, RecordTable, Row
from casedesk.ui.text import day, day_and_time, rest_of_time, span
from casedesk.ui.theme import Type
from casedesk.ui.widgets import Button, ButtonKind, Card, Line, PlainLabel, Scroll, Status
from casedesk.ui.widgets import Column as Stack
from casedesk.ui.widgets.painting import Ink
from casedesk.ui.widgets.status import status_ink
from casedesk.words import say

PROMISES, DECISIONS, REQUESTS = "promises", "decisions", "requests"

_COLUMNS = (Column("what", "", width=120, stretch=1),)
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
        line.addWidget(self.add_button)
        self.add_button.setVisible(
            bool(add)
        )  # not before it stands in the line: it would be a window of its own
        self._model = ListTableModel(_COLUMNS, parent=self)
        self.table = RecordTable(self._model, name=title, two_lines=True, heads=False, fits=True)
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
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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
        self.sections[PROMISES].show_rows(
            [promise_row(one, own_login, now) for one in promises], ", ".join(counted)
        )
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


def promise_row(one: PromiseRow, own_login: str, now: datetime) -> Row:
    """A promise with its shape; below it who keeps it and when it is due."""
    if one.state == "broken":
        status, rest = Status.LATE, say("broken for $span", span=span(now - one.due_at))
    else:
        soon = one.due_at - now <= words.SOON
        status, rest = Status.IN_JEOPARDY if soon else Status.ON_TIME, rest_of_time(one.due_at, now)
    keeper = say("You") if one.keeper == own_login else one.keeper_name
    parts = [day_and_time(one.due_at.astimezone(now.tzinfo), now.date()), keeper]
    if status is not Status.ON_TIME:
        parts.insert(1, rest)
    below: Ink = "text2" if status is Status.ON_TIME else status_ink(status)
    return _row(str(one.id), one.text, " · ".join(parts), status=status, below_ink=below)


def decision_row(one: DecisionRow, now: datetime) -> Row:
    """A decision; below it who took it and on which day."""
    on = day(one.decided_at.astimezone(now.tzinfo).date(), now.date())
    return _row(str(one.id), one.outcome, f"{one.decided_by} · {on}", icon="gavel")


def request_row(one: RequestRow, own_login: str) -> Row:
    """A request; below it its owner and what is wanted."""
    status = _REQUEST_STATUS[one.state]
    if one.owner.login is None:
        queue = say("No owner, queue: $queue", queue=one.owner.team)
        return _row(str(one.id), one.event_name, queue, status=status, below_ink="late")
    owner = say("You") if one.owner.login == own_login else one.owner.name
    return _row(str(one.id), one.event_name, f"{owner} · {one.wants}", status=status)


def _row(id: str, text: str, below: str, **dress: Any) -> Row:
    return Row(id, {"what": Cell(text, below, **dress)})
