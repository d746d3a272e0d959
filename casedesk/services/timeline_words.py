"""Entries of the timeline in words: a headline for colleagues, and the text as it was written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from casedesk.rules.vocabulary import EntryKind
from casedesk.services.unit_of_work import Change
from casedesk.services.wording import call_outcome_words, channel_words, day_words, moment_words, state_words
from casedesk.words import say

Values = Mapping[str, Change]
_WRITTEN = ("text", "wants", "note", "reason", "asked_by", "calls_back")
_ASKED = ("question", "answer")
"""Values that somebody wrote in own words; what was asked is the headline of a decision already."""


class EntryWords:
    """Composes headlines in one time zone as of one day."""

    def __init__(self, zone: ZoneInfo, today: date) -> None:
        self._zone = zone
        self._today = today

    def headline(self, entry: Any, values: Values) -> str:
        """The first line of an entry; `entry` has kind, command and the columns of its interaction."""
        if entry.corrects_id is not None:
            return say("Correction")
        compose = getattr(self, f"_{entry.kind}", None)
        if compose is None:
            return self._interaction(entry)
        return str(compose(entry, values))

    def undone(self, headline: str) -> str:
        """The first line of an undo, by the one of the entry that it took back."""
        return say("Undone: $what", what=headline)

    def text(self, entry: Any, values: Values) -> str:
        """What was written: the summary of an interaction, else the texts among the values."""
        if entry.summary is not None and entry.corrects_id is None:
            return str(entry.summary)
        if "sha256" in values:
            return say("SHA-256 $hash", hash=values["sha256"].new)
        written = (*_WRITTEN, *_ASKED) if entry.kind == EntryKind.HANDOVER else _WRITTEN
        told = [values[field].new for field in written if field in values]
        return "\n".join(one for one in told if one)

    def _interaction(self, entry: Any) -> str:
        if entry.channel is None:
            return say("Note")
        words = channel_words(entry.channel, entry.direction)
        if entry.outcome:
            words = say("$channel: $outcome", channel=words, outcome=call_outcome_words(entry.outcome))
        return (
            say("$words, with $person", words=words, person=entry.spoken_with) if entry.spoken_with else words
        )

    def _case(self, _entry: Any, _values: Values) -> str:
        return say("Record opened")

    def _customer(self, _entry: Any, values: Values) -> str:
        fields = ", ".join(f"{_field(name)}: {one.new or say('ended')}" for name, one in values.items())
        return say("Customer changed: $fields", fields=fields)

    def _order(self, entry: Any, values: Values) -> str:
        if "imported" in values:
            return say("Order brought in from $source", source=values["imported"].new)
        if entry.command in ("place_order", "move_promised_date") and "promised_on" in values:
            return say("Promised for $day", day=self._day(values["promised_on"].new))
        if "lines" in values:
            return say("Lines changed: $lines", lines=values["lines"].new)
        if "state" in values:
            return say("Order: $state", state=state_words(values["state"].new or ""))
        return say("Order changed")

    def _milestone(self, _entry: Any, values: Values) -> str:
        name = values["milestone"].new if "milestone" in values else ""
        if "forecast_on" in values:
            return say("$milestone: forecast $day", milestone=name, day=self._day(values["forecast_on"].new))
        if "done_on" in values:
            return say("$milestone: done on $day", milestone=name, day=self._day(values["done_on"].new))
        return say("$milestone: $state", milestone=name, state=self._state(values))

    def _request(self, _entry: Any, values: Values) -> str:
        return say("Request: $state", state=self._state(values))

    def _promise(self, _entry: Any, values: Values) -> str:
        what = values["text"].new if "text" in values else ""
        if "due_at" in values:
            return say("Promised: $what, by $when", what=what, when=self._moment(values["due_at"].new))
        return say("Promise $state: $what", state=self._state(values).lower(), what=what)

    def _decision(self, _entry: Any, values: Values) -> str:
        outcome = values["outcome"].new if "outcome" in values else ""
        if "state" in values and values["state"].old:
            return say("Decision $state: $outcome", state=self._state(values).lower(), outcome=outcome)
        return say("Decided: $outcome", outcome=outcome)

    def _ownership(self, _entry: Any, values: Values) -> str:
        if "owner" in values:
            return say("Owner: $new, before $old", new=values["owner"].new, old=values["owner"].old)
        step = values["next_step"].new if "next_step" in values else ""
        if "calls_back" in values:
            return say("Next step: $step. The customer was asked to call back.", step=step)
        return say("Next step: $step", step=step)

    def _handover(self, _entry: Any, values: Values) -> str:
        if "to" in values:
            return say("Handover offered to $name", name=values["to"].new)
        if "question" in values:
            return say("Asked back about the handover")
        if "answer" in values:
            return say("Answered about the handover")
        return say("Handover $state", state=self._state(values).lower())

    def _attachment(self, _entry: Any, values: Values) -> str:
        return say("File kept: $name", name=values["name"].new if "name" in values else "")

    def _document(self, _entry: Any, values: Values) -> str:
        return say("Printed: $document", document=values["document"].new if "document" in values else "")

    def _money(self, _entry: Any, values: Values) -> str:
        for kind, words in (
            ("invoiced", say("Invoiced")),
            ("paid", say("Paid")),
            ("credited", say("Credited")),
            ("disputed", say("Disputed")),
        ):
            if kind in values:
                one = values[kind]
                reversed_ = one.new is None
                return (
                    say("$kind $amount, reversed", kind=words, amount=one.old)
                    if reversed_
                    else say("$kind $amount", kind=words, amount=one.new)
                )
        return say("Money")

    def _state(self, values: Values) -> str:
        return state_words(values["state"].new or "") if "state" in values else ""

    def _day(self, iso: str | None) -> str:
        return day_words(date.fromisoformat(iso), self._today) if iso else say("no day")

    def _moment(self, iso: str | None) -> str:
        return moment_words(datetime.fromisoformat(iso), self._zone, self._today) if iso else ""


def _field(name: str) -> str:
    return {
        "name": say("name"),
        "salutation": say("form of address"),
        "language": say("language"),
        "preferred_channel": say("prefers"),
        "contact_id": say("contact"),
        "phone": say("phone"),
        "email": say("e-mail"),
        "address": say("address"),
        "person": say("person"),
    }.get(name, name)
