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
from casedesk.ui.dialogs.print_preview_presenter import (
    PageSize,
    PreviewState,
    PreviewWish,
    PrintPreviewPresenter,
)
from casedesk.ui.theme import Type, look
from casedesk.ui.widgets import (
    Button,
    ButtonKind,
    ChoiceRow,
    Column,
    Combo,
    Field,
    Ground,
    Hairline,
    IconButton,
    Line,
    Option,
    PlainLabel,
    Scroll,
    Status,
    StatusShape,
)
from casedesk.words import count, say

__all__ = ["PreviewWish", "PrintPreview"]

ZOOM_STEPS = (50, 75, 100, 125, 150, 200, 300)
_SIDE_WIDTH = 304
_SIZES = {PageSize.A4: QPageSize.PageSizeId.A4, PageSize.LETTER: QPageSize.PageSizeId.Letter}

PRINT = Action("preview_print", "Print", "Ctrl+Return", "printer", "issue_document")
SAVE = Action("preview_save", "Save as PDF", "Ctrl+S", "save", "issue_document")
NEXT_PAGE = Action("preview_next_page", "Next page", "PgDown", "arrow-down")
PAGE_BEFORE = Action("preview_page_before", "Page before", "PgUp", "arrow-up")
LARGER = Action("preview_larger", "Show the page larger", "+", "plus")
SMALLER = Action("preview_smaller", "Show the page smaller", "-", "minus")
WHOLE_PAGE = Action("preview_whole_page", "Show the whole page", "0", "document")
CHOOSE_PRINTER = Action("preview_printer", "Choose another printer", "P", "printer")

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
        self._zoom: int | None = None
        self._was_filed = wish.filed is not None
        self.pages = PageView()
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
            (PRINT, self._on_print), (SAVE, self._on_save),
            (NEXT_PAGE, self._on_page_down), (PAGE_BEFORE, self._on_page_up), (LARGER, self._on_larger),
            (SMALLER, self._on_smaller), (WHOLE_PAGE, self._on_whole_page),
            (CHOOSE_PRINTER, self._on_choose_printer),
        ):  # fmt: skip
            bound = bind(action, self, perform, keys)
            if action is PRINT:
                bound.setShortcuts(
                    [QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter"), QKeySequence("Ctrl+P")]
                )

    def _lay_out(self) -> None:
        column = Column(self, gap=0)
        column.addWidget(self._make_head())
        column.addWidget(Hairline())
        self._middle = QStackedWidget()
        self._middle.addWidget(self.pages)
        self._middle.addWidget(self._refusal)
        line = Line(gap=0)
        line.addWidget(self._middle, 1)
        line.addWidget(self._make_side())
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
        line.addLayout(titles)
        line.addStretch(1)
        line.addWidget(close)
        return head

    def _make_side(self) -> QWidget:
        side = Ground("surface")
        side.setFixedWidth(look().px(_SIDE_WIDTH))
        column = Column(side, gap=0)
        scroll = Scroll(margin=(16, 12, 16, 12), gap=12)
        scroll.setAccessibleName(say("How it is shown and printed"))
        for part in (self._make_documents(), self._make_sizes(), self._make_paging(), self._make_zoom()):
            scroll.content.addWidget(part)
        scroll.content.addWidget(self._make_printer())
        scroll.content.addStretch(1)
        column.addWidget(scroll, 1)
        column.addWidget(Hairline())
        column.addWidget(self._make_buttons())
        return side

    def _make_documents(self) -> QWidget:
        self._documents = Combo()
        self._documents_field = Field(say("Document"), self._documents)
        return self._documents_field

    def _make_sizes(self) -> QWidget:
        self._sizes = ChoiceRow(
            [Option(size.value, size.value) for size in PageSize], self.presenter.state.page_size.value,
            name=say("Page size"),
        )  # fmt: skip
        self._sizes_field = Field(say("Page size"), self._sizes)
        return self._sizes_field

    def _make_paging(self) -> QWidget:
        row = QWidget()
        line = Line(row, gap=8)
        self._page_words = PlainLabel("", Type.TEXT_MEDIUM)
        before = IconButton("chevron-up", say("Page before, key PgUp"))
        before.activated.connect(self._on_page_before)
        after = IconButton("chevron-down", say("Next page, key PgDn"))
        after.activated.connect(self._on_next_page)
        line.addWidget(self._page_words, 1)
        line.addWidget(before)
        line.addWidget(after)
        self._paging = row
        return row

    def _make_zoom(self) -> QWidget:
        row = QWidget()
        line = Line(row, gap=8)
        self._zoom_words = PlainLabel("", Type.TEXT_MEDIUM)
        smaller = IconButton("minus", say("Show the page smaller, key minus"))
        smaller.activated.connect(self._on_smaller)
        larger = IconButton("plus", say("Show the page larger, key plus"))
        larger.activated.connect(self._on_larger)
        whole = Button(say("Whole page"), key="0")
        whole.activated.connect(self._on_whole_page)
        line.addWidget(self._zoom_words, 1)
        for part in (smaller, larger, whole):
            line.addWidget(part)
        return row

    def _make_printer(self) -> QWidget:
        box = QWidget()
        column = Column(box, gap=4)
        column.addWidget(PlainLabel(say("Printer"), Type.HINT_STRONG, "text2"))
        self._printer_name = PlainLabel("", Type.TEXT, wrap=True)
        self._other_printer = Button(say("Choose another printer"), key=CHOOSE_PRINTER.key, small=True)
        self._other_printer.activated.connect(self._on_choose_printer)
        column.addWidget(self._printer_name)
        column.addWidget(self._other_printer)
        return box

    def _make_buttons(self) -> QWidget:
        box = QWidget()
        column = Column(box, margin=(16, 12, 16, 12), gap=8)
        self._filing = PlainLabel("", Type.HINT, "text2", wrap=True)
        self._print = Button(say("Print"), ButtonKind.MAIN, key="Ctrl+Return", icon="printer")
        self._print.activated.connect(self._on_print)
        self._save = Button(say("Save as PDF"), key=SAVE.key)
        # Without a printer, saving is what one came for.
        self._save_instead = Button(say("Save as PDF"), ButtonKind.MAIN, key="Ctrl+Return")
        for button in (self._save, self._save_instead):
            button.activated.connect(self._on_save)
        for part in (self._filing, self._print, self._save, self._save_instead):
            column.addWidget(part)
        return box

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.changed.connect(self.show_state)
        presenter.pages_ready.connect(self._on_pages_ready)
        self.pages.scale_wanted.connect(presenter.draw)
        self._documents.picked.connect(presenter.choose_document)
        self._sizes.chosen.connect(self._on_size_chosen)
        self._refusal.retry_requested.connect(presenter.read_again)

    # Showing

    @Slot(object)
    def show_state(self, state: PreviewState) -> None:
        """Show the presenter's state."""
        self._title.setText(f"{state.title} {state.suffix}".strip())
        self._about.setText(say("Order $number. These are the very pages.", number=self._wish.number))
        self._middle.setCurrentWidget(self._refusal if state.fault else self.pages)
        self._refusal.show_refusal(state.fault, state.letter)
        self._show_documents(state)
        self._sizes_field.setVisible(state.filed is None)
        self._show_page(state)
        self._show_buttons(state)

    def _show_documents(self, state: PreviewState) -> None:
        options = [Option(one.id, one.name) for one in state.documents]
        if self._documents.count() != len(options):
            self._documents.set_options(options, state.document)
        self._documents.set_value(state.document)
        self._documents_field.setVisible(len(options) > 1 and not self._was_filed)

    def _show_page(self, state: PreviewState) -> None:
        pages = len(state.sheets)
        sheet = state.sheets[state.page] if state.page < pages else None
        words = say("Page $n of $all", n=state.page + 1, all=pages) if pages else ""
        self._page_words.setText(words)
        self._paging.setVisible(pages > 1)
        self.pages.show_page(sheet, state.picture, f"{state.title}, {words}" if words else state.title)
        self._zoom_words.setText(say("$n %", n=self.pages.percent))

    def _show_buttons(self, state: PreviewState) -> None:
        has_printer = self._printer is not None
        self._print.setVisible(has_printer)
        self._save.setVisible(has_printer)
        self._save_instead.setVisible(not has_printer)
        for button in (self._print, self._save, self._save_instead):
            button.set_not_allowed(self._desk.refusal(PRINT.permission))
            button.setEnabled(state.content is not None and not state.is_busy)
        name = self._printer.printerName() if self._printer else say("No printer is set up on this computer.")
        self._printer_name.setText(name)
        self._filing.setText(self._filing_words(state))

    def _filing_words(self, state: PreviewState) -> str:
        """What printing or saving will write into the case."""
        if state.content is None:
            return ""
        pages = count("$n page", "$n pages", state.content.pages)
        if state.filed is not None:
            return say("Filed in the case as $suffix, $pages.", suffix=state.suffix, pages=pages)
        return say(
            "Printing or saving files $pages in the case as $suffix.", pages=pages, suffix=state.suffix
        )

    # What people do

    @Slot()
    def _on_print(self) -> None:
        if self._printer is None:
            self._on_save()
        elif self._print.is_allowed:
            self.presenter.print_pages()

    @Slot()
    def _on_save(self) -> None:
        content = self.presenter.state.content
        if content is None or not self._save.is_allowed:
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
        elif self._was_filed:
            self.presenter.note_printed_again()
        else:
            self._was_filed = True
            self.presenter.note_printed()

    @Slot()
    def _on_choose_printer(self) -> None:
        chosen = self._printers.choose(self._printer, self)
        if chosen is not None:
            self._printer = chosen
            self.show_state(self.presenter.state)

    @Slot(str)
    def _on_size_chosen(self, size: str) -> None:
        self.presenter.choose_page_size(PageSize(size))

    @Slot()
    def _on_next_page(self) -> None:
        self.presenter.show_page(self.presenter.state.page + 1)

    @Slot()
    def _on_page_before(self) -> None:
        self.presenter.show_page(self.presenter.state.page - 1)

    @Slot()
    def _on_page_down(self) -> None:
        if not self.pages.scroll_page(1):
            self._on_next_page()

    @Slot()
    def _on_page_up(self) -> None:
        if not self.pages.scroll_page(-1):
            self._on_page_before()

    @Slot()
    def _on_larger(self) -> None:
        now = self.pages.percent
        self._set_zoom(next((step for step in ZOOM_STEPS if step > now), ZOOM_STEPS[-1]))

    @Slot()
    def _on_smaller(self) -> None:
        now = self.pages.percent
        self._set_zoom(next((step for step in reversed(ZOOM_STEPS) if step < now), ZOOM_STEPS[0]))

    @Slot()
    def _on_whole_page(self) -> None:
        self._set_zoom(None)

    def _set_zoom(self, percent: int | None) -> None:
        self.pages.set_zoom(percent)
        self._zoom_words.setText(say("$n %", n=self.pages.percent))


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
