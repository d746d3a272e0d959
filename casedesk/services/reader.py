"""What a query works with: one connection in one read transaction, who asks, and the time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from casedesk.services.actor import Actor, CompanyFacts


@dataclass(frozen=True)
class Reader:
    """One read; nothing it returns refers to the connection."""

    connection: Connection
    actor: Actor
    company: CompanyFacts
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.company.zone)

    @property
    def today(self) -> date:
        """The day in the company's time zone."""
        return self.now.astimezone(self.zone).date()

    def start_of_day(self, day: date) -> datetime:
        """The first instant of a day in the company's time zone."""
        return datetime.combine(day, time.min, self.zone)

    def end_of_day(self, day: date) -> datetime:
        """The last instant of a day in the company's time zone."""
        return datetime.combine(day, time.max, self.zone)
