"""The subcommands that make and keep a desk's database: init and backup."""

from __future__ import annotations

from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from casedesk.cli.answers import Answer, progress
from casedesk.cli.connection import address_of, instant_of
from casedesk.cli.plain_text import plain_text
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.services.backup import back_up
from casedesk.services.setup import NewDesk, initialise
from casedesk.services.sign_in import database_kind, first_login, real_time, shown_address
from casedesk.words import say


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
    """`casedesk backup`: a checked copy of the embedded database."""
    file = back_up(address_of(options), Path(options.file))
    return _answer({"file": str(file), "bytes": file.stat().st_size})


def _answer(result: dict[str, Any]) -> Answer:
    return Answer(result, lambda: plain_text(result))
