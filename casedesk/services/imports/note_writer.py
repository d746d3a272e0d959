"""Writes imported notes into the timeline, at the day the source wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from casedesk.models import Case, Order
from casedesk.services.about import Subject
from casedesk.services.imports.writing import Writing, day_of
from casedesk.services.interactions import complete_interaction, internal_note


def write_notes(
    writing: Writing, case: Case, order: Order | None, notes: Iterable[Mapping[str, Any]], day: date
) -> None:
    """A note for each entry; `day` is that of notes without one."""
    for note in notes:
        written_on = day_of(note, "on") or day
        row = internal_note(writing.start_of(written_on), str(note["text"]))
        complete_interaction(writing.work, Subject(case, order=order), row)
        writing.after_entries.add(row)
