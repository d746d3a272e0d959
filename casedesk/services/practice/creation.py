"""Makes the practice company: founds it, plays what each customer lives through up to now, and tells how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from casedesk.clock import as_utc
from casedesk.contract.cases import LogCall
from casedesk.contract.customers import RegisterCustomer
from casedesk.rules.vocabulary import CallOutcome
from casedesk.services.practice.case_lives import SmallLife
from casedesk.services.practice.casting import CUSTOMERS, ORDERS, Casting, Part
from casedesk.services.practice.chance import chance_of
from casedesk.services.practice.crew import Crew
from casedesk.services.practice.days import Days
from casedesk.services.practice.former_system import FormerSystem
from casedesk.services.practice.founding import employ, found
from casedesk.services.practice.fresh_database import fresh_database
from casedesk.services.practice.order_lives import OrderLife
from casedesk.services.practice.past import Past
from casedesk.services.practice.people import Population
from casedesk.services.practice.promise_lives import PromiseLife
from casedesk.services.practice.request_lives import RequestLife
from casedesk.services.practice.setting import Setting
from casedesk.services.practice.specification import practice
from casedesk.services.practice.storybook import story, story_parts
from casedesk.services.practice.weaving import Acquaintance, Life, play

Progress = Callable[[int, int], None]
"""Told after each customer: customers done, customers in all."""


def create(
    url: str,
    *,
    seed: int = 1,
    now: datetime | None = None,
    progress: Progress | None = None,
    scale: float = 1.0,
) -> None:
    """A fresh practice company in place of an earlier one; the same seed and `now` make the same company.

    `scale` 1 is 400 customers and 700 orders. RefusedByRule where the database is not a practice one.
    """
    with fresh_database(url) as database, database.writing() as session:
        company = _Company(session, seed, as_utc(now or datetime.now(UTC)), scale)
        for done, in_all in company.live():
            if progress:
                progress(done, in_all)


class _Company:
    """The company while it is made; used once."""

    def __init__(self, session: Session, seed: int, now: datetime, scale: float) -> None:
        spec = practice()
        self._session = session
        self._seed = seed
        self._scale = scale
        facts = found(session, spec.organisation, spec.offer, seed, now)
        teams = {key: facts.calendars[id] for key, id in facts.team_ids.items()}
        days = Days(now, teams["order_desk"], teams)
        self._past = Past(session, facts)
        employ(session, self._past, spec.organisation, days)
        self._setting = Setting(
            days,
            Crew(spec.organisation),
            spec.offer,
            spec.talk,
            spec.organisation.event_teams,
            spec.organisation.company.former_system,
        )
        taken = [phone for one in story() for phone in one.every_phone]
        self._population = Population(spec.people, spec.places, seed, taken)

    def live(self) -> Iterator[tuple[int, int]]:
        """Plays every part; yields how many of how many customers are there."""
        told = story_parts(self._setting)
        first, *others = [*told, *self._cast(told)]
        former = FormerSystem(self._session, self._past, self._setting)
        done = 0
        # The first customer goes ahead of all imported orders: her order has the number that training texts name.
        for parts in ([first], others):
            former.bring_in([one.former for one in parts if one.former])
            ids = former.ids()
            for part in parts:
                done += 1
                self._play(part, ids, chance_of(self._seed, f"customer {done}"))
                yield done, 1 + len(others)
        former.end()
        self._unknown_callers()
        self._past.write_out()

    def _unknown_callers(self) -> None:
        """Calls of these days whose callers nobody knew; they wait on a list of their own."""
        days, chance = self._setting.days, chance_of(self._seed, "unknown callers")
        for minutes, summary in enumerate(self._setting.talk.unknown_callers, start=1):
            at = days.ago("support", 190 * minutes)
            call = LogCall(
                summary=summary, outcome=CallOutcome.CUT_OFF, phone=self._population.phone(), started_at=at
            )
            self._past.run(self._setting.crew.someone("support", 0, chance), at, call)

    def _cast(self, told: Sequence[Part]) -> list[Part]:
        """Everybody who is not in the story, to the full number of customers and orders."""
        casting = Casting(self._setting, self._population, self._seed, self._scale)
        return casting.parts(
            max(1, round(CUSTOMERS * self._scale) - len(told)),
            round(ORDERS * self._scale) - sum(one.number_of_orders for one in told),
        )

    def _play(self, part: Part, ids: Mapping[str, UUID], chance: Random) -> None:
        customer = Acquaintance(part.someone.name, part.someone.phones[0])
        if part.former:
            customer.id = ids[part.former.key]
        registration = None if part.former else _registration(part, customer)
        play(self._past, self._lives(part, customer, chance), self._setting.days.now, registration)
        self._past.forget()

    def _lives(self, part: Part, customer: Acquaintance, chance: Random) -> list[Life]:
        setting = self._setting
        return [
            *(OrderLife(setting, customer, wish, chance).live() for wish in part.orders),
            *(RequestLife(setting, customer, spec, stage, chance).live() for spec, stage in part.requests),
            *(PromiseLife(setting, customer, ending, chance).live() for ending in part.promises),
            *(SmallLife(setting, customer, small, another, chance).live() for small, another in part.small),
            *(life for further in part.further for life in further(setting, customer, chance)),
        ]


def _registration(part: Part, customer: Acquaintance) -> RegisterCustomer:
    someone = part.someone
    return RegisterCustomer(
        id=customer.id,
        kind=someone.kind,
        name=someone.name,
        salutation=someone.salutation,
        phones=someone.phones,
        emails=someone.emails,
        persons=someone.persons,
        street=someone.address.street,
        postcode=someone.address.postcode,
        city=someone.address.city,
        language=someone.language,
        preferred_channel=someone.preferred,
    )
