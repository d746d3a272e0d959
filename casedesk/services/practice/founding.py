"""Founds the practice company in an empty schema: calendars with public holidays, teams, staff, what it sells.

It knows no customer. What has a command is done by it; the rest is made as `services.setup` makes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from casedesk import catalog
from casedesk.catalog import CalendarSpec
from casedesk.contract.desk import InviteStaff, SetAbsence
from casedesk.contract.ids import new_id
from casedesk.contract.values import Login
from casedesk.models import CalendarDay, Company, Staff, StaffRole, Team
from casedesk.rules.states import StaffState
from casedesk.rules.text_folding import fold
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.services.actor import CompanyFacts, load_company
from casedesk.services.practice.days import Days
from casedesk.services.practice.past import Past
from casedesk.services.practice.specification import (
    AbsenceSpec,
    CompanySpec,
    HoursSpec,
    Offer,
    Organisation,
    PracticeStaff,
)
from casedesk.services.setup import (
    add_calendar,
    add_events,
    add_installation,
    add_product,
    add_team,
    add_template,
)

LIVE_FOR = timedelta(days=280)
"""How long the company has worked with CaseDesk; what is older came from its former system."""
_YEARS_AROUND = range(-2, 3)
_ASKED_FOR_LEAVE = timedelta(days=30)
_MAIL_DOMAIN = "fernhill.example"


def found(
    session: Session, organisation: Organisation, offer: Offer, seed: int, now: datetime
) -> CompanyFacts:
    """Everything there is before the first customer, as facts; only the first of the staff works here yet."""
    company = organisation.company
    began_at = now - LIVE_FOR
    add_installation(session, DatabaseKind.PRACTICE, began_at, company.number_key + seed - 1)
    years = [now.year + distance for distance in _YEARS_AROUND]
    free_days = _public_holidays(company, years)
    calendars = {one.key: _add_hours(session, one, company.zone, free_days) for one in organisation.calendar}
    teams = {
        one.key: add_team(session, one.key, one.name, calendars[one.calendar]) for one in organisation.team
    }
    session.flush()  # company, staff, templates and events refer to the teams
    for template in offer.template:
        add_template(session, template, teams, default_team=company.default_team)
    for product in offer.product:
        add_product(session, product, product.template, company.currency)
    add_events(
        session, catalog.events(), {event: teams[team] for event, team in organisation.event_teams.items()}
    )
    _add_company(session, company, teams[company.default_team], began_at)
    _add_first_person(session, organisation.staff[0], teams)
    session.flush()  # the facts are read back
    return load_company(session.connection())


def employ(session: Session, past: Past, organisation: Organisation, days: Days) -> None:
    """The first of the staff invites the others, teams get their leads, absences are set."""
    first, *others = organisation.staff
    for one in others:
        past.run(first.login, days.now - LIVE_FOR, _invitation(one))
    ids = dict(session.execute(select(Staff.login, Staff.id)).all())
    leads = {one.key: ids[one.lead] for one in organisation.team}
    for team in session.scalars(select(Team)):
        team.lead_id = leads[team.key]
    for absence in organisation.absence:
        asked_at = days.at(absence.from_day, time(9)) - _ASKED_FOR_LEAVE
        past.run(absence.staff, asked_at, _absence(absence, days))
    past.forget()


def mail_of(name: str) -> str:
    """The mail address of a member of staff."""
    return f"{'.'.join(fold(name).split())}@{_MAIL_DOMAIN}"


def _add_hours(session: Session, hours: HoursSpec, zone: str, free_days: Mapping[date, str]) -> UUID:
    """A calendar with the free days, and its own hours on Christmas Eve."""
    id = add_calendar(session, CalendarSpec(hours.key, hours.name, hours.week), zone)
    days: dict[date, tuple[str, list[list[str]]]] = {day: (name, []) for day, name in free_days.items()}
    for year in {day.year for day in free_days}:
        eve = date(year, 12, 24)
        if str(eve.weekday()) in hours.week:
            days[eve] = ("Christmas Eve", hours.christmas_eve)
    session.add_all(
        CalendarDay(calendar_id=id, day=day, name=name, hours={"open": opening})
        for day, (name, opening) in days.items()
    )
    return id


def _public_holidays(company: CompanySpec, years: list[int]) -> Mapping[date, str]:
    import holidays

    found: Mapping[date, str] = holidays.country_holidays(company.country, subdiv=company.region, years=years)
    return found


def _add_company(session: Session, company: CompanySpec, default_team_id: UUID, began_at: datetime) -> None:
    session.add(
        Company(
            id=1,
            name=company.name,
            legal_name=company.legal_name,
            street=company.street,
            postcode=company.postcode,
            city=company.city,
            country=company.country,
            phone=company.phone,
            email=company.email,
            currency=company.currency,
            language=company.language,
            zone=company.zone,
            late_words=company.late_words,
            loyal_years=company.loyal_years,
            go_live_on=began_at.date(),
            default_team_id=default_team_id,
        )
    )


def _add_first_person(session: Session, one: PracticeStaff, teams: Mapping[str, UUID]) -> None:
    person = Staff(
        id=new_id(),
        login=one.login,
        name=one.name,
        title=one.title,
        phone=one.phone,
        email=mail_of(one.name),
        team_id=teams[one.team],
        state=StaffState.ACTIVE,
    )
    person.roles = [StaffRole(role=role) for role in one.roles]
    session.add(person)


def _invitation(one: PracticeStaff) -> InviteStaff:
    return InviteStaff(
        login=one.login,
        name=one.name,
        team=one.team,
        roles=one.roles,
        title=one.title,
        phone=one.phone,
        email=mail_of(one.name),
    )


def _absence(absence: AbsenceSpec, days: Days) -> SetAbsence:
    return SetAbsence(
        staff=Login(absence.staff),
        from_on=days.on(absence.from_day),
        until_on=days.on(absence.until_day),
        deputy=Login(absence.deputy),
        note=absence.note,
    )
