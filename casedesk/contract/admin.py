"""Commands and queries about the company itself: staff, teams, calendars, absences, products, templates."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from casedesk.contract.declaration import FORBID_UNKNOWN, command, parameter, query, record
from casedesk.contract.values import Login, Made
from casedesk.rules.permissions import Role

# Staff


@command(result=Made)
class ChangeStaff:
    """Change a colleague's name, title, phone, e-mail or team; what is left out stays."""

    staff: Login = parameter("who is changed")
    version: int = parameter("the version that was read")
    name: str | None = parameter("full name, as customers hear it", default=None)
    title: str | None = parameter("what the person does", default=None)
    phone: str | None = parameter("phone that customers may call", default=None)
    email: str | None = parameter("e-mail", default=None)
    team: str | None = parameter("team key", default=None)


@command(result=Made, permission="change_roles")
class SetRoles:
    """Say which roles a colleague has from now on; the last administrator stays one."""

    staff: Login = parameter("whose roles")
    roles: tuple[Role, ...] = parameter("all roles from now on")


@record
class StaffLeft:
    """Who left, and how much open work and how many open promises went on to whom."""

    id: UUID
    work: int
    promises: int
    receiver: str


@command(result=StaffLeft)
class DeactivateStaff:
    """Let a colleague leave: open work goes to somebody else or into a queue, promises to a named colleague."""

    staff: Login = parameter("who leaves")
    work_to: str = parameter(
        "login, or team: and a team's key; the queue of the own team when left out", default=""
    )


@record
class AbsenceRow:
    """When somebody is away, who stands in, and how many promises of the absent fall into that time."""

    id: UUID
    staff: Login
    name: str
    team_name: str
    from_on: date
    until_on: date
    deputy: Login
    deputy_name: str
    deputy_away: bool
    note: str
    state: str
    promises: int


@record
class StaffDetail:
    """One colleague in full, with what is open by kind and the absences that are not over."""

    id: UUID
    version: int
    login: Login
    name: str
    title: str
    phone: str
    email: str
    team: str
    team_name: str
    roles: tuple[Role, ...]
    state: str
    leads: tuple[str, ...]
    orders: int
    requests: int
    promises: int
    contact_of: int
    absences: tuple[AbsenceRow, ...]


@query(result=StaffDetail, permission="read_staff")
class StaffMember:
    """One colleague with roles, open work by kind, and absences."""

    staff: Login = parameter("whose")


# Absences


@command(result=Made, permission="set_absence")
class EndAbsence:
    """End an absence before its last day, or take back one that has not begun."""

    absence: UUID = parameter("its id")
    on: date | None = parameter("first day back; today when left out", default=None)


@query(result=tuple[AbsenceRow, ...], permission="read_staff")
class Absences:
    """Who is away or will be, the next first, with who stands in."""

    staff: Login | None = parameter("only this person", default=None)
    ended: bool = parameter("also those that are over", default=False)


@record
class AbsenceCheck:
    """What an absence would mean; `deputy_away` are the days on which the deputy is away as well."""

    promises: int
    steps_due: int
    deputy_away: tuple[date, ...]
    deputys_deputy: str
    overlaps: bool


@query(result=AbsenceCheck, permission="read_staff")
class CheckAbsence:
    """What falls into an absence, and whether the deputy is there the whole time."""

    staff: Login = parameter("who would be away")
    from_on: date = parameter("first day away")
    until_on: date = parameter("last day away")
    deputy: Login | None = parameter("who would stand in", default=None)


# Teams


@command(result=Made, permission="change_team")
class AddTeam:
    """Add a team with its calendar of working time."""

    key: str = parameter("short name without blanks, for programs")
    name: str = parameter("name as colleagues say it")
    calendar: str = parameter("key of its calendar")
    lead: Login | None = parameter("who leads it", default=None)


@command(result=Made)
class ChangeTeam:
    """Change a team's name, lead or calendar, close an empty one, or open a closed one again."""

    team: str = parameter("team key")
    version: int = parameter("the version that was read")
    name: str | None = parameter("name as colleagues say it", default=None)
    calendar: str | None = parameter("key of its calendar", default=None)
    lead: Login | None = parameter("who leads it; empty for nobody", default=None)
    active: bool | None = parameter("no closes the team, if nothing and nobody is left in it", default=None)


@record
class TeamRow:
    """A team with its lead and calendar, how many people it has and how much waits in its queue."""

    id: UUID
    version: int
    key: str
    name: str
    lead: Login | None
    lead_name: str
    calendar: str
    calendar_name: str
    people: int
    waiting: int
    active: bool


@query(result=tuple[TeamRow, ...], permission="read_staff")
class Teams:
    """Every team by name, closed ones last."""


# Calendars


@command(result=Made, permission="change_catalogue")
class AddCalendar:
    """Add a calendar of working time."""

    key: str = parameter("short name without blanks, for programs")
    name: str = parameter("name as colleagues say it")
    zone: str = parameter("time zone, as Europe/London; the company's when left out", default="")
    week: dict[str, str] = parameter(
        'opening hours by day, as {"mon": "08:00-12:00, 13:00-17:00"}; a day left out is closed'
    )


@command(result=Made, permission="change_catalogue")
class ChangeCalendar:
    """Change a calendar's name, time zone or week; forecasts count by it from now on."""

    calendar: str = parameter("its key")
    version: int = parameter("the version that was read")
    name: str | None = parameter("name as colleagues say it", default=None)
    zone: str | None = parameter("time zone, as Europe/London", default=None)
    week: dict[str, str] | None = parameter(
        'the whole week, as {"mon": "08:00-12:00, 13:00-17:00"}; a day left out is closed', default=None
    )


@command(result=Made, permission="change_catalogue")
class SetCalendarDay:
    """Close one day, or open it for other hours than its weekday."""

    calendar: str = parameter("key of the calendar")
    day: date = parameter("which day")
    name: str = parameter("why, as Christmas Eve")
    hours: str = parameter("opening hours, as 08:00-12:00; closed all day when left out", default="")


@command(result=Made, permission="change_catalogue")
class RemoveCalendarDay:
    """Treat a day like its weekday again."""

    calendar: str = parameter("key of the calendar")
    day: date = parameter("which day")


@record
class HolidaysAdded:
    """How many days were closed; days that were in the calendar already stay as they are."""

    id: UUID
    days: int


@command(result=HolidaysAdded, permission="change_catalogue")
class AddHolidays:
    """Close the public holidays of a country or region in a year; days already in the calendar stay."""

    calendar: str = parameter("key of the calendar")
    year: int = parameter("which year")
    country: str = parameter("country, as GB; the company's when left out", default="")
    region: str = parameter("region where it has holidays of its own, as ENG", default="")


@record
class CalendarDayRow:
    """A day that differs from its weekday; without hours it is closed."""

    day: date
    name: str
    hours: str


@record
class CalendarRow:
    """A calendar: its week by day, the days that differ, and the teams that work by it."""

    id: UUID
    version: int
    key: str
    name: str
    zone: str
    week: dict[str, str]
    days: tuple[CalendarDayRow, ...]
    teams: tuple[str, ...]


@query(result=tuple[CalendarRow, ...], permission="read_catalogue")
class Calendars:
    """Every calendar by name, with its week and the days that differ."""


# Products


@command(result=Made, permission="change_catalogue")
class ChangeProduct:
    """Change a product; orders keep the prices they were written with. Withdrawn, it is not offered any more."""

    product: str = parameter("its code")
    version: int = parameter("the version that was read")
    name: str | None = parameter("name as customers read it", default=None)
    detail: str | None = parameter("words after the name", default=None)
    service: str | None = parameter("kind of service, as internet", default=None)
    price: Decimal | None = parameter("list price, monthly or once", default=None)
    monthly: bool | None = parameter("paid every month", default=None)
    setup_price: Decimal | None = parameter("paid once at the start", default=None)
    term_months: int | None = parameter("minimum term", default=None)
    template: str | None = parameter("key of the milestone template", default=None)
    active: bool | None = parameter("no withdraws it, yes offers it again", default=None)


# Milestone templates


@record
class TemplateStep:
    """A milestone of a template, in the order of the page; `depends_on` names others by key."""

    __pydantic_config__ = FORBID_UNKNOWN

    key: str
    name: str
    team: str
    working_days: int
    depends_on: tuple[str, ...] = ()
    is_promise: bool = False
    customer_visible: bool = True
    we_do: str = ""
    you_do: str = ""


@record
class TemplateSaved:
    """The edition that was written, and whether it is still a draft."""

    id: UUID
    key: str
    edition: int
    version: int
    is_draft: bool


@command(result=TemplateSaved, permission="change_catalogue")
class SaveTemplate:
    """Write a draft of the next edition of a milestone template, or of a new one; no order uses it yet."""

    key: str = parameter("short name without blanks, for programs")
    name: str = parameter("name of this kind of order")
    steps: tuple[TemplateStep, ...] = parameter("all milestones in the order of the page")
    draft_version: int | None = parameter(
        "the version of the draft that was read; left out where there was none", default=None
    )


@command(result=TemplateSaved, permission="change_catalogue")
class ReleaseTemplate:
    """Put the draft into force: new orders start with it, orders under way keep the edition they started with."""

    template: str = parameter("its key")
    draft_version: int = parameter("the version of the draft that was read")


@command(result=Made, permission="change_catalogue")
class DiscardTemplateDraft:
    """Throw the draft of a milestone template away; the edition in force stays."""

    template: str = parameter("its key")
    draft_version: int = parameter("the version of the draft that was read")


@command(result=Made, permission="change_catalogue")
class RetireTemplate:
    """Start no more orders of a kind; its orders under way go on."""

    template: str = parameter("its key")


@record
class TemplateRow:
    """A kind of order: its edition in force (None before the first release) and its draft, if there is one."""

    key: str
    name: str
    edition: int | None
    draft: int | None
    milestones: int
    promise_on_day: int
    products: int
    open_orders: int
    active: bool


@query(result=tuple[TemplateRow, ...], permission="read_catalogue")
class MilestoneTemplates:
    """Every kind of order by name, retired ones last."""


@record
class EditionRow:
    """One edition: who wrote and who released it, and how many open orders are on it."""

    edition: int
    is_draft: bool
    author: str
    written_at: datetime | None
    released_by: str
    released_at: datetime | None
    second_reader: bool
    open_orders: int


@record
class TemplateDetail:
    """One edition of a milestone template with its milestones, and what other editions there are."""

    key: str
    name: str
    edition: int
    version: int
    is_draft: bool
    active: bool
    steps: tuple[TemplateStep, ...]
    products: tuple[str, ...]
    editions: tuple[EditionRow, ...]


@query(result=TemplateDetail, name="milestone_template", permission="read_catalogue")
class MilestoneTemplateQuery:
    """A milestone template: its draft if there is one, else the edition in force, or any edition by number."""

    key: str = parameter("its key")
    edition: int | None = parameter("which edition", default=None)


# Company, connection, history


@command(result=Made)
class ChangeCompany:
    """Change what is known of the company; letters, forecasts and screens follow. What is left out stays."""

    version: int = parameter("the version that was read")
    name: str | None = parameter("name as customers know it", default=None)
    legal_name: str | None = parameter("name for the foot of letters", default=None)
    street: str | None = parameter("street and house number", default=None)
    postcode: str | None = parameter("postal code", default=None)
    city: str | None = parameter("city", default=None)
    country: str | None = parameter("country, as GB", default=None)
    phone: str | None = parameter("phone that customers may call", default=None)
    email: str | None = parameter("e-mail", default=None)
    currency: str | None = parameter("currency, as GBP; only while there is no order", default=None)
    language: str | None = parameter("language, as en-GB", default=None)
    zone: str | None = parameter("time zone, as Europe/London", default=None)
    prices_include_tax: bool | None = parameter("prices include tax", default=None)
    tax_words: str | None = parameter("words about tax on letters", default=None)
    late_words: str | None = parameter("what the company promises for the case that it is late", default=None)
    cancel_days: int | None = parameter("days in which a customer may cancel", default=None)
    loyal_years: int | None = parameter("years after which a customer is called loyal", default=None)
    go_live_on: date | None = parameter("the day from which CaseDesk is the company's desk", default=None)
    headed_paper: bool | None = parameter(
        "letters are printed on headed paper: the page leaves its head and foot out", default=None
    )
    default_team: str | None = parameter("key of the team that gets what belongs to no other", default=None)


@command(result=Made, permission="change_company")
class SetLogo:
    """Keep the company's sign for letters, a PNG or JPEG picture; without a file it is taken away."""

    file: str = parameter("path of the picture; empty takes the present one away", default="")


@record
class CompanySettings:
    """Everything that can be set about the company; `currency_fixed` when there are orders in it."""

    version: int
    name: str
    legal_name: str
    street: str
    postcode: str
    city: str
    country: str
    phone: str
    email: str
    currency: str
    currency_fixed: bool
    language: str
    zone: str
    prices_include_tax: bool
    tax_words: str
    late_words: str
    cancel_days: int
    loyal_years: int
    go_live_on: date
    headed_paper: bool
    default_team: str
    has_logo: bool


@query(result=CompanySettings, name="company_settings", permission="read_catalogue")
class CompanySettingsQuery:
    """Everything that can be set about the company."""


@record
class ConnectionRow:
    """Which database this desk works with; `server` is its program and version."""

    database: str
    kind: str
    is_shared: bool
    server: str
    schema: str
    login: str
    created_at: datetime
    now: datetime


@query(result=ConnectionRow, name="connection", permission="change_connection")
class ConnectionQuery:
    """Which database this desk works with, and as whom."""


@record
class SettingChangeRow:
    """A change of the company's own things, with old and new values."""

    id: UUID
    at: datetime
    author: Login
    author_name: str
    command: str
    values: dict[str, tuple[str | None, str | None]]


@query(result=tuple[SettingChangeRow, ...], permission="read_catalogue")
class SettingChanges:
    """What was changed about staff, teams, calendars, products, templates or the company, newest first."""

    subject: UUID | None = parameter("only this person, team, calendar, product or template", default=None)
    kind: str = parameter("staff, catalogue or company; all when left out", default="")
    last: int | None = parameter("only the last so many; all when left out", default=None)
