"""How a customer is reached and whom they may ask for, in words; it knows no widget and no query."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from casedesk.contract.cases import ContactPointRow
from casedesk.contract.orders import StaffCard
from casedesk.rules.vocabulary import ContactPointKind
from casedesk.ui.text import day
from casedesk.words import say

_POSTCODE_LAST = frozenset({"GB", "IE", "US", "CA", "AU", "NZ", "IN"})

CONTACT_ICONS: Mapping[str, str] = {
    ContactPointKind.PHONE: "phone",
    ContactPointKind.EMAIL: "mail",
    ContactPointKind.ADDRESS: "pin",
}


def contact_point(point: ContactPointRow) -> str:
    """A number or e-mail as it was typed, an address in one line, with its label."""
    text = point.typed if point.kind != ContactPointKind.ADDRESS else _address(point)
    return say("$text ($label)", text=text, label=point.label) if point.label else text


def _address(point: ContactPointRow) -> str:
    parts = (point.postcode, point.city)
    town = " ".join(part for part in (reversed(parts) if point.country in _POSTCODE_LAST else parts) if part)
    return ", ".join(part for part in (point.street, town) if part)


def contact_note(contact: StaffCard, today: date) -> str:
    """Phone and, where the contact is away, until when and who stands in."""
    parts = [contact.phone]
    if contact.away_until:
        until = day(contact.away_until, today)
        if contact.deputy:
            parts.append(say("away until $day, $name stands in", day=until, name=contact.deputy))
        else:
            parts.append(say("away until $day", day=until))
    return " · ".join(part for part in parts if part)
