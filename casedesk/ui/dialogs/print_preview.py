"""The print preview, opened inside a page: the very pages, page size, printer, printing and saving as PDF."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from casedesk.ui.actions import Action, KeyMap, bind
from casedesk.ui.desk import Desk
from casedesk.ui.dialogs.page_view import PageView
from casedesk.ui.dialogs.paper import Printers, put_on_paper
from casedesk.ui.dialogs.pdf_pages import PagePicture
from casedesk.ui.dialogs.preview_wish import PreviewWish
from casedesk.ui.dialogs.print_preview_presenter import (
    PageSize,
    PreviewState,
    PrintPreviewPresenter,
)
from casedesk.ui.dialogs.print_side import PrintSide, page_words
from casedesk.ui.theme import Type
from casedesk.ui.widgets import Button, Column, Ground, Hairline, Line, PlainLabel, Status, StatusShape
from casedesk.words import say

ZOOM_STEPS = (50, 75, 100, 125, 150, 200, 300)
_SIZES = {PageSize.A4: QPageSize.PageSizeId.A4, PageSize.LETTER: QPageSize.PageSizeId.Letter}

PRINT = Action("preview_print", "Print", "Ctrl+Return", "printer", "issue_document")
SAVE = Action("preview_save", "Save as PDF", "Ctrl+S", "save", "issue_document")
NEXT_PAGE = Action("preview_next_page", "Next page", "PgDown", "arrow-down")
PAGE_BEFORE = Action("preview_page_before", "Page before", "PgUp", "arrow-up")
LARGER = Action("preview_larger", "Show the page larger", "+", "plus")
SMALLER = Action("preview_smaller", "Show the page smaller", "-", "minus")
WHOLE_PAGE = Action("preview_whole_page", "Show the whole page", "0", "document")
CHOOSE_PRINTER = Action("preview_printer", "Choose a printer", "P", "printer")

ChooseFile = Callable[[QWidget, str], str]


def ask_for_file(parent: QWidget, name: str) -> str:
    """The path that the person chooses in the system's own dialog, "" when put away."""
    return QFileDialog.getSaveFileName(parent, say("Save as PDF"), name, say("PDF (*.pdf)"))[0]


class PrintPreview(Ground):
    """Stands in the place of the page it was opened from; `closed` when its button is pressed (Esc is the window's).

    Nothing is marked as sent before Print or Save: both issue the document and use the bytes that were filed.
    """

    closed = Signal()

    def __init__(
        self,
        desk: Desk,
        wish: PreviewWish,
        *,
        printers: Printers | None = None,
        choose_file: ChooseFile = ask_for_file,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("bg", parent)
        self.presenter = PrintPreviewPresenter(desk, wish, self)
        self._desk, self._wish = desk, wish
        self._printers = printers or Printers()
        self._choose_file = choose_file
        self._printer: QPrinter | None = self._printers.usual()
        self.pages = PageView()
        self.side = PrintSide(desk.refusal(PRINT.permission), CHOOSE_PRINTER.key, SAVE.key)
        self._refusal = _Refusal()
        self._title = PlainLabel("", Type.SCREEN_TITLE, elide=True)
        self._about = PlainLabel("", Type.TEXT, "text2", elide=True)
        self._bind_actions()
        self._lay_out()
        self._connect()
        self.presenter.open()

    def focus_start(self) -> None:
        """Put the keyboard on the pages."""
        self.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    # Building

    def _bind_actions(self) -> None:
        settings = self._desk.settings.now
        keys = KeyMap(settings.keys, settings.single_letters)
        for action, perform in (
            (PRINT, self._on_print), (SAVE, self._on_save), (NEXT_PAGE, self._on_page_down),
            (PAGE_BEFORE, self._on_page_up), (LARGER, self._on_larger), (SMALLER, self._on_smaller),
            (WHOLE_PAGE, self._on_whole_page), (CHOOSE_PRINTER, self._on_choose_printer),
        ):  # fmt: skip
            bound = bind(action, self, perform, keys)
            if action is PRINT:
                bound.setShortcuts([QKeySequence(key) for key in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+P")])

    def _lay_out(self) -> None:
        column = Column(self, gap=0)
        column.addWidget(self._make_head())
        column.addWidget(Hairline())
        self._middle = QStackedWidget()
        self._middle.addWidget(self.pages)
        self._middle.addWidget(self._refusal)
        line = Line(gap=0)
        line.addWidget(self._middle, 1)
        line.addWidget(self.side)
        column.addLayout(line, 1)

    def _make_head(self) -> QWidget:
        head = Ground("surface")
        line = Line(head, margin=(16, 8, 16, 8), gap=12)
        titles = Column(gap=1)
        titles.addWidget(self._title)
        titles.addWidget(self._about)
        close = Button(say("Close"), key="Esc")
        close.setAccessibleName(say("Close the preview"))
        close.activated.connect(self.closed)
        line.addLayout(titles, 1)
        line.addWidget(close)
        return head

    def _connect(self) -> None:
        presenter, side = self.presenter, self.side
        presenter.changed.connect(self.show_state)
        presenter.pages_ready.connect(self._on_pages_ready)
        self.pages.scale_wanted.connect(presenter.draw)
        side.document_chosen.connect(presenter.choose_document)
        side.size_chosen.connect(presenter.choose_page_size)
        side.for_customer_chosen.connect(presenter.choose_for_customer)
        side.stop_requested.connect(presenter.stop)
        side.page_step.connect(self._on_page_step)
        side.zoom_step.connect(self._on_zoom_step)
        side.whole_page_requested.connect(self._on_whole_page)
        side.printer_requested.connect(self._on_choose_printer)
        side.print_requested.connect(self._on_print)
        side.save_requested.connect(self._on_save)
        self._refusal.retry_requested.connect(presenter.read_again)

    # Showing

    @Slot(object)
    def show_state(self, state: PreviewState) -> None:
        """Show the presenter's state."""
        self._title.setText(f"{state.title} {state.suffix}".strip())
        subject = self._wish.subject or say("Order $number", number=self._wish.about)
        self._about.setText(say("$subject. These are the very pages.", subject=subject))
        self._middle.setCurrentWidget(self._refusal if state.fault else self.pages)
        self._refusal.show_refusal(state.fault, state.letter)
        sheet = state.sheets[state.page] if state.page < len(state.sheets) else None
        name = ", ".join(part for part in (state.title, page_words(state)) if part)
        self.pages.show_page(sheet, state.picture, name)
        printer = self._printer.printerName() if self._printer else None
        self.side.show_state(state, has_other_documents=self._wish.filed is None, printer=printer)
        self.side.show_zoom(self.pages.percent)

    # What people do

    @Slot()
    def _on_print(self) -> None:
        if self._printer is None:
            self._on_save()
        elif self.side.is_allowed:
            self.presenter.print_pages()

    @Slot()
    def _on_save(self) -> None:
        content = self.presenter.state.content
        if content is None or not self.side.is_allowed:
            return
        file = self._choose_file(self, content.name)
        if file:
            self.presenter.save(Path(file))

    @Slot(object)
    def _on_pages_ready(self, pictures: tuple[PagePicture, ...]) -> None:
        size = QPageSize(_SIZES[self.presenter.state.page_size])
        if self._printer is None or not put_on_paper(self._printer, pictures, size):
            self._desk.notifications.tell(
                say("The printer does not answer. The document is filed; save it as PDF.")
            )
        else:
            self.presenter.note_printed()

    @Slot()
    def _on_choose_printer(self) -> None:
        chosen = self._printers.choose(self._printer, self)
        if chosen is not None:
            self._printer = chosen
            self.show_state(self.presenter.state)

    @Slot(int)
    def _on_page_step(self, by: int) -> None:
        self.presenter.show_page(self.presenter.state.page + by)

    @Slot()
    def _on_page_down(self) -> None:
        if not self.pages.scroll_page(1):
            self._on_page_step(1)

    @Slot()
    def _on_page_up(self) -> None:
        if not self.pages.scroll_page(-1):
            self._on_page_step(-1)

    @Slot(int)
    def _on_zoom_step(self, by: int) -> None:
        now = self.pages.percent
        larger = [step for step in ZOOM_STEPS if step > now] or [ZOOM_STEPS[-1]]
        smaller = [step for step in ZOOM_STEPS if step < now] or [ZOOM_STEPS[0]]
        self._set_zoom(larger[0] if by > 0 else smaller[-1])

    @Slot()
    def _on_larger(self) -> None:
        self._on_zoom_step(1)

    @Slot()
    def _on_smaller(self) -> None:
        self._on_zoom_step(-1)

    @Slot()
    def _on_whole_page(self) -> None:
        self._set_zoom(None)

    def _set_zoom(self, percent: int | None) -> None:
        self.pages.set_zoom(percent)
        self.side.show_zoom(self.pages.percent)


class _Refusal(QWidget):
    """Why there are no pages, with the letter that cannot be printed shown large."""

    retry_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = Column(self, margin=32, gap=12)
        head = Line(gap=8)
        head.addWidget(StatusShape(Status.LATE, 20))
        head.addWidget(PlainLabel(say("These pages cannot be printed"), Type.SUB_RECORD), 1)
        self._letter = PlainLabel("", Type.ORDER_NUMBER, selectable=True)
        self._why = PlainLabel("", Type.TEXT, wrap=True, selectable=True)
        retry = Button(say("Try again"), key="F5")
        retry.activated.connect(self.retry_requested)
        column.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._letter)
        column.addWidget(self._why)
        column.addWidget(retry, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(2)

    def show_refusal(self, why: str, letter: str) -> None:
        self._letter.setText(letter)
        self._letter.setVisible(bool(letter.strip()))
        self._letter.setAccessibleName(say("The letter: $letter", letter=letter))
        self._why.setText(why)
