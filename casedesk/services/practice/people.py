"""Draws customers: names of many languages and lengths, addresses in invented towns, numbers kept for fiction.

The same seed draws the same people in the same order; no phone number and no mail address is drawn twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from string import Template

from casedesk.contract.customers import PersonGiven
from casedesk.rules.phone_spelling import phone_digits, without_country
from casedesk.rules.text_folding import fold
from casedesk.rules.vocabulary import Channel, CustomerKind
from casedesk.services.practice.chance import chance_of
from casedesk.services.practice.specification import LanguageSpec, People, PhoneRange, Places, Town

_MAIL_DOMAINS = ("example.org", "example.com", "example.net")
_MAIL_SHARE, _SECOND_PHONE_SHARE, _PERSON_SHARE, _PREFERENCE_SHARE = 0.7, 0.2, 0.12, 0.4


@dataclass(frozen=True)
class Address:
    """Street with house number, postal code and town."""

    street: str
    postcode: str
    city: str


@dataclass(frozen=True)
class Someone:
    """A customer as drawn, before anything has happened."""

    kind: CustomerKind
    name: str
    salutation: str
    language: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    persons: tuple[PersonGiven, ...]
    address: Address
    preferred: Channel | None


@dataclass(frozen=True)
class _Name:
    shown: str
    salutation: str
    language: str
    mail: str


class Population:
    """Everybody who may become a customer; numbers that are `taken` are left to those who have them."""

    def __init__(self, people: People, places: Places, seed: int, taken: Iterable[str] = ()) -> None:
        self._people = people
        self._places = places
        self._chance = chance_of(seed, "people")
        self._unusual = iter(self._chance.sample(people.unusual, len(people.unusual)))
        self._fixed = iter(self._chance.sample(people.organisations.fixed, len(people.organisations.fixed)))
        self._phones = {one: self._numbers(one) for one in places.phones}
        self._mails: set[str] = set()
        self._taken = {_dialled(number) for number in taken}
        self._drawn = 0

    def next(self) -> Someone:
        """Somebody new; one of nine has an unusual name while there are any."""
        self._drawn += 1
        organisation = self._chance.randrange(100) < self._people.organisations.share
        name = self._organisation_name() if organisation else self._person_name()
        return Someone(
            kind=CustomerKind.ORGANISATION if organisation else CustomerKind.PERSON,
            name=name.shown,
            salutation=name.salutation,
            language=name.language,
            phones=self._some_phones(),
            emails=self._some_mails(name.mail),
            persons=self._some_persons(organisation),
            address=self.address(),
            preferred=self._chance.choice((Channel.CALL, Channel.SMS, Channel.EMAIL, Channel.LETTER))
            if self._chance.random() < _PREFERENCE_SHARE
            else None,
        )

    def address(self) -> Address:
        """An address in one of the towns."""
        town = self._town()
        digit, letters = self._chance.randrange(1, 10), self._chance.choices("ABDEFGHJLNPQRSTUWXYZ", k=2)
        flat = f"Flat {self._chance.randrange(1, 13)}, " if self._chance.random() < 0.15 else ""
        return Address(
            street=f"{flat}{self._chance.randrange(1, 140)} {self._chance.choice(self._places.streets)}",
            postcode=f"{town.area}{self._chance.randrange(1, town.districts + 1)} {digit}{''.join(letters)}",
            city=town.name,
        )

    def phone(self) -> str:
        """A number that nobody has, in one of its spellings."""
        while True:
            (drawn,) = self._chance.choices(self._places.phones, [one.weight for one in self._places.phones])
            number = next(self._phones[drawn], None)
            spelling = self._chance.choice(drawn.spelling)
            if number is not None and _dialled(_spelt(spelling, number)) not in self._taken:
                return _spelt(spelling, number)

    def _numbers(self, phones: PhoneRange) -> Iterator[int]:
        return iter(self._chance.sample(range(phones.first, phones.first + phones.numbers), phones.numbers))

    def _town(self) -> Town:
        (town,) = self._chance.choices(self._places.town, [one.weight for one in self._places.town])
        return town

    def _organisation_name(self) -> _Name:
        fixed = next(self._fixed, None) if self._drawn % 3 == 0 else None
        if fixed is not None:
            return _Name(fixed, "", "en-GB", _latin(fixed) or "office")
        english = self._people.language[0]
        family, other = self._chance.sample(english.families, 2)
        shown = Template(self._chance.choice(self._people.organisations.patterns)).substitute(
            family=family,
            other=other,
            given=self._chance.choice(english.women + english.men),
            town=self._town().name,
        )
        return _Name(shown, "", english.tag, _latin(shown))

    def _person_name(self) -> _Name:
        unusual = next(self._unusual, None) if self._drawn % 9 == 0 else None
        if unusual is not None:
            return _Name(unusual.name, "", unusual.language, _latin(unusual.name))
        languages = self._people.language
        (language,) = self._chance.choices(languages, [one.weight for one in languages])
        woman = self._chance.random() < 0.5
        given = self._chance.choice(language.women if woman else language.men)
        family = self._chance.choice(language.families)
        return _Name(
            shown=_full_name(language, _as_written(given), _as_written(family)),
            salutation=("Ms" if woman else "Mr") if language.titled else "",
            language=language.tag,
            mail=f"{_for_mail(given)}.{_for_mail(family)}",
        )

    def _some_phones(self) -> tuple[str, ...]:
        second = self._chance.random() < _SECOND_PHONE_SHARE
        return (self.phone(), self.phone()) if second else (self.phone(),)

    def _some_mails(self, name: str) -> tuple[str, ...]:
        if not name or self._chance.random() > _MAIL_SHARE:
            return ()
        address = f"{name[:40].strip('.')}@{self._chance.choice(_MAIL_DOMAINS)}"
        while address in self._mails:
            address = f"{self._chance.randrange(10, 1000)}.{address}"
        self._mails.add(address)
        return (address,)

    def _some_persons(self, organisation: bool) -> tuple[PersonGiven, ...]:
        if not organisation and self._chance.random() > _PERSON_SHARE:
            return ()
        role = self._chance.choice(self._people.business_role if organisation else self._people.role)
        return (
            PersonGiven(
                name=self._person_name().shown,
                role=role.role,
                phone=self.phone(),
                may_be_told=role.may_be_told,
            ),
        )


def _spelt(spelling: str, number: int) -> str:
    """The spelling with the digits of the number in place of its `#`."""
    digits = iter(str(number).zfill(spelling.count("#")))
    return "".join(next(digits) if sign == "#" else sign for sign in spelling)


def _dialled(number: str) -> str:
    return without_country(phone_digits(number))


def _as_written(name: str) -> str:
    return name.partition("/")[0]


def _for_mail(name: str) -> str:
    written, _, latin = name.partition("/")
    return latin or _latin(written)


def _latin(name: str) -> str:
    """The letters of a name that a mail address may hold, words joined by dots."""
    kept = "".join(sign if sign.isascii() and sign.isalnum() else " " for sign in fold(name))
    return ".".join(kept.split())


def _full_name(language: LanguageSpec, given: str, family: str) -> str:
    parts = (family, given) if language.order == "family given" else (given, family)
    return ("" if language.joined else " ").join(parts)
