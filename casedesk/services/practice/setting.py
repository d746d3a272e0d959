"""What every life in the practice company can look at: its days, its crew, what it sells and what people say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from casedesk.services.practice.crew import Crew
from casedesk.services.practice.days import Days
from casedesk.services.practice.specification import Offer, Talk


@dataclass(frozen=True)
class Setting:
    """The company at one present; `event_teams` says which team an event goes to."""

    days: Days
    crew: Crew
    offer: Offer
    talk: Talk
    event_teams: Mapping[str, str]
    former_system: str
