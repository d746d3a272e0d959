"""Calendars, the company's settings, the connection, and what was changed about all of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from casedesk.contract.admin import (
    CalendarDayRow,
    CalendarRow,
    Calendars,
    CompanySettings,
    CompanySettingsQuery,
    ConnectionQuery,
    ConnectionRow,
    SettingChangeRow,
    SettingChanges,
)
from casedesk.models import (
    Calendar,
    CalendarDay,
    Company,
    Entry,
    EntryValue,
    Installation,
    Order,
    Staff,
    Team,
)
from casedesk.rules.opening_hours import written_hours, written_week
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.handlers import answers
from casedesk.services.reader import Reader

_OWN_KINDS = (EntryKind.STAFF, EntryKind.CATALOGUE, EntryKind.COMPANY)


@answers(Calendars)
def calendars(reader: Reader, _query: Calendars) -> tuple[CalendarRow, ...]:
    """Calendars by name; days that differ from the week by date."""
    days: dict[UUID, list[CalendarDayRow]] = {}
    for row in reader.connection.execute(select(CalendarDay.__table__).order_by(CalendarDay.day)):
        differing = CalendarDayRow(day=row.day, name=row.name, hours=written_hours(row.hours.get("open", [])))
        days.setdefault(row.calendar_id, []).append(differing)
    teams: dict[UUID, list[str]] = {}
    for row in reader.connection.execute(
        select(Team.calendar_id, Team.name).where(Team.active).order_by(Team.name)
    ):
        teams.setdefault(row.calendar_id, []).append(row.name)
    rows = reader.connection.execute(select(Calendar.__table__).order_by(Calendar.name))
    return tuple(
        CalendarRow(
            id=row.id,
            version=row.version,
            key=row.key,
            name=row.name,
            zone=row.zone,
            week=written_week(row.week),
            days=tuple(days.get(row.id, ())),
            teams=tuple(teams.get(row.id, ())),
        )
        for row in rows
    )


@answers(CompanySettingsQuery)
def company_settings(reader: Reader, _query: CompanySettingsQuery) -> CompanySettings:
    """The one row about the company."""
    row = reader.connection.execute(select(Company.__table__)).one()
    default_team = reader.connection.scalars(select(Team.key).where(Team.id == row.default_team_id)).one()
    has_orders = reader.connection.scalar(select(Order.id).limit(1)) is not None
    columns = {name: value for name, value in row._mapping.items() if name in _settings_fields()}
    return CompanySettings(
        **columns,
        currency_fixed=has_orders,
        default_team=default_team,
        has_logo=row.logo_id is not None,
    )


def _settings_fields() -> frozenset[str]:
    return frozenset(CompanySettings.__dataclass_fields__)


@answers(ConnectionQuery)
def connection(reader: Reader, _query: ConnectionQuery) -> ConnectionRow:
    """The database behind this read, without password."""
    bind = reader.connection.engine
    installed = reader.connection.execute(select(Installation.__table__)).one()
    schema = reader.connection.scalar(text("SELECT version_num FROM alembic_version"))
    is_shared = bind.dialect.name == "postgresql"
    version = text("SHOW server_version") if is_shared else text("SELECT sqlite_version()")
    login = reader.connection.scalar(text("SELECT session_user")) if is_shared else reader.actor.login
    program = "PostgreSQL" if is_shared else "SQLite"
    return ConnectionRow(
        database=bind.url.render_as_string(hide_password=True),
        kind=installed.kind,
        is_shared=is_shared,
        server=f"{program} {reader.connection.scalar(version)}",
        schema=str(schema),
        login=str(login),
        created_at=installed.created_at,
        now=reader.now,
    )


@answers(SettingChanges)
def setting_changes(reader: Reader, query: SettingChanges) -> tuple[SettingChangeRow, ...]:
    """Entries that belong to no customer, newest first, with the values that changed."""
    statement = (
        select(Entry.id, Entry.at, Entry.command, Staff.login, Staff.name)
        .join(Staff, Staff.id == Entry.author_id)
        .where(Entry.case_id.is_(None), Entry.kind.in_(_OWN_KINDS))
        .order_by(Entry.at.desc(), Entry.id.desc())
    )
    if query.subject is not None:
        statement = statement.where(Entry.subject_id == query.subject)
    if query.kind:
        statement = statement.where(Entry.kind == query.kind)
    if query.last is not None:
        statement = statement.limit(max(query.last, 0))
    rows = reader.connection.execute(statement).all()
    values = _values(reader, [row.id for row in rows])
    return tuple(
        SettingChangeRow(
            id=row.id,
            at=row.at,
            author=row.login,
            author_name=row.name,
            command=row.command,
            values=values.get(row.id, {}),
        )
        for row in rows
    )


def _values(reader: Reader, entries: list[Any]) -> dict[UUID, dict[str, tuple[str | None, str | None]]]:
    found: dict[UUID, dict[str, tuple[str | None, str | None]]] = {}
    for row in reader.connection.execute(
        select(EntryValue.entry_id, EntryValue.field, EntryValue.old, EntryValue.new)
        .where(EntryValue.entry_id.in_(entries))
        .order_by(EntryValue.field)
    ):
        found.setdefault(row.entry_id, {})[row.field] = (row.old, row.new)
    return found
