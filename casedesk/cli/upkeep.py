"""The subcommands that make and keep a desk's database: init, backup, restore and verify."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from casedesk.cli.answers import Answer, progress
from casedesk.cli.connection import address_of, instant_of
from casedesk.cli.plain_text import plain_text, shown
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.services.backup import back_up
from casedesk.services.restore import BackupContent, content_of
from casedesk.services.restore import restore as restore_desk
from casedesk.services.setup import NewDesk, initialise
from casedesk.services.sign_in import database_kind, first_login, open_current, real_time, shown_address
from casedesk.services.verification import Findings
from casedesk.services.verification import verify as examine
from casedesk.words import say

QUIET_S = 1.0
BETWEEN_LINES_S = 2.0


def init(options: Namespace) -> Answer:
    """`casedesk init`: a new desk's database, or the newest schema for an old one."""
    url = address_of(options)
    kind = DatabaseKind.TEST if options.test else DatabaseKind.REAL
    now = datetime.now(UTC) if options.now is None else _test_instant(options.now, kind)
    kept = initialise(url, kind, NewDesk(login=first_login(url, options.person)), now)
    if kept:
        progress(say("A copy from before the upgrade lies in $file.", file=kept))
    return _answer(
        {
            "database": shown_address(url),
            "kind": database_kind(url).value,
            "backup": str(kept) if kept else None,
        }
    )


def _test_instant(text: str, kind: DatabaseKind) -> datetime:
    if kind is DatabaseKind.REAL:
        raise real_time()
    return instant_of(text)


def backup(options: Namespace) -> Answer:
    """`casedesk backup`: a proven copy of the embedded database."""
    file = Path(options.file)
    found = back_up(address_of(options), file, _teller(say("backing up")))
    return _answer({"file": str(file), "bytes": file.stat().st_size, "rows": sum(found.rows.values())})


def restore(options: Namespace) -> Answer:
    """`casedesk restore`: a desk from its backup, into a new file unless it may take the place of one."""
    content = content_of(Path(options.file))
    progress(_content_words(content))
    restored = restore_desk(
        content.file, address_of(options), replace=options.replace, progress=_teller(say("restoring"))
    )
    return _answer(
        {
            "file": str(restored.file),
            "set_aside": str(restored.aside) if restored.aside else None,
            "company": content.company,
            "newest_entry": content.newest_entry.isoformat() if content.newest_entry else None,
            "rows": sum(restored.findings.rows.values()),
            "upgraded": content.needs_upgrade,
        }
    )


def _content_words(content: BackupContent) -> str:
    return say(
        "$company: $customers customers, $orders orders, $rows rows in all, the newest entry of $day.",
        company=shown(content.company),
        customers=f"{content.customers:,}",
        orders=f"{content.orders:,}",
        rows=f"{content.rows:,}",
        day=f"{content.newest_entry.astimezone():%Y-%m-%d %H:%M}" if content.newest_entry else say("no day"),
    )


def verify(options: Namespace) -> Answer:
    """`casedesk verify`: whether structure and histories of a database are whole; 1 when they are not."""
    database = open_current(address_of(options))
    try:
        with database.reading() as connection:
            found = examine(connection, _teller(say("checking")))
    finally:
        database.close()
    result = {
        "whole": found.are_good,
        "problems": list(found.problems),
        "cases": found.cases,
        "entries": found.entries,
        "newest_entry": found.newest_entry.isoformat() if found.newest_entry else None,
        "rows": dict(found.rows),
    }
    return Answer(result, lambda: _verdict(found), exit_status=0 if found.are_good else 1)


def _verdict(found: Findings) -> str:
    if found.problems:
        return "\n".join(shown(one) for one in found.problems)
    return say(
        "Whole: $cases cases with $entries entries, every one as it was written.",
        cases=f"{found.cases:,}",
        entries=f"{found.entries:,}",
    )


def _teller(what: str) -> Callable[[int, int], None]:
    """Tells now and then how far it is; what is quick says nothing."""
    begun = last = monotonic()

    def tell(done: int, in_all: int) -> None:
        nonlocal last
        now = monotonic()
        if now - begun > QUIET_S and now - last > BETWEEN_LINES_S:
            last = now
            progress(say("$what: $percent %", what=what, percent=done * 100 // max(1, in_all)))

    return tell


def _answer(result: dict[str, Any]) -> Answer:
    return Answer(result, lambda: plain_text(result))
