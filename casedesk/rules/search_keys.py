"""The keys by which `find` finds: what is stored beside a record, what is looked up for what a caller says.

One table holds (kind, key, target) in a binary collation; every look-up is a prefix of a key of its kind. A
record is found when one look-up of the text begins one of its keys. This module knows no table and no
ranking. Source: design/domain.md, Identity; design/ui.md 4.2.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from casedesk.rules.order_number import Understood, understood
from casedesk.rules.phone_spelling import looks_like_phone, phone_digits, without_country, without_trunk
from casedesk.rules.text_folding import cut, fold, spellings, western_digits

__all__ = [
    "KeyKind",
    "LookUp",
    "QueryForms",
    "alias_keys",
    "company_keys",
    "email_keys",
    "fold",
    "name_keys",
    "order_number_keys",
    "phone_digits",
    "phone_keys",
    "prefix_end",
    "query_keys",
    "street_keys",
]

SHORTEST_NUMBER_PART = 4
"""So many digits of an order or phone number are enough to look for it."""

_MOST_WORDS = 12
_LONGEST_POSTCODE = 10
_SHORTEST_ALIAS_PART = 3
_BEYOND_EVERY_KEY = "\U0010ffff"

_LEGAL_FORMS = frozenset(
    tuple(form.split())
    for form in (
        *(
            "ab",
            "ag",
            "aps",
            "as",
            "asa",
            "bhd",
            "bv",
            "bvba",
            "co",
            "company",
            "corp",
            "corporation",
            "cv",
            "doo",
        ),
        *(
            "eg",
            "ek",
            "ev",
            "gbr",
            "gesmbh",
            "ggmbh",
            "gmbh",
            "hf",
            "inc",
            "incorporated",
            "jsc",
            "kft",
            "kg",
        ),
        *("kgaa", "kk", "lda", "limited", "llc", "llp", "lp", "ltd", "ltda", "mbh", "nv", "ohg", "ooo", "oy"),
        *(
            "oyj",
            "plc",
            "pte",
            "pty",
            "sa",
            "sab",
            "sarl",
            "sas",
            "scs",
            "se",
            "sl",
            "slu",
            "snc",
            "spa",
            "sro",
        ),
        *(
            "srl",
            "ug",
            "zrt",
            "a s",
            "b v",
            "n v",
            "s a",
            "e k",
            "e v",
            "d o o",
            "g m b h",
            "ges m b h",
            "l l c",
        ),
        *(
            "m b h",
            "p l c",
            "s a de c v",
            "s a s",
            "s p a",
            "s r l",
            "s r o",
            "sa de cv",
            "sp z o o",
            "sp zoo",
        ),
    )
)
_LONGEST_LEGAL_FORM = max(map(len, _LEGAL_FORMS))
_AND = frozenset({"and", "et", "och", "og", "und", "y"})

_WRITTEN_OUT = {
    "ave": "avenue",
    "avda": "avenida",
    "blvd": "boulevard",
    "bd": "boulevard",
    "ct": "court",
    "dr": "drive",
    "hwy": "highway",
    "ln": "lane",
    "pl": "place",
    "rd": "road",
    "sq": "square",
    "st": "street",
    "str": "strasse",
    "ul": "ulica",
}
_STREET_ENDING = re.compile(r"(?<=[^\W\d_])str\b")
_HOUSE_NUMBER_APART = re.compile(r"\b([0-9]+) ([a-z])\b")
_HOUSE_NUMBER = re.compile(r"[0-9]+[a-z]?")

_PART_OF_ALIAS = re.compile(r"[^\W\d_]+|[0-9]+")
_PART_OF_EMAIL = re.compile(r"[@._+-]")
_EMAIL_IN_BRACKETS = re.compile(r"<([^<>\s]*@[^<>\s]*)>")
_PART_OF_ORDER_NUMBER = re.compile(r"[0-9 ./_-]+")


class KeyKind(StrEnum):
    """What a key was made from; stored with it."""

    ORDER_NUMBER = "order_number"
    PHONE = "phone"
    EMAIL = "email"
    NAME = "name"
    COMPANY = "company"
    ADDRESS = "address"
    ALIAS = "alias"


@dataclass(frozen=True, slots=True)
class LookUp:
    """Take the keys of `kind` from `prefix` (included) to `prefix_end(prefix)` (excluded)."""

    kind: KeyKind
    prefix: str


@dataclass(frozen=True, slots=True)
class QueryForms:
    """What a typed text may mean: `look_ups` with the likeliest first, none for a blank text.

    `number` is set when the text is an order number or nearly one; `words` are the folded words, for a search
    that wants each of them somewhere.
    """

    look_ups: tuple[LookUp, ...]
    number: Understood | None
    words: tuple[str, ...]


def prefix_end(prefix: str) -> str:
    """The bound (excluded) of all keys that begin with `prefix`, in the order of code points."""
    return prefix + _BEYOND_EVERY_KEY


def name_keys(name: str) -> tuple[str, ...]:
    """Keys of a person's or organisation's name: found by any of its words, with those before it behind.

    So `Julia Tanner` is found by `tanner` and by `Tanner, Julia`. Other spellings (`Müller`, `Mueller`) have
    keys of their own. At most twelve words begin a key.
    """
    return _unique(key for form in spellings(name) for key in _rotations(form))


def company_keys(name: str) -> tuple[str, ...]:
    """Keys of an organisation's name without its legal form and without any `and`."""
    return _unique(key for form in spellings(name) for key in _rotations(_trade_name(form)))


def phone_keys(phone: str) -> tuple[str, ...]:
    """The key of a phone number, E.164 or as typed: its digits from the last to the first, without a trunk 0.

    Backwards, the number without its country's code and each ending of it are prefixes of the key.
    """
    return _unique([_backwards(without_trunk(phone_digits(phone)))])


def email_keys(email: str) -> tuple[str, ...]:
    """Keys of an e-mail address: whole, from each part of the name before the `@` on, and the domain."""
    address = _plain_address(email)
    starts = (part.end() for part in _PART_OF_EMAIL.finditer(address[: address.find("@") + 1]))
    return _unique(cut(address[start:]) for start in (0, *starts))


def street_keys(street: str, city: str = "", postcode: str = "") -> tuple[str, ...]:
    """Keys of an address: street with its number before, behind or left out, city, postcode.

    Abbreviations are written out, so `Hauptstr. 5` is found by `Hauptstraße 5` and by any beginning of it.
    """
    cities = spellings(city) or ("",)
    lines = _unique(line for form in _street_forms(street) for line in _street_lines(form))
    code = fold(postcode)
    codes = (code, code.replace(" ", "")) if code else ()
    followed_by_city = (cut(f"{line} {name}") for line in (*lines, *codes) for name in cities)
    return _unique([*followed_by_city, *(key for name in cities for key in _rotations(name))])


def alias_keys(alias: str) -> tuple[str, ...]:
    """Keys of another system's number: without blanks, whole and from each group of letters or digits on."""
    folded = fold(alias)
    starts = (part.start() for part in _PART_OF_ALIAS.finditer(folded))
    parts = (folded[start:].replace(" ", "") for start in starts)
    return _unique([folded.replace(" ", ""), *(part for part in parts if len(part) >= _SHORTEST_ALIAS_PART)])


def order_number_keys(digits: str) -> tuple[str, ...]:
    """Keys of an order number: whole and every ending of at least four digits, so any four find it."""
    return tuple(digits[start:] for start in range(max(1, len(digits) - SHORTEST_NUMBER_PART + 1)))


def query_keys(text: str) -> QueryForms:
    """What to look up for what a caller says; a blank text looks up nothing.

    Every other text finds the record whose name is that very text.
    """
    number = understood(text)
    forms = spellings(text)
    look_ups = (
        *(LookUp(KeyKind.ORDER_NUMBER, digits) for digits in _order_number_queries(text, number)),
        *(LookUp(KeyKind.PHONE, digits) for digits in _phone_queries(text)),
        *(LookUp(KeyKind.EMAIL, address) for address in _email_queries(text)),
        *(LookUp(KeyKind.NAME, form) for form in forms),
        *(LookUp(KeyKind.COMPANY, _trade_name(form)) for form in forms),
        *(LookUp(KeyKind.ADDRESS, line) for line in _address_queries(text)),
        *(LookUp(KeyKind.ALIAS, form.replace(" ", "")) for form in forms[:1]),
    )
    return QueryForms(tuple(dict.fromkeys(look_ups)), number, tuple(fold(text).split()))


def _unique(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if key))


def _rotations(form: str) -> Iterator[str]:
    """`form` beginning at each of its first words in turn, the words before that behind it."""
    words = form.split()
    for start in range(min(len(words), _MOST_WORDS)):
        yield cut(" ".join((*words[start:], *words[:start])))


def _trade_name(form: str) -> str:
    """A folded organisation's name without legal forms at its end and without `and`; never empty."""
    words = [word for word in form.split() if word not in _AND] or form.split()
    while length := _legal_form_length(words):
        words = words[:-length]
    return " ".join(words)


def _legal_form_length(words: Sequence[str]) -> int:
    """How many words at the end are one legal form; 0 for none or when nothing would be left."""
    lengths = range(min(_LONGEST_LEGAL_FORM, len(words) - 1), 0, -1)
    return next((length for length in lengths if tuple(words[-length:]) in _LEGAL_FORMS), 0)


def _backwards(digits: str) -> str:
    return cut(digits[::-1])


def _plain_address(text: str) -> str:
    """The e-mail address that `text` is or holds in angle brackets, folded; empty when it cannot be one."""
    inside = _EMAIL_IN_BRACKETS.search(text)
    address = inside[1] if inside else text
    folded = unicodedata.normalize("NFKC", address).casefold().strip()
    return folded.removeprefix("mailto:").removeprefix("@") if folded.isprintable() else ""


def _street_forms(street: str) -> tuple[str, ...]:
    """Folded spellings of a street, as typed and with abbreviations written out."""
    forms = spellings(street)
    return _unique([*forms, *map(_written_out, forms)])


def _written_out(form: str) -> str:
    words = (_WRITTEN_OUT.get(word, word) for word in _STREET_ENDING.sub("strasse", form).split())
    return _HOUSE_NUMBER_APART.sub(r"\1\2", " ".join(words))


def _street_lines(form: str) -> Iterator[str]:
    """A street's words from each one on, and once without the house number."""
    yield from _rotations(form)
    yield " ".join(word for word in form.split() if not _HOUSE_NUMBER.fullmatch(word))


def _order_number_queries(text: str, number: Understood | None) -> Iterator[str]:
    """The digits of a number or, of a text of digits alone, of a part of one."""
    digits = re.sub(r"[^0-9]", "", western_digits(text))
    if number is not None:
        yield number.digits
    elif _PART_OF_ORDER_NUMBER.fullmatch(western_digits(text)) and len(digits) >= SHORTEST_NUMBER_PART:
        yield digits


def _phone_queries(text: str) -> Iterator[str]:
    """The digits backwards: as they are, an ending perhaps, and without what may not be stored with them."""
    dialled = phone_digits(text)
    if not looks_like_phone(text):
        return
    national = without_trunk(dialled) if dialled.startswith("0") else without_country(dialled)
    for digits in (dialled, national):
        if len(digits) >= SHORTEST_NUMBER_PART:
            yield _backwards(digits)


def _email_queries(text: str) -> Iterator[str]:
    address = _plain_address(text)
    if any(letter.isalpha() for letter in address) and " " not in address:
        yield cut(address)


def _address_queries(text: str) -> Iterator[str]:
    """Lines that begin an address: as typed, written out, and as a postcode without blanks."""
    yield from _street_forms(text)
    compact = fold(text).replace(" ", "")
    if len(compact) <= _LONGEST_POSTCODE and any(letter.isdecimal() for letter in compact):
        yield compact
