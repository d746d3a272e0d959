"""The milestones of a template: each thing that does not fit is named with its step, and days add up."""

from __future__ import annotations

import pytest

from casedesk.rules.steps import Step
from casedesk.rules.template_steps import Span, first_fault, promise_day, spans


def _step(key: str, *depends_on: str, days: int = 1, promise: bool = False) -> Step:
    return Step(key=key, team="t", depends_on=depends_on, working_days=days, is_promise=promise)


NAMES = {key: key.title() for key in ("checked", "built", "sent", "visit", "working", "bill")}
SOUND = (
    _step("checked", days=1),
    _step("built", "checked", days=8),
    _step("sent", "checked", days=2),
    _step("visit", "built", "sent", days=3),
    _step("working", "visit", days=0, promise=True),
    _step("bill", "working", days=4),
)


@pytest.mark.parametrize(
    ("steps", "key", "words"),
    [
        ((), "", "at least one milestone"),
        ((_step("Built", promise=True),), "Built", "cannot name a milestone"),
        ((_step("built"), _step("built", promise=True)), "built", "Two milestones"),
        ((_step("nameless", promise=True),), "nameless", "has no name"),
        ((_step("built", days=-1, promise=True),), "built", "“Built” takes -1"),
        ((_step("built", "built", promise=True),), "built", "“Built” waits for itself"),
        ((_step("built", "gone", promise=True),), "built", "“Built” waits for “gone”"),
        ((_step("built"),), "", "No milestone is the promise"),
        ((_step("built", promise=True), _step("visit", promise=True)), "visit", "“Built” and “Visit”"),
    ],
)
def test_what_does_not_fit_is_named(steps: tuple[Step, ...], key: str, words: str) -> None:
    fault = first_fault(steps, NAMES)
    assert fault is not None
    assert fault.key == key
    assert words in fault.text


def test_a_circle_is_told_step_by_step() -> None:
    steps = (_step("built", "visit"), _step("sent", "built"), _step("visit", "sent", promise=True))
    fault = first_fault(steps, NAMES)
    assert fault is not None
    assert {"Built", "Sent", "Visit"} <= set(fault.text.split(": ")[1].split(". ")[0].split(" → "))


def test_sound_steps_have_no_fault_and_their_days_add_up() -> None:
    assert first_fault(SOUND, NAMES) is None
    assert spans(SOUND) == {
        "checked": Span(0, 1, 0),
        "built": Span(1, 9, 0),
        "sent": Span(1, 3, 6),
        "visit": Span(9, 12, 0),
        "working": Span(12, 12, 0),
        "bill": Span(12, 16, 0),
    }
    assert promise_day(SOUND) == 12


def test_without_a_promise_there_is_no_promised_day() -> None:
    assert promise_day((_step("built"),)) == 0
