"""Milestone templates: the kinds of order, one edition with its milestones, all its editions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from casedesk.contract.admin import (
    EditionRow,
    MilestoneTemplateQuery,
    MilestoneTemplates,
    TemplateDetail,
    TemplateRow,
    TemplateStep,
)
from casedesk.errors import NotFound
from casedesk.models import MilestoneTemplate, Order, Product, Staff, Team, TemplateMilestone
from casedesk.rules.states import OPEN
from casedesk.rules.steps import Step
from casedesk.rules.template_steps import promise_day
from casedesk.services.handlers import answers
from casedesk.services.reader import Reader
from casedesk.words import say


@answers(MilestoneTemplates)
def milestone_templates(reader: Reader, _query: MilestoneTemplates) -> tuple[TemplateRow, ...]:
    """A row for each kind of order, told by the edition in force, else by its draft."""
    editions = reader.connection.execute(
        select(MilestoneTemplate.__table__).order_by(MilestoneTemplate.key, MilestoneTemplate.edition)
    ).all()
    by_key: dict[str, list[Any]] = {}
    for row in editions:
        by_key.setdefault(row.key, []).append(row)
    steps = _steps(reader, [_shown(rows).id for rows in by_key.values()])
    products = dict(
        reader.connection.execute(
            select(Product.template_key, func.count()).where(Product.active).group_by(Product.template_key)
        ).all()
    )
    orders = _open_orders(reader)
    found = (_row(key, rows, steps, products.get(key, 0), orders) for key, rows in by_key.items())
    return tuple(sorted(found, key=lambda one: (not (one.active or one.draft), one.name.casefold())))


def _row(
    key: str, rows: list[Any], steps: dict[UUID, list[TemplateStep]], products: int, orders: dict[UUID, int]
) -> TemplateRow:
    shown = _shown(rows)
    in_force = [row.edition for row in rows if row.active]
    drafts = [row.edition for row in rows if row.is_draft]
    return TemplateRow(
        key=key,
        name=shown.name,
        edition=max(in_force, default=None),
        draft=max(drafts, default=None),
        milestones=len(steps.get(shown.id, ())),
        promise_on_day=promise_day(as_steps(steps.get(shown.id, []))),
        products=products,
        open_orders=sum(orders.get(row.id, 0) for row in rows),
        active=bool(in_force),
    )


def _shown(rows: list[Any]) -> Any:
    """The newest released edition, else the draft."""
    return next((row for row in reversed(rows) if not row.is_draft), rows[-1])


@answers(MilestoneTemplateQuery)
def milestone_template(reader: Reader, query: MilestoneTemplateQuery) -> TemplateDetail:
    """The edition asked for; without one the draft, else the newest."""
    rows = reader.connection.execute(
        select(MilestoneTemplate.__table__)
        .where(MilestoneTemplate.key == query.key)
        .order_by(MilestoneTemplate.edition)
    ).all()
    wanted = [row for row in rows if query.edition in (None, row.edition)]
    if not wanted:
        raise NotFound(say("There is no kind of order “$key”.", key=query.key), template=query.key)
    shown = wanted[-1]
    products = reader.connection.scalars(
        select(Product.name).where(Product.template_key == query.key, Product.active).order_by(Product.name)
    )
    return TemplateDetail(
        key=shown.key,
        name=shown.name,
        edition=shown.edition,
        version=shown.version,
        is_draft=shown.is_draft,
        active=shown.active,
        steps=tuple(_steps(reader, [shown.id]).get(shown.id, ())),
        products=tuple(products),
        editions=_editions(reader, query.key),
    )


def _editions(reader: Reader, key: str) -> tuple[EditionRow, ...]:
    """All editions of a kind of order, the newest first."""
    author, releaser = aliased(Staff), aliased(Staff)
    orders = _open_orders(reader)
    rows = reader.connection.execute(
        select(
            MilestoneTemplate.__table__,
            author.name.label("author_name"),
            releaser.name.label("releaser_name"),
        )
        .outerjoin(author, author.id == MilestoneTemplate.author_id)
        .outerjoin(releaser, releaser.id == MilestoneTemplate.released_by_id)
        .where(MilestoneTemplate.key == key)
        .order_by(MilestoneTemplate.edition.desc())
    )
    return tuple(
        EditionRow(
            edition=row.edition,
            is_draft=row.is_draft,
            author=row.author_name or "",
            written_at=row.written_at,
            released_by=row.releaser_name or "",
            released_at=row.released_at,
            second_reader=row.released_by_id is not None and row.released_by_id != row.author_id,
            open_orders=orders.get(row.id, 0),
        )
        for row in rows
    )


def as_steps(steps: list[TemplateStep]) -> tuple[Step, ...]:
    """Milestones of a template as the rules read them."""
    return tuple(
        Step(
            key=one.key,
            team=one.team,
            depends_on=one.depends_on,
            working_days=one.working_days,
            is_promise=one.is_promise,
        )
        for one in steps
    )


def _steps(reader: Reader, templates: list[UUID]) -> dict[UUID, list[TemplateStep]]:
    """The milestones of some editions in the order of the page, by the edition's id."""
    found: dict[UUID, list[TemplateStep]] = {}
    for row in reader.connection.execute(
        select(TemplateMilestone.__table__, Team.key.label("team"))
        .join(Team, Team.id == TemplateMilestone.team_id)
        .where(TemplateMilestone.template_id.in_(templates))
        .order_by(TemplateMilestone.position)
    ):
        step = TemplateStep(
            key=row.key,
            name=row.name,
            team=row.team,
            working_days=row.working_days,
            depends_on=tuple(row.depends_on),
            is_promise=row.is_promise,
            customer_visible=row.customer_visible,
            we_do=row.we_do,
            you_do=row.you_do,
        )
        found.setdefault(row.template_id, []).append(step)
    return found


def _open_orders(reader: Reader) -> dict[UUID, int]:
    """How many open orders are on each edition, by its id."""
    return dict(
        reader.connection.execute(
            select(Order.template_id, func.count())
            .where(Order.state.in_(OPEN["order"]))
            .group_by(Order.template_id)
        ).all()
    )
