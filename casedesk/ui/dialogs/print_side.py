"""What stands beside the pages of a preview: document, paper, page, zoom, printer, and the buttons; no document."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.ui.dialogs.print_preview_presenter import PageSize, PreviewState
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
)
from casedesk.words import count, say

_WIDTH = 304
_INSIDE, _FOR_CUSTOMER = "inside", "customer"
_MOST_REFUSED_SHOWN = 8


class PrintSide(Ground):
    """`document_chosen(id)`, `for_customer_chosen(yes)` and `size_chosen(PageSize)`; `page_step(by)`,
    `zoom_step(by)` and `whole_page_requested`; `printer_requested`, `print_requested`, `save_requested`, and
    `stop_requested` while many are issued.
    """

    document_chosen = Signal(str)
    for_customer_chosen = Signal(bool)
    stop_requested = Signal()
    size_chosen = Signal(object)
    page_step = Signal(int)
    zoom_step = Signal(int)
    whole_page_requested = Signal()
    printer_requested = Signal()
    print_requested = Signal()
    save_requested = Signal()

    def __init__(self, refusal: str, printer_key: str, save_key: str, parent: QWidget | None = None) -> None:
        super().__init__("surface", parent)
        self._refusal = refusal
        self.setFixedWidth(look().px(_WIDTH))
        look().changed.connect(self._on_look_changed)
        column = Column(self, gap=0)
        scroll = Scroll(margin=(16, 12, 16, 12), gap=12)
        scroll.setAccessibleName(say("How it is shown and printed"))
        for part in (
            self._make_documents(), self._make_versions(), self._make_refused(), self._make_sizes(),
            self._make_paging(), self._make_zoom(),
        ):  # fmt: skip
            scroll.content.addWidget(part)
        scroll.content.addWidget(self._make_printer(printer_key))
        scroll.content.addStretch(1)
        column.addWidget(scroll, 1)
        column.addWidget(Hairline())
        column.addWidget(self._make_buttons(save_key))

    def show_state(self, state: PreviewState, *, has_other_documents: bool, printer: str | None) -> None:
        """Show what can be chosen and done; `printer` is its name, None where there is none."""
        options = [Option(one.id, one.name) for one in state.choices]
        if self._documents.count() != len(options):
            self._documents.set_options(options, state.document)
        self._documents.set_value(state.document)
        self._documents_field.setVisible(has_other_documents and len(options) > 1)
        self._versions_field.setVisible(state.has_customer_version)
        self._versions.set_value(_FOR_CUSTOMER if state.for_customer else _INSIDE)
        self._refused.setVisible(bool(state.refused))
        self._refused.setText(_refused_words(state))
        self._stop.setVisible(state.progress != (0, 0))
        self._sizes.set_value(state.page_size.value)
        self._sizes_field.setVisible(state.filed is None)
        self._page_words.setText(page_words(state))
        self._paging.setVisible(len(state.sheets) > 1)
        self._show_buttons(state, printer)

    def show_zoom(self, percent: int) -> None:
        """Say how large the page is shown."""
        self._zoom_words.setText(say("$n %", n=percent))

    @property
    def is_allowed(self) -> bool:
        """Whether this person may print and save."""
        return not self._refusal

    def _show_buttons(self, state: PreviewState, printer: str | None) -> None:
        self._print.setVisible(printer is not None)
        self._save.setVisible(printer is not None)
        self._save_instead.setVisible(printer is None)
        for button in (self._print, self._save, self._save_instead):
            button.set_not_allowed(self._refusal)
            button.setEnabled(state.content is not None and not state.is_busy)
        self._printer_name.setText(
            say("No printer is set up on this computer.") if printer is None else printer
        )
        self._filing.setText(_filing_words(state))

    def _make_documents(self) -> QWidget:
        self._documents = Combo()
        self._documents.picked.connect(self.document_chosen)
        self._documents_field = Field(say("Document"), self._documents)
        return self._documents_field

    def _make_versions(self) -> QWidget:
        options = [Option(_INSIDE, say("Inside use")), Option(_FOR_CUSTOMER, say("The customer"))]
        self._versions = ChoiceRow(options, name=say("Who reads it"))
        self._versions.chosen.connect(self._on_version_chosen)
        self._versions_field = Field(say("Who reads it"), self._versions)
        return self._versions_field

    def _make_refused(self) -> QWidget:
        self._refused = PlainLabel("", Type.TEXT, "late", wrap=True, selectable=True)
        return self._refused

    def _make_sizes(self) -> QWidget:
        self._sizes = ChoiceRow([Option(size.value, size.value) for size in PageSize], name=say("Page size"))
        self._sizes.chosen.connect(self._on_size_chosen)
        self._sizes_field = Field(say("Page size"), self._sizes)
        return self._sizes_field

    def _make_paging(self) -> QWidget:
        self._paging = QWidget()
        line = Line(self._paging, gap=8)
        self._page_words = PlainLabel("", Type.TEXT_MEDIUM)
        before = IconButton("chevron-up", say("Page before, key PgUp"))
        before.activated.connect(self._on_page_before)
        after = IconButton("chevron-down", say("Next page, key PgDn"))
        after.activated.connect(self._on_next_page)
        line.addWidget(self._page_words, 1)
        line.addWidget(before)
        line.addWidget(after)
        return self._paging

    def _make_zoom(self) -> QWidget:
        row = QWidget()
        line = Line(row, gap=8)
        self._zoom_words = PlainLabel("", Type.TEXT_MEDIUM)
        smaller = IconButton("minus", say("Show the page smaller, key minus"))
        smaller.activated.connect(self._on_smaller)
        larger = IconButton("plus", say("Show the page larger, key plus"))
        larger.activated.connect(self._on_larger)
        whole = Button(say("Whole page"), key="0")
        whole.activated.connect(self.whole_page_requested)
        line.addWidget(self._zoom_words, 1)
        for part in (smaller, larger, whole):
            line.addWidget(part)
        return row

    def _make_printer(self, key: str) -> QWidget:
        box = QWidget()
        column = Column(box, gap=4)
        column.addWidget(PlainLabel(say("Printer"), Type.HINT_STRONG, "text2"))
        self._printer_name = PlainLabel("", Type.TEXT, wrap=True)
        other = Button(say("Choose a printer"), key=key, small=True)
        other.activated.connect(self.printer_requested)
        column.addWidget(self._printer_name)
        column.addWidget(other)
        return box

    def _make_buttons(self, save_key: str) -> QWidget:
        box = QWidget()
        column = Column(box, margin=(16, 12, 16, 12), gap=8)
        self._filing = PlainLabel("", Type.HINT, "text2", wrap=True)
        self._print = Button(say("Print"), ButtonKind.MAIN, key="Ctrl+Return", icon="printer")
        self._print.activated.connect(self.print_requested)
        self._save = Button(say("Save as PDF"), key=save_key)
        # Without a printer, saving is what one came for.
        self._save_instead = Button(say("Save as PDF"), ButtonKind.MAIN, key="Ctrl+Return")
        for button in (self._save, self._save_instead):
            button.activated.connect(self.save_requested)
        self._stop = Button(say("Stop"))
        self._stop.activated.connect(self.stop_requested)
        self._stop.hide()
        for part in (self._filing, self._stop, self._print, self._save, self._save_instead):
            column.addWidget(part)
        return box

    @Slot(str)
    def _on_version_chosen(self, version: str) -> None:
        self.for_customer_chosen.emit(version == _FOR_CUSTOMER)

    @Slot(str)
    def _on_size_chosen(self, size: str) -> None:
        self.size_chosen.emit(PageSize(size))

    @Slot()
    def _on_page_before(self) -> None:
        self.page_step.emit(-1)

    @Slot()
    def _on_next_page(self) -> None:
        self.page_step.emit(1)

    @Slot()
    def _on_smaller(self) -> None:
        self.zoom_step.emit(-1)

    @Slot()
    def _on_larger(self) -> None:
        self.zoom_step.emit(1)

    @Slot()
    def _on_look_changed(self) -> None:
        self.setFixedWidth(look().px(_WIDTH))


def page_words(state: PreviewState) -> str:
    """ "Page 1 of 2", "" while there are no pages."""
    pages = len(state.sheets)
    return say("Page $n of $all", n=state.page + 1, all=pages) if pages else ""


def _filing_words(state: PreviewState) -> str:
    """What printing or saving will write into the case."""
    done, total = state.progress
    if total:
        return say("Issuing document $n of $all.", n=min(done + 1, total), all=total)
    if state.content is None:
        return ""
    pages = count("$n page", "$n pages", state.content.pages)
    if state.is_batch:
        return say("Printing or saving files each document in its case, $pages in all.", pages=pages)
    if state.filed is not None:
        filed = say("Filed as $suffix, $pages.", suffix=state.suffix, pages=pages)
        return say("$filed What is printed or saved now is a copy, marked so.", filed=filed)
    if state.content.is_copy:
        return say("Printed before as $suffix, $pages. This is a copy, marked so.", suffix=state.suffix, pages=pages)
    return say("Printing or saving files $pages as $suffix.", pages=pages, suffix=state.suffix)


def _refused_words(state: PreviewState) -> str:
    """Which documents of a batch cannot be printed and why, the first ones in full."""
    if not state.refused:
        return ""
    head = count("$n cannot be printed:", "$n cannot be printed:", len(state.refused))
    shown = state.refused[:_MOST_REFUSED_SHOWN]
    lines = [head, *(say("$about: $why", about=one.about, why=one.why) for one in shown)]
    if left := len(state.refused) - len(shown):
        lines.append(count("And $n more.", "And $n more.", left))
    return "\n".join(lines)
