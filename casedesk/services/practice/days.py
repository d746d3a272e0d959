"""Working days and working hours counted from the present: 0 is the last office day up to today.

It knows the teams' calendars and no order. Whatever day or hour the company is made for, day -1 has been worked and
day 1 has not begun.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from casedesk.rules.business_calendar import Calendar, add_working_days, add_working_time, is_working_day

_ONE_DAY = timedelta(days=1)
_ONE_MINUTE = timedelta(minutes=1)
_FIVE_MINUTES = timedelta(minutes=5)
_PACE = timedelta(minutes=3)
"""What people need at least between two things they do."""


class Days:
    """`office` is the calendar that days are counted by; `teams` are the calendars of the teams by key."""

    def __init__(self, now: datetime, office: Calendar, teams: Mapping[str, Calendar]) -> None:
        self.now = now
        self.zone = ZoneInfo(office.zone)
        self.today = now.astimezone(self.zone).date()
        self._office = office
        self._teams = teams
        self._counted = {0: add_working_days(self.today + _ONE_DAY, -1, office)}

    def on(self, number: int) -> date:
        """The office day so many after day 0, or before it for a negative number."""
        if number not in self._counted:
            self._counted[number] = add_working_days(self._counted[0], number, self._office)
        return self._counted[number]

    def works_on(self, day: date) -> bool:
        """Whether the office works on a day."""
        return is_working_day(day, self._office)

    def at(self, number: int, clock: time) -> datetime:
        """A time of an office day."""
        return datetime.combine(self.on(number), clock, self.zone).astimezone(UTC)

    def moment(self, team: str, number: int, chance: Random, after: datetime | None = None) -> datetime:
        """A minute of an office day when a team works; soon after `after` where its day is over by then."""
        hours = self._teams[team].hours_on(self.on(number))
        opens, closes = self.at(number, hours[0][0]), self.at(number, hours[-1][1])
        earliest = opens if after is None else max(opens, after + _PACE)
        minutes = (closes - earliest) // _ONE_MINUTE
        return earliest + _ONE_MINUTE * chance.randrange(minutes) if minutes > 0 else earliest

    def later(self, team: str, at: datetime, minutes: int) -> datetime:
        """The instant so many minutes of the team's working time after another."""
        return add_working_time(at, timedelta(minutes=minutes), self._teams[team])

    def ago(self, team: str, minutes: float) -> datetime:
        """The instant so many minutes of the team's working time before now."""
        return add_working_time(self.now, timedelta(minutes=-minutes), self._teams[team])

    def ahead(self, team: str, minutes: float) -> datetime:
        """The instant by which so much of the team's working time will have passed, in steps of five minutes."""
        exact = add_working_time(self.now, timedelta(minutes=minutes), self._teams[team])
        past = (exact - datetime.min.replace(tzinfo=UTC)) % _FIVE_MINUTES
        return exact + _FIVE_MINUTES - past if past else exact
