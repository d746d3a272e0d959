"""The tables, one module per aggregate; no behaviour lives here.

To add a table: its module, a line here so that the metadata is whole, a migration. The modules go without `from
__future__ import annotations`: SQLAlchemy reads the annotation of every column while the program starts, and had to
evaluate each of them from text.
"""

from casedesk.db.base import Base
from casedesk.models.case import Case, Entry, EntryValue, Interaction
from casedesk.models.catalogue import Company, Counter, Installation, Product
from casedesk.models.customer import Consent, ContactPoint, Customer, Person, Premises
from casedesk.models.decision import Decision
from casedesk.models.document import Attachment, IssuedDocument, StoredFile
from casedesk.models.milestone import Milestone, MilestoneTemplate, TemplateMilestone
from casedesk.models.money import MoneyEntry
from casedesk.models.order import Alias, Contract, Order, OrderLine, PromisedDate
from casedesk.models.ownership import Handover, Ownership
from casedesk.models.promise import Promise
from casedesk.models.record_keeping import CommandDone, ImportRecord, ImportRun, Look, SearchKey, StateMove
from casedesk.models.request import Event, Request
from casedesk.models.staff import Absence, Calendar, CalendarDay, Staff, StaffRole, Team

__all__ = [
    "Absence",
    "Alias",
    "Attachment",
    "Base",
    "Calendar",
    "CalendarDay",
    "Case",
    "CommandDone",
    "Company",
    "Consent",
    "ContactPoint",
    "Contract",
    "Counter",
    "Customer",
    "Decision",
    "Entry",
    "EntryValue",
    "Event",
    "Handover",
    "ImportRecord",
    "ImportRun",
    "Installation",
    "Interaction",
    "IssuedDocument",
    "Look",
    "Milestone",
    "MilestoneTemplate",
    "MoneyEntry",
    "Order",
    "OrderLine",
    "Ownership",
    "Person",
    "Premises",
    "Product",
    "Promise",
    "PromisedDate",
    "Request",
    "SearchKey",
    "Staff",
    "StaffRole",
    "StateMove",
    "StoredFile",
    "Team",
    "TemplateMilestone",
]
