"""Northwind and Classic Models, imported with the shipped mappings, answer `casedesk ask` as facts.json says.

The facts were computed from the files alone, without CaseDesk. Every key is either asked here or listed with the
reason why the product cannot know it.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from casedesk import paths
from casedesk.cli.main import main
from casedesk.rules.vocabulary import DatabaseKind
from casedesk.services.setup import NewDesk, initialise
from casedesk.services.sign_in import first_login
from tests.databases import Databases

pytestmark = pytest.mark.shared_data

FOLDERS = {"northwind": "northwind/csv", "classicmodels": "classicmodels"}
FILLED = {"from": None}
"""A range without ends: every day, but no empty one."""

Fact = Callable[["Source"], Any]


@dataclass
class Source:
    """One imported source, asked through the command line."""

    name: str
    url: str

    def run(self, *words: str) -> Any:
        """The result of a command line."""
        with redirect_stdout(io.StringIO()) as out:
            main([*words, "--json", "--db", self.url])
        answer = json.loads(out.getvalue())
        assert answer["ok"], answer
        return answer["result"]

    def ask(self, query: str, **given: Any) -> Any:
        """The answer of a query."""
        return self.run("ask", query, *(f"{name}={as_word(value)}" for name, value in given.items()))

    def ask_each(self, calls: list[dict[str, Any]]) -> list[Any]:
        """The answers of many queries, one line each, through one stream."""
        lines = "".join(json.dumps(call) + "\n" for call in calls)
        with given_stdin(lines), redirect_stdout(io.StringIO()) as out:
            main(["do", "--stdin", "--db", self.url])
        answers = [json.loads(line) for line in out.getvalue().splitlines()]
        assert all(answer["ok"] for answer in answers)
        return [answer["result"] for answer in answers]

    def orders(self, as_of: str | None = None, **where: Any) -> list[dict[str, Any]]:
        """All orders of the source with these fields, in the order of their numbers there."""
        rows: list[dict[str, Any]] = []
        after = None
        while True:
            answer = self.ask(
                "orders", filter={"source": self.name, **where}, limit=1000, **given(as_of=as_of, after=after)
            )
            rows += answer["rows"]
            after = answer["next"]
            if after is None or not answer["rows"]:
                return sorted(rows, key=lambda one: str(one["external"]))

    def numbers(self, as_of: str | None = None, **where: Any) -> list[str]:
        """The source's numbers of these orders."""
        return [str(one["external"]) for one in self.orders(as_of, **where)]

    def count(self, query: str, as_of: str | None = None, **where: Any) -> int:
        """How many there are."""
        answer = self.ask(query, filter={"source": self.name, **where}, limit=1, **given(as_of=as_of))
        return int(answer["total"])

    def groups(
        self, by: str, query: str = "orders", as_of: str | None = None, **where: Any
    ) -> dict[str, int]:
        """Counts by group."""
        answer = self.ask(
            query, filter={"source": self.name, **where}, group_by=by, limit=1000, **given(as_of=as_of)
        )
        return {str(one["key"]): one["count"] for one in answer["groups"]}

    def sums(self, by: str, of: str, query: str = "orders", **where: Any) -> dict[str, Decimal]:
        """Sums by group."""
        answer = self.ask(query, filter={"source": self.name, **where}, group_by=by, limit=1000)
        return {str(one["key"]): Decimal(one["sums"][of]) for one in answer["groups"]}

    def total(self, of: str, query: str = "orders", **where: Any) -> str:
        """A sum over all, rounded once to cents."""
        return cents(sum(self.sums("source", of, query, **where).values(), Decimal(0)))

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the staff by login."""
        return {one["login"]: one["name"] for one in self.ask("staff")}

    def by_name(self, counts: Mapping[str, Any]) -> dict[str, Any]:
        """Groups by login as groups by name."""
        return {self.names[login]: value for login, value in counts.items() if login != "None"}

    @cached_property
    def customers(self) -> list[dict[str, Any]]:
        """All customers of the source."""
        rows: list[dict[str, Any]] = self.ask("customers", filter={"source": self.name}, limit=1000)["rows"]
        return rows

    @cached_property
    def keys(self) -> dict[str, str]:
        """The source's keys of customers by id."""
        return {one["id"]: one["external"] for one in self.customers}

    @cached_property
    def cases(self) -> list[dict[str, Any]]:
        """The case of every customer."""
        found: list[dict[str, Any]] = self.ask_each(
            [{"ask": "case", "about": one["id"]} for one in self.customers]
        )
        return found

    @cached_property
    def details(self) -> list[dict[str, Any]]:
        """Everything about every order."""
        return self.ask_each([{"ask": "order", "number": one["number"]} for one in self.orders()])

    @cached_property
    def goods(self) -> list[tuple[str, dict[str, Any]]]:
        """Every line that names a product, with the source's number of its order."""
        return [(one["external"], line) for one in self.details for line in one["lines"] if line["product"]]

    @cached_property
    def comments(self) -> dict[str, str]:
        """The notes on orders by the source's number."""
        orders = self.orders()
        answers = self.ask_each(
            [{"ask": "timeline", "about": one["number"], "kinds": ["note"]} for one in orders]
        )
        return {
            str(one["external"]): answer["rows"][0]["text"]
            for one, answer in zip(orders, answers, strict=True)
            if answer["rows"]
        }

    def days_to_delivery(self) -> float:
        """From the day placed to the day done, on average."""
        done = self.orders(done_on=FILLED)
        return float(round(statistics.mean(days(one["placed_on"], one["done_on"]) for one in done), 2))


@contextmanager
def given_stdin(text: str) -> Iterator[None]:
    kept, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(text.encode()))
    try:
        yield
    finally:
        sys.stdin = kept


def as_word(value: Any) -> str:
    """A value as the command line takes it: text as it is, all else as JSON."""
    return value if isinstance(value, str) else json.dumps(value)


def given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def days(start: str, end: str) -> int:
    return (date.fromisoformat(end) - date.fromisoformat(start)).days


def cents(amount: Decimal) -> str:
    return str(amount.quantize(Decimal("0.01"), ROUND_HALF_UP))


def exact(line: Mapping[str, Any]) -> Decimal:
    """A line's amount before any rounding."""
    return Decimal(line["unit_price"]) * Decimal(line["quantity"]) * (1 - Decimal(line["discount"]))


def top(counts: Mapping[str, Any], many: int) -> list[list[Any]]:
    """The largest, as pairs."""
    return [[key, value] for key, value in sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:many]]


def is_ascii(value: Any) -> bool:
    return json.dumps(value, ensure_ascii=False).isascii()


LATE = {"was_late": True, "done_on": FILLED}


def late_days(source: Source) -> list[int]:
    return [one["days_late"] for one in source.orders(**LATE)]


def overdue(source: Source, day: str) -> dict[str, int]:
    """Open orders whose promise had passed, with the days."""
    found = source.orders(day, status="late")
    return {one["external"]: one["days_late"] for one in found}


NORTHWIND: dict[str, Fact] = {
    "customers": lambda one: one.count("customers"),
    "orders": lambda one: one.count("orders"),
    "order_lines": lambda one: len(one.goods),
    "employees": lambda one: len(one.names) - 1,  # the desk's own person is the one more
    "shippers_used": lambda one: len(one.groups("extra.shipper")),
    "customers_without_orders": lambda one: sorted(
        row["external"]
        for row in one.ask("customers", filter={"source": one.name, "has_orders": False})["rows"]
    ),
    "order_date_range": lambda one: [
        one.ask("orders", filter={"source": one.name}, sort=sort, limit=1)["rows"][0]["placed_on"]
        for sort in ("placed_on", "-placed_on")
    ],
    "orders_by_year": lambda one: one.groups("placed_year"),
    "shipped": lambda one: one.count("orders", done_on=FILLED),
    "not_shipped": lambda one: one.count("orders", done_on=None),
    "not_shipped_orders": lambda one: one.numbers(done_on=None),
    "shipped_late (shipped_date > required_date)": lambda one: one.count("orders", **LATE),
    "shipped_exactly_on_required_date": lambda one: one.count("orders", days_late=0, done_on=FILLED),
    "late_days_total": lambda one: int(sum(one.sums("source", "days_late", **LATE).values())),
    "late_days_mean": lambda one: round(statistics.mean(late_days(one)), 2),
    "late_days_median": lambda one: statistics.median(late_days(one)),
    "late_days_max": lambda one: max(late_days(one)),
    "latest_orders (order, days late, customer, employee)": lambda one: [
        [row["external"], row["days_late"], one.keys[row["customer"]], row["owner_name"]]
        for row in sorted(one.orders(**LATE), key=lambda row: (-row["days_late"], row["external"]))[:5]
    ],
    "late_orders": lambda one: one.numbers(**LATE),
    "orders_by_employee": lambda one: one.by_name(one.groups("owner")),
    "late_by_employee": lambda one: one.by_name(one.groups("owner", **LATE)),
    "late_by_shipper": lambda one: one.groups("extra.shipper", **LATE),
    "orders_by_shipper": lambda one: one.groups("extra.shipper"),
    "not_shipped_by_employee": lambda one: one.by_name(one.groups("owner", done_on=None)),
    "as_of_1998-05-06_not_shipped_and_overdue (required_date < as-of)": lambda one: list(
        overdue(one, "1998-05-06")
    ),
    "as_of_1998-05-06_not_shipped_due_within_7_days": lambda one: one.numbers(
        "1998-05-06", done_on=None, promised_on={"from": "1998-05-06", "to": "1998-05-13"}
    ),
    "as_of_1998-06-01_not_shipped_and_overdue": lambda one: overdue(one, "1998-06-01"),
    "as_of_1998-06-01_overdue_by_employee": lambda one: one.by_name(
        one.groups("owner", as_of="1998-06-01", status="late")
    ),
    "order_to_ship_days_mean (809 shipped)": lambda one: one.days_to_delivery(),
    "top_customers_by_orders": lambda one: top({row["external"]: row["orders"] for row in one.customers}, 3),
    "customers_with_a_late_order": lambda one: one.count(
        "customers", as_of="1998-05-06", has_late_orders=True
    ),
    "freight_total (each rounded to cents)": lambda one: cents(
        Decimal(one.total("total_once")) - Decimal(one.total("goods"))
    ),
    "goods_total_before_discount": lambda one: cents(
        sum((Decimal(line["unit_price"]) * Decimal(line["quantity"]) for _, line in one.goods), Decimal(0))
    ),
    "goods_total_after_discount": lambda one: one.total("goods"),
    "top_customers_by_goods_value": lambda one: [
        [one.keys[key], cents(amount)] for key, amount in top(one.sums("customer", "goods"), 3)
    ],
    "largest_order": lambda one: largest_order(one),
    "orders_shipped_to_an_address_other_than_the_customers": lambda one: len(sent_elsewhere(one)),
    "customers_in_city_Mexico_DF (must match a search for 'mexico d.f.')": lambda one: sorted(
        one.keys[hit["id"]]
        for hit in one.ask("find", text="mexico d.f.", limit=50)["hits"]
        if hit["kind"] == "customer" and hit["id"] in one.keys
    ),
    "customers_with_apostrophe_in_company_name": lambda one: sorted(
        row["external"] for row in one.customers if "'" in row["name"]
    ),
    "customers_with_non_ascii_text": lambda one: len(
        [case for case in one.cases if not is_ascii(case["customer"])]
    ),
}
NORTHWIND_LEFT_OUT = {
    "shippers_listed": "a carrier that no order names is not imported: CaseDesk has no record of its own for carriers",
}


def largest_order(source: Source) -> list[str]:
    values: Counter[str] = Counter()
    for number, line in source.goods:
        values[number] += exact(line)  # type: ignore[assignment]
    number, value = values.most_common(1)[0]
    return [number, cents(Decimal(value))]


def sent_elsewhere(source: Source) -> list[str]:
    """Orders whose place of service is not the customer's postal address."""
    home = {
        case["customer"]["id"]: point["typed"]
        for case in source.cases
        for point in case["customer"]["contact_points"]
        if point["kind"] == "address"
    }
    return [one["external"] for one in source.details if one["place"] != home[one["customer"]]]


COUNTRIES = {"US": "USA", "DE": "Germany", "FR": "France", "ES": "Spain", "AU": "Australia"}
CLASSIC_MODELS: dict[str, Fact] = {
    "customers": lambda one: one.count("customers"),
    "orders": lambda one: one.count("orders"),
    "order_lines": lambda one: len(one.goods),
    "payments": lambda one: len(payments(one)),
    "employees": lambda one: len(one.names) - 1,  # the desk's own person is the one more
    "customers_with_orders": lambda one: one.count("customers", has_orders=True),
    "customers_without_orders": lambda one: one.count("customers", has_orders=False),
    "customers_without_sales_rep": lambda one: one.count("customers", contact=None),
    "sales_reps_with_customers": lambda one: len(one.by_name(one.groups("contact", "customers"))),
    "order_date_range": NORTHWIND["order_date_range"],
    "orders_by_status": lambda one: one.groups("extra.status"),
    "orders_without_shipped_date": lambda one: {
        row["external"]: row["extra"]["status"] for row in one.orders(done_on=None)
    },
    "shipped_late (shippedDate > requiredDate)": lambda one: [
        [row["external"], row["days_late"], row["customer_name"]] for row in one.orders(**LATE)
    ],
    "shipped_exactly_on_required_date": lambda one: one.numbers(days_late=0, done_on=FILLED),
    "cancelled_after_shipping": lambda one: one.numbers(state="cancelled", done_on=FILLED),
    "as_of_2013-06-01_open_not_shipped (not Cancelled)": lambda one: one.count(
        "orders", as_of="2013-06-01", open=True, done_on=None
    ),
    "as_of_2013-06-01_open_overdue (requiredDate < as-of)": lambda one: overdue(one, "2013-06-01"),
    "on_hold (order, customer, sales rep)": lambda one: [
        [row["external"], row["customer_name"], row["owner_name"]] for row in one.orders(state="on_hold")
    ],
    "disputed_or_resolved_orders": lambda one: {
        row["external"]: row["extra"]["status"]
        for row in one.orders(**{"extra.status": ["Disputed", "Resolved"]})
    },
    "orders_with_comment": lambda one: len(one.comments),
    "orders_whose_comment_mentions_credit_limit": lambda one: commented(one, "credit limit"),
    "orders_whose_comment_contains_call": lambda one: commented(one, "call"),
    "order_to_ship_days_mean": lambda one: one.days_to_delivery(),
    "billed_total_all_orders": lambda one: one.total("total_once"),
    "billed_total_without_cancelled": lambda one: cents(
        Decimal(one.total("total_once")) - Decimal(one.total("total_once", state="cancelled"))
    ),
    "paid_total": lambda one: cents(sum(payments(one), Decimal(0))),
    "customers_with_payments": lambda one: len(
        [case for case, entries in zip(one.cases, money(one), strict=True) if any(map(is_payment, entries))]
    ),
    "customers_with_a_balance (billed without cancelled - paid, over half a cent)": lambda one: len(
        owing(one)
    ),
    "of_these_owing": lambda one: one.count("customers", balance={"from": "0.01"}),
    "of_these_overpaid": lambda one: one.count("customers", balance={"to": "-0.01"}),
    "balance_total": lambda one: one.total("balance", "customers"),
    "top_balances": lambda one: [
        [row["external"], row["name"], cents(Decimal(row["balance"]))]
        for row in sorted(one.customers, key=lambda row: -Decimal(row["balance"]))[:5]
    ],
    "overpaid": lambda one: [row["external"] for row in one.customers if Decimal(row["balance"]) < 0],
    "top_customers_by_orders": lambda one: [  # of equal ones the facts name whose order came first
        [name, count] for name, count in Counter(row["customer_name"] for row in one.orders()).most_common(3)
    ],
    "orders_by_sales_rep": lambda one: one.by_name(one.groups("owner")),
    "customers_by_sales_rep": lambda one: {
        one.names.get(login, "(none)"): count for login, count in one.groups("contact", "customers").items()
    },
    "customers_with_non_ascii_text": lambda one: len(
        [case for case in one.cases if not is_ascii(case["customer"])]
    ),
    "customers_by_country_top": lambda one: [
        [COUNTRIES[key], count] for key, count in top(one.groups("country", "customers"), 5)
    ],
}
CLASSIC_MODELS_LEFT_OUT = {
    "customers_with_padded_text (leading or trailing blank in a field)": "the mapping trims texts; the blanks are gone",
}


def commented(source: Source, word: str) -> list[str]:
    return [number for number, text in source.comments.items() if word in text.lower()]


def money(source: Source) -> list[list[str]]:
    """What the timeline of each case says of money."""
    calls = [
        {"ask": "timeline", "about": one["id"], "kinds": ["money"], "limit": 500} for one in source.customers
    ]
    return [[row["headline"] for row in answer["rows"]] for answer in source.ask_each(calls)]


def is_payment(headline: str) -> bool:
    return headline.startswith("Paid ")


def payments(source: Source) -> list[Decimal]:
    headlines = (one for entries in money(source) for one in entries if is_payment(one))
    return [Decimal(one.split()[1]) for one in headlines]


def owing(source: Source) -> list[dict[str, Any]]:
    return [row for row in source.customers if abs(Decimal(row["balance"])) > Decimal("0.005")]


ASKED = {"northwind": NORTHWIND, "classicmodels": CLASSIC_MODELS}
LEFT_OUT = {"northwind": NORTHWIND_LEFT_OUT, "classicmodels": CLASSIC_MODELS_LEFT_OUT}
EVERY_KEY = [(name, key) for name, asked in ASKED.items() for key in asked]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def sources(
    request: pytest.FixtureRequest,
    databases: Databases,
    tmp_path_factory: pytest.TempPathFactory,
    shared_data: Path,
) -> Iterator[dict[str, Source]]:
    """Both sources, each imported once into a desk of its own, for all tests of this module."""
    with ExitStack() as stack:
        found = {}
        for name in FOLDERS:
            folder = tmp_path_factory.mktemp(name)
            on_sqlite = request.param == "sqlite"
            url = stack.enter_context(databases.sqlite(folder) if on_sqlite else databases.postgresql())
            initialise(url, DatabaseKind.TEST, NewDesk(login=first_login(url, None)), datetime.now(UTC))
            found[name] = Source(name, url)
            counts = found[name].run(*import_words(shared_data, name))["counts"]
            assert counts["made"]
            assert not counts["rejected"]
        yield found


def import_words(shared_data: Path, name: str) -> tuple[str, ...]:
    mapping = paths.resources() / "imports" / f"{name}.toml"
    return ("import", str(shared_data / FOLDERS[name]), "--map", str(mapping))


@pytest.mark.parametrize(("name", "key"), EVERY_KEY)
def test_asked_as_the_facts_say(sources: dict[str, Source], shared_data: Path, name: str, key: str) -> None:
    facts = json.loads((shared_data / name / "facts.json").read_text(encoding="utf-8"))
    assert ASKED[name][key](sources[name]) == facts[key]


@pytest.mark.parametrize("name", FOLDERS)
def test_every_key_is_asked_or_left_out_with_its_reason(shared_data: Path, name: str) -> None:
    facts = json.loads((shared_data / name / "facts.json").read_text(encoding="utf-8"))
    assert set(facts) == {*ASKED[name], *LEFT_OUT[name]}
    assert all(LEFT_OUT[name].values())


@pytest.mark.parametrize("name", FOLDERS)
def test_a_second_import_changes_nothing(sources: dict[str, Source], shared_data: Path, name: str) -> None:
    counts = sources[name].run(*import_words(shared_data, name))["counts"]
    assert {outcome for outcome, rows in counts.items() if rows} == {"skipped"}
