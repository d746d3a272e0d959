"""Who does what in the practice company: somebody of a team who is there on that day."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from casedesk.services.practice.specification import Organisation


class Crew:
    """The staff of the company, by team."""

    def __init__(self, organisation: Organisation) -> None:
        self._of_team: dict[str, list[str]] = {}
        for one in organisation.staff:
            self._of_team.setdefault(one.team, []).append(one.login)
        self._team_of = {one.login: one.team for one in organisation.staff}
        self._absences = organisation.absence
        self.lead_of = {one.key: one.lead for one in organisation.team}

    def team_of(self, login: str) -> str:
        """The key of a person's team."""
        return self._team_of[login]

    def someone(self, team: str, day: int, chance: Random, without: Iterable[str] = ()) -> str:
        """A person of a team who is there on a day, counted from the present."""
        there = [one for one in self._of_team[team] if self.is_there(one, day) and one not in without]
        return chance.choice(there)

    def is_there(self, login: str, day: int) -> bool:
        """Whether a person is at work on a day, counted from the present."""
        return not any(one.staff == login and one.from_day <= day <= one.until_day for one in self._absences)
