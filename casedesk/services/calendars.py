"""Calendars of working time: the week, the days that differ, public holidays."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from zoneinfo import available_timezones

from sqlalchemy import select

from casedesk.contract.admin import (
    AddCalendar,
    AddHolidays,
    ChangeCalendar,
    HolidaysAdded,
    RemoveCalendarDay,
    SetCalendarDay,
)
from casedesk.contract.ids import new_id
from casedesk.contract.values import Made
from casedesk.errors import Conflict, NotFound, RefusedByRule
from casedesk.models import Calendar, CalendarDay
from casedesk.rules.opening_hours import read_hours, read_week, stored_hours, written_hours, written_week
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.handlers import handles
from casedesk.services.setting_changes import (
    record_setting,
    require_key,
    require_name,
    require_version,
    set_values,
)
from casedesk.services.teams import calendar_row
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import count, say

FIRST_YEAR, LAST_YEAR = 2000, 2100


@handles(AddCalendar)
def add_calendar(work: UnitOfWork, command: AddCalendar) -> Made:
    """A calendar that teams may work by."""
    key = require_key(command.key)
    require_name(command.name)
    if work.session.scalar(select(Calendar.id).where(Calendar.key == key)):
        raise Conflict(say("There is a calendar “$key” already.", key=key), calendar=key)
    calendar = Calendar(
        id=new_id(),
        key=key,
        name=command.name.strip(),
        zone=known_zone(command.zone or work.company.zone),
        week=_week(command.week),
    )
    work.session.add(calendar)
    return _recorded(work, calendar, {"calendar": Change(None, calendar.name)})


@handles(ChangeCalendar)
def change_calendar(work: UnitOfWork, command: ChangeCalendar) -> Made:
    """New name, zone or week; forecasts count by it from the next change of an order on."""
    calendar = calendar_row(work, command.calendar)
    require_version(calendar.name, calendar.version, command.version)
    require_name(command.name)
    zone = known_zone(command.zone) if command.zone else None
    changes = set_values(calendar, {"name": command.name, "zone": zone})
    if command.week is not None:
        before, calendar.week = calendar.week, _week(command.week)
        if before != calendar.week:
            changes["week"] = Change(_week_words(before), _week_words(calendar.week))
    return _recorded(work, calendar, changes)


@handles(SetCalendarDay)
def set_calendar_day(work: UnitOfWork, command: SetCalendarDay) -> Made:
    """A day with hours of its own, closed without any."""
    calendar = calendar_row(work, command.calendar)
    if not command.name.strip():
        raise RefusedByRule(say("Say why this day differs, as Christmas Eve."), rule="day_named")
    hours = stored_hours(read_hours(command.hours))
    day = work.session.get(CalendarDay, (calendar.id, command.day))
    before = _day_words(day) if day else None
    if day is None:
        day = CalendarDay(calendar_id=calendar.id, day=command.day)
        work.session.add(day)
    day.name = command.name.strip()
    day.hours = {"open": hours}
    return _recorded(work, calendar, {command.day.isoformat(): Change(before, _day_words(day))})


@handles(RemoveCalendarDay)
def remove_calendar_day(work: UnitOfWork, command: RemoveCalendarDay) -> Made:
    """The day is like its weekday again."""
    calendar = calendar_row(work, command.calendar)
    day = work.session.get(CalendarDay, (calendar.id, command.day))
    if day is None:
        raise NotFound(
            say("$day is like its weekday already in “$calendar”.", day=command.day, calendar=calendar.name)
        )
    before = _day_words(day)
    work.session.delete(day)
    return _recorded(work, calendar, {command.day.isoformat(): Change(before, None)})


@handles(AddHolidays)
def add_holidays(work: UnitOfWork, command: AddHolidays) -> HolidaysAdded:
    """Public holidays as closed days; what somebody wrote for a day stays."""
    calendar = calendar_row(work, command.calendar)
    if not FIRST_YEAR <= command.year <= LAST_YEAR:
        raise RefusedByRule(
            say("Holidays are known from $first to $last.", first=FIRST_YEAR, last=LAST_YEAR),
            rule="holiday_year",
        )
    found = _public_holidays(command.country or work.company.country, command.region, command.year)
    known = set(work.session.scalars(select(CalendarDay.day).where(CalendarDay.calendar_id == calendar.id)))
    added = {day: name for day, name in found.items() if day not in known}
    work.session.add_all(
        CalendarDay(calendar_id=calendar.id, day=day, name=name, hours={"open": []})
        for day, name in added.items()
    )
    text = count("$n public holiday of $year", "$n public holidays of $year", len(added), year=command.year)
    _recorded(work, calendar, {"holidays": Change(None, text)} if added else {})
    return HolidaysAdded(calendar.id, len(added))


def known_zone(zone: str) -> str:
    """The zone; RefusedByRule unless it is one."""
    if zone not in available_timezones():
        raise RefusedByRule(
            say("“$zone” is no time zone; write it as Europe/London.", zone=zone), rule="time_zone"
        )
    return zone


def _public_holidays(country: str, region: str, year: int) -> Mapping[date, str]:
    import holidays

    try:
        found: Mapping[date, str] = holidays.country_holidays(
            country.strip().upper(), subdiv=region.strip() or None, years=[year]
        )
    except NotImplementedError:
        raise RefusedByRule(
            say(
                "No public holidays are known for “$place”. Write the country as GB, and a region as ENG.",
                place=f"{country} {region}".strip(),
            ),
            rule="holidays_known",
        ) from None
    return found


def _week(given: dict[str, str]) -> dict[str, list[list[str]]]:
    week = read_week(given)
    if not week:
        raise RefusedByRule(
            say("A calendar that is closed all week has no working time. Open one day at least."),
            rule="calendar_open",
        )
    return week


def _week_words(week: dict[str, list[list[str]]]) -> str:
    return "; ".join(f"{day} {hours}" for day, hours in written_week(week).items())


def _day_words(day: CalendarDay) -> str:
    return f"{day.name}: {written_hours(day.hours.get('open', [])) or say('closed')}"


def _recorded(work: UnitOfWork, calendar: Calendar, changes: dict[str, Change]) -> Made:
    return Made(record_setting(work, EntryKind.CATALOGUE, "calendar", calendar.id, changes, is_fact=True))
