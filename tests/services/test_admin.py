"""Staff, teams, calendars, absences, products and the company, by commands and queries, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PIL import Image

from casedesk.contract.admin import (
    AbsenceCheck,
    Absences,
    AddCalendar,
    AddHolidays,
    AddTeam,
    CalendarRow,
    Calendars,
    ChangeCalendar,
    ChangeCompany,
    ChangeProduct,
    ChangeStaff,
    ChangeTeam,
    CheckAbsence,
    CompanySettings,
    CompanySettingsQuery,
    ConnectionQuery,
    DeactivateStaff,
    EndAbsence,
    RemoveCalendarDay,
    SetCalendarDay,
    SetLogo,
    SetRoles,
    SettingChanges,
    StaffDetail,
    StaffLeft,
    StaffMember,
    TeamRow,
    Teams,
)
from casedesk.contract.cases import CaseQuery, MakePromise, OpenRequest
from casedesk.contract.desk import (
    Assign,
    OfferHandover,
    Ownerless,
    ProductRow,
    Products,
    SetAbsence,
    StaffQuery,
    WhoAmI,
)
from casedesk.contract.documents import PreviewDocument
from casedesk.contract.orders import CanKeep, OrderQuery
from casedesk.contract.values import About, Login
from casedesk.errors import Conflict, NotFound, NotPermitted, RefusedByRule
from casedesk.rules.permissions import Role
from casedesk.services.services import Services
from tests.factories import TUESDAY, Office

TODAY = TUESDAY.date()


def member(office: Office, login: str = "uma") -> StaffDetail:
    found: StaffDetail = office.read(StaffMember(staff=Login(login)), "adm")
    return found


def team(office: Office, key: str = "office") -> TeamRow:
    return next(one for one in office.read(Teams(), "adm") if one.key == key)


def calendar(office: Office, key: str = "office") -> CalendarRow:
    return next(one for one in office.read(Calendars(), "adm") if one.key == key)


def settings(office: Office) -> CompanySettings:
    found: CompanySettings = office.read(CompanySettingsQuery(), "adm")
    return found


def product(office: Office, code: str = "ROUTER") -> ProductRow:
    return next(one for one in office.read(Products(withdrawn=True), "adm") if one.code == code)


def rule_of(office: Office, command: Any, login: str = "adm") -> str:
    """The rule that refuses a command."""
    with pytest.raises(RefusedByRule) as caught:
        office.run(command, login)
    return caught.value.rule


def with_network(office: Office) -> None:
    """A second team, led by Fin."""
    office.run(AddTeam(key="network", name="Network", calendar="office", lead=Login("fin")), "adm")


# Who may


@pytest.mark.parametrize(
    "command",
    [
        ChangeStaff(staff=Login("ulf"), version=1, name="Somebody"),
        SetRoles(staff=Login("ulf"), roles=(Role.MANAGER,)),
        DeactivateStaff(staff=Login("ulf")),
        AddTeam(key="network", name="Network", calendar="office"),
        ChangeTeam(team="office", version=1, name="Other"),
    ],
)
def test_people_and_teams_are_the_administrators(office: Office, command: Any) -> None:
    for login in ("uma", "mia"):
        with pytest.raises(NotPermitted, match="administrator"):
            office.run(command, login)


@pytest.mark.parametrize(
    "command",
    [
        AddCalendar(key="late", name="Late", week={"mon": "14-22"}),
        AddHolidays(calendar="office", year=2027),
        ChangeProduct(product="ROUTER", version=1, name="Other"),
        ChangeCompany(version=1, phone="01632 960001"),
        SetLogo(),
    ],
)
def test_catalogue_and_company_are_managers_and_administrators(office: Office, command: Any) -> None:
    with pytest.raises(NotPermitted, match="manager, administrator"):
        office.run(command, "uma")
    office.run(command, "mia")


def test_an_administrator_reads_no_customers(office: Office) -> None:
    customer = office.customer()
    with pytest.raises(NotPermitted):
        office.read(CaseQuery(about=About(str(customer))), "adm")


# Staff


def test_a_colleague_is_changed_where_something_was_given(office: Office) -> None:
    with_network(office)
    before = member(office, "ulf")
    command = ChangeStaff(
        staff=Login("ulf"), version=before.version, name="Ulf Sund", phone="01632 960777", team="network"
    )
    office.run(command, "adm")
    after = member(office, "ulf")
    assert (after.name, after.phone, after.team, after.email) == (
        "Ulf Sund", "01632 960777", "network", before.email,
    )  # fmt: skip
    [change, *_] = office.read(SettingChanges(subject=after.id), "adm")
    assert (change.command, change.author, change.values["team"]) == (
        "change_staff", "adm", ("Office", "Network"),
    )  # fmt: skip
    with pytest.raises(Conflict, match="meanwhile"):
        office.run(command, "adm")
    assert rule_of(office, ChangeStaff(staff=Login("ulf"), version=after.version, name=" ")) == "staff_name"
    with pytest.raises(NotFound, match="colleague"):
        office.run(ChangeStaff(staff=Login("nobody"), version=1), "adm")


def test_roles_are_noticed_by_the_persons_own_desk(office: Office) -> None:
    services = office.services("uma")
    assert not services.can("assign")
    office.run(SetRoles(staff=Login("uma"), roles=(Role.SUPPORT, Role.MANAGER)), "adm")
    office.customer()
    assert services.can("assign")
    assert member(office).roles == (Role.SUPPORT, Role.MANAGER)
    office.run(SetRoles(staff=Login("uma"), roles=(Role.SUPPORT, Role.MANAGER)), "adm")
    assert rule_of(office, SetRoles(staff=Login("uma"), roles=())) == "staff_roles"


def test_the_last_administrator_stays_one(office: Office) -> None:
    office.run(SetRoles(staff=Login("ada"), roles=(Role.MANAGER,)), "adm")
    assert rule_of(office, SetRoles(staff=Login("adm"), roles=(Role.SALES,))) == "last_administrator"
    assert rule_of(office, DeactivateStaff(staff=Login("adm"))) == "own_leaving"
    office.run(SetRoles(staff=Login("ada"), roles=(Role.ADMINISTRATOR,)), "adm")
    office.run(SetRoles(staff=Login("adm"), roles=(Role.SALES,)), "adm")


# Leaving


def test_what_somebody_had_goes_to_a_colleague(office: Office) -> None:
    customer = office.customer()
    number = office.placed(customer)
    request = office.run(OpenRequest(about=About(str(customer)), event="complaint", wants="A reason"))
    office.run(MakePromise(about=About(number), text="Call back", due_at=TUESDAY + timedelta(hours=3)))
    office.run(OfferHandover(about=About(number), to="ulf", note="Please"))
    office.run(
        SetAbsence(
            staff=Login("xan"), from_on=TODAY, until_on=TODAY + timedelta(days=3), deputy=Login("uma")
        ),
        "mia",
    )
    assert (member(office).orders, member(office).requests, member(office).promises) == (1, 1, 1)
    assert member(office).contact_of == 1

    left: StaffLeft = office.run(DeactivateStaff(staff=Login("uma"), work_to="sam"), "adm")

    assert (left.work, left.promises, left.receiver) == (2, 1, "Sam Sales")
    sam = member(office, "sam")
    assert (sam.orders, sam.requests, sam.promises, sam.contact_of) == (1, 1, 1, 1)
    assert member(office).state == "left"
    assert office.read(Ownerless(), "mia") == ()
    order = office.read(OrderQuery(number=number), "mia")
    assert order.owner.login == "sam"
    assert {one.how for one in order.owners} == {"opened", "assigned"}
    case = office.read(CaseQuery(about=About(str(customer))), "mia")
    assert (case.contact.name, case.requests[0].owner.login) == ("Sam Sales", "sam")
    assert any(one.id == request.id for one in case.requests)
    assert office.read(Absences(), "adm")[0].deputy == "sam"
    assert "uma" not in {one.login for one in office.read(StaffQuery(), "adm")}
    with pytest.raises(NotPermitted, match="no active member"):
        Services(office.database, office.clock, "uma").read(WhoAmI())
    with pytest.raises(NotFound):
        office.run(Assign(about=About(number), to="uma"), "mia")


def test_without_a_name_open_work_waits_in_the_queue_of_the_team(office: Office) -> None:
    with_network(office)
    office.run(ChangeStaff(staff=Login("ulf"), version=member(office, "ulf").version, team="network"), "adm")
    number = office.placed(owner="ulf")
    office.run(
        MakePromise(about=About(number), text="Call", due_at=TUESDAY + timedelta(1), keeper=Login("ulf"))
    )
    left = office.run(DeactivateStaff(staff=Login("ulf")), "adm")
    assert (left.work, left.receiver) == (1, "queue Network")
    order = office.read(OrderQuery(number=number))
    assert (order.owner.login, order.owner.team, order.owner.since) == (None, "Network", TUESDAY)
    assert member(office, "fin").promises == 1
    assert team(office, "network").waiting == 1
    assert office.read(Ownerless()) == ()


def test_a_promise_needs_a_person(office: Office) -> None:
    office.run(ChangeTeam(team="office", version=team(office).version, lead=Login("")), "adm")
    number = office.placed(owner="ulf")
    office.run(
        MakePromise(about=About(number), text="Call", due_at=TUESDAY + timedelta(1), keeper=Login("ulf"))
    )
    assert rule_of(office, DeactivateStaff(staff=Login("ulf"))) == "promises_need_a_person"
    assert office.read(OrderQuery(number=number)).owner.login == "ulf"
    assert rule_of(office, DeactivateStaff(staff=Login("ulf"), work_to="ulf")) == "receiver"


def test_a_lead_who_leaves_leads_no_more(office: Office) -> None:
    with_network(office)
    office.run(DeactivateStaff(staff=Login("fin"), work_to="team:network"), "adm")
    assert team(office, "network").lead is None


def test_who_stands_in_does_not_become_ones_own_deputy(office: Office) -> None:
    office.run(SetAbsence(staff=Login("sam"), from_on=TODAY, until_on=TODAY, deputy=Login("uma")), "mia")
    assert rule_of(office, DeactivateStaff(staff=Login("uma"), work_to="sam")) == "absence_deputy"


# Absences


def _away(login: str, first: int, last: int, deputy: str) -> SetAbsence:
    return SetAbsence(
        staff=Login(login),
        from_on=TODAY + timedelta(days=first),
        until_on=TODAY + timedelta(days=last),
        deputy=Login(deputy),
    )


def test_absences_say_what_falls_into_them(office: Office) -> None:
    number = office.placed()
    office.run(MakePromise(about=About(number), text="Call", due_at=TUESDAY + timedelta(days=2)))
    office.run(_away("ulf", 3, 4, "sam"), "mia")
    check: AbsenceCheck = office.read(
        CheckAbsence(
            staff=Login("uma"), from_on=TODAY, until_on=TODAY + timedelta(days=5), deputy=Login("ulf")
        ),
        "adm",
    )
    assert check.promises == 1
    assert check.deputy_away == (TODAY + timedelta(days=3), TODAY + timedelta(days=4))
    assert (check.deputys_deputy, check.overlaps) == ("Sam Sales", False)
    office.run(_away("uma", 0, 5, "ulf"))
    rows = office.read(Absences(), "adm")
    assert [(one.staff, one.state, one.promises, one.deputy_away) for one in rows] == [
        ("uma", "running", 1, True),
        ("ulf", "to_come", 0, False),
    ]
    assert member(office).absences == (rows[0],)


def test_an_absence_is_ended_or_taken_back(office: Office) -> None:
    running = office.run(_away("uma", -2, 5, "ulf")).id
    to_come = office.run(_away("uma", 10, 12, "ulf")).id
    assert rule_of(office, _away("uma", 12, 14, "ulf"), "uma") == "absence_once"
    office.run(EndAbsence(absence=running))
    office.run(EndAbsence(absence=to_come))
    assert office.read(Absences(staff=Login("uma"))) == ()
    [ended] = office.read(Absences(ended=True))
    assert (ended.until_on, ended.state) == (TODAY - timedelta(days=1), "ended")
    assert rule_of(office, EndAbsence(absence=running), "uma") == "absence_days"
    with pytest.raises(NotFound):
        office.run(EndAbsence(absence=to_come))


def test_anothers_absence_is_the_managers(office: Office) -> None:
    absence = office.run(_away("uma", 0, 2, "ulf")).id
    for login in ("ulf", "adm"):
        with pytest.raises(NotPermitted):
            office.run(EndAbsence(absence=absence), login)
    office.run(EndAbsence(absence=absence), "mia")


# Teams


def test_a_team_is_added_changed_closed_and_opened_again(office: Office) -> None:
    with_network(office)
    with pytest.raises(Conflict, match="already"):
        with_network(office)
    row = team(office, "network")
    assert (row.lead_name, row.calendar, row.people, row.waiting, row.active) == (
        "Fin Field", "office", 0, 0, True,
    )  # fmt: skip
    office.run(ChangeTeam(team="network", version=row.version, name="Lines", active=False), "adm")
    closed = team(office, "network")
    assert (closed.name, closed.active) == ("Lines", False)
    number = office.placed()
    with pytest.raises(NotFound, match="no team"):
        office.run(Assign(about=About(number), to="team:network"), "mia")
    office.run(ChangeTeam(team="network", version=closed.version, active=True), "adm")
    office.run(Assign(about=About(number), to="team:network"), "mia")
    [change, *_] = office.read(SettingChanges(subject=row.id), "adm")
    assert change.values["active"] == ("False", "True")


def test_a_team_is_closed_only_when_it_is_empty(office: Office) -> None:
    with pytest.raises(RefusedByRule, match=r"9 people.*template Standard order.*default team"):
        office.run(ChangeTeam(team="office", version=team(office).version, active=False), "adm")
    with_network(office)
    number = office.placed()
    office.run(Assign(about=About(number), to="team:network"), "mia")
    with pytest.raises(RefusedByRule, match="1 piece of work"):
        office.run(ChangeTeam(team="network", version=team(office, "network").version, active=False), "adm")


@pytest.mark.parametrize(
    "command",
    [
        AddTeam(key="Two Words", name="Team", calendar="office"),
        AddTeam(key="team", name=" ", calendar="office"),
        AddCalendar(key="9to5", name="Calendar", week={"mon": "9-17"}),
        AddCalendar(key="none", name="Calendar", week={}),
        AddCalendar(key="odd", name="Calendar", week={"mon": "17-9"}),
        AddCalendar(key="far", name="Calendar", week={"mon": "9-17"}, zone="Mars/Olympus"),
        SetCalendarDay(calendar="office", day=date(2026, 12, 24), name=" "),
        AddHolidays(calendar="office", year=1492),
        AddHolidays(calendar="office", year=2027, country="XX"),
    ],
)
def test_what_makes_no_sense_is_refused(office: Office, command: Any) -> None:
    with pytest.raises(RefusedByRule):
        office.run(command, "adm")


def test_unknown_keys_are_told_with_the_known_ones(office: Office) -> None:
    with pytest.raises(NotFound, match="Calendars: office"):
        office.run(AddTeam(key="network", name="Network", calendar="nowhere"), "adm")
    with pytest.raises(NotFound, match="Teams: office"):
        office.run(ChangeTeam(team="nowhere", version=1), "adm")


# Calendars


def _earliest(office: Office, login: str = "uma") -> list[date]:
    return [one.earliest_on for one in office.read(CanKeep(kind="standard"), login).steps]


def test_a_calendar_has_a_week_and_days_that_differ(office: Office) -> None:
    office.run(AddCalendar(key="shop", name="Shop", week={"sat": "9-13", "mon": "8-12, 13-17"}), "mia")
    with pytest.raises(Conflict):
        office.run(AddCalendar(key="shop", name="Shop", week={"sat": "9-13"}), "mia")
    shop = calendar(office, "shop")
    assert (shop.week, shop.zone) == (
        {"mon": "08:00-12:00, 13:00-17:00", "sat": "09:00-13:00"}, "Europe/London",
    )  # fmt: skip
    change = ChangeCalendar(calendar="shop", version=shop.version, week={"sun": "10-12"}, name="Sunday")
    office.run(change, "mia")
    assert calendar(office, "shop").week == {"sun": "10:00-12:00"}
    with pytest.raises(Conflict):
        office.run(change, "mia")
    office.run(SetCalendarDay(calendar="shop", day=date(2026, 12, 24), name="Eve", hours="8-12"), "mia")
    office.run(SetCalendarDay(calendar="shop", day=date(2026, 12, 24), name="Christmas Eve"), "mia")
    [day] = calendar(office, "shop").days
    assert (day.name, day.hours) == ("Christmas Eve", "")
    office.run(RemoveCalendarDay(calendar="shop", day=date(2026, 12, 24)), "mia")
    assert calendar(office, "shop").days == ()
    with pytest.raises(NotFound, match="weekday already"):
        office.run(RemoveCalendarDay(calendar="shop", day=date(2026, 12, 24)), "mia")


def test_public_holidays_leave_days_that_are_there(office: Office) -> None:
    office.run(
        SetCalendarDay(calendar="office", day=date(2027, 12, 27), name="Stock-taking", hours="8-10"), "mia"
    )
    made = office.run(AddHolidays(calendar="office", year=2027, region="ENG"), "mia")
    days = {one.day: one for one in calendar(office).days}
    assert made.days == len(days) - 1
    assert days[date(2027, 1, 1)].hours == ""
    assert days[date(2027, 12, 27)].name == "Stock-taking"
    assert office.run(AddHolidays(calendar="office", year=2027, region="ENG"), "mia").days == 0


def test_another_desk_counts_by_the_new_calendar_at_its_next_command(office: Office) -> None:
    """What a desk keeps in mind of the company is read anew, whoever changed it."""
    there = Services(office.database, office.clock, "ulf")
    before = there.company.revision
    assert _earliest(office, "ulf")[0] == date(2026, 11, 25)
    for day in (25, 26):
        office.run(SetCalendarDay(calendar="office", day=date(2026, 11, day), name="Move"), "mia")
    assert there.company.revision == before
    number = office.placed()
    there.run(MakePromise(about=About(number), text="Call", due_at=TUESDAY + timedelta(days=1)))
    assert there.company.revision == before + 2
    assert not there.company.calendars[there.company.default_team_id].hours_on(date(2026, 11, 25))
    assert _earliest(office)[0] == date(2026, 11, 27)


# Products


def test_a_product_is_changed_withdrawn_and_offered_again(office: Office) -> None:
    number = office.quote()
    row = product(office, "FIBRE500")
    change = ChangeProduct(
        product="FIBRE500", version=row.version, name="Fibre 500 plus", price=Decimal("39.00"), monthly=True
    )
    office.run(change, "mia")
    after = product(office, "FIBRE500")
    assert (after.name, after.price, after.charge) == ("Fibre 500 plus", Decimal(39), "monthly")
    assert office.read(OrderQuery(number=number)).lines[0].unit_price == Decimal(34)
    with pytest.raises(Conflict):
        office.run(change, "mia")
    office.run(ChangeProduct(product="FIBRE500", version=after.version, active=False), "mia")
    assert "FIBRE500" not in {one.code for one in office.read(Products())}
    office.run(
        ChangeProduct(product="FIBRE500", version=product(office, "FIBRE500").version, active=True), "mia"
    )
    assert "FIBRE500" in {one.code for one in office.read(Products())}
    for given in ({"price": Decimal(-1)}, {"term_months": -1}, {"name": " "}, {"template": "no_such"}):
        version = product(office, "FIBRE500").version
        with pytest.raises(RefusedByRule):
            office.run(ChangeProduct(product="FIBRE500", version=version, **given), "mia")  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        office.run(ChangeProduct(product="NONE", version=1), "mia")


# Company


def test_the_company_is_changed_and_every_desk_notices(office: Office) -> None:
    there = Services(office.database, office.clock, "ulf")
    assert there.company.loyal_years == 5
    command = ChangeCompany(
        version=settings(office).version,
        name="Fernhill Fibre",
        city="Fernhill",
        tax_words="VAT included",
        loyal_years=3,
        go_live_on=date(2026, 10, 1),
        headed_paper=True,
        zone="Europe/Berlin",
    )
    office.run(command, "mia")
    found = settings(office)
    assert (found.name, found.tax_words, found.headed_paper, found.zone) == (
        "Fernhill Fibre", "VAT included", True, "Europe/Berlin",
    )  # fmt: skip
    assert office.services("mia").company.loyal_years == 3
    office.run(MakePromise(about=About(office.placed()), text="Call", due_at=TUESDAY + timedelta(1)), "ulf")
    there.run(OpenRequest(about=About(str(office.customer("Another"))), event="complaint", wants="A reason"))
    assert (there.company.loyal_years, there.company.zone) == (3, "Europe/Berlin")
    with pytest.raises(Conflict):
        office.run(command, "mia")
    [change, *_] = office.read(SettingChanges(kind="company", last=1), "adm")
    assert change.values["loyal_years"] == ("5", "3")


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"name": " "}, "name"),
        ({"country": "Britain"}, "country"),
        ({"currency": "pounds"}, "currency"),
        ({"language": "English"}, "language"),
        ({"zone": "London"}, "time_zone"),
        ({"loyal_years": -1}, "small_number"),
    ],
)
def test_what_the_company_cannot_be_is_refused(office: Office, given: dict[str, Any], rule: str) -> None:
    assert rule_of(office, ChangeCompany(version=settings(office).version, **given)) == rule


def test_the_currency_is_fixed_by_the_first_order(office: Office) -> None:
    office.run(ChangeCompany(version=settings(office).version, currency="EUR"), "adm")
    assert product(office).currency == "EUR"
    office.quote()
    assert settings(office).currency_fixed
    refused = ChangeCompany(version=settings(office).version, currency="GBP")
    assert rule_of(office, refused) == "currency_fixed"


def test_the_logo_is_a_picture(office: Office, tmp_path: Path) -> None:
    logo, text = tmp_path / "logo.png", tmp_path / "logo.txt"
    Image.new("RGB", (40, 20), "#17608F").save(logo)
    text.write_text("no picture")
    office.run(SetLogo(file=str(logo)), "adm")
    assert settings(office).has_logo
    number = office.placed()
    with_logo = office.read(PreviewDocument(document="order-confirmation", about=About(number))).content
    assert b"/Subtype /Image" in with_logo
    assert rule_of(office, SetLogo(file=str(text))) == "logo_picture"
    logo.write_bytes(logo.read_bytes()[:60])
    assert rule_of(office, SetLogo(file=str(logo))) == "logo_damaged"
    logo.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 1_000_000)
    assert rule_of(office, SetLogo(file=str(logo))) == "logo_size"
    with pytest.raises(NotFound):
        office.run(SetLogo(file=str(tmp_path / "absent.png")), "adm")
    office.run(SetLogo(), "adm")
    assert not settings(office).has_logo


def test_the_connection_is_named_without_its_password(office: Office) -> None:
    row = office.read(ConnectionQuery(), "adm")
    assert row.server.split()[0] == ("PostgreSQL" if row.is_shared else "SQLite")
    assert (row.kind, row.schema) == ("test", "0001")
    with pytest.raises(NotPermitted):
        office.read(ConnectionQuery(), "mia")


def test_unknown_people_are_not_found(office: Office) -> None:
    with pytest.raises(NotFound):
        member(office, "nobody")
    assert isinstance(member(office).id, UUID)
