"""How long an act can be taken back; it knows no act.

Source: design/contract.md (`undo` entry: same person, 60 s, nothing built on it).
"""

from __future__ import annotations

from datetime import datetime, timedelta

UNDO_SECONDS = 60
UNDO_TIME = timedelta(seconds=UNDO_SECONDS)


def is_time_over(done_at: datetime, now: datetime) -> bool:
    """True once more than the undo time went by; at its last instant it can still be taken back."""
    return now - done_at > UNDO_TIME
