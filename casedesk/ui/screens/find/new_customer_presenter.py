"""A customer whom nobody knows yet: the form, its draft, and the case that opens; it knows no widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from casedesk.contract.customers import CustomerMade
from casedesk.ui.desk import Desk
from casedesk.ui.drafts import Draft
from casedesk.ui.forms import Form
from casedesk.ui.screens.find import new_customer
from casedesk.words import say

DRAFT = "find"
"""The draft's kind is the screen's id, so that "Open now" leads back to it."""


@dataclass(frozen=True)
class NewCustomerState:
    """The form that is open, the sentences at its fields, and when its draft was kept."""

    form: Form | None = None
    gaps: Mapping[str, str] = field(default_factory=dict)
    is_saving: bool = False
    kept: str = ""


class NewCustomerPresenter(QObject):
    """Holds the state of the form; lives in the GUI thread.

    `changed(NewCustomerState)` after every change but typing; `gap_found(field)` asks to put the keyboard into a
    field that lacks something.
    """

    changed = Signal(object)
    gap_found = Signal(str)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = NewCustomerState()
        self._desk = desk
        desk.drafts.kept.connect(self._on_draft_kept)

    def open(self, text: str) -> None:
        """Open the form with what was typed; what was written in it before for the same text comes back."""
        form = new_customer.form_for(text)
        draft = self._desk.drafts.load(DRAFT, "")
        if draft is not None and form.subject in ("", draft.payload["subject"]):
            form = replace(form.taken_up(draft.payload), subject=str(draft.payload["subject"]))
        self._set(form=form, gaps={}, is_saving=False, kept="")

    def take_up_draft(self) -> None:
        """Open the form again when something was written in it."""
        if self.state.form is None and self._desk.drafts.load(DRAFT, ""):
            self.open("")

    def type(self, field: str, value: str) -> None:
        """Take over what is typed in a field; it is kept as a draft."""
        form = self.state.form
        if form is None or form.values.get(field, "") == value:
            return
        form = form.with_value(field, value)
        gaps = {key: text for key, text in self.state.gaps.items() if key != field}
        # The form is replaced without telling the view: what is being typed is never written back.
        self.state = replace(self.state, form=form, gaps=gaps)
        if form.has_text:
            name = form.value("name") or form.value("phone") or form.value("email")
            self._desk.drafts.keep(DRAFT, "", form.kept(), say("New customer $name", name=name))
        else:
            self._desk.drafts.discard(DRAFT, "")

    def put_away(self) -> None:
        """Close the form; what was written stays as a draft."""
        if self.state.form is not None:
            self._set(form=None, gaps={}, is_saving=False, kept="")

    def save(self) -> None:
        """Register the customer, or show what is missing."""
        form = self.state.form
        if form is None or self.state.is_saving:
            return
        gaps = new_customer.gaps(form)
        self._set(is_saving=not gaps, gaps=gaps)
        if gaps:
            self.gap_found.emit(next(iter(gaps)))
            return
        command = new_customer.command(form)
        self._desk.run(
            command, self._on_registered, self, self._on_refused, form.request_id, said=form.done
        )

    def _on_registered(self, made: CustomerMade) -> None:
        self._desk.drafts.discard(DRAFT, "")
        self.put_away()
        self._desk.navigator.open_case(made.customer)

    def _on_refused(self, error: Exception) -> None:
        self._set(is_saving=False)
        self._desk.notifications.fail(error)

    @Slot(object)
    def _on_draft_kept(self, draft: Draft) -> None:
        if draft.kind == DRAFT and self.state.form is not None:
            kept_at = draft.kept_at.astimezone(self._desk.now().tzinfo)
            self._set(kept=say("Draft kept $time", time=f"{kept_at:%H:%M:%S}"))

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)
