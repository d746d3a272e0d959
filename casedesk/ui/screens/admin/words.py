"""What Admin says of its records beside their lists: facts, what an absence means, what was changed; no widget."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from casedesk.contract.admin import AbsenceCheck, SettingChangeRow, TemplateDetail
from casedesk.contract.desk import ProductRow, StaffRow
from casedesk.rules.permissions import Role
from casedesk.ui.desk import role_words
from casedesk.ui.forms import Form
from casedesk.ui.screens.admin.catalogue_forms import day_names
from casedesk.ui.screens.admin.editing import TemplateEditing
from casedesk.ui.screens.admin.house_forms import LOGO, company_parts
from casedesk.ui.screens.admin.sections import SectionId
from casedesk.ui.screens.admin.state import AdminState
from casedesk.ui.text import clock_time, day, day_and_time, money
from casedesk.words import count, say

Fact = tuple[str, str]
_I = SectionId
MOST_DAYS = 8
_KIB = 1024


def records(state: AdminState) -> tuple[str, ...]:
    """The ids of the records of the section in front, in the order of its list."""
    lists = state.lists
    ids: Mapping[SectionId, Callable[[], tuple[str, ...]]] = {
        _I.STAFF: lambda: tuple(one.login for one in by_team(state)),
        _I.TEAMS: lambda: tuple(one.key for one in lists.teams or ()),
        _I.ABSENCES: lambda: tuple(str(one.id) for one in lists.absences or ()),
        _I.CALENDARS: lambda: tuple(one.key for one in lists.calendars or ()),
        _I.PRODUCTS: lambda: tuple(one.code for one in lists.products or ()),
        _I.TEMPLATES: lambda: tuple(one.key for one in lists.templates or ()),
        _I.COMPANY: lambda: tuple(one.key for one in company_parts(state)) if lists.company else (),
        _I.CONNECTION: lambda: tuple(label for label, _ in connection_facts(state)),
        _I.BACKUP: lambda: tuple(one.file.name for one in lists.backup or ()),
    }
    return ids[state.section]()


def by_team(state: AdminState) -> list[StaffRow]:
    """Colleagues by team and name, the lead first."""
    leads = {one.lead for one in state.lists.teams or ()}
    return sorted(state.lists.staff or (), key=lambda one: (one.team_name, one.login not in leads, one.name))


def sentence(state: AdminState) -> str:
    """How much there is in the section in front, in one line."""
    lists = state.lists
    if state.section is _I.STAFF and lists.staff is not None:
        people = count("$n person", "$n people", len(lists.staff))
        return say("$people in $teams.", people=people, teams=_teams(state))
    return ""


def _teams(state: AdminState) -> str:
    return count("$n team", "$n teams", sum(one.active for one in state.lists.teams or ()))


def title(state: AdminState) -> str:
    """What stands over the facts of the chosen record."""
    lists, record = state.lists, state.record
    found = {
        _I.STAFF: lists.person, _I.TEAMS: lists.team, _I.ABSENCES: lists.absence, _I.CALENDARS: lists.calendar,
        _I.PRODUCTS: lists.product, _I.TEMPLATES: lists.template,
    }  # fmt: skip
    if state.section in found:
        row = found[state.section](record)
        return row.name if row is not None else ""
    if state.section is _I.COMPANY:
        return next((one.title for one in company_parts(state) if one.key == record), "")
    return record


def facts(state: AdminState) -> list[Fact]:
    """What is known of the chosen record, as label and value."""
    composed: Mapping[SectionId, Callable[[AdminState], list[Fact]]] = {
        _I.STAFF: _person_facts, _I.TEAMS: _team_facts, _I.ABSENCES: _absence_facts,
        _I.CALENDARS: _calendar_facts, _I.PRODUCTS: _product_facts, _I.TEMPLATES: _template_facts,
        _I.COMPANY: _company_facts, _I.CONNECTION: _guard_facts, _I.BACKUP: _backup_facts,
    }  # fmt: skip
    return [(label, value) for label, value in composed[state.section](state) if value]


def _person_facts(state: AdminState) -> list[Fact]:
    one = state.person
    if one is None or one.login != state.record:
        return []
    today = state.now.date()
    away = [
        say("$days, deputy $name", days=_days(row.from_on, row.until_on, today), name=row.deputy_name)
        for row in one.absences
    ]
    return [
        (say("Login"), one.login),
        (say("Title"), one.title),
        (say("Team"), one.team_name),
        (say("Leads"), ", ".join(one.leads)),
        (say("Roles"), roles(one.roles)),
        (say("Phone"), one.phone),
        (say("E-mail"), one.email),
        (say("Away"), "\n".join(away)),
        (say("Orders"), str(one.orders)),
        (say("Requests"), str(one.requests)),
        (say("Promises"), str(one.promises)),
        (say("Contact"), count("of $n customer", "of $n customers", one.contact_of)),
    ]


def roles(held: tuple[str, ...]) -> str:
    """Roles as a person reads them."""
    return ", ".join(role_words(Role(one)) for one in held)


def _team_facts(state: AdminState) -> list[Fact]:
    team = state.lists.team(state.record)
    if team is None:
        return []
    return [
        (say("Short name"), team.key),
        (say("Lead"), team.lead_name or say("nobody")),
        (say("Calendar"), team.calendar_name),
        (say("People"), str(team.people)),
        (say("In its queue"), str(team.waiting)),
        (say("State"), "" if team.active else say("closed, takes no work")),
    ]


def _absence_facts(state: AdminState) -> list[Fact]:
    row = state.lists.absence(state.record)
    if row is None:
        return []
    deputy = say("$name is away too for a time", name=row.deputy_name) if row.deputy_away else row.deputy_name
    return [
        (say("Away"), _days(row.from_on, row.until_on, state.now.date())),
        (say("Deputy"), deputy),
        (say("Promises"), count("$n falls into this time", "$n fall into this time", row.promises)),
        (say("Note"), row.note),
    ]


def _calendar_facts(state: AdminState) -> list[Fact]:
    calendar = state.lists.calendar(state.record)
    if calendar is None:
        return []
    today = state.now.date()
    week = [(name, calendar.week.get(key, say("closed"))) for key, name in day_names().items()]
    coming = [one for one in calendar.days if one.day >= today]
    days = [f"{day(one.day, today)}: {one.name}, {one.hours or say('closed')}" for one in coming[:MOST_DAYS]]
    if len(coming) > MOST_DAYS:
        days.append(say("and $n more", n=len(coming) - MOST_DAYS))
    return [*week, (say("Time zone"), calendar.zone), (say("Days"), "\n".join(days))]


def _product_facts(state: AdminState) -> list[Fact]:
    one = state.lists.product(state.record)
    if one is None:
        return []
    kind = state.lists.template(one.template)
    return [
        (say("Code"), one.code),
        (say("Words"), one.detail),
        (say("Price"), price(one)),
        (say("At start"), money(one.setup_price, one.currency) if one.setup_price else ""),
        (say("Term"), count("$n month", "$n months", one.term_months) if one.term_months else say("none")),
        (say("Service"), one.service),
        (say("Order"), kind.name if kind else one.template),
        (say("State"), "" if one.active else say("withdrawn, not offered")),
    ]


def price(one: ProductRow) -> str:
    """The price of a product with how it is paid."""
    amount = money(one.price, one.currency)
    is_monthly = one.charge == "monthly"
    return say("$amount a month", amount=amount) if is_monthly else say("$amount once", amount=amount)


def _template_facts(state: AdminState) -> list[Fact]:
    row, detail = state.lists.template(state.record), state.template
    if row is None:
        return []
    products = ", ".join(detail.products) if detail and detail.key == row.key else ""
    return [
        (say("Short name"), row.key),
        (say("In force"), say("version $n", n=row.edition) if row.edition else say("nothing yet")),
        (say("Draft"), say("version $n", n=row.draft) if row.draft else ""),
        (say("Promise"), say("on working day $n", n=row.promise_on_day)),
        (say("Open orders"), say("$n, they stay on their version", n=row.open_orders)),
        (say("Products"), products),
        *_editions(detail, state.now.date()),
    ]


def _editions(detail: TemplateDetail | None, today: date) -> list[Fact]:
    lines = []
    for one in detail.editions if detail else ():
        if one.is_draft:
            text = say("draft of $name", name=one.author)
        elif one.released_at is None:
            text = say("from the beginning")
        else:
            text = say("$name, $day", name=one.released_by, day=day(one.released_at.date(), today))
            text = text if one.second_reader else say("$text, no second reader", text=text)
        lines.append((say("Version $n", n=one.edition), text))
    return lines


def edition_words(editing: TemplateEditing) -> str:
    """Which version is being written, and whether it is saved."""
    if editing.is_changed:
        return say("Version $n, a draft that is not saved yet", n=editing.edition)
    if editing.draft_version is None:
        return say("As in force; what you change becomes version $n", n=editing.edition)
    return say("Version $n, a saved draft", n=editing.edition)


def _company_facts(state: AdminState) -> list[Fact]:
    company = state.lists.company
    part = next((one for one in company_parts(state) if one.key == state.record), None)
    if company is None or part is None:
        return []
    if part.key == LOGO:
        return [(say("Logo"), say("is kept") if company.has_logo else say("none"))]
    return [(one.label, company_value(state, one.key)) for one in part.fields]


def company_value(state: AdminState, field: str) -> str:
    """One of the company's settings in words."""
    company = state.lists.company
    value = getattr(company, field)
    yes_no = {
        ("prices_include_tax", True): say("include tax"), ("prices_include_tax", False): say("without tax"),
        ("headed_paper", True): say("headed paper"), ("headed_paper", False): say("blank paper"),
    }  # fmt: skip
    if (field, value) in yes_no:
        return yes_no[field, value]
    if isinstance(value, date):
        return day(value, state.now.date())
    if field == "default_team":
        team = state.lists.team(value)
        return team.name if team else value
    return str(value)


def connection_facts(state: AdminState) -> list[Fact]:
    """The lines of the connection."""
    row = state.lists.connection
    if row is None:
        return []
    kinds = {"real": say("real work"), "practice": say("practice"), "test": say("test")}
    shared = say("shared, over the network") if row.is_shared else say("embedded, on this computer")
    return [
        (say("Database"), row.database),
        (say("Kind"), kinds.get(row.kind, row.kind)),
        (say("Place"), shared),
        (say("Program"), row.server),
        (say("Schema"), row.schema),
        (say("Signed in as"), row.login),
        (say("Made"), day(row.created_at.astimezone(state.now.tzinfo).date(), state.now.date())),
        (say("Its clock"), f"{row.now.astimezone(state.now.tzinfo):%H:%M:%S}"),
    ]


def _guard_facts(state: AdminState) -> list[Fact]:
    row = state.lists.connection
    if row is None:
        return []
    if row.is_shared:
        return [(say("Guard"), say("The database itself holds everybody to their roles."))]
    return [
        (say("Guard"), say("One desk, one trust: who can open this file can change it. For a team use PostgreSQL.")),
        (say("Another"), say("“Open another database” stands among the commands.")),
    ]  # fmt: skip


def _backup_facts(state: AdminState) -> list[Fact]:
    copy = state.lists.copy(state.record)
    if copy is None:
        return []
    made_at = copy.made_at.astimezone(state.now.tzinfo)
    check = state.backup_check
    opened = (
        say(
            "$cases cases, $orders orders, schema $schema",
            cases=check.customers,
            orders=check.orders,
            schema=check.schema,
        )
        if check
        else say("not yet; C opens and counts")
    )
    return [
        (say("Made"), day_and_time(made_at, state.now.date())),
        (say("Size"), size(copy.file.stat().st_size)),
        (say("Folder"), str(copy.file.parent)),
        (say("Opened"), opened),
    ]


def size(number: int) -> str:
    """How large a file is."""
    return say("$n MB", n=f"{number / _KIB / _KIB:.1f}")


def absence_check(check: AbsenceCheck, form: Form, state: AdminState) -> tuple[str, bool]:
    """What an absence would mean, and whether that is a warning."""
    lists = state.lists
    absent, deputy = lists.person(form.value("staff")), lists.person(form.value("deputy"))
    if absent is None:
        return "", False
    parts = []
    if check.overlaps:
        parts.append(say("$name is away in these days already.", name=absent.name))
    if deputy is not None:
        parts.append(_deputy_words(check, deputy.name))
    if check.promises:
        parts.append(
            count(
                "$n promise falls into this time; $name stays the owner.",
                "$n promises fall into this time; $name stays the owner.",
                check.promises,
                name=absent.name,
            )
        )
    is_warning = check.overlaps or bool(check.deputy_away) or bool(check.promises)
    return " ".join(parts), is_warning


def _deputy_words(check: AbsenceCheck, name: str) -> str:
    if not check.deputy_away:
        return say("$name is here the whole time.", name=name)
    days = count("$n day", "$n days", len(check.deputy_away))
    if check.deputys_deputy:
        return say(
            "$name is away for $days of it; then $deputy stands in.",
            name=name, days=days, deputy=check.deputys_deputy,
        )  # fmt: skip
    return say("$name is away for $days of it.", name=name, days=days)


def history_lines(rows: tuple[SettingChangeRow, ...], state: AdminState) -> list[Fact]:
    """The last changes: when and who, and what."""
    today = state.now.date()
    return [
        (
            say("$day $time", day=day(at.date(), today), time=clock_time(at)),
            say("$name: $what", name=row.author_name, what=_change_words(row)),
        )
        for row in rows
        for at in (row.at.astimezone(state.now.tzinfo),)
    ]


def _change_words(row: SettingChangeRow) -> str:
    changed = [f"{field.replace('_', ' ')} {_values(*values)}" for field, values in row.values.items()]
    return "; ".join(changed)


def _values(old: str | None, new: str | None) -> str:
    if old is None or old == new:
        return f"“{new}”"
    return f"“{old}” → “{new}”" if new is not None else say("“$old” taken out", old=old)


def _days(from_on: date, until_on: date, today: date) -> str:
    return say("$first to $last", first=day(from_on, today), last=day(until_on, today))
