"""Timeline and short lists of a case: beside one another, or behind tabs where the page is narrow."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QWidget

from casedesk.ui.screens.case.counted_row import CountedRow
from casedesk.ui.screens.case.matters_card import DECISIONS, PROMISES, REQUESTS, MattersCard
from casedesk.ui.screens.case.timeline_card import TimelineCard
from casedesk.ui.theme import look
from casedesk.ui.widgets import Column, Line, Option
from casedesk.words import say

TIMELINE = "timeline"
SIDE_WIDTH = 263
LEAST_HEIGHT = 236


class LowerPart(QWidget):
    """Holds both cards; `tab_changed(key)` when the person looks at another tab."""

    tab_changed = Signal(str)

    def __init__(self, timeline: TimelineCard, matters: MattersCard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timeline, self._matters = timeline, matters
        self._has_tabs = False
        options = [
            Option(TIMELINE, say("Timeline")),
            Option(PROMISES, say("Promises")),
            Option(DECISIONS, say("Decisions")),
            Option(REQUESTS, say("Requests")),
        ]
        self.tabs = CountedRow(options, TIMELINE, name=say("Parts of the case"), small=True)
        self.tabs.chosen.connect(self._on_tab)
        column = Column(self, gap=8)
        column.addWidget(self.tabs)
        row = Line(gap=12)
        row.addWidget(timeline, 1)
        row.addWidget(matters)
        column.addLayout(row, 1)
        look().changed.connect(self._arrange)
        self._arrange()

    def set_has_tabs(self, has_tabs: bool) -> None:
        self._has_tabs = has_tabs
        self._arrange()

    def show_counts(self, entries: int) -> None:
        """Show on the tabs how much is behind each."""
        counts = {key: section.count for key, section in self._matters.sections.items()}
        self.tabs.show_counts({TIMELINE: entries, **counts})

    def show_timeline(self) -> None:
        """Bring the timeline to the front."""
        self.tabs.set_value(TIMELINE)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(300), look().px(LEAST_HEIGHT))

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        # Else the page would take the height its lists would like for the least it needs, and scroll.
        return False

    @Slot()
    def _arrange(self) -> None:
        px, tab = look().px, self.tabs.value
        self.setMinimumHeight(px(LEAST_HEIGHT))
        self.tabs.setVisible(self._has_tabs)
        shows_timeline = not self._has_tabs or tab == TIMELINE
        self._timeline.setVisible(shows_timeline)
        self._matters.setVisible(not self._has_tabs or not shows_timeline)
        self._matters.setMinimumWidth(px(SIDE_WIDTH))
        self._matters.setMaximumWidth((1 << 24) - 1 if self._has_tabs else px(SIDE_WIDTH))
        self._matters.show_only("" if not self._has_tabs else tab)

    @Slot(str)
    def _on_tab(self, key: str) -> None:
        self._arrange()
        self.tab_changed.emit(key)
