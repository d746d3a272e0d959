"""What colleagues changed in an order that is open here, and where two people change the same; it knows no query."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from casedesk.ui.notifications import Choice, Message, NoticeKind
from casedesk.ui.screens.order.news import News
from casedesk.ui.screens.order.order_actions import MINE, THEIRS
from casedesk.ui.screens.order.state import Clash
from casedesk.ui.widgets import Column, Notice, announce
from casedesk.words import say

Act = Callable[[], None]


class OrderNotices(QWidget):
    """Takes no room while there is nothing to say.

    `change_wanted(milestone key)` from "Show the change", `closed` when the news is closed, `theirs_taken` and
    `mine_kept` from the two ways out of a clash.
    """

    change_wanted = Signal(str)
    closed = Signal()
    theirs_taken = Signal()
    mine_kept = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._news: Notice | None = None
        self._clash: Notice | None = None
        self._column = Column(self, gap=8)
        self.hide()

    def show_them(self, news: News | None, clash: Clash | None) -> None:
        """Show a colleague's last change and the clash that is open; None takes either away."""
        self._news = self._replace(self._news, _news_message(news, self.change_wanted.emit) if news else None)
        message = _clash_message(clash, self.theirs_taken.emit, self.mine_kept.emit) if clash else None
        self._clash = self._replace(self._clash, message)
        self.setVisible(self._news is not None or self._clash is not None)

    def _replace(self, shown: Notice | None, message: Message | None) -> Notice | None:
        if shown is not None and shown.message == message:
            return shown
        if shown is not None:
            self._column.removeWidget(shown)
            shown.hide()
            shown.deleteLater()
        if message is None:
            return None
        notice = Notice(message)
        notice.closed.connect(self.closed)
        self._column.addWidget(notice)
        announce(self, notice.accessibleName())
        return notice


def _news_message(news: News, show: Callable[[str], None]) -> Message:
    text = say("changed $what ($time). Below is what is valid now.", what=news.words, time=news.at)
    choices = (Choice(say("Show the change"), partial(show, news.milestone)),) if news.milestone else ()
    return Message("order-news", NoticeKind.INFO, news.who, text, choices, icon="eye")


def _clash_message(clash: Clash, take_theirs: Act, keep_mine: Act) -> Message:
    lead = say("$name saved this meanwhile: $value.", name=clash.who, value=clash.theirs)
    text = say("You typed $value, not saved yet.", value=clash.mine)
    choices = (
        Choice(say("Take theirs"), take_theirs, THEIRS.key),
        Choice(say("Keep mine"), keep_mine, MINE.key),
    )
    return Message("order-clash", NoticeKind.RISK, lead, text, choices, closable=False)
