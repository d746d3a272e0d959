"""Where things stand: five lines composed from the data, never typed, and one sentence in the customer's words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from casedesk.contract.cases import CaseOrderRow, DecisionRow, PromiseRow, RequestRow, StandLine
from casedesk.contract.orders import MilestoneRow, StaffCard
from casedesk.rules.vocabulary import OrderStatus
from casedesk.services.wording import day_words, moment_words, status_words
from casedesk.words import count, say

URGENCY = (
    OrderStatus.LATE,
    OrderStatus.IN_JEOPARDY,
    OrderStatus.BLOCKED,
    OrderStatus.ON_TIME,
    OrderStatus.NOT_STARTED,
    OrderStatus.DONE,
    OrderStatus.CANCELLED,
)
"""The statuses of orders, the one that needs attention first at the front."""

_OPEN = frozenset(URGENCY[:5])


class Stand:
    """Composes the five lines of one case as of one moment."""

    def __init__(
        self,
        orders: Sequence[CaseOrderRow],
        requests: Sequence[RequestRow],
        promises: Sequence[PromiseRow],
        decisions: Sequence[DecisionRow],
        contact: StaffCard,
        now: datetime,
        zone: ZoneInfo,
    ) -> None:
        self._now = now
        self._zone = zone
        self._today = now.astimezone(zone).date()
        self._open = sorted((one for one in orders if one.status in _OPEN), key=_urgency)
        self._orders = orders
        self._requests = [one for one in requests if one.state != "closed"]
        self._promises = sorted(
            (one for one in promises if one.state in ("open", "broken")), key=lambda one: one.due_at
        )
        self._decisions = [one for one in decisions if one.state == "in_force"]
        self._contact = contact
        self._times: list[str] = []

    def lines(self, wants: str) -> tuple[StandLine, ...]:
        """Wants, Now, Promised, Decided, Next; `wants` are the customer's words of the most urgent order."""
        return (
            StandLine(label=say("Wants"), text=wants or say("Nothing at the moment.")),
            self._now_line(),
            self._promised_line(),
            self._decided_line(),
            self._next_line(),
        )

    def _now_line(self) -> StandLine:
        order = self._open[0] if self._open else None
        if order is None:
            if self._requests:
                return StandLine(label=say("Now"), text=self._requests_words())
            return StandLine(label=say("Now"), text=self._nothing_open())
        parts = [self._order_now(order), self._others_words()]
        return self._line(say("Now"), " ".join(part for part in parts if part))

    def _nothing_open(self) -> str:
        if not self._orders:
            return say("No order yet.")
        finished = len(self._orders)
        return count(
            "Nothing is open; $n order is finished.", "Nothing is open; $n orders are finished.", finished
        )

    def _order_now(self, order: CaseOrderRow) -> str:
        step = _current(order.milestones)
        if step is None:
            return say(
                "Order $number, $what.", number=order.number, what=order.headline or say("no lines yet")
            )
        if step.state == "blocked":
            return say("$step is blocked: $reason.", step=step.name, reason=step.reason.rstrip("."))
        if order.state == "quote":
            return say("A quote, $number, is with the customer.", number=order.number)
        return say(
            "$step is next at $team, forecast $day.",
            step=step.name,
            team=step.team,
            day=self._day(step.forecast_on),
        )

    def _others_words(self) -> str:
        others = len(self._open) - 1
        return count("$n more order is open.", "$n more orders are open.", others) if others > 0 else ""

    def _requests_words(self) -> str:
        return say("$event: $wants", event=self._requests[0].event_name, wants=self._requests[0].wants)

    def _promised_line(self) -> StandLine:
        order = next((one for one in self._open if one.promised_on), None)
        parts: list[str] = []
        if order:
            promised = self._day(order.promised_on)
            if order.forecast_on is None:
                parts.append(say("Done by $promised. The forecast is unknown.", promised=promised))
            elif order.promised_on and order.forecast_on > order.promised_on:
                late = count("$n day later", "$n days later", (order.forecast_on - order.promised_on).days)
                parts.append(
                    say(
                        "Done by $promised. Forecast is $forecast, $late.",
                        promised=promised,
                        forecast=self._day(order.forecast_on),
                        late=late,
                    )
                )
            else:
                parts.append(
                    say(
                        "Done by $promised. Forecast is $forecast.",
                        promised=promised,
                        forecast=self._day(order.forecast_on),
                    )
                )
        if self._promises:
            first = self._promises[0]
            parts.append(
                say("$what, by $when.", what=first.text.rstrip("."), when=self._moment(first.due_at))
            )
        if not parts:
            return StandLine(label=say("Promised"), text=say("Nothing is promised."))
        return self._line(say("Promised"), " ".join(parts), order.status if order else None)

    def _decided_line(self) -> StandLine:
        if not self._decisions:
            return StandLine(label=say("Decided"), text=say("No decision is in force."))
        newest = max(self._decisions, key=lambda one: one.decided_at)
        more = count(" $n more is in force.", " $n more are in force.", len(self._decisions) - 1)
        day = day_words(newest.decided_at.astimezone(self._zone).date(), self._today)
        text = say(
            "$outcome ($name, $day).", outcome=newest.outcome.rstrip("."), name=newest.decided_by, day=day
        )
        return StandLine(label=say("Decided"), text=text + (more if len(self._decisions) > 1 else ""))

    def _next_line(self) -> StandLine:
        due = self._next()
        if due is None:
            return StandLine(label=say("Next"), text=say("Nothing is due."))
        what, when, who = due
        text = say("$what by $when. $who does it.", what=what.rstrip("."), when=self._moment(when), who=who)
        status = "late" if when < self._now else "under_way"
        return replace(self._line(say("Next"), text), status=status, status_text=self._rest(when))

    def _next(self) -> tuple[str, datetime, str] | None:
        """The promise or next step that is due first: what, when, who."""
        nobody = say("Nobody yet")
        found = [(one.text, one.due_at, one.keeper_name) for one in self._promises]
        found += [
            (one.next_step, one.next_step_due_at, one.owner.name or nobody)
            for one in self._open
            if one.next_step_due_at
        ]
        found += [
            (one.next_step, one.next_step_due_at, one.owner.name or nobody)
            for one in self._requests
            if one.next_step_due_at
        ]
        return min(found, key=lambda one: one[1], default=None)

    def sentence(self) -> str:
        """What to read out: the most urgent order, what happens next and whom to ask for."""
        parts: list[str] = []
        if self._open:
            order = self._open[0]
            what = order.headline or say("your order")
            if order.promised_on is None:
                parts.append(
                    say(
                        "Your quote $number for $what is waiting for your answer.",
                        number=order.number,
                        what=what,
                    )
                )
            elif order.status is OrderStatus.LATE or (
                order.forecast_on and order.forecast_on > order.promised_on
            ):
                parts.append(
                    say(
                        "Your order $number ($what) was promised for $promised; we now expect $forecast.",
                        number=order.number,
                        what=what,
                        promised=self._day(order.promised_on),
                        forecast=self._day(order.forecast_on),
                    )
                )
            else:
                parts.append(
                    say(
                        "Your order $number ($what) will be done by $promised.",
                        number=order.number,
                        what=what,
                        promised=self._day(order.promised_on),
                    )
                )
        elif self._requests:
            parts.append(
                say("We are working on your request: $wants.", wants=self._requests[0].wants.rstrip("."))
            )
        else:
            parts.append(say("Everything you asked for is done."))
        if self._promises:
            parts.append(
                say(
                    "We promised: $what, by $when.",
                    what=self._promises[0].text.rstrip("."),
                    when=self._moment(self._promises[0].due_at),
                )
            )
        if self._contact.name:
            parts.append(
                say(
                    "You can always ask for $name, $phone.",
                    name=self._contact.name,
                    phone=self._contact.phone,
                )
                if self._contact.phone
                else say("You can always ask for $name.", name=self._contact.name)
            )
        return " ".join(parts)

    def _line(self, label: str, text: str, status: OrderStatus | None = None) -> StandLine:
        """A line with the days and times that were written into it emphasised."""
        strong, self._times = _spans(text, self._times), []
        words = status_words(status) if status else ""
        return StandLine(label=label, text=text, strong=strong, status=status or "", status_text=words)

    def _day(self, day: date | None) -> str:
        return self._time(day_words(day, self._today)) if day else say("not known yet")

    def _moment(self, instant: datetime) -> str:
        return self._time(moment_words(instant, self._zone, self._today))

    def _time(self, words: str) -> str:
        self._times.append(words)
        return words

    def _rest(self, when: datetime) -> str:
        """The rest of time: to the minute under an hour, then hours, then days."""
        minutes = round((when - self._now).total_seconds() / 60)
        if minutes < 0:
            return say("Past its time")
        if minutes < 60:
            return say("In $n min", n=minutes)
        if minutes < 48 * 60:
            return say("In $n h", n=minutes // 60)
        return count("In $n day", "In $n days", minutes // (24 * 60))


def _urgency(order: CaseOrderRow) -> tuple[int, date]:
    return URGENCY.index(order.status), order.promised_on or date.max


def most_urgent(orders: Sequence[CaseOrderRow]) -> CaseOrderRow | None:
    """The open order that needs attention first."""
    return min((one for one in orders if one.status in _OPEN), key=_urgency, default=None)


def _current(milestones: Sequence[MilestoneRow]) -> MilestoneRow | None:
    """The milestone that is blocked, under way or ready first."""
    for states in (("blocked",), ("under_way",), ("ready",), ("not_started",)):
        for one in milestones:
            if one.state in states:
                return one
    return None


def _spans(text: str, parts: Sequence[str]) -> tuple[tuple[int, int], ...]:
    found = {part: text.find(part) for part in parts}
    return tuple(sorted((start, start + len(part)) for part, start in found.items() if start >= 0))
