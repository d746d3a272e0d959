"""What is being written in the small forms of a case: one draft, with an entry for each kind of form; no widget."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from casedesk.ui.drafts import Draft, Drafts
from casedesk.ui.forms import Form

KIND = "case"


class FormDrafts:
    """The drafts of one case; a form that is opened again gets back what was written in it."""

    def __init__(self, drafts: Drafts, customer: UUID) -> None:
        self._drafts = drafts
        self._key = str(customer)

    def last(self) -> tuple[str, str] | None:
        """Kind and subject of the form that was written in last, None when nothing waits."""
        kept = list(self._kept().items())
        return (kept[-1][0], str(kept[-1][1]["subject"])) if kept else None

    def taken_up(self, form: Form) -> Form:
        """The form with what was written in it before, about the same subject."""
        kept = self._kept().get(form.kind)
        return form.taken_up(kept) if kept is not None and kept["subject"] == form.subject else form

    def keep(self, form: Form, title: str) -> None:
        """Keep what is written, or forget it where all was deleted again."""
        if not form.has_text:
            self.forget(form.kind, title)
            return
        others = {kind: one for kind, one in self._kept().items() if kind != form.kind}
        self._drafts.keep(KIND, self._key, {**others, form.kind: form.kept()}, title)

    def forget(self, kind: str, title: str) -> None:
        """The form was saved; what is written in other forms stays."""
        others = {other: one for other, one in self._kept().items() if other != kind}
        if others:
            self._drafts.keep(KIND, self._key, others, title)
        else:
            self._drafts.discard(KIND, self._key)

    def are(self, draft: Draft) -> bool:
        """Whether a draft on the disk is this one."""
        return (draft.kind, draft.key) == (KIND, self._key)

    def _kept(self) -> dict[str, Any]:
        draft = self._drafts.load(KIND, self._key)
        return draft.payload if draft else {}
