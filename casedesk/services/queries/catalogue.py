"""What can be ordered, what can happen, who the company is."""

from __future__ import annotations

from sqlalchemy import select

from casedesk.contract.desk import CompanyQuery, CompanyRow, EventRow, Events, ProductRow, Products
from casedesk.models import Company, Event, MilestoneTemplate, Product, Team
from casedesk.services.handlers import answers
from casedesk.services.reader import Reader


@answers(Products)
def products(reader: Reader, query: Products) -> tuple[ProductRow, ...]:
    """Active products by name; withdrawn ones last where they are asked for."""
    statement = (
        select(
            Product.code,
            Product.name,
            Product.detail,
            Product.service,
            Product.charge,
            Product.price,
            Product.setup_price,
            Product.currency,
            Product.term_months,
            Product.template_key.label("template"),
            Product.id,
            Product.version,
            Product.active,
        )
        .order_by(Product.active.desc(), Product.name, Product.code)
    )
    if not query.withdrawn:
        statement = statement.where(Product.active)
    return tuple(ProductRow(**row._mapping) for row in reader.connection.execute(statement))


@answers(Events)
def events(reader: Reader, _query: Events) -> tuple[EventRow, ...]:
    """The event list in its order."""
    rows = reader.connection.execute(
        select(Event.key, Event.name, Event.synonyms).where(Event.active).order_by(Event.position)
    )
    return tuple(EventRow(key=row.key, name=row.name, synonyms=tuple(row.synonyms)) for row in rows)


@answers(CompanyQuery)
def company(reader: Reader, _query: CompanyQuery) -> CompanyRow:
    """The company with its teams and kinds of order by key."""
    row = reader.connection.execute(select(Company.__table__)).one()
    teams = reader.connection.execute(select(Team.key, Team.name).where(Team.active).order_by(Team.name))
    templates = reader.connection.execute(
        select(MilestoneTemplate.key, MilestoneTemplate.name)
        .where(MilestoneTemplate.active)
        .order_by(MilestoneTemplate.edition)
    )
    return CompanyRow(
        name=row.name,
        legal_name=row.legal_name,
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        country=row.country,
        phone=row.phone,
        email=row.email,
        currency=row.currency,
        language=row.language,
        zone=row.zone,
        database_kind=reader.company.kind,
        teams=dict(teams.all()),
        templates=dict(templates.all()),
    )
