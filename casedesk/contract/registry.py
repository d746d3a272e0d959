"""Every declaration, complete: importing this module imports all that declare."""

from __future__ import annotations

from casedesk.contract import (
    admin,
    cases,
    customers,
    desk,
    documents,
    handovers,
    health,
    imports,
    notices,
    orders,
    promise_check,
    undo,
)
from casedesk.contract.declaration import Declaration, declared

__all__ = [
    "admin", "all_declarations", "cases", "customers", "desk", "documents", "find_declaration", "handovers",
    "health", "imports", "notices", "orders", "promise_check", "undo",
]  # fmt: skip


def all_declarations() -> tuple[Declaration, ...]:
    """Commands, then queries, each by name."""
    return tuple(sorted(declared().values(), key=lambda one: (one.kind, one.name)))


def find_declaration(name: str) -> Declaration | None:
    """The declaration of a name, None when there is none."""
    return declared().get(name)
