"""Forecast, plan and status of an order, told on one order for a line that has to be built.

checked (1) -> line (3) -> works, the promise (0) -> bill (5)
checked (1) -> router (2) ->
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casedesk.rules.business_calendar import Calendar, working_days_between
from casedesk.rules.forecast import (
    OfferedDay,
    Step,
    can_keep,
    forecast,
    order_status,
    plan_back,
    was_late,
)
from casedesk.rules.states import MilestoneState, OrderState
from casedesk.rules.vocabulary import OrderStatus

MON, TUE, WED, THU, FRI, SAT, SUN = (date(2026, 11, 23) + timedelta(days=ahead) for ahead in range(7))
NEXT_MON, NEXT_TUE, NEXT_WED, NEXT_THU, NEXT_FRI = (
    day + timedelta(days=7) for day in (MON, TUE, WED, THU, FRI)
)

OPEN_ON_WEEKDAYS = Calendar("Europe/London", dict.fromkeys(range(5), ((time(9), time(17)),)))
CLOSED_ON_THURSDAY = replace(OPEN_ON_WEEKDAYS, closed_days=frozenset({THU}))
CALENDARS = {"desk": OPEN_ON_WEEKDAYS, "network": OPEN_ON_WEEKDAYS, "stock": CLOSED_ON_THURSDAY}

CHECKED = Step(key="checked", team="desk", working_days=1, state=MilestoneState.READY)
LINE = Step(key="line", team="network", working_days=3, depends_on=("checked",))
ROUTER = Step(key="router", team="stock", working_days=2, depends_on=("checked",))
WORKS = Step(key="works", team="desk", depends_on=("line", "router"), is_promise=True)
BILL = Step(key="bill", team="desk", working_days=5, depends_on=("works",))
ORDER = (CHECKED, LINE, ROUTER, WORKS, BILL)


def order(**changes: dict[str, object]) -> tuple[Step, ...]:
    """The order with some steps changed, by key."""
    return tuple(replace(step, **changes.get(step.key, {})) for step in ORDER)  # type: ignore[arg-type]


def done(day: date) -> dict[str, object]:
    return {"state": MilestoneState.DONE, "done_on": day}


def test_forward_through_the_dependencies() -> None:
    assert forecast(ORDER, MON, CALENDARS) == {
        "checked": TUE,
        "line": FRI,
        "router": FRI,
        "works": FRI,
        "bill": NEXT_FRI,
    }


@pytest.mark.parametrize(
    ("steps", "today", "works_on"),
    [
        pytest.param(order(), SAT, NEXT_THU, id="the first working day after a Saturday is Monday"),
        pytest.param(order(checked=done(MON)), MON, THU, id="a done step keeps its day"),
        pytest.param(order(checked=done(MON)), THU, NEXT_TUE, id="an open one slips with today"),
        pytest.param(order(checked={"state": MilestoneState.DONE}), MON, THU, id="done, nobody knows when"),
        pytest.param(order(line={"estimate_on": NEXT_WED}), MON, NEXT_WED, id="an estimate is stronger"),
        pytest.param(
            order(line={"estimate_on": MON}, router=done(TUE)),
            WED,
            WED,
            id="a missed estimate is at least today",
        ),
        pytest.param(
            order(
                checked=done(MON),
                router=done(TUE),
                line={"state": MilestoneState.UNDER_WAY, "started_on": MON},
            ),
            WED,
            THU,
            id="work that has begun goes on counting",
        ),
        pytest.param(
            order(
                checked=done(MON),
                router=done(TUE),
                line={"state": MilestoneState.UNDER_WAY, "started_on": MON},
            ),
            SUN,
            NEXT_MON,
            id="work that should be done is done today at best",
        ),
        pytest.param(
            order(checked=done(MON), router=done(TUE), line={"state": MilestoneState.UNDER_WAY}),
            WED,
            NEXT_MON,
            id="begun, nobody knows when",
        ),
        pytest.param(
            order(line={"state": MilestoneState.BLOCKED, "check_on": NEXT_MON}),
            MON,
            NEXT_THU,
            id="blocked until a check",
        ),
        pytest.param(
            order(line={"state": MilestoneState.BLOCKED}), MON, None, id="blocked, nobody knows how long"
        ),
        pytest.param(
            order(line={"state": MilestoneState.BLOCKED, "estimate_on": NEXT_WED}),
            MON,
            NEXT_WED,
            id="blocked, estimated",
        ),
        pytest.param(
            order(line={"state": MilestoneState.SKIPPED}), MON, FRI, id="a skipped step takes no time"
        ),
        pytest.param(
            order(checked={"state": MilestoneState.SKIPPED}),
            MON,
            THU,
            id="what a skipped one held up is free",
        ),
    ],
)
def test_when_it_works(steps: tuple[Step, ...], today: date, works_on: date | None) -> None:
    assert forecast(steps, today, CALENDARS)["works"] == works_on


def test_unknown_spreads_to_all_that_depends_on_it() -> None:
    found = forecast(order(line={"state": MilestoneState.BLOCKED}), MON, CALENDARS)
    assert found == {"checked": TUE, "line": None, "router": FRI, "works": None, "bill": None}


def test_skipped_steps_have_no_day() -> None:
    assert forecast(order(line={"state": MilestoneState.SKIPPED}), MON, CALENDARS)["line"] is None


def test_an_order_without_steps_has_no_days() -> None:
    assert forecast((), MON, CALENDARS) == {}


def test_a_team_without_calendar_is_refused() -> None:
    with pytest.raises(ValueError, match="team 'stock' of step 'router'"):
        forecast(ORDER, MON, {"desk": OPEN_ON_WEEKDAYS, "network": OPEN_ON_WEEKDAYS})


def test_a_plan_goes_back_from_the_promise_and_on_behind_it() -> None:
    assert plan_back(ORDER, NEXT_FRI, CALENDARS) == {
        "checked": NEXT_TUE,
        "line": NEXT_FRI,
        "router": NEXT_FRI,
        "works": NEXT_FRI,
        "bill": NEXT_FRI + timedelta(days=7),
    }


def test_a_plan_minds_each_teams_calendar() -> None:
    """Stock rests on Thursday: two of its days before Friday begin on Tuesday."""
    assert plan_back(order(line={"working_days": 1}), FRI, CALENDARS)["checked"] == TUE


def test_a_plan_keeps_what_is_done_and_leaves_out_what_is_skipped() -> None:
    plan = plan_back(order(checked=done(MON), router={"state": MilestoneState.SKIPPED}), NEXT_FRI, CALENDARS)
    assert plan == {"checked": MON, "line": NEXT_FRI, "works": NEXT_FRI, "bill": NEXT_FRI + timedelta(days=7)}


def test_a_finished_step_takes_no_more_time_before_the_promise() -> None:
    chain = (
        Step(key="order", team="desk", working_days=1),
        Step(key="permit", team="desk", working_days=9, depends_on=("order",), state=MilestoneState.SKIPPED),
        replace(WORKS, depends_on=("permit",)),
    )
    assert plan_back(chain, FRI, CALENDARS)["order"] == FRI


def test_what_hangs_on_nothing_is_due_with_the_promise() -> None:
    assert (
        plan_back((*ORDER, Step(key="gift", team="desk", working_days=3)), NEXT_FRI, CALENDARS)["gift"]
        == NEXT_FRI
    )


def test_without_a_promise_there_is_no_plan() -> None:
    with pytest.raises(ValueError, match="no step is marked"):
        plan_back((CHECKED,), NEXT_FRI, CALENDARS)


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_a_plan_back_from_the_forecast_is_never_earlier_than_it(today: date, durations: list[int]) -> None:
    steps = tuple(replace(step, working_days=days) for step, days in zip(ORDER, durations, strict=False))
    earliest = forecast(steps, today, CALENDARS)
    works_on = earliest["works"]
    assert works_on is not None
    latest = plan_back(steps, works_on, CALENDARS)
    for step in steps[:4]:
        day = earliest[step.key]
        assert day is not None
        assert working_days_between(day, latest[step.key], OPEN_ON_WEEKDAYS) >= 0


def test_can_we_keep_it() -> None:
    answer = can_keep(ORDER, MON, THU, CALENDARS)
    assert [(one.key, one.earliest, one.latest, one.keeps, one.decided_by) for one in answer.steps] == [
        ("checked", TUE, MON, False, None),
        ("line", FRI, THU, False, "checked"),
        ("router", FRI, WED, False, "checked"),
        ("works", FRI, THU, False, "line"),
    ]
    assert answer.days == (
        OfferedDay(NEXT_TUE, 2, possible=True, as_asked=False),
        OfferedDay(FRI, 0, possible=True, as_asked=False),
        OfferedDay(THU, -1, possible=False, as_asked=True),
    )
    assert not answer.keeps


@pytest.mark.parametrize(
    ("wanted_on", "offered", "keeps"),
    [
        (FRI, [(NEXT_TUE, False), (FRI, True)], True),
        (NEXT_MON, [(NEXT_TUE, False), (FRI, False), (NEXT_MON, True)], True),
        (NEXT_TUE, [(NEXT_TUE, True), (FRI, False)], True),
        (NEXT_FRI, [(NEXT_FRI, True), (NEXT_TUE, False), (FRI, False)], True),
        (SUN, [(NEXT_TUE, False), (FRI, False), (SUN, True)], False),
        (MON, [(NEXT_TUE, False), (FRI, False), (MON, True)], False),
    ],
)
def test_which_days_are_offered(wanted_on: date, offered: list[tuple[date, bool]], keeps: bool) -> None:
    answer = can_keep(ORDER, MON, wanted_on, CALENDARS)
    assert [(day.day, day.as_asked) for day in answer.days] == offered
    assert answer.keeps is keeps


def test_where_nobody_knows_only_the_day_asked_for_is_named() -> None:
    answer = can_keep(order(line={"state": MilestoneState.BLOCKED}), MON, NEXT_FRI, CALENDARS)
    assert answer.days == (OfferedDay(NEXT_FRI, 0, possible=False, as_asked=True),)
    assert {one.key: one.decided_by for one in answer.steps}["works"] == "line"


@pytest.mark.parametrize(
    ("step", "why"),
    [
        (CHECKED, "takes 1 working day"),
        (LINE, "takes 3 working days"),
        (WORKS, "takes no time of its own"),
        (replace(LINE, estimate_on=FRI), "estimated by a colleague"),
        (replace(LINE, state=MilestoneState.BLOCKED, check_on=FRI), "blocked until its next check"),
        (replace(LINE, state=MilestoneState.BLOCKED), "blocked, nobody knows how long"),
    ],
)
def test_why_a_step_takes_so_long(step: Step, why: str) -> None:
    steps = tuple(step if one.key == step.key else one for one in ORDER)
    reasons = {one.key: one.why for one in can_keep(steps, MON, FRI, CALENDARS).steps}
    assert reasons[step.key] == why


def test_done_steps_are_not_asked_again() -> None:
    answer = can_keep(order(checked=done(MON)), MON, FRI, CALENDARS)
    assert [one.key for one in answer.steps] == ["line", "router", "works"]
    assert answer.steps[0].decided_by is None


PROMISED: dict[str, object] = {"promised_on": FRI}


@pytest.mark.parametrize(
    ("state", "steps", "today", "status"),
    [
        (OrderState.CANCELLED, order(works=PROMISED), NEXT_FRI, OrderStatus.CANCELLED),
        (OrderState.COMPLETED, order(works=PROMISED), NEXT_FRI, OrderStatus.DONE),
        (OrderState.DONE_NOT_CONFIRMED, order(), MON, OrderStatus.DONE),
        (
            OrderState.IN_PROGRESS,
            order(works=done(FRI) | PROMISED, bill=PROMISED),
            NEXT_FRI,
            OrderStatus.DONE,
        ),
        (OrderState.IN_PROGRESS, order(works=PROMISED), SAT, OrderStatus.LATE),
        (OrderState.ON_HOLD, order(works=PROMISED), SAT, OrderStatus.LATE),
        (OrderState.CANCELLING, order(works=PROMISED), SAT, OrderStatus.LATE),
        (OrderState.ON_HOLD, order(works=PROMISED), MON, OrderStatus.BLOCKED),
        (
            OrderState.IN_PROGRESS,
            order(checked=done(MON), line={"state": MilestoneState.BLOCKED, "check_on": TUE}, works=PROMISED),
            MON,
            OrderStatus.BLOCKED,
        ),
        (
            OrderState.IN_PROGRESS,
            order(
                checked=done(MON),
                line={"state": MilestoneState.BLOCKED, "check_on": TUE},
                router={"state": MilestoneState.READY},
                works={"promised_on": NEXT_FRI},
            ),
            MON,
            OrderStatus.IN_JEOPARDY,
        ),
        (OrderState.PLACED, order(works={"promised_on": THU}), MON, OrderStatus.IN_JEOPARDY),
        (
            OrderState.PLACED,
            order(checked=PROMISED, works={"promised_on": NEXT_FRI}),
            SAT,
            OrderStatus.IN_JEOPARDY,
        ),
        (OrderState.PLACED, order(works=PROMISED), MON, OrderStatus.ON_TIME),
        (OrderState.PLACED, order(works=PROMISED), TUE, OrderStatus.IN_JEOPARDY),
        (OrderState.QUOTE, order(), MON, OrderStatus.NOT_STARTED),
        (OrderState.QUOTE, (), MON, OrderStatus.NOT_STARTED),
        (OrderState.PLACED, (), MON, OrderStatus.ON_TIME),
        (OrderState.PLACED, (CHECKED,), MON, OrderStatus.ON_TIME),
    ],
)
def test_status(state: OrderState, steps: tuple[Step, ...], today: date, status: OrderStatus) -> None:
    assert order_status(state, steps, today, forecast(steps, today, CALENDARS)) is status


def test_an_unknown_forecast_is_in_jeopardy() -> None:
    """The forecast is missing altogether: it could not be computed, which is no reason to look on time."""
    assert order_status(OrderState.PLACED, order(works=PROMISED), MON, {}) is OrderStatus.IN_JEOPARDY


@pytest.mark.parametrize(
    ("first_promised_on", "done_on", "today", "late"),
    [
        (FRI, FRI, NEXT_FRI, False),
        (FRI, SAT, NEXT_FRI, True),
        (FRI, THU, NEXT_FRI, False),
        (FRI, None, FRI, False),
        (FRI, None, SAT, True),
        (None, SAT, NEXT_FRI, False),
        (None, None, NEXT_FRI, False),
    ],
)
def test_late_is_strict(
    first_promised_on: date | None, done_on: date | None, today: date, late: bool
) -> None:
    assert was_late(first_promised_on, done_on, today) is late
