"""Lists of orders: filters, groups, sums, windows, and how things stood at an earlier day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event, insert, select, text

from casedesk.contract.cases import LogCall
from casedesk.contract.desk import Assign
from casedesk.contract.ids import new_id
from casedesk.contract.orders import (
    BlockMilestone,
    CancelOrder,
    Delays,
    FinishMilestone,
    HoldOrder,
    ImportedLine,
    ImportOrder,
    LineGiven,
    MovePromisedDate,
    OrderRow,
    Orders,
    PlaceOrder,
)
from casedesk.errors import WrongUsage
from casedesk.models import Order, OrderLine, Product
from casedesk.rules.fields import ORDER_FIELDS
from casedesk.rules.forecast import was_late
from casedesk.rules.money import AMOUNT_LIMIT, line_amount
from casedesk.rules.order_number import number_at
from casedesk.rules.states import OrderState
from casedesk.rules.vocabulary import CallOutcome, OrderStatus
from casedesk.services.queries import windows
from casedesk.services.queries.moments import Moment
from casedesk.services.queries.order_columns import OrderColumns
from casedesk.services.queries.rows import status_of
from tests.factories import TUESDAY, Office, open_office

TODAY = TUESDAY.date()


def imported(office: Office, number: str, customer: UUID, **given: Any) -> str:
    """An order of another system; its number here."""
    values: dict[str, Any] = {"state": "completed", "placed_on": date(1996, 7, 4), **given}
    return str(office.run(ImportOrder(customer=customer, external=f"old:{number}", **values), "mia").number)


def numbers(office: Office, **asked: Any) -> list[str]:
    """The numbers of the orders that a filter finds, in the order of their opening."""
    return [row.number for row in office.read(Orders(sort="opened_at", **asked)).rows]


def found(office: Office, **asked: Any) -> list[str]:
    return numbers(office, filter={name.replace("__", "."): value for name, value in asked.items()})


# Rows and filters


def test_a_row_says_everything_about_an_order(office: Office) -> None:
    customer = office.customer()
    number = office.placed(
        customer,
        street="14 Tanner's Yard",
        city="Stonebridge",
        lines=(LineGiven(product="ROUTER", quantity=Decimal(2)), LineGiven(product="FIBRE500")),
    )
    (row,) = office.read(Orders()).rows
    assert (row.number, row.customer, row.customer_name) == (number, customer, "Marta Lindqvist")
    assert (row.headline, row.place) == ("Router X6, Fibre 500", "14 Tanner's Yard, Stonebridge")
    assert (row.state, row.status, row.was_late, row.days_late) == ("placed", "on_time", False, -13)
    assert (row.owner, row.owner_name, row.queue) == ("uma", "Uma Support", None)
    assert (row.total_once, row.total_monthly, row.currency) == (Decimal("98.00"), Decimal("34.00"), "GBP")
    assert (row.placed_on, row.promised_on) == (TODAY, date(2026, 12, 7))


def test_each_filter_finds_what_it_says(office: Office) -> None:
    marta = office.customer(country="SE")
    quote = office.quote(marta, owner="sam")
    office.later(hours=1)
    placed = office.placed(
        office.customer("Tanner & Pike"), city="Kelby", lines=(LineGiven(product="ROUTER"),)
    )
    office.later(hours=1)
    waiting = office.placed(marta)
    office.run(Assign(about=waiting, to="team:office"), "mia")
    old = imported(
        office,
        "10248",
        marta,
        promised_on=date(1996, 8, 1),
        done_on=date(1996, 8, 16),
        city="Reims",
        country="FR",
        extra={"ship_via": "3"},
    )
    here = [old, quote, placed, waiting]

    assert found(office) == here
    assert found(office, number=quote.replace("-", " ")) == [quote]
    assert found(office, number=[quote, waiting]) == [quote, waiting]
    assert found(office, customer=str(marta)) == [old, quote, waiting]
    assert found(office, customer_name="pike") == [placed]
    assert found(office, customer_name="LÍNDQ") == [old, quote, waiting]
    assert found(office, customer_name="") == []
    assert found(office, owner="sam") == [quote]
    assert found(office, owner=["sam", None]) == [quote, waiting]
    assert found(office, queue="office") == [waiting]
    assert found(office, queue=None) == [old, quote, placed]
    assert found(office, state="quote") == [quote]
    assert found(office, status=["done", "not_started"]) == [old, quote]
    assert found(office, was_late=True) == [old]
    assert found(office, was_late="false") == [quote, placed, waiting]
    assert found(office, open=True) == [quote, placed, waiting]
    assert found(office, source="old") == [old]
    assert found(office, source=None) == [quote, placed, waiting]
    assert found(office, external="10248") == [old]
    assert found(office, placed_on=None) == [quote]
    assert found(office, placed_on=["1996-07-04", None]) == [old, quote]
    assert found(office, placed_on={"from": "1996-07-04", "to": "1996-07-04"}) == [old]
    assert found(office, placed_on={"to": TODAY}) == [old, placed, waiting]
    assert found(office, promised_on={"from": "2026-12-07"}) == [placed, waiting]
    assert found(office, first_promised_on="1996-08-01") == [old]
    assert found(office, forecast_on=None) == []
    assert found(office, done_on={"from": "1996-08-16"}) == [old]
    assert found(office, cancelled_on=None) == here
    assert found(office, opened_at="2026-11-24") == [quote, placed, waiting]
    assert found(office, opened_at={"from": "2026-11-24T11:00:00+00:00"}) == [placed, waiting]
    assert found(office, placed_year=1996) == [old]
    assert found(office, placed_year={"from": 1997, "to": "2026"}) == [placed, waiting]
    assert found(office, days_late={"from": 1}) == [old]
    assert found(office, city="Kelby") == [placed]
    assert found(office, country="FR") == [old]
    assert found(office, country=None) == [quote, waiting]
    assert found(office, product="ROUTER") == [placed]
    assert found(office, product=None) == [old]
    assert found(office, total_once={"from": "49", "to": "49.00"}) == [placed]
    assert found(office, extra__ship_via="3") == [old]
    assert found(office, extra__ship_via=None) == [quote, placed, waiting]
    assert found(office, owner="uma", open=True, state="placed") == [placed]
    assert found(office, state=[]) == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"colour": "red"}, "There is no field “colour”. There are: number, customer, "),
        ({"goods": "1"}, "cannot be filtered by"),
        ({"extra.": "1"}, "There is no field"),
        ({'extra."': "1"}, "There is no field"),
        ({"promised_on": "next week"}, "write a day, as 2026-11-30"),
        ({"promised_on": {"after": "2026-11-30"}}, "takes no such range"),
        ({"owner": {"from": "a"}}, "takes no such range"),
        ({"status": "laet"}, "is no value of “status”. There are: cancelled, done, late"),
        ({"customer": "Marta"}, "write an id"),
        ({"number": "12"}, "write an order number"),
        ({"was_late": "perhaps"}, "write true or false"),
        ({"total_once": "a lot"}, "write an amount"),
        ({"total_once": "0.0000001"}, "write an amount"),
        ({"opened_at": "2026-11-24T10:42:00"}, "an instant with offset"),
        ({"placed_year": "soon"}, "write a year"),
        ({"city": {"name": "Kelby"}}, "takes no such range"),
    ],
)  # fmt: skip
def test_a_filter_that_cannot_be_read_says_what_can(office: Office, asked: dict[str, Any], said: str) -> None:
    with pytest.raises(WrongUsage, match=re.escape(said)):
        office.read(Orders(filter=asked))


def test_sorting_and_grouping_name_what_is_possible(office: Office) -> None:
    with pytest.raises(
        WrongUsage, match=r"cannot be sorted by. These can: number, state, opened_at, placed_on"
    ):
        office.read(Orders(sort="-city"))
    with pytest.raises(WrongUsage, match=r"cannot be grouped by. These can: customer, customer_name, owner"):
        office.read(Orders(group_by="number"))


# Groups


def groups(office: Office, by: str, **asked: Any) -> dict[str | None, int]:
    return {one.key: one.count for one in office.read(Orders(group_by=by, **asked)).groups}


def test_groups_count_and_sum_exactly(office: Office) -> None:
    customer = office.customer()
    lines = (
        ImportedLine(
            name="Tofu",
            product="11",
            unit_price=Decimal("23.25"),
            quantity=Decimal(9),
            discount=Decimal("0.15"),
        ),
        ImportedLine(name="Freight", unit_price=Decimal("0.0025")),
    )
    for number in range(3):
        imported(
            office,
            str(number),
            customer,
            done_on=date(1996, 8, number + 1),
            promised_on=date(1996, 8, 1),
            lines=lines,
            owner="sam",
            extra={"via": str(number % 2)},
        )
    office.quote(customer)

    answer = office.read(Orders(filter={"source": "old"}, group_by="owner"))
    (group,) = answer.groups
    assert (group.key, group.count, answer.total) == ("sam", 3, 3)
    # 3 * 177.865 is rounded once: 533.60 with the freight, and not three times 177.87
    assert group.sums["total_once"] == Decimal("533.60")
    assert group.sums["days_late"] == Decimal(3)
    assert groups(office, "was_late") == {"true": 2, "false": 2}
    assert groups(office, "placed_year") == {"1996": 3, None: 1}
    assert groups(office, "extra.via") == {"0": 2, "1": 1, None: 1}
    assert groups(office, "customer") == {str(customer): 4}
    assert groups(office, "customer_name") == {"Marta Lindqvist": 4}
    assert groups(office, "state") == {"completed": 3, "quote": 1}
    assert groups(office, "status", filter={"open": True}) == {"not_started": 1}
    assert groups(office, "queue") == {None: 4}
    assert groups(office, "done_on")["1996-08-02"] == 1
    assert groups(office, "state", filter={"state": "cancelled"}) == {}


def test_totals_of_two_currencies_are_never_added(office: Office) -> None:
    customer = office.customer()
    for number, currency in enumerate(("USD", "USD", "JPY")):
        line = ImportedLine(name="Tofu", unit_price=Decimal("10.5"))
        imported(office, str(number), customer, done_on=TODAY, currency=currency, lines=(line,))
    (both,) = office.read(Orders(group_by="source")).groups
    assert set(both.sums) == {"days_late"}
    sums = {one.key: str(one.sums["total_once"]) for one in office.read(Orders(group_by="currency")).groups}
    assert sums == {"USD": "21.00", "JPY": "11"}


@pytest.mark.parametrize("by", [one.name for one in ORDER_FIELDS.values() if one.groupable])
def test_every_declared_group_answers(office: Office, by: str) -> None:
    office.placed()
    assert sum(groups(office, by).values()) == 1
    assert sum(groups(office, by, as_of=TODAY - timedelta(days=1)).values()) == 0


# What SQL computes, beside what Python computes

NOW = OrderColumns(Moment(TODAY, TUESDAY, live=True, zone=ZoneInfo("Europe/London")))
SHARED_OFFICE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextmanager
def one_order(office: Office, **facts: Any) -> Iterator[tuple[Connection, UUID]]:
    """An order with these stored facts in a transaction that is rolled back; its source lets it begin in any state."""
    with office.database.engine.connect() as connection:
        like = dict(connection.execute(select(Order.__table__)).mappings().first() or {})
        stored = {
            **like,
            "id": new_id(),
            "digits": number_at(10**6, 1),
            "source": "old",
            "external": "1",
            "held_from": "placed",
            "hold_reason": "rest",
            "cancel_reason": "moved",
            "placed_on": TODAY,
        }
        connection.execute(insert(Order).values(**{**stored, **facts}))
        yield connection, stored["id"]
        connection.rollback()


@pytest.fixture
def office_with_order(office: Office) -> Office:
    office.quote()
    return office


DAYS = st.none() | st.dates(TODAY - timedelta(days=3), TODAY + timedelta(days=3))


@SHARED_OFFICE
@given(
    state=st.sampled_from(OrderState), promised_on=DAYS, forecast_on=DAYS, done_on=DAYS, overdue_from=DAYS,
    blocked=st.booleans(), hindered=st.booleans(),
)  # fmt: skip
def test_sql_and_python_judge_an_order_alike(office_with_order: Office, **facts: Any) -> None:
    facts["first_promised_on"] = facts["promised_on"]
    with one_order(office_with_order, **facts) as (connection, order_id):
        stored = connection.execute(select(Order.__table__).where(Order.id == order_id)).one()
        judged = connection.execute(
            select(NOW.status, NOW.was_late, NOW.days_late).where(Order.id == order_id)
        ).one()
    late = was_late(stored.first_promised_on, stored.done_on, TODAY) and stored.state != OrderState.CANCELLED
    days = ((stored.done_on or TODAY) - stored.promised_on).days if stored.promised_on else None
    assert tuple(judged) == (status_of(stored, TODAY), late, None if stored.state == "cancelled" else days)


AMOUNTS = st.integers(0, 10**9).map(lambda n: Decimal(n).scaleb(-2))
DISCOUNTS = st.integers(0, 100).map(lambda n: Decimal(n).scaleb(-2))


@SHARED_OFFICE
@given(lines=st.lists(st.tuples(AMOUNTS, AMOUNTS, DISCOUNTS), max_size=3))
def test_goods_are_the_exact_total_of_lines_that_name_a_product(
    office_with_order: Office, lines: list[tuple[Decimal, Decimal, Decimal]]
) -> None:
    wanted = sum((line_amount(*line) for line in lines), Decimal(0))
    assume(wanted < AMOUNT_LIMIT)  # no order above it is ever kept
    with one_order(office_with_order) as (connection, order_id):
        product = connection.scalar(select(Product.id).where(Product.code == "ROUTER"))
        rows = [(*line, product) for line in lines] + [(Decimal(7), Decimal(1), Decimal(0), None)]
        for position, (price, quantity, discount, product_id) in enumerate(rows):
            connection.execute(
                insert(OrderLine).values(
                    id=new_id(),
                    order_id=order_id,
                    revision=1,
                    position=position,
                    product_id=product_id,
                    name="Line",
                    charge="once",
                    unit_price=price,
                    quantity=quantity,
                    discount=discount,
                    state="as_ordered",
                    since=TUESDAY,
                )
            )
        goods = connection.scalar(select(NOW("goods")).where(Order.id == order_id))
    assert (goods or 0) == wanted


# Windows


def many_orders(office: Office, count: int) -> None:
    """Orders that share values, with and without days, so that ties and empty values fall on every border."""
    office.quote()
    with office.database.writing() as session:
        like = dict(session.execute(select(Order.__table__)).mappings().one())
        session.execute(
            insert(Order),
            [
                {
                    **like,
                    "id": new_id(),
                    "digits": number_at(10**6 + n, 1),
                    "state": list(OrderState)[n % 3],
                    "source": "old",
                    "external": str(n),
                    "placed_on": TODAY - timedelta(days=n % 4),
                    "promised_on": None if n % 3 == 0 else TODAY + timedelta(days=n % 5),
                    "first_promised_on": None if n % 3 == 0 else TODAY,
                    "forecast_on": None if n % 4 == 0 else TODAY,
                    "opened_at": TUESDAY - timedelta(hours=n % 7),
                    "total_once": Decimal(n % 6),
                    "next_step_due_at": TUESDAY + timedelta(hours=n % 2),
                }
                for n in range(count)
            ],
        )


SORTS = [one.name for one in ORDER_FIELDS.values() if one.sortable]


@pytest.mark.parametrize("direction", ["", "-"])
def test_windows_hold_every_order_once_with_empty_values_last(office: Office, direction: str) -> None:
    many_orders(office, 40)
    for name in SORTS:
        rows = pages(office, sort=direction + name, limit=7)
        values = [value_of(row, name) for row in rows]
        assert len({row.id for row in rows}) == len(rows) == 41, name
        known = [value for value in values if value is not None]
        assert known == sorted(known, reverse=bool(direction)), name
        assert values[len(known) :] == [None] * (41 - len(known)), name


def pages(office: Office, **asked: Any) -> list[OrderRow]:
    found: list[OrderRow] = []
    after = None
    while True:
        page = office.read(Orders(after=after, **asked))
        assert page.total == 41
        found += page.rows
        after = page.next
        if after is None:
            return found


def value_of(row: OrderRow, name: str) -> Any:
    return row.number.replace("-", "") if name == "number" else getattr(row, name)


def test_a_window_of_the_past_is_paged_like_one_of_now(office: Office) -> None:
    many_orders(office, 40)
    asked = {"sort": "-promised_on", "as_of": TODAY - timedelta(days=2)}
    whole = [row.id for row in office.read(Orders(**asked)).rows]
    first = office.read(Orders(limit=11, **asked))
    second = office.read(Orders(limit=1000, after=first.next, **asked))
    assert [row.id for row in (*first.rows, *second.rows)] == whole
    assert len(whole) == first.total == second.total == 20


@pytest.mark.parametrize("after", ["", "nonsense", "bm9uc2Vuc2U", "WzEsMiwzLDRd"])
def test_a_broken_continuation_is_refused_in_words(office: Office, after: str) -> None:
    with pytest.raises(WrongUsage, match="is not where a window of this list ended"):
        office.read(Orders(after=after))


def test_a_continuation_belongs_to_its_sort(office: Office) -> None:
    many_orders(office, 3)
    after = office.read(Orders(limit=1, sort="opened_at")).next
    with pytest.raises(WrongUsage, match="with the same sort"):
        office.read(Orders(limit=1, sort="-opened_at", after=after))


def test_long_lists_are_estimated(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    many_orders(office, 299)
    with office.database.engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
    monkeypatch.setattr(windows, "COUNTED_EXACTLY", 50)
    assert office.read(Orders(limit=1)).total == 300
    assert 50 < office.read(Orders(limit=1, filter={"source": "old"})).total <= 300
    assert office.read(Orders(limit=1, filter={"external": "7"})).total == 1


def test_every_sort_follows_an_index(sqlite_office: Office) -> None:
    """Nothing is sorted for a window, whatever its direction, its page and its owner."""
    many_orders(sqlite_office, 40)
    asked = [{"sort": direction + name} for name in SORTS for direction in ("", "-")]
    by_owner = ("promised_on", "-promised_on", "opened_at", "-opened_at")
    asked += [{"sort": sort, "filter": {"owner": "uma"}} for sort in by_owner]
    for one in asked:
        plans = plans_of(sqlite_office, Orders(limit=5, **one)) + plans_of(
            sqlite_office, Orders(limit=5, after=sqlite_office.read(Orders(limit=30, **one)).next, **one)
        )
        assert "TEMP B-TREE" not in plans, (one, plans)
        assert "SCAN orders USING INDEX" in plans or "SEARCH orders USING INDEX" in plans, (one, plans)


@pytest.mark.parametrize("status", [OrderStatus.BLOCKED, OrderStatus.IN_JEOPARDY, OrderStatus.ON_TIME])
def test_a_status_of_open_orders_is_looked_for_among_them(sqlite_office: Office, status: OrderStatus) -> None:
    many_orders(sqlite_office, 40)
    for sort, index in (("-opened_at", "ix_orders_open_opened"), ("promised_on", "ix_orders_open_promised")):
        plans = plans_of(sqlite_office, Orders(filter={"status": status}, sort=sort))
        assert f"orders USING INDEX {index}" in plans
        assert "TEMP B-TREE" not in plans


def test_a_queue_is_found_by_its_index(sqlite_office: Office) -> None:
    many_orders(sqlite_office, 40)
    assert "orders USING INDEX ix_orders_queue" in plans_of(sqlite_office, Orders(filter={"queue": "office"}))


def test_delays_follow_the_index_of_open_orders(sqlite_office: Office) -> None:
    many_orders(sqlite_office, 40)
    assert "orders USING INDEX ix_orders_open_promised" in plans_of(sqlite_office, Delays())


@pytest.fixture
def sqlite_office(sqlite_database: str) -> Iterator[Office]:
    opened = open_office(sqlite_database)
    yield opened
    opened.database.close()


def plans_of(office: Office, query: Orders | Delays) -> str:
    """SQLite's plans of the statements that read a window's rows."""
    statements: list[tuple[str, Any]] = []

    def keep(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "sort_value" in statement:
            statements.append((statement, parameters))

    event.listen(office.database.engine, "before_cursor_execute", keep)
    office.read(query)
    event.remove(office.database.engine, "before_cursor_execute", keep)
    with office.database.engine.connect() as connection:
        plans = [
            connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            for statement, parameters in statements
        ]
    return "\n".join(row.detail for plan in plans for row in plan)


def test_a_window_is_few_statements(office: Office, count_round_trips: Any) -> None:
    many_orders(office, 20)
    office.read(Orders())
    with count_round_trips(office.database) as trips:
        office.read(Orders(limit=5))
    assert trips.count <= 6  # begin, ids, total (two), rows, commit


# As things stood


def test_an_order_as_of_each_day_of_its_life(office: Office) -> None:
    number = office.quote()
    opened_on = TODAY
    office.later(days=1)
    office.run(PlaceOrder(order=number, promised_on=date(2026, 12, 7)), "mia")
    office.later(days=2)
    office.run(MovePromisedDate(order=number, promised_on=date(2026, 12, 10), reason="Permit"), "mia")
    office.later(days=12)
    for key in ("checked", "ready", "delivered"):
        office.run(FinishMilestone(order=number, milestone=key), "mia")
    done_on = date(2026, 12, 9)

    def then(day: date) -> tuple[Any, ...]:
        (row,) = office.read(Orders(as_of=day)).rows
        return (
            row.state,
            row.status,
            row.promised_on,
            row.first_promised_on,
            row.done_on,
            row.was_late,
            row.days_late,
        )

    first, second = date(2026, 12, 7), date(2026, 12, 10)
    assert office.read(Orders(as_of=opened_on - timedelta(days=1))).rows == ()
    assert then(opened_on) == ("quote", "not_started", None, None, None, False, None)
    assert then(date(2026, 11, 25))[:4] == ("in_progress", "on_time", first, first)
    assert then(date(2026, 11, 27))[:4] == ("in_progress", "on_time", second, first)
    assert then(date(2026, 12, 8)) == ("in_progress", "in_jeopardy", second, first, None, True, 1)
    assert then(done_on) == ("done_not_confirmed", "done", second, first, done_on, True, 2)
    assert groups(office, "status", as_of=date(2026, 12, 8)) == {"in_jeopardy": 1}
    assert groups(office, "status", as_of=opened_on) == {"not_started": 1}


def test_as_of_an_instant_counts_what_was_there_by_then(office: Office) -> None:
    first = office.quote()
    noon = office.later(hours=2)
    office.later(hours=1)
    second = office.quote()
    assert numbers(office, as_of=noon) == [first]
    assert numbers(office, as_of=office.clock.now()) == [first, second]


def test_what_was_cancelled_later_was_open_then(office: Office) -> None:
    number = office.placed()
    customer = office.read(Orders()).rows[0].customer
    office.later(days=3)
    told = office.run(LogCall(about=str(customer), outcome=CallOutcome.ANSWERED, summary="Told")).id
    office.run(CancelOrder(order=number, reason="Moves away", asked_by="Marta", told=(told,)))
    assert found(office, status="cancelled") == [number]
    assert numbers(office, as_of=TODAY, filter={"open": True, "cancelled_on": None}) == [number]


def test_imported_orders_stood_since_they_were_placed(office: Office) -> None:
    customer = office.customer()
    late = imported(office, "1", customer, promised_on=date(1996, 8, 1), done_on=date(1996, 8, 16))
    open_still = imported(office, "2", customer, state="in_progress", promised_on=date(1996, 8, 1))
    later = imported(office, "3", customer, placed_on=date(1997, 1, 1), done_on=date(1997, 1, 3))
    cancelled = imported(office, "4", customer, state="cancelled", reason="No stock")

    assert numbers(office, as_of=date(1996, 7, 3)) == []
    assert numbers(office, as_of=date(1996, 12, 31)) == [late, open_still, cancelled]
    assert numbers(office, as_of=date(1996, 8, 15), filter={"status": "late"}) == [late, open_still]
    assert numbers(office, as_of=date(1996, 8, 16), filter={"status": "late"}) == [open_still]
    assert numbers(office, as_of=date(1996, 8, 1), filter={"was_late": True}) == []
    assert numbers(office, as_of=date(1997, 1, 2), filter={"open": True}) == [open_still, later]


# Delays


def test_delays_are_the_nearest_promise_first(office: Office) -> None:
    in_time = office.placed(promised_on=date(2026, 12, 30))
    tight = office.placed(promised_on=date(2026, 12, 4))
    office.run(
        BlockMilestone(order=tight, milestone="checked", reason="Permit", check_on=date(2026, 12, 3)), "mia"
    )
    sooner = office.placed(promised_on=date(2026, 12, 2))
    office.run(HoldOrder(order=sooner, reason="Money", check_on=date(2026, 12, 7)), "mia")
    finished = office.finished()
    office.quote()
    assert [row.number for row in office.read(Delays()).rows] == [tight]
    office.later(days=10)
    answer = office.read(Delays())
    assert [(row.number, row.status) for row in answer.rows] == [
        (sooner, OrderStatus.LATE),
        (tight, OrderStatus.BLOCKED),
    ]
    assert answer.total == 2
    assert [
        row.number for row in office.read(Delays(limit=1, after=office.read(Delays(limit=1)).next)).rows
    ] == [tight]
    assert {in_time, finished}.isdisjoint(row.number for row in answer.rows)


def test_imported_promises_from_before_go_live_alarm_nobody_now(office: Office) -> None:
    customer = office.customer()
    number = imported(office, "1", customer, state="in_progress", promised_on=date(1996, 8, 1))
    assert office.read(Delays()).rows == ()
    assert [row.number for row in office.read(Delays(as_of=date(1996, 8, 2))).rows] == [number]
    assert office.read(Delays(as_of=date(1996, 8, 1))).rows == ()
