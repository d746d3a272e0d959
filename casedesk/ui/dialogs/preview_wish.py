"""What a print preview is asked for; light, so that a screen that may print loads nothing that draws pages."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class PreviewWish:
    """What is to be looked at: a document by its id and what it is about, or one that was issued, by `filed`.

    What was issued need not be named by its document. `subject` says in words what it is about, an order's number
    when left out. `offers` are the kinds of things whose documents can be chosen instead. `batch` are many things,
    each of which gets one such document.
    """

    about: str
    document: str
    filed: UUID | None = None
    subject: str = ""
    offers: tuple[str, ...] = ("order", "case", "decision")
    batch: tuple[str, ...] = ()
