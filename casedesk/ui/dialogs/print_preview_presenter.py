"""What the print preview shows and does: pages, refusals, issuing, printing, saving; it knows no widget.

Shown are the very pages that issuing would keep; printed and saved are the filed bytes. Everything that leaves the
house is issued first, so that the case knows of it; what was filed before goes out as a marked copy and is counted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal, Slot

from casedesk.contract.documents import (
    BatchPages,
    BoundDocuments,
    DocumentBytes,
    DocumentContent,
    DocumentIssued,
    Documents,
    IssueDocument,
    PreviewBatch,
    PreviewDocument,
    PrintableRow,
    RefusedPage,
    ReprintDocument,
)
from casedesk.contract.ids import new_id
from casedesk.errors import CaseDeskError
from casedesk.services.batch_printing import Batch, issue_each
from casedesk.services.changes import Done
from casedesk.ui.desk import Desk
from casedesk.ui.dialogs.pdf_pages import (
    POINTS_PER_INCH,
    PagePicture,
    Sheet,
    picture_of,
    pictures_of,
    sheets_of,
)
from casedesk.ui.dialogs.preview_wish import PreviewWish
from casedesk.ui.notifications import NoticeKind
from casedesk.words import say

PRINT_DPI = 300
_LETTER_COUNTRIES = ("US", "CA", "MX", "PH")


class PageSize(Enum):
    """The papers a document can be laid out for."""

    A4 = "A4"
    LETTER = "Letter"


@dataclass(frozen=True)
class PreviewState:
    """Everything the preview shows.

    `filed` is the id of the issued document whose bytes these are, None for pages that nobody has issued;
    `is_copy` when they were printed before, so that what goes out is marked. `refused` are those of a batch that
    cannot be printed, `progress` how far the batch is, (0, 0) while none is printed. `fault` says why there are no
    pages, `letter` which letter cannot be printed. `page` begins with 0.
    """

    document: str
    page_size: PageSize
    documents: tuple[PrintableRow, ...] = ()
    for_customer: bool = False
    filed: UUID | None = None
    is_copy: bool = False
    is_batch: bool = False
    refused: tuple[RefusedPage, ...] = ()
    progress: tuple[int, int] = (0, 0)
    content: DocumentBytes | None = None
    sheets: tuple[Sheet, ...] = ()
    page: int = 0
    picture: PagePicture | None = None
    fault: str = ""
    letter: str = ""
    is_busy: bool = False

    @property
    def title(self) -> str:
        """What the document is called, in the version that is shown."""
        shown = self.shown_document
        wanted = shown.for_customer if shown and self.for_customer and shown.for_customer else self.document
        return next((one.name for one in self.documents if one.id == wanted), say("Document"))

    @property
    def shown_document(self) -> PrintableRow | None:
        """The document that is chosen, None until the list is read."""
        return next((one for one in self.documents if one.id == self.document), None)

    @property
    def has_customer_version(self) -> bool:
        """Whether one can choose between inside use and handing out."""
        shown = self.shown_document
        return bool(shown and shown.for_customer) and self.filed is None and not self.is_batch

    @property
    def choices(self) -> tuple[PrintableRow, ...]:
        """The documents to choose from; a version for the customer is no document of its own there."""
        versions = {one.for_customer for one in self.documents}
        return tuple(one for one in self.documents if one.id not in versions)

    @property
    def suffix(self) -> str:
        """The short sign behind the order number: C1; "" for many documents at once."""
        if self.is_batch:
            return ""
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
    _progressed = Signal(int, int)

    def __init__(self, desk: Desk, wish: PreviewWish, parent: QObject | None = None) -> None:
        super().__init__(parent)
        size = PageSize.LETTER if desk.person.company.country in _LETTER_COUNTRIES else PageSize.A4
        self.state = PreviewState(
            wish.document, size, filed=wish.filed, is_copy=wish.filed is not None, is_batch=bool(wish.batch)
        )
        self._desk = desk
        self._wish = wish
        self._stop_asked = threading.Event()
        self._progressed.connect(self._on_progressed)
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
        size = state.page_size.value
        if state.filed is not None:
            self._read_pages(DocumentContent(id=state.filed, copy=state.is_copy), self._on_content)
        elif state.is_batch:
            query = PreviewBatch(document=state.document, about=self._wish.batch, page_size=size)
            self._read_pages(query, self._on_batch_pages)
        else:
            for_customer = state.for_customer and state.has_customer_version
            about = self._wish.about
            self._read_pages(
                PreviewDocument(
                    document=state.document, about=about, page_size=size, for_customer=for_customer
                ),
                self._on_content,
            )

    def _read_pages(self, query: Any, done: Callable[[Any], None]) -> None:
        self._desk.read("pages", query, done, self, self._on_failed)

    def choose_document(self, document: str) -> None:
        """Look at another document about the same."""
        self._look_anew(document=document)

    def choose_for_customer(self, for_customer: bool) -> None:
        """Look at the version that may be handed to the customer, or at the one for inside use."""
        if for_customer is not self.state.for_customer:
            self._look_anew(for_customer=for_customer)

    def _look_anew(self, **changes: Any) -> None:
        self._request_id = new_id()
        fresh = {"filed": None, "is_copy": False, "content": None, "sheets": (), "picture": None, "page": 0}
        self._set(**fresh, **changes)
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
        self._set(is_busy=True)
        if state.is_batch and state.filed is None:
            self._issue_batch(then)
        elif state.filed is not None:
            command: Any = ReprintDocument(document=state.filed)
            self._desk.run(command, partial(self._on_issued, then), self, self._on_refused, self._request_id)
        else:
            command = IssueDocument(
                document=state.document,
                about=self._wish.about,
                page_size=state.page_size.value,
                for_customer=state.for_customer and state.has_customer_version,
            )
            self._desk.run(command, partial(self._on_issued, then), self, self._on_refused, self._request_id)

    def _on_issued(self, then: Callable[[bytes], None], issued: DocumentIssued) -> None:
        self._request_id = new_id()
        is_copy = issued.reprints > 0
        self._set(filed=issued.id, is_copy=is_copy)
        self.issued.emit(issued)
        query = DocumentContent(id=issued.id, copy=is_copy)
        self._desk.read("filed", query, partial(self._on_filed, then), self, self._on_refused)

    def _on_filed(self, then: Callable[[bytes], None], content: DocumentBytes) -> None:
        self._on_content(content)
        self._set(is_busy=False)
        then(content.content)

    # Many at once

    def _issue_batch(self, then: Callable[[bytes], None]) -> None:
        """Issue one document after the other on the lane of commands; each is issued whole or not at all."""
        services, state = self._desk.services, self.state
        refused = {one.about for one in state.refused}
        abouts = [about for about in dict.fromkeys(self._wish.batch) if about not in refused]

        def issue(about: str) -> Done:
            size = state.page_size.value
            return services.run(IssueDocument(document=state.document, about=about, page_size=size))

        self._stop_asked.clear()
        work = partial(issue_each, abouts, issue, self._report)
        self._desk.runner.long(lambda _report: work(), partial(self._on_batch, then), self._on_refused, self)

    def stop(self) -> None:
        """Issue no further document of the batch; those that were issued are printed."""
        self._stop_asked.set()

    def _report(self, done: int, total: int) -> bool:
        """Called on the lane; the signal takes the numbers to the GUI thread."""
        self._progressed.emit(done, total)
        return not self._stop_asked.is_set()

    @Slot(int, int)
    def _on_progressed(self, done: int, total: int) -> None:
        self._set(progress=(done, total))

    def _on_batch(self, then: Callable[[bytes], None], batch: Batch) -> None:
        self._desk.bus.publish(batch.changes)
        self._set(progress=(0, 0), refused=(*self.state.refused, *batch.refused))
        if not batch.issued:
            self._set(is_busy=False)
            self._desk.notifications.tell(say("Nothing was printed."), kind=NoticeKind.RISK, key="printed")
            return
        query = BoundDocuments(ids=tuple(one.id for one in batch.issued))
        self._desk.read("filed", query, partial(self._on_filed, then), self, self._on_refused)

    @Slot(object)
    def _on_batch_pages(self, pages: BatchPages) -> None:
        self._set(refused=pages.refused)
        self._on_content(pages.bytes)

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
        self._desk.notifications.tell(
            say("$document was printed.", document=self._what()), kind=NoticeKind.DONE, key="printed"
        )

    def _what(self) -> str:
        """What went out: "Order confirmation C1", as a copy where it is one."""
        state = self.state
        what = f"{state.title} {state.suffix}".strip()
        return say("$document (a copy, marked so)", document=what) if state.is_copy else what

    def _write(self, file: Path, content: bytes) -> None:
        self._desk.runner.command(
            partial(_write_file, file, content), self._on_written, self._on_refused, self
        )

    def _on_written(self, file: Path) -> None:
        what = say("$document is saved as $file.", document=self._what(), file=file.name)
        self._desk.notifications.tell(what, kind=NoticeKind.DONE, key="saved")

    # Answers

    @Slot(object)
    def _on_documents(self, documents: tuple[PrintableRow, ...]) -> None:
        kinds = ("order",) if self.state.is_batch else self._wish.offers
        offered = {one.id for one in documents if one.about in kinds} | {self.state.document}
        offered |= {one.for_customer for one in documents if one.id in offered}
        # Of what was filed nothing else can be chosen; which of all documents it is, its pages say.
        is_filed = self._wish.filed is not None
        self._set(documents=tuple(one for one in documents if is_filed or one.id in offered))

    @Slot(object)
    def _on_content(self, content: DocumentBytes) -> None:
        document = content.document if self._wish.filed is not None else self.state.document
        self._set(content=content, document=document, fault="", letter="")
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
