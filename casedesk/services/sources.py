"""Numbers of other systems, written SYSTEM:NUMBER at every door; it knows no table."""

from __future__ import annotations

from casedesk.errors import WrongUsage
from casedesk.words import say


def external_parts(external: str | None) -> tuple[str | None, str | None]:
    """("northwind", "ALFKI") of "northwind:ALFKI"; WrongUsage when either part is missing."""
    if external is None:
        return None, None
    system, colon, number = external.partition(":")
    if not (colon and system.strip() and number.strip()):
        raise WrongUsage(say("“$external” names no other system. Write SYSTEM:NUMBER.", external=external))
    return system.strip(), number.strip()
