"""Who stands in for whom while people are away; it knows no database and no calendar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

Person = TypeVar("Person")

MOST_DEPUTIES = 5
"""How far work is passed on: the deputy, that deputy's deputy, and so on."""


def deputies(of: Person, deputy_of: Mapping[Person, Person]) -> tuple[Person, ...]:
    """Who stands in for a person, then for that deputy, and so on; empty when the person is here.

    `deputy_of` holds only those who are away. A circle ends where it would begin again.
    """
    found: list[Person] = []
    person = of
    while len(found) < MOST_DEPUTIES and person in deputy_of:
        person = deputy_of[person]
        if person == of or person in found:
            break
        found.append(person)
    return tuple(found)


def stands_in_for(person: Person, deputy_of: Mapping[Person, Person]) -> tuple[Person, ...]:
    """The people who are away and whose work a person sees and may do."""
    return tuple(away for away in deputy_of if person in deputies(away, deputy_of))
