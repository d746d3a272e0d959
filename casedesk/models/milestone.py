"""Milestone templates and the milestones of an order."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from casedesk.db.base import Base, Id, Instant, JsonList, Versioned, Word, index_where, one_of
from casedesk.rules.states import MilestoneState


class MilestoneTemplate(Versioned, Base):
    """The milestones of one kind of order; an order keeps the edition it started with.

    A draft is not active yet: no order starts with it before somebody has released it.
    """

    __tablename__ = "milestone_templates"
    __table_args__ = (
        UniqueConstraint("key", "edition", name="uq_milestone_templates_key_edition"),
        CheckConstraint("NOT (is_draft AND active)", name="draft_not_in_use"),
    )

    id: Mapped[Id]
    key: Mapped[Word]
    edition: Mapped[int] = mapped_column(default=1)
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    is_draft: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    written_at: Mapped[Instant | None]
    released_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    released_at: Mapped[Instant | None]


class TemplateMilestone(Base):
    """A milestone of a template: team, what it depends on, working days, words for the customer."""

    __tablename__ = "template_milestones"
    __table_args__ = (
        CheckConstraint("working_days >= 0", name="duration"),
        UniqueConstraint("template_id", "key", name="uq_template_milestones_key"),
        index_where("uq_template_milestones_promise", "template_id", where="is_promise", unique=True),
    )

    id: Mapped[Id]
    template_id: Mapped[UUID] = mapped_column(ForeignKey("milestone_templates.id"))
    key: Mapped[Word]
    position: Mapped[int]
    name: Mapped[str]
    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"))
    depends_on: Mapped[JsonList]
    working_days: Mapped[int]
    is_promise: Mapped[bool] = mapped_column(default=False)
    customer_visible: Mapped[bool] = mapped_column(default=True)
    we_do: Mapped[str] = mapped_column(default="")
    you_do: Mapped[str] = mapped_column(default="")


class Milestone(Versioned, Base):
    """A milestone of an order with its three dates: promised, forecast, done."""

    __tablename__ = "milestones"
    __table_args__ = (
        one_of("state", MilestoneState, name="state_known"),
        CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name="done_has_day"),
        CheckConstraint(
            "state <> 'blocked' OR (blocked_reason <> '' AND check_on IS NOT NULL)", name="blocked_reason"
        ),
        CheckConstraint("state <> 'skipped' OR skipped_reason <> ''", name="skipped_reason"),
        UniqueConstraint("order_id", "key", name="uq_milestones_order_key"),
        index_where("uq_milestones_promise", "order_id", where="is_promise", unique=True),
    )

    id: Mapped[Id]
    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    key: Mapped[Word]
    position: Mapped[int]
    name: Mapped[str]
    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"))
    depends_on: Mapped[JsonList]
    working_days: Mapped[int]
    is_promise: Mapped[bool] = mapped_column(default=False)
    customer_visible: Mapped[bool] = mapped_column(default=True)
    we_do: Mapped[str] = mapped_column(default="")
    you_do: Mapped[str] = mapped_column(default="")
    state: Mapped[Word] = mapped_column(String(40))
    promised_on: Mapped[date | None]
    forecast_on: Mapped[date | None]
    estimate_on: Mapped[date | None]
    estimate_reason: Mapped[str] = mapped_column(default="")
    started_at: Mapped[Instant | None]
    done_on: Mapped[date | None]
    done_at: Mapped[Instant | None]
    done_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("staff.id"))
    blocked_reason: Mapped[str] = mapped_column(default="")
    check_on: Mapped[date | None]
    skipped_reason: Mapped[str] = mapped_column(default="")
