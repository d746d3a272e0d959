"""Makes a new database into a desk: schema, company, default team, product, milestone template, one person."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from casedesk import catalog
from casedesk.catalog import CalendarSpec, EventSpec, ProductSpec, TemplateSpec
from casedesk.contract.ids import new_id
from casedesk.db.engine import Database
from casedesk.db.upgrade import upgrade
from casedesk.models import (
    Calendar,
    Company,
    Event,
    Installation,
    MilestoneTemplate,
    Product,
    Staff,
    StaffRole,
    Team,
    TemplateMilestone,
)
from casedesk.rules.permissions import Role
from casedesk.rules.states import StaffState
from casedesk.rules.vocabulary import Charge, DatabaseKind


@dataclass(frozen=True)
class NewDesk:
    """What first start asks: who you are, the company, where it is."""

    person: str = "Owner"
    login: str = "owner"
    company: str = "My company"
    country: str = "GB"
    currency: str = "GBP"
    zone: str = "Europe/London"
    language: str = "en-GB"
    phone: str = ""


def initialise(url: str, kind: DatabaseKind, desk: NewDesk, now: datetime) -> Path | None:
    """Create or upgrade the schema and, in an empty database, the desk; the backup made before an upgrade.

    Run again it changes nothing: a database keeps the kind it was created as.
    """
    backup = upgrade(url)
    database = Database(url)
    try:
        with database.writing() as session:
            if session.get(Installation, 1) is None:
                _fill(session, kind, desk, now)
    finally:
        database.close()
    return backup


def is_set_up(database: Database) -> bool:
    """Whether the database holds a desk."""
    with database.reading() as connection:
        return connection.scalar(select(Installation.id)) is not None


def _fill(session: Session, kind: DatabaseKind, desk: NewDesk, now: datetime) -> None:
    spec = catalog.setup()
    add_installation(session, kind, now)
    calendar_id = add_calendar(session, spec.calendar, desk.zone)
    teams = {spec.team.key: add_team(session, spec.team.key, spec.team.name, calendar_id)}
    session.flush()  # the company and the staff refer to the team
    add_template(session, spec.template, teams, default_team=spec.team.key)
    add_product(session, spec.product, spec.template.key, desk.currency)
    add_events(session, catalog.events(), {})
    _add_company(session, desk, teams[spec.team.key], now)
    person = Staff(
        id=new_id(),
        login=desk.login,
        name=desk.person,
        phone=desk.phone,
        title="",
        team_id=teams[spec.team.key],
        state=StaffState.ACTIVE,
    )
    person.roles = [StaffRole(role=role) for role in Role]
    session.add(person)
    session.flush()  # the team's lead refers to the person
    session.get_one(Team, teams[spec.team.key]).lead_id = person.id


def add_installation(
    session: Session, kind: DatabaseKind, now: datetime, number_key: int | None = None
) -> None:
    """The one row that says what this database is, with the secret key of its order numbers."""
    session.add(Installation(id=1, kind=kind, number_key=number_key or secrets.randbits(62), created_at=now))


def add_calendar(session: Session, spec: CalendarSpec, zone: str) -> UUID:
    """A calendar of opening hours; its id."""
    calendar = Calendar(id=new_id(), key=spec.key, name=spec.name, zone=zone, week=spec.week)
    session.add(calendar)
    session.flush()  # teams refer to it
    return calendar.id


def add_team(session: Session, key: str, name: str, calendar_id: UUID) -> UUID:
    """A team without lead; its id."""
    team = Team(id=new_id(), key=key, name=name, calendar_id=calendar_id)
    session.add(team)
    return team.id


def add_template(
    session: Session, spec: TemplateSpec, teams: Mapping[str, UUID], *, default_team: str
) -> UUID:
    """A kind of order with its milestones; its id."""
    template = MilestoneTemplate(id=new_id(), key=spec.key, name=spec.name, edition=1)
    session.add(template)
    session.flush()  # its milestones refer to it
    for position, one in enumerate(spec.milestone, start=1):
        session.add(
            TemplateMilestone(
                id=new_id(),
                template_id=template.id,
                key=one.key,
                position=position,
                name=one.name,
                team_id=teams[one.team or default_team],
                depends_on=list(one.depends_on),
                working_days=one.working_days,
                is_promise=one.promise,
                customer_visible=one.customer_visible,
                we_do=one.we_do,
                you_do=one.you_do,
            )
        )
    return template.id


def add_product(session: Session, spec: ProductSpec, template_key: str, currency: str) -> None:
    """A product at its list price."""
    session.add(
        Product(
            id=new_id(),
            code=spec.code,
            name=spec.name,
            detail=spec.detail,
            service=spec.service,
            charge=Charge.MONTHLY if spec.monthly else Charge.ONCE,
            price=spec.price,
            setup_price=spec.setup_price,
            currency=currency,
            term_months=spec.term_months,
            template_key=spec.template or template_key,
        )
    )


def add_events(session: Session, specs: Iterable[EventSpec], teams: Mapping[str, UUID]) -> None:
    """The event list; `teams` names the team that an event goes to, where one is named."""
    for position, spec in enumerate(specs, start=1):
        session.add(
            Event(
                key=spec.key,
                position=position,
                name=spec.name,
                synonyms=list(spec.synonyms),
                team_id=teams.get(spec.key),
            )
        )


def _add_company(session: Session, desk: NewDesk, team_id: UUID, now: datetime) -> None:
    session.add(
        Company(
            id=1,
            name=desk.company,
            legal_name=desk.company,
            country=desk.country,
            currency=desk.currency,
            language=desk.language,
            zone=desk.zone,
            phone=desk.phone,
            go_live_on=_today(now, desk.zone),
            default_team_id=team_id,
        )
    )


def _today(now: datetime, zone: str) -> date:
    return now.astimezone(ZoneInfo(zone)).date()
