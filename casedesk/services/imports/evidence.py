"""Proof of a column's form by its values: day before month or after, comma as decimal mark or for thousands.

What the values leave open is refused with what to write into the mapping; it reads no file itself.
"""

from __future__ import annotations

import re

from casedesk.errors import RefusedByRule
from casedesk.services.imports.formats import DateFormat, NumberFormat, date_format, number_format
from casedesk.words import say

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?P<time>[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_COMPACT = re.compile(r"(?:19|20)\d{6}")
_NUMERIC = re.compile(
    r"(\d{1,2})(?P<mark>[./-])(\d{1,2})(?P=mark)\d{4}"
    r"(?P<time> \d{1,2}:\d{2}(?::\d{2})?(?P<half> ?[AaPp][Mm])?)?"
)
_SHORT_NUMERIC = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2}")
_WITH_MONTH_NAME = re.compile(r"\d{1,2}([ ./-])[A-Za-z]{3,9}\1(\d{4}|\d{2})")
_SINGLE_MARK = re.compile(r"[-+]?(\d+)([.,])(\d+)")
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:([.,])\d{3}){2,}")
_BOTH_MARKS = re.compile(r"[-+]?\d{1,3}(?:([.,])\d{3})+([.,])\d+")


class DayEvidence:
    """Gathers the written days of one column (`place` names file and column) until `verdict` is asked."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._forms: set[str] = set()
        self._first_over_12: str | None = None
        self._second_over_12: str | None = None
        self._example: str | None = None
        self._seen = False

    def observe(self, text: str) -> None:
        """Take one value that is not blank into account; words that are no date prove nothing."""
        self._seen = True
        form = self._numeric_form(text) or _plain_form(text)
        if form is None:
            self._example = self._example or text
        else:
            self._forms.add(form)

    def verdict(self) -> DateFormat:
        """The only format the values allow; RefusedByRule when they allow two, or none."""
        if not self._seen:
            return date_format("YYYY-MM-DD")
        if len(self._forms) != 1:
            shown = say("more than one form") if self._forms else f"“{self._example}”"
            raise self._refusal(shown, *_proposals(self._example or ""))
        form = next(iter(self._forms))
        return date_format(self._ordered(form) if form.startswith("?") else form)

    def _numeric_form(self, text: str) -> str | None:
        """`?` stands for two numbers whose order has to be proven."""
        found = _NUMERIC.fullmatch(text)
        if found is None:
            return None
        if int(found[1]) > 12:
            self._first_over_12 = text
        if int(found[3]) > 12:
            self._second_over_12 = text
        self._example = self._example or text
        return f"?{found['mark']}" + _time_form(found["time"], found["half"])

    def _ordered(self, form: str) -> str:
        mark, time = form[1], form[2:]
        day_first, month_first = f"D{mark}M{mark}YYYY{time}", f"M{mark}D{mark}YYYY{time}"
        if self._first_over_12 and self._second_over_12:
            both = say("both “$first” and “$second”", first=self._first_over_12, second=self._second_over_12)
            raise self._refusal(both, day_first)
        if not self._first_over_12 and not self._second_over_12:
            either = say("“$text”, and nothing shows which is the day", text=self._example or "")
            raise self._refusal(either, day_first, month_first)
        return day_first if self._first_over_12 else month_first

    def _refusal(self, what: str, *proposals: str) -> RefusedByRule:
        return RefusedByRule(
            say(
                "$place does not prove how its dates are written: it holds $what."
                " Write the form into the mapping, for example $proposals.",
                place=self._place,
                what=what,
                proposals=_choices("dates", proposals),
            ),
            rule="import.dates",
            proposals=list(proposals),
        )


class NumberEvidence:
    """Gathers the written numbers of one column until `verdict` is asked."""

    def __init__(self, place: str) -> None:
        self._place = place
        self._decimals: dict[str, str] = {}
        self._groups: dict[str, str] = {}
        self._open: dict[str, str] = {}

    def observe(self, text: str) -> None:
        """Take one value into account; whole numbers and words prove nothing."""
        if both := _BOTH_MARKS.fullmatch(text):
            self._note(both[1], both[2], text)
        elif grouped := _GROUPED.fullmatch(text):
            self._groups.setdefault(grouped[1], text)
        elif single := _SINGLE_MARK.fullmatch(text):
            may_be_group = len(single[3]) == 3 and len(single[1]) <= 3 and single[1].lstrip("0") != ""
            (self._open if may_be_group else self._decimals).setdefault(single[2], text)

    def verdict(self) -> NumberFormat:
        """The only format the values allow; RefusedByRule when a mark may be either, or is used as both."""
        clash = set(self._decimals) & set(self._groups)
        undecided = set(self._open) - set(self._decimals) - set(self._groups)
        if clash or undecided or len(self._decimals) > 1 or len(self._groups) > 1:
            raise self._refusal()
        decimal = next(iter(self._decimals), "")
        groups = next(iter(self._groups), "")
        return number_format(decimal or ("." if groups != "." else ","), groups)

    def _note(self, group: str, decimal: str, text: str) -> None:
        self._groups.setdefault(group, text)
        if group != decimal:
            self._decimals.setdefault(decimal, text)

    def _refusal(self) -> RefusedByRule:
        texts = [*self._open.values(), *self._decimals.values(), *self._groups.values()]
        return RefusedByRule(
            say(
                "$place does not prove how its numbers are written: it holds $texts. Write into the mapping"
                ' decimal = "." or ",", and thousands = "comma", "dot" or "".',
                place=self._place,
                texts=", ".join(f"“{text}”" for text in dict.fromkeys(texts)),
            ),
            rule="import.numbers",
        )


def _plain_form(text: str) -> str | None:
    if iso := _ISO.fullmatch(text):
        between = "T" if "T" in text else " "
        return "YYYY-MM-DD" + (between + _time_form(iso["time"], None).lstrip() if iso["time"] else "")
    return "YYYYMMDD" if _COMPACT.fullmatch(text) else None


def _time_form(time: str | None, half: str | None) -> str:
    if not time:
        return ""
    seconds = ":ss" if time.count(":") == 2 else ""
    gap = " " if half and half.startswith(" ") else ""
    return " h:mm" + seconds + (f"{gap}AM" if half else "")


def _proposals(text: str) -> tuple[str, ...]:
    """The formats that would read `text`, for the message; two where day and month may be swapped."""
    if short := _SHORT_NUMERIC.fullmatch(text):
        return tuple(f"{first}{short[1]}{second}{short[1]}YY" for first, second in (("D", "M"), ("M", "D")))
    if named := _WITH_MONTH_NAME.fullmatch(text):
        return (f"D{named[1]}MON{named[1]}{'YYYY' if len(named[2]) == 4 else 'YY'}",)
    return ("DD/MM/YYYY",)


def _choices(key: str, values: tuple[str, ...]) -> str:
    return say(" or ").join(f'{key} = "{value}"' for value in values)
