"""The written forms of days, instants and numbers, as a mapping names them; it reads one text at a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from casedesk.errors import WrongUsage
from casedesk.words import say

# Written out: `calendar.month_name` changes with the locale, which Qt sets.
_MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTHS = {name.lower()[:3]: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_MONTH_WORDS = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTH_NAMES)
_TOKENS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short_year>\d{2})",
    "MON": r"(?P<month_name>(?:" + _MONTH_WORDS + "))",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})",
    "D": r"(?P<day>\d{1,2})",
    "hh": r"(?P<hour>\d{2})",
    "h": r"(?P<hour>\d{1,2})",
    "mm": r"(?P<minute>\d{2})",
    "ss": r"(?P<second>\d{2}(?:\.\d+)?)",
    "AM": r"(?P<half>[AaPp])\.?[Mm]\.?",
}
_SPLIT = re.compile("|".join(sorted(_TOKENS, key=len, reverse=True)) + r"|.")
_PIVOT = 69
_GROUP_MARKS = {"": "", "comma": ",", "dot": ".", "space": " \u00a0\u202f", "apostrophe": "'\u2019"}


class UnreadableValue(ValueError):
    """A cell that cannot be read as what it should be: why, and what to do about it."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class DateFormat:
    """One written form of days or instants, such as `DD/MM/YYYY` or `MM/DD/YYYY hh:mm:ss AM`."""

    text: str
    pattern: re.Pattern[str]

    def read(self, text: str) -> tuple[date, time]:
        """The written day and time, midnight where no time is written; UnreadableValue else."""
        found = self.pattern.fullmatch(text)
        if found is None:
            raise UnreadableValue(
                say("Is not written as $format", format=self.text),
                say("Write the day in this form, or list the word under null_words in the mapping."),
            )
        try:
            return _day_and_time(found.groupdict())
        except ValueError:
            raise UnreadableValue(
                say("There is no such day or time"), say("Write the right day or leave the cell empty.")
            ) from None


def date_format(text: str) -> DateFormat:
    """The format named by `text`; WrongUsage when day, month or year is missing or a letter means nothing."""
    parts = _SPLIT.findall(text)
    unknown = [part for part in parts if part.isalpha() and part not in _TOKENS and part != "T"]
    pattern = "".join(_TOKENS.get(part, re.escape(part)) for part in parts)
    if unknown or not all(letter in text for letter in "YMD"):
        raise WrongUsage(
            say(
                "“$text” is not a date format. Use YYYY or YY, MM, M or MON, DD or D, and for times"
                " hh or h, mm, ss, AM: for example DD/MM/YYYY.",
                text=text,
            ),
            key="dates",
        )
    return DateFormat(text, re.compile(pattern, re.IGNORECASE))


def _day_and_time(parts: dict[str, str | None]) -> tuple[date, time]:
    seconds = Decimal(parts.get("second") or 0)
    return (
        date(_year(parts), _month(parts), int(parts["day"] or 0)),
        time(_hour(parts), int(parts.get("minute") or 0), int(seconds), int(seconds % 1 * 1_000_000)),
    )


def _year(parts: dict[str, str | None]) -> int:
    """Two digits mean 1969 to 2068, as POSIX has it; `docs/import.md` says so."""
    if year := parts.get("year"):
        return int(year)
    short = int(parts["short_year"] or 0)
    return short + (1900 if short >= _PIVOT else 2000)


def _month(parts: dict[str, str | None]) -> int:
    name = parts.get("month_name")
    return _MONTHS[name.lower()[:3]] if name else int(parts["month"] or 0)


def _hour(parts: dict[str, str | None]) -> int:
    hour, half = int(parts.get("hour") or 0), parts.get("half")
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError("hour of a half day")
    return hour % 12 + (12 if half in "Pp" else 0)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How numbers are written: the decimal mark and the marks that may part groups of three digits."""

    decimal: str
    groups: str = ""

    def read(self, text: str) -> Decimal:
        """The number; UnreadableValue when a mark stands where this format has none."""
        sign, digits = ("-", text[1:]) if text[:1] in ("-", "\u2212") else ("", text.removeprefix("+"))
        whole, mark, fraction = digits.partition(self.decimal)
        if self.groups and not whole.isdigit():
            whole = self._without_groups(whole)
        sound = (whole + fraction).isascii() and (whole or fraction)
        if not sound or not (whole or "0").isdigit() or (mark and not fraction.isdigit()):
            return self._with_exponent(text)
        return Decimal(f"{sign}{whole or 0}.{fraction or 0}" if mark else sign + whole)

    def _without_groups(self, whole: str) -> str:
        mark = next((letter for letter in whole if letter in self.groups), None)
        if mark is None:
            return whole
        first, *others = whole.split(mark)
        if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in others):
            raise _unreadable_number(self)
        return first + "".join(others)

    def _with_exponent(self, text: str) -> Decimal:
        """`1.5E-05`, as spreadsheets and databases write very small and very large numbers."""
        if re.fullmatch(r"[-+]?\d+(?:\.\d+)?[eE][-+]?\d{1,2}", text.replace(self.decimal, ".")) is None:
            raise _unreadable_number(self)
        return Decimal(text.replace(self.decimal, "."))


def number_format(decimal: str, thousands: str) -> NumberFormat:
    """The format of the mapping's words: decimal `.` or `,`; thousands a name, a mark or nothing."""
    groups = _GROUP_MARKS.get(thousands, thousands)
    known = decimal in (".", ",") and set(groups) <= set("".join(_GROUP_MARKS.values()))
    if not known or decimal in groups:
        raise WrongUsage(
            say(
                'The mapping\'s decimal must be "." or ",", its thousands "comma", "dot", "space",'
                ' "apostrophe" or "", and never the same mark as decimal.'
            ),
            key="decimal",
        )
    return NumberFormat(decimal, groups)


def _unreadable_number(form: NumberFormat) -> UnreadableValue:
    example = f"1234{form.decimal}50"
    return UnreadableValue(
        say("Is not a number as in $example", example=example),
        say("Write the number alone, list the word under null_words, or set decimal and thousands."),
    )
