"""How a life tells of acts: each at a moment of its day when its person works, after those before it."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from casedesk.contract.cases import LogCall
from casedesk.contract.values import About
from casedesk.rules.vocabulary import CallOutcome, Direction
from casedesk.services.practice.setting import Setting
from casedesk.services.practice.weaving import Acquaintance, Act

Acts = Generator[Act, Any, Any]
"""Acts that belong together; what the generator returns is for the life that tells of them."""


class Teller:
    """The thread of one life: `days`, `crew`, `offer` and `talk` are the company's, `chance` is its own."""

    def __init__(self, setting: Setting, customer: Acquaintance, chance: Random) -> None:
        self.days = setting.days
        self.crew = setting.crew
        self.offer = setting.offer
        self.talk = setting.talk
        self.customer = customer
        self.chance = chance
        self._at: datetime | None = None

    def act(self, login: str, day: int, command: Any) -> Act:
        """A command that a person gives on a day."""
        return Act(self._moment(login, day), login, command)

    def act_soon(self, login: str, day: int, command: Any) -> Act:
        """A command that a person gives within the next working hour and a half."""
        before = self._at or self._moment(login, day)
        at = self.days.later(self.crew.team_of(login), before, self.chance.randrange(4, 90))
        return self.act_at(at, login, command)

    def act_at(self, at: datetime, login: str, command: Any) -> Act:
        """A command that a person gives at an instant."""
        self._at = at
        return Act(at, login, command)

    def call(
        self,
        login: str,
        day: int,
        direction: Direction,
        summary: str,
        *,
        outcome: CallOutcome = CallOutcome.ANSWERED,
        about: About | None = None,
        **given: Any,
    ) -> Acts:
        """A call that a person logs on a day; about the latest order unless said otherwise. Returns its answer."""
        return (
            yield self.call_at(self._moment(login, day), login, direction, summary, outcome, about, **given)
        )

    def call_at(
        self,
        ended_at: datetime,
        login: str,
        direction: Direction,
        summary: str,
        outcome: CallOutcome = CallOutcome.ANSWERED,
        about: About | None = None,
        **given: Any,
    ) -> Act:
        """A call that ended at an instant."""
        length = timedelta(minutes=self.chance.randrange(1, 14), seconds=self.chance.randrange(60))
        return self.act_at(
            ended_at,
            login,
            lambda: LogCall(
                about=about or self.customer.about_latest,
                direction=direction,
                summary=summary,
                outcome=outcome,
                spoken_with=self.customer.name if summary else "",
                phone=self.customer.phone,
                started_at=ended_at - length,
                ended_at=ended_at,
                **given,
            ),
        )

    def someone(self, team: str, day: int) -> str:
        """A person of a team who is there on a day."""
        return self.crew.someone(team, day, self.chance)

    def _moment(self, login: str, day: int) -> datetime:
        self._at = self.days.moment(self.crew.team_of(login), day, self.chance, self._at)
        return self._at
