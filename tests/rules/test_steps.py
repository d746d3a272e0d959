"""The graph of milestones: order, cycles, and the one that is the promise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casedesk.rules.steps import Step, all_before, in_order, promise_step


def step(key: str, *depends_on: str, is_promise: bool = False) -> Step:
    return Step(key=key, team="network", depends_on=depends_on, is_promise=is_promise)


@given(st.permutations([step("a"), step("b", "a"), step("c", "a"), step("d", "b", "c"), step("e")]))
def test_each_step_comes_behind_all_it_depends_on(steps: list[Step]) -> None:
    keys = [one.key for one in in_order(steps)]
    assert sorted(keys) == ["a", "b", "c", "d", "e"]
    assert all(keys.index(key) < keys.index(one.key) for one in steps for key in one.depends_on)


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ([step("a", "b"), step("b", "a")], "wait for each other: "),
        ([step("a", "a")], "a -> a"),
        ([step("a", "permit")], "permit, which the order does not have"),
        ([step("a"), step("a")], "same key"),
    ],
)
def test_impossible_graphs_are_refused(steps: list[Step], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        in_order(steps)


def test_the_promise() -> None:
    promise = step("b", "a", is_promise=True)
    assert promise_step([step("a"), promise]) is promise
    assert promise_step([step("a")]) is None
    with pytest.raises(ValueError, match="2 steps"):
        promise_step([promise, promise])


def test_what_comes_before_the_promise() -> None:
    steps = [
        step("a"),
        step("b", "a"),
        step("c", "a"),
        step("works", "b", "c"),
        step("bill", "works"),
        step("gift"),
    ]
    assert all_before(steps[3], steps) == {"a", "b", "c", "works"}
