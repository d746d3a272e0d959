"""What the print preview shows and does: pages, refusals, issuing, printing, saving; it knows no widget.

Shown are the very pages that issuing would keep; printed and saved are the filed bytes. Everything that leaves the
house is issued first, so that the case knows of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from casedesk.contract.cases import AddNote
from casedesk.contract.documents import (
    DocumentBytes,
    DocumentContent,
    DocumentIssued,
    Documents,
    IssueDocument,
    PreviewDocument,
    PrintableRow,
)
from casedesk.contract.ids import new_id
from casedesk.contract.values import About, OrderNumber
from casedesk.errors import CaseDeskError
from casedesk.ui.desk import Desk
from casedesk.ui.dialogs.pdf_pages import (
    POINTS_PER_INCH,
    PagePicture,
    Sheet,
    picture_of,
    pictures_of,
    sheets_of,
)
from casedesk.ui.notifications import NoticeKind
from casedesk.words import say

PRINT_DPI = 300
_LETTER_COUNTRIES = ("US", "CA", "MX", "PH")


class PageSize(Enum):
    """The papers a document can be laid out for."""

    A4 = "A4"
    LETTER = "Letter"


@dataclass(frozen=True)
class PreviewWish:
    """What is to be looked at: a document of an order by its id, or one that was issued, by `filed`."""

    number: OrderNumber
    document: str
    filed: UUID | None = None


@dataclass(frozen=True)
class PreviewState:
    """Everything the preview shows.

    `filed` is the id of the issued document whose bytes these are, None for pages that nobody has issued.
    `fault` says why there are no pages, `letter` which letter cannot be printed. `page` begins with 0.
    """

    document: str
    page_size: PageSize
    documents: tuple[PrintableRow, ...] = ()
    filed: UUID | None = None
    content: DocumentBytes | None = None
    sheets: tuple[Sheet, ...] = ()
    page: int = 0
    picture: PagePicture | None = None
    fault: str = ""
    letter: str = ""
    is_busy: bool = False

    @property
    def title(self) -> str:
        """What the document is called."""
        return next((one.name for one in self.documents if one.id == self.document), say("Document"))

    @property
    def suffix(self) -> str:
        """The short sign behind the order number: C1."""
        name = self.content.name if self.content else ""
        return name.removesuffix(".pdf").rpartition(" ")[2]


class PrintPreviewPresenter(QObject):
    """Holds the one state of a preview; lives in the GUI thread.

    `changed(PreviewState)` after every change; `pages_ready(pictures)` when issued pages are drawn for the
    printer, `issued(DocumentIssued)` when a document was issued.
    """

    changed = Signal(object)
    pages_ready = Signal(object)
    issued = Signal(object)

    def __init__(self, desk: Desk, wish: PreviewWish, parent: QObject | None = None) -> None:
        super().__init__(parent)
        size = PageSize.LETTER if desk.person.company.country in _LETTER_COUNTRIES else PageSize.A4
        self.state = PreviewState(wish.document, size, filed=wish.filed)
        self._desk = desk
        self._number = wish.number
        self._request_id = new_id()
        self._drawn: tuple[int, float] | None = None

    # Looking

    def open(self) -> None:
        """Read the names of the documents and the pages."""
        self._desk.read("documents", Documents(), self._on_documents, self)
        self.read_again()

    def read_again(self) -> None:
        """Lay the pages out anew, or read the filed ones."""
        self._drawn = None
        self._set(fault="", letter="")
        state = self.state
        if state.filed is not None:
            self._desk.read("pages", DocumentContent(id=state.filed), self._on_content, self, self._on_failed)
            return
        query = PreviewDocument(document=state.document, about=self._number, page_size=state.page_size.value)
        self._desk.read("pages", query, self._on_content, self, self._on_failed)

    def choose_document(self, document: str) -> None:
        """Look at another document of this order."""
        self._request_id = new_id()
        self._set(document=document, filed=None, content=None, sheets=(), picture=None, page=0)
        self.read_again()

    def choose_page_size(self, size: PageSize) -> None:
        """Lay the pages out for another paper; a filed document stays as it was filed."""
        if self.state.filed is None and size is not self.state.page_size:
            self._set(page_size=size)
            self.read_again()

    def show_page(self, at: int) -> None:
        """Show another page; beyond either end nothing happens."""
        if 0 <= at < len(self.state.sheets) and at != self.state.page:
            self._set(page=at)

    def draw(self, scale: float) -> None:
        """Draw the shown page with so many pixels a point, unless it is drawn so already."""
        content, at = self.state.content, self.state.page
        if content is None or not self.state.sheets or self._drawn == (at, scale):
            return
        self._drawn = (at, scale)
        self._desk.runner.query(
            "picture",
            partial(picture_of, content.content, at, scale),
            self._on_picture,
            self._on_failed,
            self,
        )

    # What leaves the house

    def print_pages(self) -> None:
        """Issue the document and draw the filed pages for the printer."""
        self._with_filed_bytes(self._draw_for_printer)

    def save(self, file: Path) -> None:
        """Issue the document and write the filed bytes into a file."""
        self._with_filed_bytes(partial(self._write, file))

    def _with_filed_bytes(self, then: Callable[[bytes], None]) -> None:
        """Issue what is shown and go on with the bytes that were filed."""
        state = self.state
        if state.is_busy or state.content is None:
            return
        if state.filed is not None:
            then(state.content.content)
            return
        self._set(is_busy=True)
        command = IssueDocument(document=state.document, about=self._number, page_size=state.page_size.value)
        self._desk.run(command, partial(self._on_issued, then), self, self._on_refused, self._request_id)

    def _on_issued(self, then: Callable[[bytes], None], issued: DocumentIssued) -> None:
        self._request_id = new_id()
        self._set(filed=issued.id)
        self.issued.emit(issued)
        query = DocumentContent(id=issued.id)
        self._desk.read("filed", query, partial(self._on_filed, then), self, self._on_refused)

    def _on_filed(self, then: Callable[[bytes], None], content: DocumentBytes) -> None:
        self._on_content(content)
        self._set(is_busy=False)
        then(content.content)

    def _draw_for_printer(self, content: bytes) -> None:
        self._set(is_busy=True)
        scale = PRINT_DPI / POINTS_PER_INCH
        self._desk.runner.query(
            "print", partial(pictures_of, content, scale), self._on_drawn_for_printer, self._on_refused, self
        )

    @Slot(object)
    def _on_drawn_for_printer(self, pictures: tuple[PagePicture, ...]) -> None:
        self._set(is_busy=False)
        self.pages_ready.emit(pictures)

    def note_printed(self) -> None:
        """Say that the pages went to the printer."""
        what = say("$document $suffix was printed.", document=self.state.title, suffix=self.state.suffix)
        self._desk.notifications.tell(what, kind=NoticeKind.DONE, key="printed")

    def note_printed_again(self) -> None:
        """Write into the case that a filed document was printed once more."""
        text = say("Printed again: $document $suffix", document=self.state.title, suffix=self.state.suffix)
        self._desk.run(AddNote(about=About(self._number), text=text), self._on_noted, self)

    @Slot(object)
    def _on_noted(self, _answer: object) -> None:
        self.note_printed()

    def _write(self, file: Path, content: bytes) -> None:
        self._desk.runner.command(
            partial(_write_file, file, content), self._on_written, self._on_refused, self
        )

    def _on_written(self, file: Path) -> None:
        what = say(
            "$document $suffix is saved as $file.",
            document=self.state.title,
            suffix=self.state.suffix,
            file=file.name,
        )
        self._desk.notifications.tell(what, kind=NoticeKind.DONE, key="saved")

    # Answers

    @Slot(object)
    def _on_documents(self, documents: tuple[PrintableRow, ...]) -> None:
        self._set(documents=documents)

    @Slot(object)
    def _on_content(self, content: DocumentBytes) -> None:
        self._set(content=content, fault="", letter="")
        self._desk.runner.query(
            "sheets", partial(sheets_of, content.content), self._on_sheets, self._on_failed, self
        )

    @Slot(object)
    def _on_sheets(self, sheets: tuple[Sheet, ...]) -> None:
        self._drawn = None
        self._set(sheets=sheets, page=min(self.state.page, max(0, len(sheets) - 1)))

    @Slot(object)
    def _on_picture(self, picture: PagePicture) -> None:
        self._set(picture=picture)

    def _on_failed(self, error: Exception) -> None:
        """A refusal stands where the pages would be, with the letter that cannot be printed."""
        if isinstance(error, CaseDeskError):
            letter = str(error.details.get("letter", ""))
            self._set(content=None, sheets=(), picture=None, fault=str(error), letter=letter)
            return
        self._set(content=None, sheets=(), picture=None, fault=say("The pages could not be laid out."))
        self._desk.notifications.fail(error)

    def _on_refused(self, error: Exception) -> None:
        self._set(is_busy=False)
        if isinstance(error, OSError):
            text = error.strerror or say("the disk refused")
            self._desk.notifications.tell(
                say("The file could not be written: $why.", why=text), kind=NoticeKind.LATE
            )
        else:
            self._desk.notifications.fail(error)

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _write_file(file: Path, content: bytes) -> Path:
    """On the runner's thread."""
    file.write_bytes(content)
    return file
