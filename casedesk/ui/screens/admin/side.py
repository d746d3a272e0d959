"""The column beside the list: the open form, facts of the chosen record with its actions, and what was changed last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from casedesk.ui.actions import Action
from casedesk.ui.desk import Desk
from casedesk.ui.forms import FormSlot
from casedesk.ui.screens.admin import words
from casedesk.ui.screens.admin.admin_actions import OF_EDITOR, OF_SECTION
from casedesk.ui.screens.admin.editing import TemplateEditing
from casedesk.ui.screens.admin.rows import takes
from casedesk.ui.screens.admin.state import AdminState
from casedesk.ui.theme import Type
from casedesk.ui.widgets import (
    Button,
    Card,
    FactList,
    Flow,
    Line,
    PlainLabel,
    Scroll,
    Status,
    StatusShape,
)
from casedesk.words import say

BESIDE = 2
LABEL_WIDTH = 92


class _Facts(FactList):
    """Facts that are laid out anew only when they are others."""

    def __init__(self) -> None:
        super().__init__(LABEL_WIDTH)
        self._lines: tuple[words.Fact, ...] = ()

    def show_lines(self, lines: Sequence[words.Fact]) -> None:
        """Show these lines; without any it takes no room."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.clear()
            for label, value in lines:
                self.add(label, value)
        self.setVisible(bool(lines))


class AdminSide(Scroll):
    """`form` is the place of the open form; the buttons are those of the section in front."""

    def __init__(self, desk: Desk, bound: Mapping[Action, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent, gap=12)
        self._desk, self._bound = desk, bound
        self.form = FormSlot(desk.now, beside=BESIDE)
        self._check = QWidget()
        self._check_shape = StatusShape(Status.ON_TIME)
        self._check_text = PlainLabel("", Type.TEXT, wrap=True)
        self.details = Card(say("Chosen"))
        self._name = PlainLabel("", Type.TEXT_STRONG, wrap=True)
        self._facts = _Facts()
        self._buttons = QWidget()
        self._flow = Flow(self._buttons, gap=6)
        self._shown_actions: tuple[Action, ...] = ()
        self.history = Card(say("Changed last"))
        self._changes = _Facts()
        self._lay_out()

    def show_state(self, state: AdminState) -> None:
        """Show what belongs to the chosen record."""
        self.form.show_form(state.form, state.gaps, is_saving=state.is_saving, kept=state.kept)
        self._show_check(state)
        self._show_details(state)
        self._show_actions(state)
        lines = words.history_lines(state.history, state) if state.has_history else []
        self.history.setVisible(bool(lines))
        self._changes.show_lines(lines)

    def _lay_out(self) -> None:
        check = Line(self._check, gap=8)
        check.addWidget(self._check_shape)
        check.addWidget(self._check_text, 1)
        self.details.body.addWidget(self._name)
        self.details.body.addWidget(self._facts)
        self.details.body.addWidget(self._buttons)
        self.history.body.addWidget(self._changes)
        for part in (self.form, self._check, self.details, self.history):
            self.content.addWidget(part)
        self.content.addStretch(1)

    def _show_check(self, state: AdminState) -> None:
        is_shown = bool(state.check) and state.form is not None
        self._check.setVisible(is_shown)
        self._check_text.setText(state.check)
        self._check_shape.set_status(Status.IN_JEOPARDY if state.is_warning else Status.ON_TIME)

    def _show_details(self, state: AdminState) -> None:
        if state.editing is not None:
            self._name.setText(state.editing.name)
            self._facts.show_lines(_step_facts(state.editing))
            return
        self._name.setText(words.title(state) or say("Nothing yet"))
        self._facts.show_lines(words.facts(state))

    def _show_actions(self, state: AdminState) -> None:
        # The first action of a section stands in the head of the screen.
        actions = OF_EDITOR if state.editing is not None else OF_SECTION[state.section][1:]
        if actions == self._shown_actions:
            return
        self._shown_actions = actions
        while (item := self._flow.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for action in actions:
            button = Button.for_action(action, self._bound[action], small=True)
            button.set_not_allowed(self._desk.refusal(action.permission))
            button.refused.connect(self._desk.notifications.tell)
            self._flow.addWidget(button)
            button.show()
        self._buttons.setVisible(bool(actions))


def _step_facts(editing: TemplateEditing) -> Sequence[words.Fact]:
    """The chosen milestone, and which version is being written."""
    found = [(say("Version"), words.edition_words(editing))]
    step = editing.step
    if step is None:
        return found
    seen = say("sees it") if step.customer_visible else say("does not see it")
    return [
        *found,
        (say("Milestone"), f"{editing.position(step.key)}. {step.name}"),
        (say("Short name"), step.key),
        (say("Takes"), takes(step.working_days)),
        (say("Customer"), seen),
        (say("What we do"), step.we_do or say("nothing written")),
        (say("What you do"), step.you_do or say("nothing")),
    ]
