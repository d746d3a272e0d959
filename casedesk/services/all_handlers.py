"""Imports every module that carries out a declaration, so that the registry of handlers is complete."""

from __future__ import annotations

import importlib

MODULES = (
    "casedesk.services.customers",
    "casedesk.services.orders",
    "casedesk.services.order_lines",
    "casedesk.services.order_moves",
    "casedesk.services.milestones",
    "casedesk.services.interactions",
    "casedesk.services.requests",
    "casedesk.services.promises",
    "casedesk.services.decisions",
    "casedesk.services.ownership",
    "casedesk.services.money",
    "casedesk.services.staff",
    "casedesk.services.catalogue",
    "casedesk.services.attachments",
    "casedesk.services.documents",
    "casedesk.services.imported_orders",
    "casedesk.services.imports.commands",
    "casedesk.services.queries.case",
    "casedesk.services.queries.order",
    "casedesk.services.queries.orders",
    "casedesk.services.queries.customers",
    "casedesk.services.queries.desk",
    "casedesk.services.queries.timeline",
    "casedesk.services.queries.find",
    "casedesk.services.queries.can_keep",
    "casedesk.services.queries.staff",
    "casedesk.services.queries.catalogue",
    "casedesk.services.queries.promise_check",
)


def load() -> None:
    """Import them all; called once when `services.services` is imported."""
    for module in MODULES:
        importlib.import_module(module)
