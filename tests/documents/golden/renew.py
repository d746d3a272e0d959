"""Writes the golden texts anew: `python -m tests.documents.golden.renew`; then read the difference in git."""

from __future__ import annotations

from pathlib import Path

from casedesk.documents.render import render
from tests.documents.paper import texts
from tests.documents.samples import SAMPLES

FOLDER = Path(__file__).parent
PAGE_BREAK = "\n--- next page ---\n"


def golden_text(document_id: str) -> str:
    """The text of the sample page of a document, page by page."""
    return PAGE_BREAK.join(texts(render(document_id, SAMPLES[document_id]()))) + "\n"


if __name__ == "__main__":
    for document_id in SAMPLES:
        (FOLDER / f"{document_id}.txt").write_text(golden_text(document_id), encoding="utf-8")
