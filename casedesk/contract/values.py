"""The forms of values that pass a door (design/contract.md, Forms of values)."""

from __future__ import annotations

from typing import NewType
from uuid import UUID

from casedesk.contract.declaration import record

OrderNumber = NewType("OrderNumber", str)
"""An order number in any spelling; answers print it with its dash."""

Login = NewType("Login", str)
"""A member of staff by login."""

About = NewType("About", str)
"""What something is about: an order number, a customer's id, or the id of a request."""


@record
class Made:
    """The answer of a command that made or changed one thing."""

    id: UUID


@record
class Changed:
    """The answer of a command that moved something: what it is now."""

    id: UUID
    state: str


@record
class OrderChanged:
    """The answer of a command about an order."""

    number: OrderNumber
    state: str
