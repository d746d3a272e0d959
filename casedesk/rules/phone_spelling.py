"""Phone numbers as people spell them, reduced to digits; it knows of a country nothing but its code.

Checking a number and its E.164 form are the work of the phone library where contact points are saved; this is
what can be compared without it.
"""

from __future__ import annotations

import re

from casedesk.rules.text_folding import western_digits

_SHORTEST_SUBSCRIBER = 7

_EXTENSION = re.compile(
    r"(?:;\s*ext\s*=|\b(?:ext|extension|dw)\b\.?:?|(?<![^\W\d_])x)\s*[0-9]+\s*$", re.IGNORECASE
)
_LABEL = re.compile(r"\b(?:tel|telephone|phone|mobile|mob|cell|fax|call)\b", re.IGNORECASE)
_ABROAD = re.compile(r"[^0-9+]*(?:\+|00(?=[\s./()-]*[1-9])|011(?=[\s.-]*[1-9]))")
_TRUNK_IN_BRACKETS = re.compile(r"(?<=[0-9])\s*\(0\)")

# Every country's code, so that a number typed with it finds one stored without (ITU-T E.164, assigned codes).
_COUNTRY_CODE = re.compile(
    r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"
    r"|2[1-689][0-9]|3[578][0-9]|42[0-9]|5[09][0-9]|6[7-9][0-9]|8[0578][0-9]|9[679][0-9]"
)


def phone_digits(text: str) -> str:
    """The digits of a phone number in any spelling, with the country's code where it was given.

    `+44 (0)20 7946-0123` and `0044 20 79460123` give `442079460123`, `020 7946 0123` gives `02079460123`.
    An extension is left out. Empty when there is no digit.
    """
    plain = _EXTENSION.sub("", western_digits(text))
    abroad = _ABROAD.match(plain)
    number = plain[abroad.end() :] if abroad else plain
    return _only_digits(_TRUNK_IN_BRACKETS.sub(" ", number))


def looks_like_phone(text: str) -> bool:
    """True when `text` has digits and, but for a label such as `Tel.` and an extension, no letters."""
    rest = _LABEL.sub("", _EXTENSION.sub("", western_digits(text)))
    return bool(_only_digits(rest)) and not any(letter.isalpha() for letter in rest)


def without_trunk(digits: str) -> str:
    """`digits` without the zeros that are dialled only inside the country."""
    return digits.lstrip("0")


def without_country(digits: str) -> str:
    """`digits` without the country's code they begin with; unchanged where the rest would be too short."""
    code = _COUNTRY_CODE.match(digits)
    rest = digits[code.end() :] if code else digits
    return without_trunk(rest) if len(rest) >= _SHORTEST_SUBSCRIBER else digits


def _only_digits(text: str) -> str:
    return re.sub(r"[^0-9]", "", text)
