"""Writes a milestone template: changes its steps here, saves them as a draft, releases it; it knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal

from casedesk.contract.admin import (
    DiscardTemplateDraft,
    ReleaseTemplate,
    RetireTemplate,
    SaveTemplate,
    TemplateDetail,
    TemplateSaved,
)
from casedesk.ui.desk import Desk
from casedesk.ui.forms import Form
from casedesk.ui.forms.form_drafts import FormDrafts
from casedesk.ui.screens.admin.catalogue_forms import written_step
from casedesk.ui.screens.admin.editing import TemplateEditing
from casedesk.words import say

EDITOR = "template-editor"
"""Begins the name of the draft that keeps unsaved milestones."""


class TemplateWriting(QObject):
    """One template at a time; lives in the GUI thread.

    `changed(TemplateEditing | None)` after every change; `done(text)` when something was saved.
    """

    changed = Signal(object)
    done = Signal(str)

    def __init__(self, desk: Desk, drafts: FormDrafts, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._drafts = desk, drafts
        self._read: TemplateDetail | None = None
        self.editing: TemplateEditing | None = None

    # Opening and closing

    def open(self) -> None:
        """Write the template that was read last; unsaved milestones come back."""
        if self._read is None:
            return
        kept = self._drafts.written(_draft_name(self._read.key))
        if kept is not None:
            self.resume(kept)
        else:
            self._show(TemplateEditing.of(self._read))

    def begin(self, key: str, name: str) -> None:
        """Write a new kind of order from nothing."""
        self._show(TemplateEditing(key, name, 1, None, (), is_changed=True))

    def resume(self, written: Mapping[str, Any]) -> None:
        """Go on with milestones that were kept on this computer."""
        self._show(TemplateEditing.taken_up(written))

    def put_aside(self) -> None:
        """Close the editor; what is not saved stays as a draft on this computer."""
        if self.editing is not None:
            self._show(None)

    def take_read(self, template: TemplateDetail) -> None:
        """Somebody may have saved another draft; what is being changed here is not touched."""
        self._read = template
        editing = self.editing
        if editing is not None and editing.key == template.key and not editing.is_changed:
            fresh = TemplateEditing.of(template)
            self._show(fresh.choose(editing.chosen) if fresh.find(editing.chosen) else fresh)

    # Changing

    def choose(self, key: str) -> None:
        if self.editing is not None and self.editing.find(key):
            self._show(self.editing.choose(key))

    def move(self, by: int) -> None:
        self._change(lambda editing: editing.move(editing.chosen, by))

    def promise(self) -> None:
        self._change(lambda editing: editing.promise(editing.chosen))

    def take_out(self) -> None:
        self._change(lambda editing: editing.take_out(editing.chosen))

    def take_over(self, form: Form) -> None:
        """What a small form says about a milestone, the name, or a new kind of order."""
        if form.kind == "add_template":
            self.begin(form.value("key"), form.value("name"))
        elif form.kind == "rename":
            self._change(lambda editing: editing.rename(form.value("name")))
        elif form.kind in ("step", "add_step"):
            self._change(lambda editing: editing.put(written_step(form, editing), form.base))

    # Saving

    def save(self) -> None:
        """Save the milestones as the draft of the next edition."""
        editing = self.editing
        if editing is None or not self._may():
            return
        if editing.fault:
            self.choose(editing.fault.key)
            self._desk.notifications.tell(editing.fault.text, key="template-fault")
            return
        command = SaveTemplate(
            key=editing.key, name=editing.name, steps=editing.steps, draft_version=editing.draft_version
        )
        self._desk.run(command, self._on_saved, self)

    def release(self) -> None:
        """Put the draft into force."""
        editing, read = self.editing, self._read
        if not self._may():
            return
        if editing is not None and editing.is_changed:
            self._desk.notifications.tell(
                say("Save the milestones first, with Ctrl S."), key="template-fault"
            )
        elif read is None or not read.is_draft:
            self._desk.notifications.tell(
                say("There is no draft to put into force. F2 edits the milestones."), key="template-fault"
            )
        else:
            command = ReleaseTemplate(template=read.key, draft_version=read.version)
            self._desk.run(command, self._on_released, self)

    def discard(self) -> None:
        """Throw the draft away, the kept one of this computer and the saved one."""
        editing = self.editing
        if editing is None or not self._may():
            return
        self._drafts.forget(_draft_name(editing.key), editing.name)
        self._show(None)
        if editing.draft_version is not None:
            command = DiscardTemplateDraft(template=editing.key, draft_version=editing.draft_version)
            self._desk.run(command, self._on_discarded, self)

    def retire(self) -> None:
        """Start no more orders of the kind that was read last."""
        if self._read is not None and self._may():
            name = self._read.name
            done = say("No more orders of the kind “$name” are started.", name=name)
            command = RetireTemplate(template=self._read.key)
            self._desk.run(command, lambda _made: self.done.emit(done), self)

    def _on_saved(self, saved: TemplateSaved) -> None:
        editing = self.editing
        self._drafts.forget(_draft_name(saved.key), "")
        if editing is not None and editing.key == saved.key:
            self._show(editing.saved_as(saved.edition, saved.version))
        self.done.emit(say("Version $n is saved as a draft.", n=saved.edition))

    def _on_released(self, saved: TemplateSaved) -> None:
        self._show(None)
        self.done.emit(
            say(
                "Version $n is in force. Orders under way keep the version they started with.",
                n=saved.edition,
            )
        )

    def _on_discarded(self, _made: Any) -> None:
        self.done.emit(say("The draft is thrown away."))

    def _change(self, change: Callable[[TemplateEditing], TemplateEditing]) -> None:
        if self.editing is None or not self._may():
            return
        changed = change(self.editing)
        if changed.is_changed:
            self._drafts.keep_under(_draft_name(changed.key), changed.kept(), changed.name)
        self._show(changed)

    def _may(self) -> bool:
        refusal = self._desk.refusal("change_catalogue")
        if refusal:
            self._desk.notifications.tell(refusal, key="refused")
        return not refusal

    def _show(self, editing: TemplateEditing | None) -> None:
        self.editing = editing
        self.changed.emit(editing)


def _draft_name(key: str) -> str:
    return f"{EDITOR} {key}"
