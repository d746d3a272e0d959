"""What a mapping may fill: the kinds of records and their fields; it reads nothing and writes nothing.

To add one: a line here, what `writing/` does with it, its line in `docs/import.md` (a test compares the two).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from casedesk.contract.imports import ImportKind
from casedesk.rules.permissions import Role
from casedesk.rules.vocabulary import Channel, Charge, CustomerKind, MoneyKind


class Form(StrEnum):
    """How a field is read: text as it stands, a word of a list, a number, a day, the key of a record."""

    TEXT = "text"
    WORD = "word"
    NUMBER = "number"
    DAY = "day"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class Target:
    """A field that can be filled. `words` are allowed for a word; a key is that of a record of kind `of`."""

    name: str
    help: str
    form: Form = Form.TEXT
    required: bool = False
    words: tuple[str, ...] = ()
    of: str = ""
    places: int = 6


@dataclass(frozen=True, slots=True)
class KindOfRecord:
    """A kind of record: its own fields, and the fields of each list it may carry."""

    help: str
    fields: Mapping[str, Target]
    lists: Mapping[str, Mapping[str, Target]]


ORDER_STATES = ("placed", "in_progress", "on_hold", "done_not_confirmed", "completed", "cancelled")


def _by_name(targets: Iterable[Target]) -> dict[str, Target]:
    return {target.name: target for target in targets}


def _words(choices: type[StrEnum]) -> tuple[str, ...]:
    return tuple(choice.value for choice in choices)


_ADDRESS = (
    Target("street", "street and house number"),
    Target("postcode", "postal code"),
    Target("city", "city"),
    Target("region", "region or state"),
    Target("country", "ISO 3166 alpha-2"),
)

_STAFF = KindOfRecord(
    "a member of staff, without a password; becomes owner of orders and contact of customers",
    _by_name(
        (
            Target("name", "name as it is said", required=True),
            Target("login", "login; made from the name when left out"),
            Target("title", "what the person does"),
            Target("phone", "phone"),
            Target("email", "e-mail"),
            Target("team", "key of the team; the company's default team when left out"),
            Target("role", "one of the seven roles; sales when left out", Form.WORD, words=_words(Role)),
        )
    ),
    {},
)

_PRODUCT = KindOfRecord(
    "something that can be ordered",
    _by_name(
        (
            Target("code", "short code, unique in the company", required=True),
            Target("name", "name as it is printed", required=True),
            Target("detail", "a sentence about it"),
            Target("service", "kind of service; goods when left out"),
            Target("charge", "once or monthly", Form.WORD, words=_words(Charge)),
            Target("price", "list price", Form.NUMBER),
        )
    ),
    {},
)

_CUSTOMER = KindOfRecord(
    "a customer with a case; a name or a phone number is enough",
    _by_name(
        (
            Target("name", "name as it is said and printed"),
            Target("kind", "person or organisation", Form.WORD, words=_words(CustomerKind), required=True),
            Target("salutation", "form of address before the name"),
            *_ADDRESS,
            Target("language", "BCP 47; the company's when left out"),
            Target("zone", "time zone; the company's when left out"),
            Target("since", "customer since", Form.DAY),
            Target("preferred_channel", "how to tell the customer", Form.WORD, words=_words(Channel)),
            Target("contact", "key of the staff member the customer may ask for", Form.KEY, of="staff"),
        )
    ),
    {
        "phones": _by_name(
            (
                Target("number", "phone number in any spelling", required=True),
                Target("label", "what it is, as fax"),
            )
        ),
        "emails": _by_name(
            (Target("address", "e-mail address", required=True), Target("label", "what it is, as work"))
        ),
        "persons": _by_name(
            (
                Target("name", "name", required=True),
                Target("role", "role, as accountant"),
                Target("phone", "phone"),
                Target("email", "e-mail"),
                Target("may_be_told", "what this person may be told"),
            )
        ),
        "notes": _by_name(
            (
                Target("text", "text of the note", required=True),
                Target("on", "day it was written", Form.DAY, required=True),
            )
        ),
    },
)

_ORDER = KindOfRecord(
    "an order in its final state with its real dates",
    _by_name(
        (
            Target("customer", "key of the customer", Form.KEY, of="customer", required=True),
            Target("state", "the state it is in", Form.WORD, words=ORDER_STATES, required=True),
            Target("placed_on", "day it was placed", Form.DAY, required=True),
            Target("promised_on", "day promised to the customer", Form.DAY),
            Target("done_on", "day it was delivered", Form.DAY),
            Target("cancelled_on", "day it was cancelled", Form.DAY),
            Target("reason", "why it is on hold or cancelled"),
            Target("wants", "what the customer wants"),
            Target("headline", "what it is, in a few words"),
            Target("template", "key of the milestone template; the company's first when left out"),
            Target("owner", "key of the staff member who owns it", Form.KEY, of="staff"),
            Target("currency", "ISO 4217; the mapping's when left out"),
            *_ADDRESS,
        )
    ),
    {
        "lines": _by_name(
            (
                Target("name", "what is printed; the product's name when left out"),
                Target("product", "key of the product", Form.KEY, of="product"),
                Target("detail", "a second line of text"),
                Target("quantity", "how many; 1 when left out", Form.NUMBER),
                Target("unit_price", "price of one", Form.NUMBER, required=True),
                Target("discount", "fraction of one: 0.05 is five per cent", Form.NUMBER),
                Target("charge", "once or monthly", Form.WORD, words=_words(Charge)),
            )
        ),
        "notes": _by_name(
            (
                Target("text", "text of the note", required=True),
                Target("on", "day it was written; the day placed when left out", Form.DAY),
            )
        ),
        "money": _by_name(
            (
                Target("kind", "what it is", Form.WORD, words=_words(MoneyKind), required=True),
                Target("amount", "amount; the order's total when left out", Form.NUMBER, places=2),
                Target("on", "day it was booked; the day placed when left out", Form.DAY),
                Target("reference", "number of the bill"),
                Target("note", "a remark"),
            )
        ),
    },
)

_MONEY = KindOfRecord(
    "a money entry on a customer's account or on an order",
    _by_name(
        (
            Target("customer", "key of the customer", Form.KEY, of="customer", required=True),
            Target("order", "key of the order it is about", Form.KEY, of="order"),
            Target("kind", "what it is", Form.WORD, words=_words(MoneyKind), required=True),
            Target("amount", "amount, never negative", Form.NUMBER, required=True, places=2),
            Target("on", "day it was booked", Form.DAY, required=True),
            Target("currency", "ISO 4217; the mapping's when left out"),
            Target("reference", "number of the payment or bill"),
            Target("note", "a remark"),
        )
    ),
    {},
)

KINDS: Mapping[ImportKind, KindOfRecord] = {
    "staff": _STAFF,
    "product": _PRODUCT,
    "customer": _CUSTOMER,
    "order": _ORDER,
    "money": _MONEY,
}
