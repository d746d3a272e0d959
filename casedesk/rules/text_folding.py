"""Text from people in the form in which it is compared; it knows no record and no language's words.

Folded text is never shown: it only decides whether two spellings mean the same.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_FOLDED = 120
"""A folded text is cut here: enough to tell names and streets apart, short enough for an index."""

_LONGEST_READ = 2000

_WITHOUT_DECOMPOSITION = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "æ": "ae",
        "œ": "oe",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ŧ": "t",
        "ı": "i",
        "ŋ": "n",
    }
)
_WRITTEN_WITHOUT_DOTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})

# Accents of Latin, Greek, Cyrillic, Hebrew and Arabic, and variation selectors. The marks of other scripts
# are vowels and stay.
_ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f"
    "\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f"
    "\ufe20-\ufe2f\U000e0100-\U000e01ef]"
)
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_APOSTROPHE = re.compile(r"(?<=\w)['\u2019\u02bc`\u00b4](?=\w)")
_HYPHEN = re.compile(r"(?<=\w)[\u2010\u2011-](?=\w)")

# PostgreSQL stores no NUL, nothing encodes half a surrogate pair, and the last code point bounds a range of
# keys.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff\U0010ffff]")


def fold(text: str) -> str:
    """`text` without case, accents, width and punctuation, words apart by one blank, cut at LONGEST_FOLDED.

    A text of nothing but symbols keeps them; only a blank text folds to the empty one. Folding twice changes
    nothing more.
    """
    read = text[:_LONGEST_READ]
    return cut(_letters_of(read) or _symbols_of(read))


def fold_each_word(text: str) -> str:
    """The words of `text` folded, all of it however long: what `fold` makes of it stands there word by word.

    A word of nothing but symbols keeps them.
    """
    folded = (_letters_of(word) or _symbols_of(word) for word in text.split())
    return " ".join(word for word in folded if word)


def spellings(text: str) -> tuple[str, ...]:
    """The folded forms under which `text` is known, the plain one first; none for a blank text.

    `Müller` is also `mueller`, `O'Brien` also `obrien`, `Jean-Luc` also `jeanluc`,
    `México D.F.` also `mexico df`.
    """
    composed = unicodedata.normalize("NFC", text[:_LONGEST_READ])
    forms = (
        composed,
        composed.casefold().translate(_WRITTEN_WITHOUT_DOTS),
        _APOSTROPHE.sub("", _INITIALS.sub(_without_dots, composed)),
        _HYPHEN.sub("", composed),
    )
    return tuple(dict.fromkeys(form for form in map(fold, forms) if form))


def western_digits(text: str) -> str:
    """`text` in compatibility form (full width becomes plain) with the digits of every script as 0 to 9."""
    compatible = unicodedata.normalize("NFKC", text)
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in compatible)


def cut(text: str) -> str:
    """At most LONGEST_FOLDED letters of a folded text, without a blank at the end."""
    return text[:LONGEST_FOLDED].rstrip(" ")


def _letters_of(text: str) -> str:
    """The letters, digits, vowel signs and pictures of `text`, folded; empty when it has none."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = _ACCENTS.sub("", decomposed).translate(_WITHOUT_DECOMPOSITION)
    kept = "".join(_letter_or_blank(letter) for letter in bare)
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _letter_or_blank(letter: str) -> str:
    category = unicodedata.category(letter)
    if category == "Cf":  # invisible: joins emoji, marks direction, allows a line break
        return ""
    return letter if category[0] in "LNM" or category == "So" else " "


def _symbols_of(text: str) -> str:
    return " ".join(_UNSTORABLE.sub("?", text).casefold().split())


def _without_dots(initials: re.Match[str]) -> str:
    return initials[0].replace(".", "")
