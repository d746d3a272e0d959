"""What the pages before the frame share: look and language above, one line about what is stored below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from casedesk import __version__
from casedesk.ui import window_actions
from casedesk.ui.frame.status_bar import HEIGHT, KeyedWord
from casedesk.ui.frame.top_bar import ProductMark
from casedesk.ui.theme import ThemeChoice, Type, look
from casedesk.ui.widgets import Column, Combo, Ground, Hairline, KeyHint, Line, Option, PlainLabel, Scroll
from casedesk.words import say

_LOW = 640
"""Height of a page, in pixels of the design, below which the mark gives way."""


class StartPage(Ground):
    """A page with its content in the middle; put it into `content`.

    `theme_chosen(ThemeChoice)` asks for another look, `help_requested` for the words of the page.
    """

    theme_chosen = Signal(object)
    help_requested = Signal()

    def __init__(self, title: str, explanation: str, parent: QWidget | None = None) -> None:
        super().__init__("bg", parent)
        self.setAccessibleName(title)
        self._explanation = explanation
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        page = Column(self, gap=0)
        page.addLayout(self._make_top())
        scroll = Scroll(margin=(16, 8, 16, 12), gap=8)
        self._scroll = scroll
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page.addWidget(scroll, 1)
        page.addWidget(self._make_foot())
        middle = Qt.AlignmentFlag.AlignHCenter
        scroll.content.addStretch(1)
        self._mark = ProductMark(48)
        scroll.content.addWidget(self._mark, 0, middle)
        scroll.content.addWidget(PlainLabel(title, Type.COUNT), 0, middle)
        words = PlainLabel(explanation, Type.TEXT, "text2", wrap=True)
        words.setAlignment(middle)
        scroll.content.addWidget(words)
        scroll.content.addSpacing(look().px(12))
        self.content = Column(gap=12)
        scroll.content.addLayout(self.content)
        scroll.content.addStretch(2)
        look().changed.connect(self._on_look_changed)
        self._on_look_changed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def reveal(self, part: QWidget) -> None:
        """Scroll so far that a part of the page is seen."""
        self._scroll.ensureWidgetVisible(part)

    def set_stored(self, words: str) -> None:
        """Say at the bottom what is stored at this moment."""
        self._stored.setText(words)

    def help_words(self) -> str:
        """What this page is for, for F1."""
        return self._explanation

    def step_back(self) -> None:
        """Esc: one step back."""

    def _make_top(self) -> Line:
        top = Line(margin=(16, 16, 16, 0), gap=8)
        top.addStretch(1)
        language = Combo([Option("en", say("English"))], "en")
        language.setAccessibleName(say("Language"))
        self._theme = Combo(
            [
                Option(ThemeChoice.SYSTEM, say("Look: as the system")),
                Option(ThemeChoice.LIGHT, say("Look: light")),
                Option(ThemeChoice.DARK, say("Look: dark")),
            ],
            look().choice,
        )
        self._theme.setAccessibleName(say("Look"))
        self._theme.picked.connect(self._on_theme_picked)
        top.addWidget(PlainLabel(say("Language"), Type.TEXT_MEDIUM, "text2"))
        top.addWidget(language)
        top.addWidget(self._theme)
        return top

    def _make_foot(self) -> QWidget:
        self._foot = Ground("surface")
        column = Column(self._foot, gap=0)
        column.addWidget(Hairline())
        content = QWidget()
        line = Line(content, margin=(20, 0, 12, 0), gap=8)
        self._stored = PlainLabel("", Type.HINT, "text2")
        self._help = KeyedWord(say("Help"), window_actions.HELP.key)
        self._help.clicked.connect(self.help_requested)
        self._zoom = PlainLabel("", Type.HINT, "text2")
        line.addWidget(self._stored)
        line.addStretch(1)
        version = say("CaseDesk $version", version=__version__.rpartition(".")[0])
        line.addWidget(PlainLabel(version, Type.HINT, "text2"))
        line.addWidget(self._help)
        for key in (window_actions.ZOOM_IN.key, window_actions.ZOOM_OUT.key):
            line.addWidget(KeyHint(key))
        line.addWidget(self._zoom)
        column.addWidget(content, 1)
        return self._foot

    @Slot(str)
    def _on_theme_picked(self, choice: str) -> None:
        self.theme_chosen.emit(ThemeChoice(choice))

    def _make_room(self) -> None:
        """Leave the mark out where the page is low, so that what has to be chosen is seen."""
        self._mark.setVisible(self.height() >= look().px(_LOW))

    @Slot()
    def _on_look_changed(self) -> None:
        self._make_room()
        self._foot.setFixedHeight(look().px(HEIGHT))
        self._zoom.setText(say("$n %", n=look().zoom))


def keys_line(*keys_and_words: tuple[tuple[str, ...], str]) -> Line:
    """The line below a choice: keys in boxes with what they do."""
    line = Line(gap=6)
    line.addStretch(1)
    for keys, words in keys_and_words:
        for key in keys:
            line.addWidget(KeyHint(key))
        line.addWidget(PlainLabel(words, Type.HINT, "text2"))
        line.addSpacing(look().px(12))
    line.addStretch(1)
    return line
