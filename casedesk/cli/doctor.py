"""`casedesk doctor`: the self-check of this computer as a list."""

from __future__ import annotations

from argparse import Namespace

from casedesk.cli.answers import Answer
from casedesk.cli.connection import address_of
from casedesk.services.self_check import Check, Verdict, check_computer
from casedesk.services.wire import to_wire


def doctor(options: Namespace) -> Answer:
    """Every check; the exit status is 0 unless one failed."""
    checks = list(check_computer(address_of(options)))
    failed = any(one.verdict is Verdict.FAILED for one in checks)
    rows = to_wire(checks)
    return Answer(rows, lambda: "\n".join(map(_line, checks)), exit_status=1 if failed else 0)


def _line(check: Check) -> str:
    return f"{check.verdict:8} {check.name:18} {check.text}"
