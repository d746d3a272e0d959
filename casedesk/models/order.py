"""Orders with their lines, promised dates and aliases."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casedesk.db.base import Amount, Base, Id, Instant, Json, Money, Versioned, Word, index_where, one_of
from casedesk.models.ownership import Owned, owned_checks
from casedesk.rules.states import OrderLineState, OrderState
from casedesk.rules.vocabulary import Charge, HoldKind

CLOSED = (OrderState.COMPLETED, OrderState.CANCELLED)
_OPEN_AND_NOT_DONE = "done_on IS NULL AND state NOT IN ('completed', 'cancelled')"


class Order(Owned, Versioned, Base):
    """One sale from quote to last bill; `digits` is its order number, issued once and never changed.

    Totals are exact sums of the lines in force, rounded only where they are shown. What the status is read from is
    stored: `blocked` (nothing up to the promise can go on), `hindered` (a milestone is blocked, others go on),
    `overdue_from` (the earliest promised day of an open milestone) and the four days. `extra` keeps the columns of an
    imported source that have no field.
    """

    __tablename__ = "orders"
    __table_args__ = (
        one_of("state", OrderState, name="state_known"),
        one_of("held_from", OrderState),
        one_of("hold_kind", HoldKind),
        *owned_checks(CLOSED),
        CheckConstraint(
            "state <> 'on_hold' OR (hold_reason <> '' AND held_from IS NOT NULL)", name="hold_reason"
        ),
        CheckConstraint("state <> 'cancelled' OR cancel_reason <> ''", name="cancel_reason"),
        CheckConstraint(
            "state IN ('quote', 'on_hold', 'cancelling', 'cancelled') OR placed_on IS NOT NULL",
            name="placed_has_day",
        ),
        CheckConstraint("(promised_on IS NULL) = (first_promised_on IS NULL)", name="first_promise_kept"),
        UniqueConstraint("source", "external", name="uq_orders_source_external"),
        CheckConstraint("(source IS NULL) = (external IS NULL)", name="source_complete"),
        Index("ix_orders_case", "case_id", "opened_at"),
        Index("ix_orders_owner", "owner_id", "promised_on", "id"),
        Index("ix_orders_owner_opened", "owner_id", "opened_at", "id"),
        # Few orders wait in a queue; with all the others in it a planner would think little of this index.
        index_where("ix_orders_queue", "queue_id", "queued_at", where="queue_id IS NOT NULL"),
        Index("ix_orders_promised", "promised_on", "id"),
        Index("ix_orders_forecast", "forecast_on", "id"),
        Index("ix_orders_opened", "opened_at", "id"),
        Index("ix_orders_placed", "placed_on", "id"),
        Index("ix_orders_total", "total_once", "id"),
        Index("ix_orders_next_step", "next_step_due_at", "id"),
        Index("ix_orders_state", "state", "id"),
        index_where("ix_orders_open_opened", "opened_at", "id", where=_OPEN_AND_NOT_DONE),
        index_where("ix_orders_open_promised", "promised_on", "id", where=_OPEN_AND_NOT_DONE),
    )

    id: Mapped[Id]
    digits: Mapped[str] = mapped_column(String(10), unique=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.customer_id"))
    premises_id: Mapped[UUID | None] = mapped_column(ForeignKey("premises.id"))
    template_id: Mapped[UUID] = mapped_column(ForeignKey("milestone_templates.id"))
    headline: Mapped[str] = mapped_column(default="")
    wants: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    tell_by: Mapped[str] = mapped_column(default="")
    state: Mapped[Word]
    held_from: Mapped[Word | None]
    hold_kind: Mapped[Word | None]
    hold_reason: Mapped[str] = mapped_column(default="")
    hold_check_on: Mapped[date | None]
    blocked: Mapped[bool] = mapped_column(default=False)
    hindered: Mapped[bool] = mapped_column(default=False)
    overdue_from: Mapped[date | None]
    opened_at: Mapped[Instant]
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    requested_on: Mapped[date | None]
    placed_on: Mapped[date | None]
    promised_on: Mapped[date | None]
    first_promised_on: Mapped[date | None]
    promise_moves: Mapped[int] = mapped_column(default=0)
    forecast_on: Mapped[date | None]
    done_on: Mapped[date | None]
    completed_on: Mapped[date | None]
    cancelled_on: Mapped[date | None]
    completed_how: Mapped[str] = mapped_column(default="")
    cancel_reason: Mapped[str] = mapped_column(default="")
    cancel_asked_by: Mapped[str] = mapped_column(default="")
    currency: Mapped[str] = mapped_column(String(3))
    lines_revision: Mapped[int] = mapped_column(default=1)
    total_once: Mapped[Money] = mapped_column(default=Decimal(0))
    total_monthly: Mapped[Money] = mapped_column(default=Decimal(0))
    source: Mapped[str | None]
    external: Mapped[str | None]
    extra: Mapped[Json] = mapped_column(default=dict)


class OrderLine(Base):
    """A line of one revision of an order; an older revision stays readable.

    `quantity` counts pieces, `discount` is a fraction of one (0.05 is five per cent).
    """

    __tablename__ = "order_lines"
    __table_args__ = (
        one_of("charge", Charge),
        one_of("state", OrderLineState, name="state_known"),
        CheckConstraint("discount >= 0", name="discount_not_negative"),
        UniqueConstraint("order_id", "revision", "position", name="uq_order_lines_place"),
        Index("ix_order_lines_product", "product_id"),
    )

    id: Mapped[Id]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    revision: Mapped[int]
    position: Mapped[int]
    product_id: Mapped[UUID | None] = mapped_column(ForeignKey("products.id"))
    name: Mapped[str]
    detail: Mapped[str] = mapped_column(default="")
    charge: Mapped[Word]
    unit_price: Mapped[Money]
    quantity: Mapped[Decimal] = mapped_column(Amount)
    discount: Mapped[Decimal] = mapped_column(Amount, default=Decimal(0))
    promised_on: Mapped[date | None]
    delivered_on: Mapped[date | None]
    billed_from: Mapped[date | None]
    billed_until: Mapped[date | None]
    state: Mapped[Word]
    since: Mapped[Instant]


class PromisedDate(Base):
    """A date the customer was told for an order; append-only, the first one is what "on time" counts against."""

    __tablename__ = "promised_dates"
    __table_args__ = (Index("ix_promised_dates_order", "order_id", "said_at"),)

    id: Mapped[Id]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    promised_on: Mapped[date]
    said_at: Mapped[Instant]
    said_by_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"))
    reason: Mapped[str] = mapped_column(default="")


class Alias(Base):
    """A number of another system that leads to a customer or an order; unique per system."""

    __tablename__ = "aliases"
    __table_args__ = (
        UniqueConstraint("system", "number", name="uq_aliases_system_number"),
        Index("ix_aliases_order", "order_id"),
        Index("ix_aliases_case", "case_id"),
    )

    id: Mapped[Id]
    system: Mapped[str] = mapped_column(String(60))
    number: Mapped[str] = mapped_column(String(120))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.customer_id"))
    order_id: Mapped[UUID | None] = mapped_column(ForeignKey("orders.id"))


class Contract(Versioned, Base):
    """Term, end, notice day and renewal of what an order started at a premises."""

    __tablename__ = "contracts"
    __table_args__ = (
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="in_order"),
        Index("ix_contracts_case", "case_id"),
        Index("ix_contracts_premises", "premises_id", "service"),
    )

    id: Mapped[Id]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.customer_id"))
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    premises_id: Mapped[UUID | None] = mapped_column(ForeignKey("premises.id"))
    service: Mapped[Word]
    starts_on: Mapped[date]
    term_months: Mapped[int]
    ends_on: Mapped[date | None]
    notice_on: Mapped[date | None]
    renews_months: Mapped[int] = mapped_column(default=0)
