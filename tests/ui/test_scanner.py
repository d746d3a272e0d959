"""The scanner: what counts as a burst and what is somebody typing, with a clock that the test moves."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from casedesk.ui.scanner import FEWEST_DIGITS, LONGEST_GAP_S, ScannerWatch

NUMBER = "41072981"


class Hands:
    """Presses keys at chosen distances in time."""

    def __init__(self) -> None:
        self.now = 100.0
        self.watch = ScannerWatch(lambda: self.now)
        self.scanned: list[str] = []
        self.watch.scanned.connect(self.scanned.append)

    def press(self, text: str, gap_s: float) -> None:
        for character in text:
            self.now += gap_s
            self.watch.take(ord(character), character)

    def enter(self, gap_s: float) -> bool:
        self.now += gap_s
        return self.watch.take(Qt.Key.Key_Return, "\r")


@pytest.fixture
def hands(qapp: object) -> Hands:
    return Hands()


@pytest.mark.parametrize("gap_s", [0.0, 0.001, 0.02, LONGEST_GAP_S - 0.001])
def test_a_burst_of_digits_with_enter_is_a_scan(hands: Hands, gap_s: float) -> None:
    hands.press("x", 1.0)
    hands.press(NUMBER[0], 0.5)
    hands.press(NUMBER[1:], gap_s)
    assert hands.enter(gap_s)
    assert hands.scanned == [NUMBER]


def test_somebody_typing_fast_is_no_scanner(hands: Hands) -> None:
    hands.press(NUMBER, LONGEST_GAP_S + 0.005)
    assert not hands.enter(LONGEST_GAP_S + 0.005)
    assert hands.scanned == []


def test_enter_long_after_the_digits_is_a_persons(hands: Hands) -> None:
    hands.press(NUMBER, 0.005)
    assert not hands.enter(0.4)


def test_a_short_burst_is_left_alone(hands: Hands) -> None:
    hands.press("1" * (FEWEST_DIGITS - 1), 0.005)
    assert not hands.enter(0.005)


def test_letters_between_end_the_burst(hands: Hands) -> None:
    hands.press("410N72981", 0.005)
    assert not hands.enter(0.005)


def test_digits_typed_before_a_scan_are_no_part_of_it(hands: Hands) -> None:
    hands.press("12", 0.2)
    hands.press(NUMBER[0], 0.2)
    hands.press(NUMBER[1:], 0.004)
    assert hands.enter(0.004)
    assert hands.scanned == [NUMBER]


def test_two_scans_are_two(hands: Hands) -> None:
    for _ in range(2):
        hands.now += 1
        hands.press(NUMBER, 0.004)
        assert hands.enter(0.004)
    assert hands.scanned == [NUMBER, NUMBER]
