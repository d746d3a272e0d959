"""All shared parts on one page, to look at and to test: `python -m tests.ui.gallery -o parts.png`.

It knows no record; the people and numbers on it are invented.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from casedesk.ui.notifications import Choice, Message, NoticeKind, Notifications
from casedesk.ui.theme import ThemeChoice, Type, dress, look
from casedesk.ui.widgets.boxes import SayBox
from casedesk.ui.widgets.buttons import Button, ButtonKind, Option
from casedesk.ui.widgets.card import Card, SkeletonBars
from casedesk.ui.widgets.choices import ChoiceRow, LargeChoice, LargeOption
from casedesk.ui.widgets.count_card import CountCard
from casedesk.ui.widgets.date_fields import DateTimeField
from casedesk.ui.widgets.facts import FactList
from casedesk.ui.widgets.fields import Field
from casedesk.ui.widgets.inputs import CheckBox, Combo, TextArea, TextLine
from casedesk.ui.widgets.labels import KeyHint, OrderNumberLabel, PlainLabel, Run, SectionHeading
from casedesk.ui.widgets.layout import Column, Flow, Ground, Line
from casedesk.ui.widgets.milestone_marks import MilestoneMark
from casedesk.ui.widgets.milestones import MilestoneTrack, TrackForm
from casedesk.ui.widgets.notice import Notice, UndoBar
from casedesk.ui.widgets.owner import OwnerChip, OwnerMark, PersonCard
from casedesk.ui.widgets.promise import PromiseChip, PromiseMark, PromiseState
from casedesk.ui.widgets.status import Status, StatusPill, Tag

TODAY = date(2026, 11, 24)
WIDTH = 720


def now() -> datetime:
    """The moment the gallery shows."""
    return datetime(2026, 11, 24, 10, 42, tzinfo=UTC)


def gallery() -> QWidget:
    """Every shared part in its states."""
    page = Ground("bg")
    column = Column(page, margin=24, gap=8)
    column.addWidget(PlainLabel("Shared parts", Type.SCREEN_TITLE))
    for title, part in (
        ("Status: always shape, word and colour", _statuses()),
        ("Promises", _promises()),
        ("Owners: a name on everything", _owners()),
        ("Milestone track", _compact_track()),
        ("Milestones of an order", _full_track()),
        ("Actions", _actions()),
        ("Fields, checked while you type", _fields()),
        ("Choices", _choices()),
        ("Notices: undo, a colleague's change, no connection", _notices()),
        ("Empty, loading, error", _cards()),
        ("Counts, number, contact, five lines", _head()),
    ):
        column.addWidget(PlainLabel(title, Type.HINT_STRONG, "text2"))
        if isinstance(part, QLayout):
            column.addLayout(part)
        else:
            column.addWidget(part)
    return page


def marks() -> list[MilestoneMark]:
    """An order whose forecast has slipped."""
    return [
        MilestoneMark(
            "Agreed", "Sales", Status.DONE, _nov(9), _nov(9), datetime(2026, 11, 9, 9, 51, tzinfo=UTC)
        ),
        MilestoneMark("Checked", "Order desk", Status.DONE, _nov(10), _nov(10), _nov(10)),
        MilestoneMark("Street permit", "Network", Status.DONE, _nov(18), _nov(24), _nov(24)),
        MilestoneMark("Line built", "Network", Status.UNDER_WAY, _nov(20), _nov(27), earlier=(_nov(16),)),
        MilestoneMark("Visit", "Field", Status.IN_JEOPARDY, _nov(25), date(2026, 12, 3)),
        MilestoneMark("Working", "Network", Status.LATE, _nov(20), date(2026, 12, 3), is_promise=True),
        MilestoneMark("Feedback call", "Support", Status.BLOCKED, date(2026, 12, 2)),
        MilestoneMark("First bill right", "Billing", Status.NOT_STARTED, date(2027, 1, 1), date(2027, 1, 1)),
    ]


def _nov(day: int) -> date:
    return date(2026, 11, day)


def _flow(*parts: QWidget) -> QWidget:
    row = QWidget()
    flow = Flow(row)
    for part in parts:
        flow.addWidget(part)
    return row


def _statuses() -> QWidget:
    return _flow(*(StatusPill(status) for status in Status), Tag("Loyal: 9 years", "star"))


def _promises() -> QWidget:
    return _flow(
        PromiseChip(PromiseMark(PromiseState.OPEN, "Call back, 14:30", "in 3 h")),
        PromiseChip(PromiseMark(PromiseState.SOON, "Call back, 11:00", "in 18 min")),
        PromiseChip(PromiseMark(PromiseState.BROKEN, "Call back, 10:30", "broken, 12 min")),
        PromiseChip(PromiseMark(PromiseState.KEPT, "Call back, 09:00", "kept 08:56")),
        PromiseChip(PromiseMark(PromiseState.RELEASED, "Send the form", "released by Marta Lindqvist")),
        PromiseChip(PromiseMark.none()),
    )


def _owners() -> QWidget:
    return _flow(
        OwnerChip(OwnerMark.you("Priya Nair")),
        OwnerChip(OwnerMark.colleague("Daniel Osei", "01632 960 214", "in until 17:00")),
        OwnerChip(OwnerMark.nobody("Order desk", "1 h")),
        OwnerChip(OwnerMark.away("Jonas Weber", "Mon", "Ada Kerr")),
        OwnerChip(OwnerMark.asked("Lewis Grant", "10:31")),
    )


def _compact_track() -> QWidget:
    box = QWidget()
    column = Column(box)
    column.addWidget(MilestoneTrack(marks(), today=TODAY))
    column.addWidget(MilestoneTrack(marks(), TrackForm.TINY, today=TODAY))
    return box


def _full_track() -> QWidget:
    card = Card("Milestones", hint="Left/Right choose a step")
    card.body.addWidget(MilestoneTrack(marks(), TrackForm.FULL, today=TODAY, chosen=3))
    return card


def _actions() -> QWidget:
    refused = Button("Not allowed yet")
    refused.set_not_allowed("Only a manager may approve this")
    return _flow(
        Button("Main action", ButtonKind.MAIN, key="Ctrl+Enter"),
        Button("Other action", key="R"),
        Button("Log a call", icon="phone", key="F8"),
        Button("Quiet action", ButtonKind.QUIET),
        refused,
        Button("Take", small=True),
        KeyHint("Ctrl+K"),
    )


def _fields() -> Line:
    row = Line(gap=12)
    wrong = Field("By when", DateTimeField(now, datetime(2026, 11, 29, 15, 0, tzinfo=UTC)), required=True)
    wrong.set_problem("Nobody works on Sunday. Use Mon 30.")
    good = Field("By when", DateTimeField(now, datetime(2026, 11, 27, 15, 0, tzinfo=UTC)), required=True)
    good.set_ok("Daniel is at work then.")
    fixed = Field("Order", TextLine("4817-2090", read_only=True), hint="read only, can be copied")
    for field in (good, wrong, fixed):
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return row


def _choices() -> Column:
    column = Column(gap=8)
    words = (("answered", "Answered"), ("new_promise", "New promise"), ("handed_over", "Hand over"))
    column.addWidget(ChoiceRow([Option(key, text) for key, text in words], "new_promise", name="Outcome"))
    row = Line(gap=12)
    reasons = Combo([Option("where", "Where is my order?")], "where")
    row.addWidget(Field("What happened", reasons), 1, Qt.AlignmentFlag.AlignTop)
    text = TextArea("Permit is granted for Fri 27 Nov.", rows=2)
    row.addWidget(Field("What was said", text, required=True, tail="Draft kept 10:41:58"), 1)
    column.addLayout(row)
    column.addWidget(CheckBox("Price read out and agreed", checked=True))
    offers = (
        LargeOption("a", "Mon 7 December", "two working days of slack, advised", Status.ON_TIME, "All green"),
        LargeOption("b", "Thu 3 December", "any delay breaks the promise", Status.IN_JEOPARDY, "No slack"),
    )
    column.addWidget(LargeChoice(offers, "a", name="What we promise"))
    column.addWidget(SayBox("Say first", "“Hello Marta, I have everything in front of me.”"))
    column.addWidget(SayBox("Say", "“It works by Monday 7 December.”", urgent=True))
    return column


def _notices() -> QWidget:
    box = QWidget()
    column = Column(box, gap=8)
    notifications = Notifications(box)
    column.addWidget(UndoBar(notifications))
    notifications.offer_undo("Handed to Lewis Grant. He has to accept.", _nothing, 58)
    take = (Choice("Take his", _nothing), Choice("Keep mine", _nothing))
    retry = (Choice("Try now", _nothing),)
    for message in (
        Message(
            "a", NoticeKind.INFO, "Daniel Osei",
            "is changing the visit of order 4817-2090 right now.", icon="eye",
        ),
        Message(
            "b", NoticeKind.RISK, "Daniel Osei saved this field 8 s ago:",
            "visit Thu 3 Dec. You typed Wed 2 Dec.", take, closable=False,
        ),
        Message(
            "c", NoticeKind.LATE, "No connection to the database.",
            "You can read what is open. Your drafts are kept here and saved when it is back.", retry,
            closable=False,
        ),
    ):  # fmt: skip
        column.addWidget(Notice(message))
    return box


def _cards() -> Line:
    row = Line(gap=12)
    empty, loading, failed = Card("Promises due"), Card("Orders"), Card("Timeline")
    empty.show_empty("Nothing is due. The next one is tomorrow, 09:30.", "Look at the team queue", "4")
    loading.body.addWidget(SkeletonBars())
    loading.body.addWidget(PlainLabel("Loading 3 orders of Marta Lindqvist", Type.HINT, "text2", wrap=True))
    failed.show_error("Could not be read.", "No answer within 5 s. The rest of the page is current.")
    for card in (empty, loading, failed):
        row.addWidget(card, 1)
    return row


def _head() -> Column:
    column = Column(gap=8)
    row = Line(gap=12)
    due, waiting = CountCard("Promises due today", "1"), CountCard("Team queue", "4")
    due.set_count("6", "1 broken, 12 min late", Status.LATE)
    waiting.set_count("12", "longest wait 38 min")
    row.addWidget(due)
    row.addWidget(waiting)
    column.addLayout(row)
    head = Line(gap=12)
    head.addWidget(OrderNumberLabel("4817-2090", "Ctrl+Shift+C"), 1)
    phone = "01632 960 214 · in until 17:00"
    head.addWidget(PersonCard("Owner of this order", "Daniel Osei, Order desk", phone))
    column.addLayout(head)
    column.addWidget(SectionHeading("Today"))
    lines = FactList()
    lines.add("Wants", "Fibre 500 at 14 Tanner's Yard, where she moved in with Owen Hale.")
    promised = [Run("Working by "), Run("Mon 30 Nov", strong=True), Run(", forecast three days later.")]
    lines.add("Promised", promised, StatusPill(Status.IN_JEOPARDY))
    decided = [Run("Old DSL ends without a fee (rule "), Run("Moving in together", slanted=True), Run(").")]
    lines.add("Decided", decided)
    column.addWidget(lines)
    return column


def _nothing() -> None:
    """What the choices of the gallery do."""


def fit(page: QWidget) -> None:
    """Make the page as wide as the design's picture at the present zoom, and as high as it needs to be."""
    width = max(look().px(WIDTH), page.minimumSizeHint().width())
    page.resize(width, max(page.heightForWidth(width), page.sizeHint().height()))


def render(widget: QWidget, scale: float) -> QImage:
    """The widget as a picture, `scale` times as many pixels as its logical size."""
    size = widget.size()
    image = QImage(size * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    widget.render(image)
    return image


def main(arguments: list[str]) -> int:
    """Write the picture; comes back with the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.ui.gallery", description=__doc__)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--theme", choices=[choice.value for choice in ThemeChoice], default="light")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--zoom", type=int, default=100)
    parser.add_argument("--rtl", action="store_true", help="mirrored, as for Arabic or Hebrew")
    options = parser.parse_args(arguments)
    app = QApplication([])
    dress(app, ThemeChoice(options.theme), options.zoom)
    if options.rtl:
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    page = gallery()
    fit(page)
    page.show()
    app.sendPostedEvents()
    return 0 if render(page, options.scale).save(str(options.output)) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
