"""Every module that carries out a declaration, imported when somebody first asks for what stands in it.

All at once they would cost a third of the program's start.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable

MODULES = (
    "casedesk.services.queries.staff",
    "casedesk.services.queries.catalogue",
    "casedesk.services.queries.find",
    "casedesk.services.queries.desk",
    "casedesk.services.queries.notices",
    "casedesk.services.queries.health",
    "casedesk.services.queries.requests",
    "casedesk.services.queries.case",
    "casedesk.services.queries.timeline",
    "casedesk.services.queries.order",
    "casedesk.services.queries.orders",
    "casedesk.services.queries.customers",
    "casedesk.services.queries.can_keep",
    "casedesk.services.queries.promise_check",
    "casedesk.services.queries.people",
    "casedesk.services.queries.settings",
    "casedesk.services.queries.templates",
    "casedesk.services.interactions",
    "casedesk.services.promises",
    "casedesk.services.decisions",
    "casedesk.services.ownership",
    "casedesk.services.handovers",
    "casedesk.services.notices",
    "casedesk.services.milestones",
    "casedesk.services.requests",
    "casedesk.services.orders",
    "casedesk.services.order_lines",
    "casedesk.services.order_moves",
    "casedesk.services.money",
    "casedesk.services.staff",
    "casedesk.services.absences",
    "casedesk.services.catalogue",
    "casedesk.services.attachments",
    "casedesk.services.customers",
    "casedesk.services.undo",
    "casedesk.services.documents",
    "casedesk.services.issuing",
    "casedesk.services.company",
    "casedesk.services.staff_changes",
    "casedesk.services.leaving",
    "casedesk.services.teams",
    "casedesk.services.calendars",
    "casedesk.services.templates",
    "casedesk.services.imported_orders",
    "casedesk.services.imports.commands",
)
"""What is asked for first stands first, what takes long to import last."""


def load() -> None:
    """Import them all, so that nothing waits for an import later."""
    load_until(lambda: False)


def load_until(is_known: Callable[[], bool]) -> None:
    """Import one after the other until something is known."""
    for module in MODULES:
        if is_known():
            return
        importlib.import_module(module)
