"""Decides who the customers are and what each of them lives through; it carries nothing out.

The numbers are those of a company of 400 customers; a smaller one has less of everything but of every kind some.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle
from random import Random
from typing import TypeVar

from casedesk.contract.orders import LineGiven
from casedesk.services.practice.case_lives import Small
from casedesk.services.practice.chance import chance_of
from casedesk.services.practice.former_system import FormerCustomer, FormerOrder
from casedesk.services.practice.order_lives import OrderWish
from casedesk.services.practice.order_plans import (
    Course,
    Happening,
    Kind,
    Phase,
    Plan,
    Steps,
    kind_of_order,
    plan_for,
    with_happening,
)
from casedesk.services.practice.people import Population, Someone
from casedesk.services.practice.promise_lives import Ending
from casedesk.services.practice.request_lives import Stage
from casedesk.services.practice.setting import Setting
from casedesk.services.practice.specification import RequestSpec
from casedesk.services.practice.weaving import Acquaintance, Life

CUSTOMERS = 400
ORDERS = 700
PHASES: Mapping[Phase, int] = {
    Phase.QUOTE: 36,
    Phase.PLACED: 16,
    Phase.ON_TIME: 60,
    Phase.IN_JEOPARDY: 16,
    Phase.HINDERED: 5,
    Phase.BLOCKED: 9,
    Phase.LATE: 14,
    Phase.MOVED: 7,
    Phase.ON_HOLD: 12,
    Phase.DONE: 22,
    Phase.COMPLETED: 38,
    Phase.CANCELLED: 15,
}
STAGES: Mapping[Stage, int] = {
    Stage.QUEUED: 14,
    Stage.UNDER_WAY: 20,
    Stage.WAITING: 12,
    Stage.SETTLED: 9,
    Stage.CLOSED: 46,
    Stage.REOPENED: 4,
}
ENDINGS: Mapping[Ending, int] = {
    Ending.OPEN: 38,
    Ending.BROKEN: 6,
    Ending.KEPT: 90,
    Ending.KEPT_LATE: 12,
    Ending.MOVED: 8,
    Ending.RELEASED: 9,
}
SMALL: Mapping[Small, int] = {
    Small.WRITING: 260,
    Small.NOTE: 170,
    Small.DECISION: 22,
    Small.ASKED_DECISION: 3,
    Small.APPROVED_DECISION: 5,
    Small.REFUSED_DECISION: 2,
    Small.REVOKED_DECISION: 2,
    Small.ACCOUNT: 45,
    Small.NEW_CONTACT: 20,
}
LAST_DAYS: tuple[Happening, ...] = (
    *(Happening(0, Kind.OFFERED, until=minutes) for minutes in (14, 35, 90, 160, 230)),
    *(Happening(-2, Kind.DECLINED) for _ in range(3)),
    *(Happening(-2, Kind.WITHDRAWN) for _ in range(2)),
    *(Happening(-6, Kind.OFFERED_AGAIN) for _ in range(2)),
    *(Happening(0, Kind.QUEUED, until=minutes) for minutes in (12, 25, 48)),
)
"""What has happened these days to further orders that are on time: handovers of every state, a team's queue."""

_NEWCOMER_SHARE = 0.42
_FORMER_CANCELLED_SHARE = 0.1
_FORMER_OLDEST_DAYS, _FORMER_NEWEST_DAYS = 3300, 320
_FORMER_PRODUCTS = (
    ("DSL 16", "18.00", "simple"),
    ("DSL 50", "24.00", "simple"),
    ("Phone line", "9.50", "simple"),
    ("Fibre 100", "25.00", "fibre"),
)
_SIMPLE_LINES = (
    (LineGiven(product="PHONE"),),
    (LineGiven(product="DSL50"), LineGiven(product="ROUTERX6")),
    (LineGiven(product="DSL50"), LineGiven(product="PHONE"), LineGiven(product="ROUTERX6")),
)
_LONG_AGO = -400
_FIRST_KEY = 20_000
_NOTED_SHARE, _PAID_SHARE = 0.3, 0.95
_WAIVED_SHARE, _OTHER_ADDRESS_SHARE, _WITHOUT_ORDER_SHARE = 0.08, 0.15, 0.04
T = TypeVar("T")


@dataclass
class Part:
    """What one customer lives through; `former` is None for those whom we met here.

    `further` makes lives that only this customer has, with `further_orders` orders in them.
    """

    someone: Someone
    former: FormerCustomer | None = None
    orders: list[OrderWish] = field(default_factory=list)
    requests: list[tuple[RequestSpec, Stage]] = field(default_factory=list)
    promises: list[Ending] = field(default_factory=list)
    small: list[tuple[Small, Someone]] = field(default_factory=list)
    further: tuple[Callable[[Setting, Acquaintance, Random], list[Life]], ...] = ()
    further_orders: int = 0

    @property
    def number_of_orders(self) -> int:
        """How many orders this customer will have."""
        return len(self.orders) + self.further_orders + (len(self.former.orders) if self.former else 0)

    @property
    def has_nothing(self) -> bool:
        """Whether nobody would ever hear of this customer."""
        return not (self.former or self.orders or self.requests or self.promises or self.small)


class Casting:
    """Draws the parts of a company; the same seed and scale draw the same ones."""

    def __init__(self, setting: Setting, population: Population, seed: int, scale: float) -> None:
        self._setting = setting
        self._population = population
        self._chance = chance_of(seed, "casting")
        self._scale = scale
        self._key = _FIRST_KEY

    def parts(self, customers: int, orders: int) -> list[Part]:
        """So many customers with so many orders between them."""
        parts = [Part(self._population.next()) for _ in range(customers)]
        self._hand_out_former_orders(parts, max(0, orders - self._hand_out_orders(parts)))
        requests = self._setting.talk.request
        specs = cycle(self._chance.sample(requests, len(requests)))
        for stage in self._all_of(STAGES):
            self._chance.choice(parts).requests.append((next(specs), stage))
        for ending in self._all_of(ENDINGS):
            self._chance.choice(parts).promises.append(ending)
        for small in self._all_of(SMALL):
            self._chance.choice(parts).small.append((small, self._chance.choice(parts).someone))
        for part in parts:
            if part.has_nothing:
                part.small.append((Small.WRITING, part.someone))
        return parts

    def _all_of(self, numbers: Mapping[T, int]) -> list[T]:
        """Each as often as it occurs in a company of this size, at least once."""
        return [one for one, many in numbers.items() for _ in range(max(1, round(many * self._scale)))]

    def _hand_out_orders(self, parts: Sequence[Part]) -> int:
        """Orders that were opened here, first to those who are no customers of the former system; how many."""
        courses = self._courses()
        newcomers = parts[: int(len(parts) * _NEWCOMER_SHARE)]
        chosen = [*newcomers, *self._chance.choices(parts, k=len(courses))][: len(courses)]
        for part, (kind, plan) in zip(chosen, courses, strict=True):
            part.orders.append(self._wish(part.someone, kind, plan))
        return len(courses)

    def _courses(self) -> list[tuple[str, Plan]]:
        """Kind and plan of each order, those of each phase in their number."""
        steps = {one.key: Steps(one.milestone) for one in self._setting.offer.template}
        drawn: list[tuple[str, Plan]] = []
        for phase in self._all_of(PHASES):
            kind = kind_of_order(phase, self._chance)
            drawn.append((kind, plan_for(phase, steps[kind], self._chance)))
        for happening in self._last_days():
            placed = -self._chance.randrange(8, 11)
            course = Course(placed, placed + steps["fibre"].length + 3)
            drawn.append(("fibre", with_happening(steps["fibre"].plan(course), happening)))
        self._chance.shuffle(drawn)
        return drawn

    def _last_days(self) -> list[Happening]:
        """Some of `LAST_DAYS`, each kind at least once."""
        first = {one.kind: number for number, one in enumerate(LAST_DAYS)}
        rest = [number for number in range(len(LAST_DAYS)) if number not in first.values()]
        return [LAST_DAYS[number] for number in (*first.values(), *rest[: round(len(rest) * self._scale)])]

    def _wish(self, someone: Someone, kind: str, plan: Plan) -> OrderWish:
        waived = kind == "fibre" and self._chance.random() < _WAIVED_SHARE
        elsewhere = self._chance.random() < _OTHER_ADDRESS_SHARE
        return OrderWish(
            kind=kind,
            lines=self._lines(kind, waived),
            wants=self._chance.choice(self._setting.talk.wants[kind]),
            plan=plan,
            address=self._population.address() if elsewhere else someone.address,
            seller=self._setting.crew.someone("sales", plan[0].day, self._chance) if waived else "",
        )

    def _lines(self, kind: str, waived: bool) -> tuple[LineGiven, ...]:
        """What is ordered; a setup that is waived stands there with its whole price off."""
        if kind == "end":
            what = self._chance.choice(("DSL 50", "DSL 16", "Phone line", "Fibre 100"))
            return (LineGiven(product="END", name=f"End of {what}"),)
        if kind == "simple":
            return self._chance.choice(_SIMPLE_LINES)
        lines = [LineGiven(product=self._chance.choice(("FIBRE500", "FIBRE250", "FIBRE250")))]
        lines += [LineGiven(product=code) for code in ("PHONE", "ROUTERX6") if self._chance.random() < 0.6]
        if waived or self._chance.random() < 0.4:
            lines.append(LineGiven(product="SETUP", discount=Decimal(1 if waived else 0)))
        return tuple(lines)

    def _hand_out_former_orders(self, parts: Sequence[Part], many: int) -> None:
        """Orders of the former system, to all but the newcomers and a few who have none."""
        former = parts[int(len(parts) * (_NEWCOMER_SHARE + _WITHOUT_ORDER_SHARE)) :]
        owners = [*former, *self._chance.choices(former, k=many)][:many]
        for part in former:
            orders = [self._former_order(part.someone) for one in owners if one is part]
            part.former = self._former_customer(part.someone, orders)

    def _former_customer(self, someone: Someone, orders: Sequence[FormerOrder]) -> FormerCustomer:
        noted = self._chance.random() < _NOTED_SHARE
        return FormerCustomer(
            key=self._next_key(),
            someone=someone,
            since=min((one.placed_on for one in orders), default=self._long_ago()),
            contact=self._desk_person(),
            orders=tuple(sorted(orders, key=lambda one: one.placed_on)),
            notes=(self._chance.choice(self._setting.talk.notes),) if noted else (),
        )

    def _former_order(self, someone: Someone) -> FormerOrder:
        name, price, kind = self._chance.choice(_FORMER_PRODUCTS)
        placed_on = self._long_ago()
        cancelled = self._chance.random() < _FORMER_CANCELLED_SHARE
        return FormerOrder(
            key=self._next_key(),
            name=name,
            monthly=Decimal(price),
            placed_on=placed_on,
            done_on=_weekday(placed_on + timedelta(days=self._chance.randrange(9, 40))),
            kind=kind,
            address=someone.address,
            owner=self._desk_person(),
            cancelled_because=self._chance.choice(self._setting.talk.cancel).reason if cancelled else "",
            paid=self._chance.random() < _PAID_SHARE,
        )

    def _long_ago(self) -> date:
        """A weekday in the years of the former system."""
        days_ago = self._chance.randrange(_FORMER_NEWEST_DAYS, _FORMER_OLDEST_DAYS)
        return _weekday(self._setting.days.today - timedelta(days=days_ago))

    def _desk_person(self) -> str:
        return self._setting.crew.someone("order_desk", _LONG_AGO, self._chance)

    def _next_key(self) -> str:
        self._key += self._chance.randrange(1, 9)
        return str(self._key)


def _weekday(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
