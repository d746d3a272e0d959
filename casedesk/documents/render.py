"""The way in: a document's id and a page go in, PDF bytes come out; ReportLab is loaded by the first call.

Errors a caller must expect: NotFound (no such document), WrongUsage (paper size), UnprintableLetter and
AddressTooLong (the page cannot be printed as it is; both are RefusedByRule).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from casedesk.documents.fields import Reading
from casedesk.documents.printable import printable, printable_page
from casedesk.documents.sheets import sheet_of
from casedesk.documents.specification import DocumentSpec
from casedesk.documents.template import SOURCE_LANGUAGE, find_document, shipped_documents
from casedesk.documents.wording import Wording


def documents() -> tuple[DocumentSpec, ...]:
    """The shipped documents in English, by id."""
    return tuple(spec for spec in shipped_documents() if spec.language == SOURCE_LANGUAGE)


def document(document_id: str, language: str = SOURCE_LANGUAGE) -> DocumentSpec:
    """The shipped document, in the language where it exists in it; NotFound when there is none."""
    return find_document(shipped_documents(), document_id, language)


def marked_copy(content: bytes, document_id: str, suffix: str, copied_on: date, language: str = "en") -> bytes:
    """Issued pages as they are, with the document's mark of a copy at the top of each."""
    from casedesk.documents.copies import with_mark

    spec = document(document_id, language)
    words = spec.filled_copy_mark(suffix, Wording(spec.language).day(copied_on))
    return with_mark(content, words)


def bound(contents: Sequence[bytes]) -> bytes:
    """Several documents one after the other in one file."""
    from casedesk.documents.copies import bound_together

    return bound_together(contents)


def check_printable(text: str, field: str = "this text") -> None:
    """UnprintableLetter if any letter of the text cannot be printed; `field` names the text to a person."""
    from casedesk.documents.fonts import printing_letters

    printable(text, field, printing_letters())


def render(document_id: str, page: object, *, page_size: str = "A4", language: str = "en") -> bytes:
    """The document as PDF, in the language where its texts exist in it, else in English.

    `page` is of the class in `context.py` that the document is about, else TypeError. Equal input gives equal
    bytes.
    """
    from casedesk.documents.composer import Composer
    from casedesk.documents.fonts import printing_letters
    from casedesk.documents.layout import lay_out

    spec = document(document_id, language)
    sheet = sheet_of(page_size)
    if not isinstance(page, spec.page_kind.context):
        raise TypeError(f"{document_id} needs {spec.page_kind.context.__name__}, not {type(page).__name__}")
    same_language = language.split("-", maxsplit=1)[0] == spec.language
    wording = Wording(language if same_language else spec.language)
    reading = Reading(printable_page(page, printing_letters()), wording, spec.phrases)
    return lay_out(Composer(spec, reading), sheet)
