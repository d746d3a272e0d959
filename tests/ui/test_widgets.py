"""The shared widgets: what they say to screen readers, what their keys do, and that all texts fit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from casedesk.errors import ConfirmationNeeded, NotFound
from casedesk.ui import dialogs, widgets
from casedesk.ui.notifications import Choice, Message, NoticeKind, Notifications
from casedesk.ui.theme import Look, ThemeChoice, Type
from casedesk.ui.widgets import (
    Avatar,
    Button,
    Card,
    CheckBox,
    ChoiceRow,
    Column,
    Combo,
    CountCard,
    DateField,
    DateTimeField,
    FactList,
    Field,
    IconButton,
    KeyHint,
    MilestoneMark,
    MilestoneTrack,
    Notice,
    NoticeArea,
    Option,
    OrderNumberLabel,
    OwnerChip,
    OwnerMark,
    PersonCard,
    PlainLabel,
    PromiseChip,
    PromiseMark,
    PromiseState,
    Run,
    RunsLabel,
    SkeletonBars,
    Status,
    StatusPill,
    StatusShape,
    Tag,
    TextArea,
    TextLine,
    TrackForm,
    UndoBar,
)
from tests.ui import gallery as parts
from tests.ui.fitting import cut_texts

NOW = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)
TODAY = NOW.date()
HOSTILE = '<img src="file:///etc/passwd"><b>Bold</b> & Sons'


def now() -> datetime:
    return NOW


def test_every_name_of_a_package_on_demand_is_there() -> None:
    for package in (widgets, dialogs):
        for name in package.__all__:
            assert getattr(package, name).__name__ == name
        with pytest.raises(AttributeError, match="no attribute"):
            package.Absent  # noqa: B018 - the access itself is tested


@pytest.fixture
def page(qtbot: QtBot) -> Callable[[QWidget], QWidget]:
    """Puts a widget on a visible page."""

    def put(widget: QWidget) -> QWidget:
        qtbot.addWidget(widget)
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return put


@pytest.mark.parametrize(
    ("make", "spoken"),
    [
        (lambda: StatusPill(Status.IN_JEOPARDY, "In jeopardy by 3 days"), "In jeopardy by 3 days"),
        (lambda: StatusShape(Status.LATE), "Late"),
        (lambda: Tag("Loyal: 9 years", "star"), "Loyal: 9 years"),
        (lambda: Avatar("Daniel Osei"), "Daniel Osei"),
        (
            lambda: OwnerChip(OwnerMark.colleague("Daniel Osei", "01632 960 214", "in until 17:00")),
            "Owner: Daniel Osei, 01632 960 214, in until 17:00",
        ),
        (lambda: OwnerChip(OwnerMark.you("Priya Nair")), "Owner: You"),
        (
            lambda: OwnerChip(OwnerMark.nobody("Order desk", "1 h")),
            "Owner: No owner, queue: Order desk, since 1 h",
        ),
        (
            lambda: OwnerChip(OwnerMark.away("Jonas Weber", "Mon", "Ada Kerr")),
            "Owner: Jonas Weber, away until Mon, Ada Kerr stands in",
        ),
        (
            lambda: OwnerChip(OwnerMark.asked("Lewis Grant", "10:31")),
            "Owner: Lewis Grant, asked at 10:31, not accepted yet",
        ),
        (
            lambda: PromiseChip(PromiseMark(PromiseState.BROKEN, "Call back, 10:30", "12 min")),
            "Promise: Call back, 10:30, broken, 12 min",
        ),
        (lambda: PromiseChip(PromiseMark.none()), "Promise: No promise, none, make one"),
        (lambda: KeyHint("Ctrl+Shift+P"), "Key Ctrl Shift P"),
        (lambda: SkeletonBars(), "Loading"),
        (lambda: IconButton("copy", "Copy the order number"), "Copy the order number"),
        (lambda: OrderNumberLabel("4817-2090"), "Order number 4817-2090"),
        (
            lambda: PersonCard("Contact for this customer", "Daniel Osei", "01632 960 214"),
            "Contact for this customer, Daniel Osei, 01632 960 214",
        ),
        (lambda: RunsLabel([Run("Working by "), Run("Mon 30 Nov", strong=True)]), "Working by Mon 30 Nov"),
        (
            lambda: Notice(Message("k", NoticeKind.LATE, "No connection.", "Drafts are kept.")),
            "Problem: No connection. Drafts are kept.",
        ),
    ],
)
def test_painted_widgets_speak(qtbot: QtBot, make: Callable[[], QWidget], spoken: str) -> None:
    widget = make()
    qtbot.addWidget(widget)
    assert widget.accessibleName() == spoken


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_word_meaning_and_a_shape_of_its_own(qtbot: QtBot, status: Status) -> None:
    shape = StatusShape(status, 40)
    qtbot.addWidget(shape)
    assert shape.accessibleName()
    assert shape.accessibleDescription()
    drawn = _outline(shape)
    for other in Status:
        if other is not status:
            other_shape = StatusShape(other, 40)
            qtbot.addWidget(other_shape)
            assert _outline(other_shape) != drawn, f"{status} and {other} differ by colour only"


def _outline(shape: StatusShape) -> frozenset[tuple[int, int]]:
    """The pixels that are not ground, whatever their colour."""
    image = shape.grab().toImage()
    ground = image.pixelColor(0, 0)
    return frozenset((x, y) for x in range(40) for y in range(40) if image.pixelColor(x, y) != ground)


def test_count_card_says_number_title_and_what_is_worst(qtbot: QtBot) -> None:
    card = CountCard("Promises due today", "1")
    qtbot.addWidget(card)
    card.set_count("6", "1 broken, 12 min late", Status.LATE)
    assert card.accessibleName() == "6 Promises due today 1 broken, 12 min late"


def test_track_speaks_as_the_design_says(qtbot: QtBot) -> None:
    marks = [MilestoneMark(f"Step {number}", "Sales", Status.DONE) for number in range(3)]
    marks.append(
        MilestoneMark("Line built", "Network", Status.UNDER_WAY, date(2026, 11, 20), date(2026, 11, 27))
    )
    marks += [MilestoneMark(f"Step {number}", "Field", Status.NOT_STARTED) for number in range(4, 8)]
    track = MilestoneTrack(marks, TrackForm.FULL, today=TODAY)
    qtbot.addWidget(track)
    spoken = "Milestone 4 of 8, Line built, Network, under way, promised 20 November, forecast 27 November"
    assert track.accessibleName() == spoken, "without a choice the first open step is read"
    track.choose(0)
    assert track.accessibleName().startswith("Milestone 1 of 8, Step 0")
    assert spoken in track.accessibleDescription()


@pytest.mark.parametrize(
    ("direction", "key"),
    [(Qt.LayoutDirection.LeftToRight, Qt.Key.Key_Right), (Qt.LayoutDirection.RightToLeft, Qt.Key.Key_Left)],
)
def test_track_keys_follow_the_reading_direction(
    page: Callable[[QWidget], QWidget], direction: Qt.LayoutDirection, key: Qt.Key
) -> None:
    track = MilestoneTrack(parts.marks(), TrackForm.FULL, today=TODAY, chosen=3)
    chosen: list[int] = []
    track.step_chosen.connect(chosen.append)
    track.setLayoutDirection(direction)
    page(track)
    for _ in range(6):
        QTest.keyClick(track, key)
    QTest.keyClick(track, Qt.Key.Key_Home)
    assert chosen == [4, 5, 6, 7, 0]


def test_track_step_is_chosen_by_mouse_where_it_is_drawn(page: Callable[[QWidget], QWidget]) -> None:
    track = MilestoneTrack(parts.marks(), TrackForm.FULL, today=TODAY)
    chosen: list[int] = []
    track.step_chosen.connect(chosen.append)
    track.resize(1200, track.sizeHint().height())
    page(track)
    QTest.mouseClick(track, Qt.MouseButton.LeftButton, pos=track.rect().center())
    assert chosen == [4] or chosen == [3]


def test_plain_label_never_reads_markup(qtbot: QtBot) -> None:
    label = PlainLabel(HOSTILE, elide=True)
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == HOSTILE
    assert "<img" not in label.toolTip()
    assert "&lt;img" in label.toolTip()


def test_runs_are_built_from_escaped_parts_only(qtbot: QtBot) -> None:
    label = RunsLabel([Run("Wants "), Run(HOSTILE, strong=True)])
    qtbot.addWidget(label)
    assert "<img" not in label.text()
    assert label.accessibleName() == f"Wants {HOSTILE}"


def test_no_label_of_the_gallery_guesses_its_format(gallery_page: QWidget) -> None:
    formats = {
        type(label).__name__
        for label in gallery_page.findChildren(QLabel)
        if label.textFormat() is Qt.TextFormat.AutoText
    }
    assert formats == set()


@pytest.fixture
def gallery_page(qtbot: QtBot) -> QWidget:
    widget = parts.gallery()
    qtbot.addWidget(widget)
    return widget


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
@pytest.mark.parametrize("zoom", [80, 100, 200])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_all_texts_of_the_gallery_fit(
    qtbot: QtBot, worn_look: Look, theme: ThemeChoice, zoom: int, direction: Qt.LayoutDirection
) -> None:
    worn_look.choose_theme(theme)
    worn_look.set_zoom(zoom)
    page = parts.gallery()
    qtbot.addWidget(page)
    page.setLayoutDirection(direction)
    parts.fit(page)
    page.show()
    qtbot.waitExposed(page)
    assert cut_texts(page) == []
    assert page.width() >= parts.WIDTH * zoom // 100


def test_gallery_follows_a_change_of_theme_and_zoom(
    qtbot: QtBot, gallery_page: QWidget, worn_look: Look
) -> None:
    parts.fit(gallery_page)
    gallery_page.show()
    before = gallery_page.sizeHint()
    worn_look.choose_theme(ThemeChoice.DARK)
    worn_look.set_zoom(150)
    parts.fit(gallery_page)
    qtbot.waitExposed(gallery_page)
    assert gallery_page.sizeHint().width() > before.width() * 1.3
    assert gallery_page.grab().toImage().pixelColor(2, 2).lightness() < 60
    assert cut_texts(gallery_page) == []


def test_gallery_is_written_as_a_picture_twice_as_sharp(
    qtbot: QtBot, gallery_page: QWidget, tmp_path: Path
) -> None:
    parts.fit(gallery_page)
    image = parts.render(gallery_page, 2)
    assert image.width() == gallery_page.width() * 2


def test_words_forty_percent_longer_fit_their_controls(qtbot: QtBot, worn_look: Look) -> None:
    for text in ("Tell the customer", "Record the decision and go on"):
        longer = text + "x" * round(len(text) * 0.4)
        for widget in (
            Button(longer, key="Ctrl+T", icon="mail"),
            StatusPill(Status.LATE, longer),
            CheckBox(longer),
        ):
            qtbot.addWidget(widget)
            widget.resize(widget.minimumSizeHint())
            label = PlainLabel(longer, Type.TEXT)
            qtbot.addWidget(label)
            assert widget.width() > label.fontMetrics().horizontalAdvance(longer) * 0.9


def test_targets_are_at_least_24_pixels(qtbot: QtBot, gallery_page: QWidget) -> None:
    parts.fit(gallery_page)
    gallery_page.show()
    for button in gallery_page.findChildren(QPushButton):
        assert min(button.width(), button.height()) >= 24, button.accessibleName()


def test_a_button_not_allowed_says_who_may(page: Callable[[QWidget], QWidget]) -> None:
    button = Button("Approve", key="Y")
    pressed: list[str] = []
    button.activated.connect(lambda: pressed.append("done"))
    button.refused.connect(pressed.append)
    page(button)
    button.set_not_allowed("Only a manager may approve this")
    button.click()
    assert button.accessibleDescription() == "Only a manager may approve this"
    button.set_not_allowed("")
    button.click()
    assert pressed == ["Only a manager may approve this", "done"]
    assert button.accessibleDescription() == "Key Y"


def test_an_ampersand_is_no_key(qtbot: QtBot) -> None:
    button = Button("Okafor & Daughters")
    qtbot.addWidget(button)
    assert button.shortcut().isEmpty()
    assert button.accessibleName() == "Okafor & Daughters"


def test_choice_row_is_one_tab_stop_with_arrows_and_numbers(page: Callable[[QWidget], QWidget]) -> None:
    row = ChoiceRow(
        [Option("a", "Answered"), Option("p", "New promise"), Option("h", "Hand over")], "a", name="Outcome"
    )
    chosen: list[str] = []
    row.chosen.connect(chosen.append)
    page(row)
    stops = [button for button in row.findChildren(Button) if button.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert [button.accessibleName() for button in stops] == ["Answered"]
    stops[0].setFocus()
    QTest.keyClick(stops[0], Qt.Key.Key_Right)
    QTest.keyClick(row, Qt.Key.Key_3)
    QTest.keyClick(row, Qt.Key.Key_Right)
    assert chosen == ["p", "h", "a"]
    assert row.value == "a"


def test_a_refused_choice_cannot_be_taken(page: Callable[[QWidget], QWidget]) -> None:
    row = ChoiceRow([Option("y", "Approve"), Option("n", "Cancel", refusal="Only managers")], "y")
    page(row)
    QTest.keyClick(row, Qt.Key.Key_2)
    assert row.value == "y"


def test_order_number_is_copied_and_never_shortened(page: Callable[[QWidget], QWidget]) -> None:
    label = OrderNumberLabel("4817-2090")
    page(label)
    label.resize(60, 40)
    with_signal: list[str] = []
    label.copied.connect(with_signal.append)
    label.button.click()
    assert QGuiApplication.clipboard().text() == "4817-2090"
    assert with_signal == ["4817-2090"]
    assert label.label.width() >= label.label.sizeHint().width()


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("Fri 27 Nov, 15:00", datetime(2026, 11, 27, 15, 0, tzinfo=UTC)),
        ("27.11. 15", datetime(2026, 11, 27, 15, 0, tzinfo=UTC)),
        ("tomorrow 9", datetime(2026, 11, 25, 9, 0, tzinfo=UTC)),
    ],
)
def test_date_time_field_understands_what_people_type(
    page: Callable[[QWidget], QWidget], typed: str, understood: datetime
) -> None:
    field = Field("By when", DateTimeField(now), required=True)
    page(field)
    editor = field.editor
    editor.setText(typed)
    editor.rested.emit()
    assert editor.value == understood
    assert not field.has_problem


def test_date_field_says_what_to_type_when_it_does_not_understand(page: Callable[[QWidget], QWidget]) -> None:
    editor = DateField(now)
    field = Field("By when", editor, hint="a working day")
    values: list[object] = []
    editor.value_changed.connect(values.append)
    page(field)
    editor.setFocus()
    QTest.keyClicks(editor, "soonish")
    editor.rested.emit()
    assert field.has_problem
    assert field.message == "Not a day. Type it as 27 Nov, 27.11. or tomorrow."
    assert editor.accessibleDescription() == field.message
    editor.setText("27.11.")
    editor.clearFocus()
    editor.rested.emit()
    assert (editor.value, editor.text()) == (date(2026, 11, 27), "Fri 27 Nov")
    assert field.message == "a working day"
    assert values == [date(2026, 11, 27)]


def test_what_was_typed_is_checked_after_a_rest(qtbot: QtBot, page: Callable[[QWidget], QWidget]) -> None:
    line = TextLine()
    page(line)
    with qtbot.waitSignal(line.rested, timeout=3000):
        QTest.keyClicks(line, "x")


def test_a_draft_is_due_within_two_seconds(qtbot: QtBot, page: Callable[[QWidget], QWidget]) -> None:
    area = TextArea()
    page(area)
    with qtbot.waitSignal(area.draft_due, timeout=2000):
        QTest.keyClicks(area, "Permit is granted")


def test_required_fields_are_marked_and_said(qtbot: QtBot) -> None:
    field = Field("By when", TextLine(), required=True)
    qtbot.addWidget(field)
    assert "By when *" in [label.text() for label in field.findChildren(QLabel)]
    assert field.editor.accessibleName() == "By when, required"


def test_combo_tells_only_what_a_person_chose(page: Callable[[QWidget], QWidget]) -> None:
    combo = Combo([Option("sms", "SMS"), Option("letter", "Letter")], "sms")
    picked: list[str] = []
    combo.picked.connect(picked.append)
    page(combo)
    combo.set_value("letter")
    assert picked == []
    QTest.keyClick(combo, Qt.Key.Key_Up)
    assert (picked, combo.value) == (["sms"], "sms")


def test_card_waits_before_it_shows_bars_and_gives_up_after_a_while(
    qtbot: QtBot, page: Callable[[QWidget], QWidget], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("casedesk.ui.widgets.card.GIVE_UP_AFTER_MS", 400)
    card = Card("Orders")
    card.body.addWidget(PlainLabel("4817-2090"))
    page(card)
    card.show_loading("Loading 3 orders of Marta Lindqvist")
    assert card.findChildren(SkeletonBars) == []
    qtbot.waitUntil(lambda: bool(card.findChildren(SkeletonBars)))
    with qtbot.waitSignal(card.gave_up):
        pass
    retry = next(button for button in card.findChildren(Button) if button.accessibleName() == "Try again")
    with qtbot.waitSignal(card.retry_requested):
        retry.click()
    card.show_content()
    assert not card.is_loading
    assert card.body.itemAt(0).widget().isVisible()


def test_empty_card_says_what_to_do_next(qtbot: QtBot, page: Callable[[QWidget], QWidget]) -> None:
    card = Card("Promises due")
    page(card)
    card.show_empty("Nothing is due. The next one is tomorrow, 09:30.", "Look at the team queue", "4")
    link = next(button for button in card.findChildren(Button))
    with qtbot.waitSignal(card.empty_action_requested):
        link.click()


def test_facts_tie_label_and_value(qtbot: QtBot) -> None:
    facts = FactList()
    qtbot.addWidget(facts)
    facts.add("Wants", "Fibre 500")
    facts.add("Next", [Run("Call "), Run("by 11:00", strong=True)], StatusPill(Status.ON_TIME))
    assert [label.accessibleName() for label in facts.findChildren(RunsLabel)] == [
        "Wants: Fibre 500",
        "Next: Call by 11:00",
    ]


def test_messages_stand_in_the_page_and_replace_each_other(page: Callable[[QWidget], QWidget]) -> None:
    notifications = Notifications()
    holder = QWidget()
    area = NoticeArea(notifications)
    Column(holder).addWidget(area)
    page(holder)
    assert not area.isVisible()
    notifications.tell("Daniel Osei", "is changing this order.", key="presence")
    notifications.tell("Ruth Calder", "is changing this order.", key="presence")
    assert (area.keys, area.isVisible()) == (["presence"], True)
    notifications.withdraw("presence")
    assert (area.keys, area.isVisible()) == ([], False)


def test_a_foreseen_failure_is_told_in_its_own_sentence(page: Callable[[QWidget], QWidget]) -> None:
    notifications, posted, tried = Notifications(), [], []
    notifications.posted.connect(posted.append)
    notifications.fail(NotFound("There is no order 4107-2981."), retry=lambda: tried.append(1))
    assert (posted[0].lead, posted[0].kind) == ("There is no order 4107-2981.", NoticeKind.LATE)
    posted[0].choices[0].act()
    assert tried == [1]


def test_a_fault_of_ours_is_logged_and_not_blamed_on_the_person(caplog: pytest.LogCaptureFixture) -> None:
    notifications, posted = Notifications(), []
    notifications.posted.connect(posted.append)
    notifications.fail(ZeroDivisionError("boom"))
    assert "fault of CaseDesk" in posted[0].text
    assert "boom" not in posted[0].lead + posted[0].text
    assert "unforeseen failure" in caplog.text


def test_consent_is_asked_for_in_the_page(page: Callable[[QWidget], QWidget]) -> None:
    notifications, posted, agreed = Notifications(), [], []
    notifications.posted.connect(posted.append)
    notifications.ask(
        ConfirmationNeeded("The date is a Sunday.", key="sunday"), "Keep it", lambda: agreed.append(1)
    )
    posted[0].choices[0].act()
    assert agreed == [1]


def test_undo_is_done_once_and_only_in_its_time(qtbot: QtBot, page: Callable[[QWidget], QWidget]) -> None:
    notifications, undone = Notifications(), []
    holder = QWidget()
    bar = UndoBar(notifications)
    Column(holder).addWidget(bar)
    page(holder)
    notifications.offer_undo("Handed to Lewis Grant.", lambda: undone.append("first"))
    bar.undo()
    bar.undo()
    assert undone == ["first"]
    assert not bar.isVisible()
    with qtbot.waitSignal(bar.ended, timeout=3000):
        notifications.offer_undo("Closed.", lambda: undone.append("second"), seconds=1)
    bar.undo()
    assert undone == ["first"]


def test_a_notice_does_what_its_action_says(page: Callable[[QWidget], QWidget]) -> None:
    acted: list[str] = []
    notice = Notice(
        Message(
            "k",
            NoticeKind.RISK,
            "Saved 8 s ago",
            "by Daniel",
            (Choice("Take his", lambda: acted.append("his")),),
        )
    )
    page(notice)
    next(button for button in notice.findChildren(Button) if button.accessibleName() == "Take his").click()
    assert acted == ["his"]


def test_a_key_with_ctrl_finds_the_text_read_that_was_just_typed(qtbot: QtBot) -> None:
    editor = DateTimeField(lambda: NOW)
    qtbot.addWidget(editor)
    editor.show()
    qtbot.keyClicks(editor, "tomorrow 15:00")
    assert editor.value is None
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert editor.value is not None


def test_a_label_that_was_never_shown_follows_the_theme(page: Callable[[QWidget], QWidget], worn_look: Look) -> None:
    label = PlainLabel("Seen first in the dark")
    worn_look.choose_theme(ThemeChoice.DARK)
    page(label)
    assert label.palette().windowText().color() == worn_look.colors.text
