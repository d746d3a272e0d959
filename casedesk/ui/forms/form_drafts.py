"""What is being written in the small forms of one record: one draft, with an entry for each form; no widget."""

from __future__ import annotations

from typing import Any

from casedesk.ui.drafts import Draft, Drafts
from casedesk.ui.forms.spec import Form


class FormDrafts:
    """The drafts of one record; a form that is opened again gets back what was written in it.

    `kind` and `key` are those of the record's place, so that "Open now" shows the pen at it. What is no form (the
    lines of an order) is kept beside them under a name of its own.
    """

    def __init__(self, drafts: Drafts, kind: str, key: str) -> None:
        self._drafts = drafts
        self._place = (kind, key)

    def last(self) -> tuple[str, dict[str, Any]] | None:
        """Name and content of what was written in last, None when nothing waits."""
        kept = list(self._kept().items())
        return kept[-1] if kept else None

    def written(self, name: str) -> dict[str, Any] | None:
        """What is kept under a name."""
        return self._kept().get(name)

    def taken_up(self, form: Form) -> Form:
        """The form with what was written in it before, about the same subject."""
        kept = self.written(form.name)
        return form.taken_up(kept) if kept is not None else form

    def keep(self, form: Form, title: str) -> None:
        """Keep what is written in a form, or forget it where all was deleted again."""
        if form.has_text:
            self.keep_under(form.name, form.kept(), title)
        else:
            self.forget(form.name, title)

    def keep_under(self, name: str, written: dict[str, Any], title: str) -> None:
        """Keep what is no form; it becomes what was written in last."""
        self._keep({**self._without(name), name: written}, title)

    def forget(self, name: str, title: str) -> None:
        """It was saved; what is written in other forms stays."""
        self._keep(self._without(name), title)

    def are(self, draft: Draft) -> bool:
        """Whether a draft on the disk is this one."""
        return (draft.kind, draft.key) == self._place

    def _kept(self) -> dict[str, Any]:
        draft = self._drafts.load(*self._place)
        return dict(draft.payload) if draft else {}

    def _without(self, name: str) -> dict[str, Any]:
        return {other: one for other, one in self._kept().items() if other != name}

    def _keep(self, payload: dict[str, Any], title: str) -> None:
        if payload:
            self._drafts.keep(*self._place, payload, title)
        else:
            self._drafts.discard(*self._place)
