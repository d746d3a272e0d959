"""The life of a promise made in a call: kept, kept late, moved, released, still open, or broken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, time
from enum import StrEnum
from random import Random
from typing import Any

from casedesk.contract.cases import MovePromise, PromiseGiven, ReleasePromise
from casedesk.contract.values import Login
from casedesk.rules.vocabulary import CallOutcome, Direction
from casedesk.services.practice.setting import Setting
from casedesk.services.practice.telling import Acts, Teller
from casedesk.services.practice.weaving import Acquaintance, Life

_LIVED_DAYS = 160
_TIMES = (time(10), time(11), time(12), time(14, 30), time(16))


class Ending(StrEnum):
    """How a promise shall look today."""

    OPEN = "open"
    BROKEN = "broken"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    MOVED = "moved"
    RELEASED = "released"


class PromiseLife(Teller):
    """Carries out one promise; used once."""

    def __init__(self, setting: Setting, customer: Acquaintance, ending: Ending, chance: Random) -> None:
        super().__init__(setting, customer, chance)
        self._ending = ending
        (team,) = chance.choices(("support", "order_desk", "billing", "field"), (6, 4, 1, 1))
        self._keeper = self.someone(team, -1)
        self._text = chance.choice(setting.talk.promise).text

    def live(self) -> Life:
        """From the call in which it is made to how it shall look today."""
        yield from _ENDINGS[self._ending](self)

    def open(self) -> Acts:
        """Made in the last days, due in hours or days to come."""
        minutes = self.chance.choice((60, 120, 240, 400, 700, 1200, 1900))
        due_at = self.days.ahead(self.crew.team_of(self._keeper), minutes + self.chance.randrange(50))
        yield from self._made(-self.chance.randrange(1, 3), due_at)

    def broken(self) -> Acts:
        """Its time has passed, and nothing was done."""
        due_at = self.days.ago(self.crew.team_of(self._keeper), self.chance.choice((25, 70, 200, 500, 900)))
        yield from self._made(-4, due_at.replace(second=0, microsecond=0))

    def kept(self) -> Acts:
        """Done before its time."""
        made = self._some_time_ago()
        promise = yield from self._made(made, self.days.at(made + 2, self.chance.choice(_TIMES)))
        yield from self._kept(made + 1, promise, self.chance.choice(self.talk.promise_kept))

    def kept_late(self) -> Acts:
        """Done after its time."""
        made = self._some_time_ago()
        promise = yield from self._made(made, self.days.at(made + 1, self.chance.choice(_TIMES)))
        yield from self._kept(made + 2, promise, self.talk.promise_kept_late)

    def moved(self) -> Acts:
        """The customer agreed to a later time, at which it is kept or still open."""
        made = -self.chance.randrange(1, 12)
        promise = yield from self._made(made, self.days.at(made + 2, self.chance.choice(_TIMES)))
        later = self.days.at(made + 4, self.chance.choice(_TIMES))
        note = self.talk.promise_moved
        yield self.act(self._keeper, made + 1, MovePromise(promise=promise, due_at=later, note=note))
        yield from self._kept(made + 3, promise, self.chance.choice(self.talk.promise_kept))

    def released(self) -> Acts:
        """The customer does not need it any more."""
        made = self._some_time_ago()
        promise = yield from self._made(made, self.days.at(made + 2, self.chance.choice(_TIMES)))
        release = ReleasePromise(promise=promise, note=self.talk.promise_released)
        yield self.act(self._keeper, made + 1, release)

    def _some_time_ago(self) -> int:
        return -self.chance.randrange(4, _LIVED_DAYS)

    def _made(self, day: int, due_at: datetime) -> Acts:
        said = self.chance.choice([one for one in self.talk.call_in if one.summary])
        promise = PromiseGiven(text=self._text, due_at=due_at, keeper=Login(self._keeper))
        logged: Any = yield from self.call(
            self.someone("support", day),
            day,
            Direction.IN,
            said.summary,
            outcome=CallOutcome.NEW_PROMISE,
            event=said.event,
            promise=promise,
        )
        return logged.promise

    def _kept(self, day: int, promise: Any, said: str) -> Acts:
        yield from self.call(self._keeper, day, Direction.OUT, said, keeps=promise)


_ENDINGS: Mapping[Ending, Callable[[PromiseLife], Acts]] = {
    Ending.OPEN: PromiseLife.open,
    Ending.BROKEN: PromiseLife.broken,
    Ending.KEPT: PromiseLife.kept,
    Ending.KEPT_LATE: PromiseLife.kept_late,
    Ending.MOVED: PromiseLife.moved,
    Ending.RELEASED: PromiseLife.released,
}
