"""The practice company: what is in it, that it is made by the rules, and that it looks right at any time."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text

from casedesk.clock import FixedClock
from casedesk.contract.cases import CaseQuery, Find
from casedesk.contract.desk import Desk, Ownerless, StaffQuery
from casedesk.contract.orders import OrderQuery, Orders
from casedesk.contract.values import OrderNumber
from casedesk.db.engine import Database, open_database
from casedesk.errors import RefusedByRule
from casedesk.models import (
    Case,
    ContactPoint,
    Customer,
    Decision,
    Entry,
    EntryValue,
    Handover,
    Installation,
    Interaction,
    Milestone,
    MoneyEntry,
    Order,
    Person,
    Promise,
    Request,
    Staff,
    StaffRole,
    Team,
)
from casedesk.rules.business_calendar import is_working_day
from casedesk.rules.history_chain import ChainedEntry, broken_at
from casedesk.rules.permissions import Role
from casedesk.rules.states import HandoverState, MilestoneState, OrderState, RequestState
from casedesk.rules.vocabulary import CallOutcome, Channel, DatabaseKind, MoneyKind, OrderStatus
from casedesk.services.actor import load_company
from casedesk.services.practice import create
from casedesk.services.practice.chance import chance_of
from casedesk.services.practice.order_plans import Kind, Phase, Steps, kind_of_order, plan_for
from casedesk.services.practice.specification import practice
from casedesk.services.services import Services
from casedesk.services.setup import NewDesk, initialise
from casedesk.services.unit_of_work import chained_fields
from tests.databases import Databases

LONDON = ZoneInfo("Europe/London")
PICTURES = datetime(2026, 11, 24, 10, 42, tzinfo=LONDON)
SMALL = 0.1
SMALLEST = 0.07
ODD_TIMES = {
    "Saturday night": datetime(2026, 11, 28, 23, 10, tzinfo=LONDON),
    "the last day of the year": datetime(2026, 12, 31, 11, 0, tzinfo=LONDON),
    "the hour that is left out": datetime(2027, 3, 28, 2, 30, tzinfo=LONDON),
    "Monday at eight": datetime(2026, 11, 30, 8, 0, tzinfo=LONDON),
    "Friday at half past five": datetime(2026, 11, 27, 17, 30, tzinfo=LONDON),
}
RESERVED_PHONES = re.compile(
    r"\+(441632960\d{3}|447700900\d{3}|493023125\d{3}|33199000\d{3}|467017406\d{2}|121255501\d{2})"
)


@dataclass(frozen=True)
class PracticeCompany:
    """A practice company with the instant it was made for; read as Priya unless said otherwise."""

    database: Database
    now: datetime

    def read(self, query: Any, login: str = "pnair") -> Any:
        """The answer of a query at that instant."""
        return Services(self.database, FixedClock(self.now), login).read(query)

    def rows(self, statement: Any) -> list[Any]:
        """The rows of a statement."""
        with self.database.reading() as connection:
            return list(connection.execute(statement).all())

    def count(self, model: Any) -> int:
        """How many rows a table has."""
        return int(self.rows(select(func.count()).select_from(model))[0][0])

    def kinds(self, column: Any) -> Counter[str]:
        """How often each value of a column occurs."""
        return Counter({row[0]: row[1] for row in self.rows(select(column, func.count()).group_by(column))})


def made(url: str, now: datetime = PICTURES, **given: Any) -> PracticeCompany:
    """A company that has just been made."""
    create(url, now=now, **given)
    return PracticeCompany(open_database(url), now)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def company(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PracticeCompany]:
    """A small company at the moment of the pictures, once on each kind of database; it is only read."""
    with ExitStack() as until_end:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp('practice') / 'practice.db'}"
        else:
            url = until_end.enter_context(databases.postgresql(migrated=False))
        small = made(url, scale=SMALL)
        until_end.callback(small.database.close)
        yield small


def test_it_has_its_staff_teams_and_every_role(company: PracticeCompany) -> None:
    assert (company.count(Staff), company.count(Team)) == (18, 8)
    assert set(company.kinds(StaffRole.role)) == set(Role)
    assert not company.rows(select(Team.key).where(Team.lead_id.is_(None)))
    people = {one.login: one for one in company.read(StaffQuery())}
    assert people["msorensen"].away_until
    assert people["msorensen"].deputy == "Ruth Calder"
    assert people["pnair"].open
    assert people["dosei"].open


def test_it_has_its_customers_and_orders_in_all_states(company: PracticeCompany) -> None:
    assert (company.count(Customer), company.count(Order)) == (40, 70)
    assert set(company.kinds(Order.state)) == set(OrderState) - {OrderState.CANCELLING}
    assert set(company.kinds(Milestone.state)) == set(MilestoneState)
    statuses = {row.status for row in company.read(Orders(limit=1000)).rows}
    assert statuses == set(OrderStatus)


def test_it_has_work_of_every_kind_in_every_state(company: PracticeCompany) -> None:
    assert set(company.kinds(Request.state)) == set(RequestState)
    assert set(company.kinds(Handover.state)) == set(HandoverState)
    assert set(company.kinds(Promise.state)) == {"open", "kept", "kept_late", "released"}
    assert set(company.kinds(Decision.state)) == {"asked", "in_force", "refused", "revoked"}
    assert set(company.kinds(Interaction.channel)) >= {
        Channel.CALL,
        Channel.EMAIL,
        Channel.NOTE,
        Channel.LETTER,
    }
    assert set(company.kinds(MoneyEntry.kind)) >= {MoneyKind.INVOICED, MoneyKind.PAID}
    assert company.rows(select(Order.id).where(Order.queue_id.is_not(None)))
    assert company.rows(select(Request.id).where(Request.queue_id.is_not(None)))
    assert company.rows(select(Interaction.id).where(Interaction.case_id.is_(None)))


def test_nothing_open_is_without_owner_or_queue(company: PracticeCompany) -> None:
    assert company.read(Ownerless()) == ()


def test_every_history_verifies(company: PracticeCompany) -> None:
    with company.database.writing() as session:
        values: dict[Any, list[EntryValue]] = {}
        for value in session.scalars(select(EntryValue)):
            values.setdefault(value.entry_id, []).append(value)
        for case in session.scalars(select(Case)):
            entries = session.scalars(
                select(Entry).where(Entry.case_id == case.customer_id).order_by(Entry.seq)
            ).all()
            chain = [
                ChainedEntry(one.previous_digest, chained_fields(one, values.get(one.id, [])), one.digest)
                for one in entries
            ]
            assert broken_at(chain) is None
            assert (case.last_seq, case.head_digest) == (len(chain), chain[-1].digest)


def test_the_entries_of_a_case_follow_each_other(company: PracticeCompany) -> None:
    recorded: dict[Any, datetime] = {}
    of_cases = select(Entry.case_id, Entry.recorded_at).where(Entry.case_id.is_not(None)).order_by(Entry.seq)
    for case_id, at in company.rows(of_cases):
        assert recorded.get(case_id, at) <= at <= company.now
        recorded[case_id] = at


@pytest.mark.parametrize("spelling", ["07700 900142", "+44 (0)7700-900-142", "447700900142", "lindqvist"])
def test_marta_is_found_as_in_the_pictures(company: PracticeCompany, spelling: str) -> None:
    best = company.read(Find(text=spelling)).hits[0]
    assert best.name == "Marta Lindqvist"


def test_martas_case_stands_as_in_the_pictures(company: PracticeCompany) -> None:
    order = company.read(OrderQuery(number=OrderNumber("4817-2090")))
    assert order.status is OrderStatus.IN_JEOPARDY
    assert (order.promised_on, order.forecast_on) == (date(2026, 11, 30), date(2026, 12, 3))
    assert [(one.key, one.state) for one in order.milestones[:5]] == [
        ("agreed", "done"),
        ("checked", "done"),
        ("permit", "done"),
        ("line_built", "under_way"),
        ("visit", "not_started"),
    ]
    assert [one.kind for one in order.documents] == ["order-confirmation"]
    case = company.read(CaseQuery(about=str(order.customer)))
    assert case.contact.name == "Daniel Osei"
    assert [one.state for one in case.decisions] == ["in_force", "in_force"]
    assert [one.event for one in case.requests if one.state != "closed"] == ["where_is_my_order"]
    assert case.balance == 0
    assert len(case.orders) == 3
    assert "Mon 30 Nov" in case.stand[2].text
    assert "3 days later" in case.stand[2].text


def test_priyas_desk_is_as_in_the_pictures(company: PracticeCompany) -> None:
    desk = company.read(Desk())
    due = [
        (one.customer_name, one.promise.due_at.astimezone(LONDON).strftime("%H:%M")) for one in desk.promises
    ]
    assert due[:5] == [
        ("Hugo Petrie", "10:30"),
        ("Marta Lindqvist", "11:00"),
        ("Okafor & Daughters Bakery", "12:00"),
        ("Jun Watanabe", "14:30"),
        ("Brackley Dental Practice", "16:00"),
    ]
    assert desk.promises[0].promise.state == "broken"
    assert ("Daniel Osei", "Brackley Dental Practice") in [
        (one.giver_name, one.customer_name) for one in desk.handovers
    ]
    assert {"Elm Street Vets", "Nadia Rahman"} <= {one.customer_name for one in desk.in_jeopardy}
    assert "Stellan Crewe" in [one.customer_name for one in desk.nobody_took]


def test_nobody_real_can_be_rung_or_written_to(company: PracticeCompany) -> None:
    points = company.rows(select(ContactPoint.kind, ContactPoint.typed, ContactPoint.normal))
    phones = [normal for kind, _, normal in points if kind == "phone"]
    mails = [typed for kind, typed, _ in points if kind == "email"]
    assert phones
    assert [one for one in phones if not RESERVED_PHONES.fullmatch(one)] == []
    assert mails
    assert [one for one in mails if not re.search(r"@example\.(org|com|net)$", one)] == []
    told = [phone for (phone,) in company.rows(select(Person.phone)) if phone]
    assert [one for one in told if "960" not in one and "900" not in one and not one.startswith("+")] == []
    staff = company.rows(select(Staff.phone, Staff.email))
    assert all(phone.startswith("01632 960") and mail.endswith("@fernhill.example") for phone, mail in staff)


def test_it_is_a_practice_database(company: PracticeCompany) -> None:
    assert company.kinds(Installation.kind) == {DatabaseKind.PRACTICE: 1}


@pytest.mark.parametrize("phase", Phase)
def test_every_plan_begins_before_today_and_takes_its_steps_in_order(phase: Phase) -> None:
    for number in range(60):
        chance = chance_of(number, phase)
        milestones = practice().offer.milestones_of(kind_of_order(phase, chance))
        plan = plan_for(phase, Steps(milestones), chance)
        days = [one.day for one in plan]
        assert plan[0].kind is Kind.OPENED
        assert days == sorted(days)
        assert days[0] < 0
        finished = [one.milestone for one in plan if one.kind is Kind.FINISHED]
        for one in milestones:
            if one.key in finished:
                assert set(one.depends_on) <= set(finished[: finished.index(one.key)])


def _fingerprint(company: PracticeCompany) -> list[list[Any]]:
    """Everything that people see, without the ids and salts that differ each time."""
    statements = (
        select(Customer.name, Customer.language, Customer.since_on).order_by(
            Customer.name, Customer.since_on
        ),
        select(
            Order.digits, Order.state, Order.wants, Order.promised_on, Order.forecast_on, Order.opened_at
        ).order_by(Order.digits),
        select(Interaction.started_at, Interaction.summary, Interaction.outcome).order_by(
            Interaction.started_at, Interaction.summary
        ),
        select(Promise.text, Promise.due_at, Promise.state).order_by(Promise.due_at, Promise.text),
        select(MoneyEntry.booked_on, MoneyEntry.kind, MoneyEntry.amount).order_by(
            MoneyEntry.recorded_at, MoneyEntry.kind, MoneyEntry.amount
        ),
        select(ContactPoint.typed).order_by(ContactPoint.typed),
    )
    return [[tuple(row) for row in company.rows(statement)] for statement in statements]


def test_the_same_seed_makes_the_same_company(tmp_path: Path) -> None:
    prints = []
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        made_one = made(f"sqlite:///{tmp_path / name}.db", seed=seed, scale=SMALLEST)
        prints.append(_fingerprint(made_one))
        made_one.database.close()
    assert prints[0] == prints[1]
    assert prints[0] != prints[2]


@pytest.mark.parametrize("now", ODD_TIMES.values(), ids=ODD_TIMES.keys())
def test_it_looks_right_whenever_it_is_made(tmp_path: Path, now: datetime) -> None:
    small = made(f"sqlite:///{tmp_path / 'practice.db'}", now, scale=SMALLEST)
    with closing(small.database):
        _check_nothing_comes_from_the_future(small)
        _check_promises(small)
        _check_orders(small)
        assert small.read(Ownerless()) == ()
        assert {one.customer_name for one in small.read(Desk()).handovers} >= {"Brackley Dental Practice"}


def _check_nothing_comes_from_the_future(small: PracticeCompany) -> None:
    with small.database.reading() as connection:
        for table, column in (
            ("entries", "recorded_at"),
            ("interactions", "logged_at"),
            ("orders", "opened_at"),
            ("promises", "made_at"),
            ("handovers", "offered_at"),
            ("ownerships", "since"),
        ):
            newest = connection.scalar(text(f"SELECT max({column}) FROM {table}"))
            assert datetime.fromisoformat(f"{newest}+00:00") <= small.now, table


def _check_promises(small: PracticeCompany) -> None:
    """Few are broken, and those to come are due when somebody is there."""
    with small.database.reading() as connection:
        facts = load_company(connection)
    support = facts.calendars[facts.team_ids["support"]]
    rows = small.rows(select(Promise.due_at, Promise.made_at).where(Promise.state == "open"))
    broken = [due for due, _ in rows if due < small.now]
    to_come = [due for due, _ in rows if due >= small.now]
    assert 1 <= len(broken) <= len(to_come)
    assert all(small.now - due < timedelta(days=10) for due in broken)
    assert all(due - small.now < timedelta(days=21) for due in to_come)
    assert all(is_working_day(due.astimezone(LONDON).date(), support) for due in to_come)
    assert all(made_at < due for due, made_at in rows)


def _check_orders(small: PracticeCompany) -> None:
    today = small.now.astimezone(LONDON).date()
    with small.database.reading() as connection:
        facts = load_company(connection)
    office = facts.calendars[facts.team_ids["order_desk"]]
    orders = small.read(Orders(limit=1000)).rows
    lived = [one for one in orders if one.source is None]
    assert {one.status for one in orders} == set(OrderStatus)
    assert all(is_working_day(one.promised_on, office) for one in lived if one.promised_on)
    for one in lived:
        if one.state in ("placed", "in_progress") and one.status in ("on_time", "in_jeopardy", "blocked"):
            assert min(one.promised_on, one.forecast_on) >= today, one.number
        if one.status is OrderStatus.ON_TIME:
            assert one.forecast_on <= one.promised_on, one.number


def test_it_is_made_anew_in_the_place_of_an_earlier_one(blank_database: str) -> None:
    for now in (PICTURES, PICTURES + timedelta(days=3)):
        small = made(blank_database, now, scale=SMALLEST)
        with closing(small.database):
            assert small.count(Customer) == 28
            assert {row[0].date() for row in small.rows(select(Installation.created_at))} == {
                (now - timedelta(days=280)).date()
            }


def test_a_real_desk_is_left_alone(database: str) -> None:
    initialise(database, DatabaseKind.REAL, NewDesk(), PICTURES)
    with pytest.raises(RefusedByRule, match="left alone"):
        create(database, now=PICTURES, scale=SMALLEST)
    opened = open_database(database)
    with closing(opened), opened.reading() as connection:
        assert connection.scalar(select(Installation.kind)) == DatabaseKind.REAL


@pytest.mark.parametrize("content", [b"a letter to my aunt", b""])
def test_a_file_that_is_no_database_is_replaced_only_when_it_is_empty(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "practice.db"
    file.write_bytes(content)
    if content:
        with pytest.raises(RefusedByRule):
            create(f"sqlite:///{file}", now=PICTURES, scale=SMALLEST)
        assert file.read_bytes() == content
    else:
        create(f"sqlite:///{file}", now=PICTURES, scale=SMALLEST)
        assert file.stat().st_size > 0
    assert [one.name for one in tmp_path.iterdir()] == ["practice.db"]


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "practice.db"
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE recipes (name)")
    with pytest.raises(RefusedByRule):
        create(f"sqlite:///{file}", now=PICTURES, scale=SMALLEST)
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*) FROM recipes").fetchone() == (0,)


def test_when_it_is_stopped_the_earlier_company_stays(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'practice.db'}"
    create(url, now=PICTURES, scale=SMALLEST)
    before = (tmp_path / "practice.db").read_bytes()

    class _Stopped(Exception):
        pass

    def stop(done: int, _in_all: int) -> None:
        if done == 3:
            raise _Stopped

    with pytest.raises(_Stopped):
        create(url, now=PICTURES, scale=SMALLEST, progress=stop)
    assert (tmp_path / "practice.db").read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["practice.db"]


@pytest.mark.timeout(400)  # as long as three tests on a machine that does other things
def test_the_full_company_has_all_its_customers(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    full = made(
        f"sqlite:///{tmp_path / 'practice.db'}", progress=lambda done, in_all: told.append((done, in_all))
    )
    with closing(full.database):
        assert (full.count(Staff), full.count(Customer), full.count(Order)) == (18, 400, 700)
        assert told == [(done, 400) for done in range(1, 401)]
        assert full.count(Interaction) >= 1400
        assert full.count(Promise) >= 150
        assert full.count(Handover) >= 80
        assert set(full.kinds(Interaction.outcome)) >= set(CallOutcome) - {CallOutcome.HANDED_OVER}
        assert set(full.kinds(MoneyEntry.kind)) == set(MoneyKind)
        assert len(full.kinds(Customer.language)) >= 15
        names = [name for (name,) in full.rows(select(Customer.name))]
        assert min(map(len, names)) == 1
        assert max(map(len, names)) > 60
        letters = "".join(names)
        assert all(
            re.search(script, letters) for script in ("[α-ω]", "[а-я]", "[一-龯]", "[א-ת]", "[ء-ي]", "ł", "ø")
        )
        assert len(full.kinds(Request.event_key)) == 17
        _check_promises(full)
        _check_orders(full)
