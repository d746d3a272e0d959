"""A place in a page where one small form at a time opens and closes; it knows no command."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from casedesk.ui.forms.inline_form import BESIDE, InlineForm
from casedesk.ui.forms.spec import Form
from casedesk.ui.widgets import Column
from casedesk.ui.widgets.date_fields import Now


class FormSlot(QWidget):
    """Shows the form it is given, made anew only when it is another one; takes no room while it is empty.

    `typed(field, value)`, `save_requested` and `away_requested` are those of the open form.
    """

    typed = Signal(str, str)
    save_requested = Signal()
    away_requested = Signal()

    def __init__(self, now: Now, parent: QWidget | None = None, *, beside: int = BESIDE) -> None:
        super().__init__(parent)
        self.open_form: InlineForm | None = None
        self._now, self._beside = now, beside
        self._column = Column(self, gap=0)
        self.hide()

    def show_form(
        self, form: Form | None, gaps: Mapping[str, str], *, is_saving: bool = False, kept: str = ""
    ) -> None:
        """Show a form with what is missing in it; None closes it. A form just opened gets the keyboard."""
        shown = self.open_form
        if shown is not None and (form is None or shown.form.request_id != form.request_id):
            self._close(shown)
        if form is None:
            return
        opened = self.open_form is None
        if opened:
            self.open_form = self._open(form)
        if self.open_form is not None:
            self.open_form.show_form(form, gaps, is_saving=is_saving, kept=kept)
            if opened:
                self.open_form.focus_first()

    def _open(self, form: Form) -> InlineForm:
        made = InlineForm(form, self._now, beside=self._beside)
        made.typed.connect(self.typed)
        made.save_requested.connect(self.save_requested)
        made.away_requested.connect(self.away_requested)
        self._column.addWidget(made)
        self.show()
        return made

    def _close(self, shown: InlineForm) -> None:
        self.open_form = None
        self._column.removeWidget(shown)
        shown.hide()
        shown.deleteLater()
        self.hide()
