"""States: the tables are whole, every state is reached, and what is over stays over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from casedesk.rules.states import (
    INITIAL,
    MOVES,
    OPEN,
    STATES,
    DecisionState,
    DocumentState,
    HandoverState,
    MilestoneState,
    OrderLineState,
    OrderState,
    PromiseState,
    RequestState,
    StaffState,
    commands_for,
    is_broken,
    is_open,
    may_move,
)

NOW = datetime(2026, 11, 24, 10, 42, tzinfo=UTC)

OVER = {
    "order": {OrderState.COMPLETED, OrderState.CANCELLED},
    "order_line": {OrderLineState.DELIVERED, OrderLineState.CANCELLED},
    "milestone": {MilestoneState.DONE, MilestoneState.SKIPPED},
    "request": set(),
    "promise": {PromiseState.KEPT, PromiseState.KEPT_LATE, PromiseState.RELEASED},
    "handover": set(HandoverState) - {HandoverState.OFFERED},
    "decision": set(DecisionState) - {DecisionState.ASKED, DecisionState.IN_FORCE},
    "document": {DocumentState.REPLACED},
    "staff": {StaffState.LEFT},
}


@pytest.mark.parametrize("thing", MOVES)
def test_moves_and_initial_states_name_states_of_their_thing(thing: str) -> None:
    named = {state for move in MOVES[thing] for state in (move.from_state, move.to_state)}
    assert named == set(STATES[thing])
    assert INITIAL[thing] <= named
    assert OPEN.get(thing, frozenset()) <= named


@pytest.mark.parametrize("thing", MOVES)
def test_every_state_is_reached_from_a_first_one(thing: str) -> None:
    reached = set(INITIAL[thing])
    for _ in STATES[thing]:
        reached |= {move.to_state for move in MOVES[thing] if move.from_state in reached}
    assert reached == set(STATES[thing])


@pytest.mark.parametrize("thing", MOVES)
def test_no_move_stands_twice(thing: str) -> None:
    assert len(set(MOVES[thing])) == len(MOVES[thing])


@pytest.mark.parametrize("thing", MOVES)
def test_what_is_over_stays_over(thing: str) -> None:
    assert {state for state in STATES[thing] if not commands_for(thing, state)} == OVER[thing]


@pytest.mark.parametrize("thing", OPEN)
def test_what_is_open_can_be_moved(thing: str) -> None:
    for state in OPEN[thing]:
        assert is_open(thing, state)
        assert commands_for(thing, state)
    assert not any(is_open(thing, state) for state in OVER[thing])


@pytest.mark.parametrize(
    ("thing", "from_state", "to_state"),
    [
        ("order", "quote", "placed"),
        ("order", "placed", "in_progress"),
        ("order", "placed", "done_not_confirmed"),
        ("order", "in_progress", "done_not_confirmed"),
        ("order", "done_not_confirmed", "completed"),
        ("order", "cancelling", "cancelled"),
        *(("order", state, "on_hold") for state in ("quote", "placed", "in_progress", "done_not_confirmed")),
        *(("order", "on_hold", state) for state in ("quote", "placed", "in_progress", "done_not_confirmed")),
        *(("order", state, "cancelling") for state in ("quote", "placed", "in_progress", "on_hold")),
        ("milestone", "not_started", "ready"),
        ("milestone", "ready", "done"),
        ("milestone", "blocked", "under_way"),
        ("milestone", "blocked", "not_started"),
        ("request", "new", "closed"),
        ("request", "closed", "under_way"),
        ("promise", "open", "kept_late"),
        ("staff", "away", "active"),
        ("document", "issued", "reprinted"),
    ],
)
def test_what_may_move(thing: str, from_state: str, to_state: str) -> None:
    assert may_move(thing, from_state, to_state)


@pytest.mark.parametrize(
    ("thing", "from_state", "to_state"),
    [
        ("order", "quote", "in_progress"),
        ("order", "quote", "cancelled"),
        ("order", "quote", "completed"),
        ("order", "in_progress", "completed"),
        ("order", "completed", "in_progress"),
        ("order", "cancelled", "quote"),
        ("order", "on_hold", "completed"),
        ("order", "cancelling", "on_hold"),
        ("milestone", "done", "ready"),
        ("milestone", "not_started", "done"),
        ("milestone", "not_started", "under_way"),
        ("request", "closed", "new"),
        ("promise", "kept", "open"),
        ("promise", "released", "kept"),
        ("handover", "declined", "accepted"),
        ("decision", "refused", "in_force"),
        ("document", "drafted", "reprinted"),
        ("staff", "left", "active"),
    ],
)
def test_what_may_not_move(thing: str, from_state: str, to_state: str) -> None:
    assert not may_move(thing, from_state, to_state)


@pytest.mark.parametrize(
    ("thing", "state", "commands"),
    [
        ("order", "quote", ("place_order", "hold_order", "cancel_order")),
        ("order", "on_hold", ("release_order", "cancel_order")),
        ("milestone", "not_started", ("skip_milestone", "block_milestone", "estimate_milestone")),
        ("promise", "open", ("keep_promise", "move_promise", "release_promise")),
        ("request", "closed", ("reopen_request",)),
    ],
)
def test_commands_that_can_be_given(thing: str, state: str, commands: tuple[str, ...]) -> None:
    assert commands_for(thing, state) == commands


def test_a_thing_without_states_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        may_move("customer", "new", "old")


@pytest.mark.parametrize(
    ("state", "late_by", "broken"),
    [
        (PromiseState.OPEN, timedelta(0), False),
        (PromiseState.OPEN, timedelta(microseconds=1), True),
        (PromiseState.OPEN, timedelta(minutes=-1), False),
        (PromiseState.KEPT_LATE, timedelta(days=1), False),
        (PromiseState.RELEASED, timedelta(days=1), False),
    ],
)
def test_a_promise_is_broken_by_the_clock_alone(
    state: PromiseState, late_by: timedelta, broken: bool
) -> None:
    assert is_broken(state, NOW - late_by, NOW) is broken


def test_states_are_written_as_the_doors_write_them() -> None:
    assert [*OrderState, *MilestoneState, *RequestState][:2] == ["quote", "placed"]
    assert {str(state) for state in RequestState} == {"new", "under_way", "waiting", "settled", "closed"}
