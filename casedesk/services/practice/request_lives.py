"""The life of a request: asked for, taken or waiting in a queue, settled, closed, and now and then back again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from random import Random

from casedesk.contract.cases import (
    CloseRequest,
    OpenRequest,
    ReopenRequest,
    ResumeRequest,
    SettleRequest,
    WaitRequest,
)
from casedesk.contract.desk import Take
from casedesk.contract.ids import new_id
from casedesk.contract.values import About
from casedesk.rules.vocabulary import Direction
from casedesk.services.practice.setting import Setting
from casedesk.services.practice.specification import RequestSpec
from casedesk.services.practice.telling import Acts, Teller
from casedesk.services.practice.weaving import Acquaintance, Life

_MET_SHARE, _QUEUED_FIRST_SHARE = 0.8, 0.4
_LONGEST_IN_QUEUE_MINUTES = 55
_LIVED_DAYS = 160


class Stage(StrEnum):
    """How a request shall look today."""

    QUEUED = "queued"
    UNDER_WAY = "under_way"
    WAITING = "waiting"
    SETTLED = "settled"
    CLOSED = "closed"
    REOPENED = "reopened"


class RequestLife(Teller):
    """Carries out one request, in the team that its event goes to; used once."""

    def __init__(
        self, setting: Setting, customer: Acquaintance, spec: RequestSpec, stage: Stage, chance: Random
    ) -> None:
        super().__init__(setting, customer, chance)
        self._spec = spec
        self._stage = stage
        self._team = setting.event_teams[spec.event]
        self._wants = chance.choice(spec.wants)
        self._id = new_id()
        self._owner = ""

    def live(self) -> Life:
        """Everything up to the stage it shall have today."""
        yield from _STAGES[self._stage](self)

    def queued(self) -> Acts:
        """Came in a while ago; nobody has taken it yet."""
        at = self.days.ago(self._team, self.chance.randrange(2, _LONGEST_IN_QUEUE_MINUTES))
        taker = self.someone("support", 0)
        yield self.act_at(at, taker, self._opening(queue=self._team))

    def under_way(self) -> Acts:
        """Opened in the last days; somebody works on it."""
        yield from self._begun(-self.chance.randrange(1, 5))

    def waiting(self) -> Acts:
        """It waits for somebody else, and we follow up on a day to come."""
        opened = -self.chance.randrange(2, 9)
        yield from self._begun(opened)
        yield from self._wait(opened + 1, self.chance.randrange(1, 5))

    def settled(self) -> Acts:
        """We think that it is solved; the customer has not said so."""
        settled = -self.chance.randrange(1, 4)
        yield from self._begun(settled - self.chance.randrange(1, 5))
        yield from self._settle(settled)

    def closed(self) -> Acts:
        """Solved, and the customer agreed."""
        yield from self._solved(-self.chance.randrange(10, _LIVED_DAYS))

    def reopened(self) -> Acts:
        """It was solved and has come back."""
        yield from self._solved(-self.chance.randrange(10, 20))
        reopen = ReopenRequest(request=self._id, reason=self.talk.reopened_because)
        yield self.act(self._owner, -self.chance.randrange(1, 3), reopen)

    def _solved(self, opened: int) -> Acts:
        yield from self._begun(opened)
        if self.chance.random() < 0.3:
            yield from self._wait(opened + 1, opened + 3)
            yield self.act(self._owner, opened + 3, ResumeRequest(request=self._id))
        closed = opened + self.chance.randrange(3, 7)
        if self.chance.random() < 0.4:
            yield from self._settle(closed)
        close = CloseRequest(
            request=self._id,
            outcome=self._spec.outcome,
            expectation_met=self.chance.random() < _MET_SHARE,
        )
        yield self.act(self._owner, closed, close)

    def _begun(self, day: int) -> Acts:
        """The call, the request, and who works on it: who took the call, or who took it from the queue."""
        taker = self.someone("support", day)
        yield from self.call(
            taker, day, Direction.IN, self._wants, about=self.customer.about, event=self._spec.event
        )
        queued = self._team != "support" or self.chance.random() < _QUEUED_FIRST_SHARE
        yield self.act(taker, day, self._opening(queue=self._team if queued else None))
        self._owner = self.someone(self._team, day) if queued else taker
        if queued:
            yield self.act_soon(self._owner, day, Take(about=About(str(self._id))))

    def _opening(self, queue: str | None) -> OpenRequest:
        return OpenRequest(
            id=self._id, about=self.customer.about, event=self._spec.event, wants=self._wants, queue=queue
        )

    def _wait(self, day: int, until: int) -> Acts:
        waiting = self.chance.choice(self.talk.waiting)
        yield self.act(
            self._owner,
            day,
            WaitRequest(
                request=self._id,
                waiting_for=waiting.waiting_for,
                what=waiting.what,
                follow_up_on=self.days.on(until),
            ),
        )

    def _settle(self, day: int) -> Acts:
        yield from self.call(self._owner, day, Direction.OUT, self._spec.outcome, about=self.customer.about)
        yield self.act(self._owner, day, SettleRequest(request=self._id, outcome=self._spec.outcome))


_STAGES: Mapping[Stage, Callable[[RequestLife], Acts]] = {
    Stage.QUEUED: RequestLife.queued,
    Stage.UNDER_WAY: RequestLife.under_way,
    Stage.WAITING: RequestLife.waiting,
    Stage.SETTLED: RequestLife.settled,
    Stage.CLOSED: RequestLife.closed,
    Stage.REOPENED: RequestLife.reopened,
}
