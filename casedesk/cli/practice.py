"""`casedesk init --practice`: the practice company, made anew in a database of its own."""

from __future__ import annotations

import os
from argparse import Namespace
from datetime import UTC, datetime

from casedesk import paths
from casedesk.cli.answers import Answer, progress
from casedesk.cli.connection import instant_of
from casedesk.cli.plain_text import plain_text
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.services.practice.creation import create
from casedesk.services.practice.guest import admit
from casedesk.services.sign_in import shown_address
from casedesk.words import say

CUSTOMERS_BETWEEN_LINES = 100


def init(options: Namespace) -> Answer:
    """The company as it stands at `--now`, or today; without an address in the file of the practice desk."""
    url = options.db or os.environ.get("CASEDESK_DB") or f"sqlite:///{paths.practice_database()}"
    now = datetime.now(UTC) if options.now is None else instant_of(options.now)
    create(url, now=now, progress=_tell)
    admit(url, now)
    result = {"database": shown_address(url), "kind": DatabaseKind.PRACTICE.value}
    return Answer(result, lambda: plain_text(result))


def _tell(done: int, total: int) -> None:
    if done % CUSTOMERS_BETWEEN_LINES == 0:
        progress(say("$done of $total customers", done=done, total=total))
