"""Shared widgets of section 5 and 9 of the design: screens only assemble them.

All take plain values and words that already went through `say`; colours, fonts and zoom follow by themselves.
Measures (margin, gap, size) are pixels of the design at 100 %. `Type`, `look`, `icon` come from
`casedesk.ui.theme`.

Layout      Column(parent=None, *, margin=0, gap=12) · Line(parent=None, *, margin=0, gap=8)
            Flow(parent, *, gap=8) · Scroll(*, margin=0, gap=12).content
            Ground("bg|surface|sunken|rail|accent_soft") · Hairline() · take_out(layout)
Text        PlainLabel(text, role=Type.TEXT, ink="text", *, wrap, elide, selectable): setText,
            set_ink, set_role RunsLabel([Run(text, strong, slanted)]): set_runs · marked_runs(text,
            spans) · KeyHint("Ctrl+K") ·
            SectionHeading(text) Icon(name, size=16, ink="text2"): set_icon · IconText(icon, text,
            role, ink, *, selectable): .label OrderNumberLabel(number, key=""): set_number, copy;
            copied(str) FactList(label_width=78): add(label, text | runs | widget, end=None), clear
            SayBox(title, words, *, urgent): set_words
Status      Status.ON_TIME ... (values as on the doors) · StatusPill(status, word=""): set_status
            StatusShape(status, size=16): set_status · Tag(text, icon="") · status_word(status)
            paint_status, paint_pill for painters
Owner       OwnerMark.you/colleague/nobody/away/asked(...) · OwnerChip(mark): set_owner Avatar(name,
            size=32, kind) · PersonCard(caption, name, note="", kind): set_person, .line for a button
Promise     PromiseChip(PromiseMark(PromiseState.OPEN, what, note) | PromiseMark.none()): set_promise;
            clicked()
Milestones  MilestoneTrack([MilestoneMark(name, team, status, promised, forecast, done, earlier,
            is_promise)], TrackForm.FULL|COMPACT|TINY, *, today, chosen=-1): set_marks, choose,
            chosen; step_chosen(int)
Buttons     Button(text, ButtonKind.MAIN|OTHER|QUIET, *, key, icon, small, checkable, count):
            set_text, set_key, set_icon, set_count, set_not_allowed(who_may); activated(),
            refused(str) Button.for_action(action, bound) · IconButton(icon, name, *, quiet, small)
            ChoiceRow([Option(key, text, count, refusal)], value, *, name, small): value, set_value,
            set_options; chosen(str) · CountCard(title, key): set_count(number, note, status);
            clicked()
Fields      Field(label, editor, *, required, hint, tail): set_problem, set_warning, set_ok,
            clear_check, set_tail, set_label, set_required, has_problem, message, editor
            TextLine(text, *, placeholder, read_only): text(), setText; rested() TextArea(text, *,
            rows, placeholder): value, setPlainText; rested(), draft_due() Combo([Option], value, *,
            placeholder): value, set_value, set_options; picked(str) CheckBox(text, checked):
            isChecked, toggled(bool) DateField(now, value), DateTimeField(now, value): value,
            set_value, problem; value_changed(object), problem_changed(str); `now()` is the present
            instant in the zone that is meant
Page        Card(title, count, hint, *, flush): body, add_action(button), set_title, set_count,
            set_hint, show_content(), show_empty(text, action, count), show_loading(text, rows),
            show_error(what, still_right); retry_requested(), details_requested(),
            empty_action_requested(), gave_up() · SkeletonBars(rows) Notice(Message): closed() ·
            NoticeArea(notifications) · UndoBar(notifications): undo; ended() announce(widget, text,
            at_once=False) for screen readers · set_tip(widget, text)

Each module is imported when one of its names is first asked for: the window is painted before most of them.
To add one: its name in the three lists below, and a line above.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casedesk.ui.on_demand import on_demand

if TYPE_CHECKING:
    from casedesk.ui.widgets.announcements import announce
    from casedesk.ui.widgets.boxes import SayBox
    from casedesk.ui.widgets.buttons import Button, ButtonKind, IconButton, Option
    from casedesk.ui.widgets.card import Card, SkeletonBars
    from casedesk.ui.widgets.choices import ChoiceRow, LargeChoice, LargeOption
    from casedesk.ui.widgets.count_card import CountCard
    from casedesk.ui.widgets.date_fields import DateField, DateTimeField
    from casedesk.ui.widgets.facts import FactList
    from casedesk.ui.widgets.fields import Field
    from casedesk.ui.widgets.inputs import CheckBox, Combo, TextArea, TextLine
    from casedesk.ui.widgets.labels import (
        Icon,
        IconText,
        KeyHint,
        OrderNumberLabel,
        PlainLabel,
        Run,
        RunsLabel,
        SectionHeading,
        marked_runs,
    )
    from casedesk.ui.widgets.layout import Column, Flow, Ground, Hairline, Line, Scroll, at_start, take_out
    from casedesk.ui.widgets.milestone_marks import MilestoneMark
    from casedesk.ui.widgets.milestones import MilestoneTrack, TrackForm
    from casedesk.ui.widgets.notice import Notice, NoticeArea, UndoBar
    from casedesk.ui.widgets.owner import Avatar, OwnerChip, OwnerKind, OwnerMark, PersonCard
    from casedesk.ui.widgets.painting import set_tip
    from casedesk.ui.widgets.promise import PromiseChip, PromiseMark, PromiseState
    from casedesk.ui.widgets.status import Status, StatusPill, StatusShape, Tag, status_word

__getattr__ = on_demand(
    __name__,
    {
        "announcements": "announce",
        "boxes": "SayBox",
        "buttons": "Button ButtonKind IconButton Option",
        "card": "Card SkeletonBars",
        "choices": "ChoiceRow LargeChoice LargeOption",
        "count_card": "CountCard",
        "date_fields": "DateField DateTimeField",
        "facts": "FactList",
        "fields": "Field",
        "inputs": "CheckBox Combo TextArea TextLine",
        "labels": "Icon IconText KeyHint OrderNumberLabel PlainLabel Run RunsLabel SectionHeading marked_runs",
        "layout": "Column Flow Ground Hairline Line Scroll at_start take_out",
        "milestone_marks": "MilestoneMark",
        "milestones": "MilestoneTrack TrackForm",
        "notice": "Notice NoticeArea UndoBar",
        "owner": "Avatar OwnerChip OwnerKind OwnerMark PersonCard",
        "painting": "set_tip",
        "promise": "PromiseChip PromiseMark PromiseState",
        "status": "Status StatusPill StatusShape Tag status_word",
    },
)

__all__ = [
    "Avatar", "Button", "ButtonKind", "Card", "CheckBox", "ChoiceRow", "Column", "Combo", "CountCard",
    "DateField", "DateTimeField", "FactList", "Field", "Flow", "Ground", "Hairline", "Icon", "IconButton",
    "IconText", "KeyHint", "LargeChoice", "LargeOption", "Line", "MilestoneMark", "MilestoneTrack",
    "Notice", "NoticeArea", "Option", "OrderNumberLabel", "OwnerChip", "OwnerKind", "OwnerMark",
    "PersonCard", "PlainLabel", "PromiseChip", "PromiseMark", "PromiseState", "Run", "RunsLabel",
    "SayBox", "Scroll", "SectionHeading", "SkeletonBars", "Status", "StatusPill", "StatusShape", "Tag",
    "TextArea", "TextLine", "TrackForm", "UndoBar", "announce", "at_start", "marked_runs", "set_tip",
    "status_word", "take_out",
]  # fmt: skip
