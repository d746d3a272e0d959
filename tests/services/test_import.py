"""Imports into a real database: counted row by row, run twice without change, nothing of people's work overwritten."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from sqlalchemy import func, select

from casedesk.contract.cases import AddNote
from casedesk.contract.customers import AddContactPoint, ChangeCustomer
from casedesk.contract.imports import BeginImport, EndImport, ImportRecords, RecordGiven
from casedesk.contract.orders import OrderDetail, OrderQuery
from casedesk.contract.values import About, OrderNumber
from casedesk.errors import NotFound, NotPermitted, RefusedByRule, WrongUsage
from casedesk.models import (
    Case,
    ContactPoint,
    Customer,
    Entry,
    EntryValue,
    ImportRun,
    Interaction,
    MoneyEntry,
    Order,
    OrderLine,
    Person,
    Premises,
    Product,
    PromisedDate,
    SearchKey,
    Staff,
)
from casedesk.rules.history_chain import ChainedEntry, broken_at
from casedesk.services.imports.import_report import ImportReport
from casedesk.services.imports.importer import import_source
from casedesk.services.unit_of_work import chained_fields
from tests.factories import Office

MAPPING = """
source = "shop"
currency = "EUR"
reading.dates = "YYYY-MM-DD"
reading.decimal = "."

[maps.state]
open = "in_progress"
held = "on_hold"
done = "completed"
gone = "cancelled"

[[step]]
kind = "staff"
file = "staff.csv"
key = "id"
fields.name = "name"
fields.email = "mail"

[[step]]
kind = "product"
file = "goods.csv"
key = "id"
fields.code = "code"
fields.name = "name"
fields.price = "price"

[[step]]
kind = "customer"
file = "customers.csv"
key = "id"
keep_rest = true
fields.name = "name"
fields.kind = { value = "person" }
fields.street = "street"
fields.city = "city"
fields.contact = "rep"
[[step.phones]]
fields.number = "phone"
[[step.persons]]
fields.name = "spouse"
[[step.notes]]
fields.text = "note"
fields.on = { value = "2020-01-31" }

[[step]]
kind = "order"
file = "orders.csv"
key = "no"
keep_rest = true
fields.customer = "customer"
fields.owner = "rep"
fields.state = { column = "state", map = "state" }
fields.placed_on = "placed"
fields.promised_on = "promised"
fields.done_on = "done"
fields.reason = "why"
fields.street = "place"
[[step.lines]]
file = "lines.csv"
key = "no"
fields.product = "product"
fields.quantity = "quantity"
fields.unit_price = "price"
fields.discount = "discount"
[[step.notes]]
fields.text = "remark"
[[step.money]]
when = [{ column = "state", none_of = ["gone"] }]
fields.kind = { value = "invoiced" }

[[step]]
kind = "money"
file = "paid.csv"
key = "id"
fields.customer = "customer"
fields.order = "no"
fields.kind = { value = "paid" }
fields.amount = "amount"
fields.on = "on"
"""
FILES = {
    "staff.csv": "id,name,mail\n1,Nancy Ek,nancy@shop.test\n2,Nancy Ek,\n",
    "goods.csv": "id,code,name,price\nT,TEA,Tea,1.50\nM,MILK,Milk,0.75\n",
    "customers.csv": "id,name,street,city,rep,phone,spouse,note,vip\n"
    "A,Anna Åkesson,Kungsgatan 5,Luleå,1,0921-12 34 65,Olle Åkesson,Rings at noon.,yes\n"
    "B,Bo Berg,,,,,,,\n",
    "orders.csv": "no,customer,rep,state,placed,promised,done,why,place,remark,carrier\n"
    "10,A,1,done,2020-01-02,2020-01-10,2020-01-12,,Hamnen 1,Left at the gate.,UPS\n"
    "11,A,2,open,2020-02-02,2020-02-10,,,Hamnen 1,,\n"
    "12,B,2,held,2020-03-02,,,Waits for stock,,,\n"
    "13,B,1,gone,2020-03-05,,,No longer wanted,,,\n",
    "lines.csv": "no,product,quantity,price,discount\n"
    "10,T,2,1.50,0\n10,M,4,0.75,0.1\n11,T,1,1.50,0\n12,T,1,1.50,0\n13,T,1,1.50,0\n",
    "paid.csv": "id,customer,no,amount,on\nP1,A,10,3.00,2020-01-15\nP2,B,,9.99,2020-03-10\n",
}
ROWS = {"staff": 2, "product": 2, "customer": 2, "order": 4, "order lines": 5, "money": 2}


@dataclass
class Shop:
    """A folder of files, its mapping, and the office that imports it."""

    office: Office
    folder: Path

    def imported(
        self, *, source: str = "", dry_run: bool = False, login: str = "mia", **files: str
    ) -> ImportReport:
        """The report of an import; files given by name without ending replace what stands in the folder."""
        for name, content in files.items():
            (self.folder / f"{name}.csv").write_text(content, encoding="utf-8")
        return import_source(
            self.office.services(login),
            self.folder / source if source else self.folder,
            self.folder / "map.toml",
            rejects=self.rejects,
            dry_run=dry_run,
        )

    @property
    def rejects(self) -> Path:
        return self.folder / "out" / "rejected.csv"

    def rejected(self) -> list[dict[str, str]]:
        with self.rejects.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def changed(self, file: str, old: str, new: str) -> str:
        """The file's text with one thing changed."""
        text = FILES[file]
        assert old in text
        return text.replace(old, new)

    def rows(self, model: Any, **where: Any) -> list[Any]:
        """Rows of a table."""
        with self.office.database.writing() as session:
            return list(session.scalars(select(model).filter_by(**where)))

    def order(self, external: str) -> OrderDetail:
        (row,) = self.rows(Order, source="shop", external=external)
        detail: OrderDetail = self.office.read(OrderQuery(number=OrderNumber(row.digits)))
        return detail

    def customer(self, external: str) -> Customer:
        (row,) = self.rows(Customer, source="shop", external=external)
        return row


@pytest.fixture
def shop(office: Office, tmp_path: Path) -> Shop:
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "map.toml").write_text(MAPPING, encoding="utf-8")
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    return Shop(office, folder)


def outcomes(report: ImportReport) -> dict[str, dict[str, int]]:
    """By what the rows are for, only what is not zero."""
    counted = {}
    for one in report.files:
        assert one.rows == one.made + one.changed + one.skipped + one.rejected
        parts = {"made": one.made, "changed": one.changed, "skipped": one.skipped, "rejected": one.rejected}
        counted[one.what] = {name: count for name, count in parts.items() if count}
    return counted


def all_of(outcome: str) -> dict[str, dict[str, int]]:
    return {what: {outcome: rows} for what, rows in ROWS.items()}


class TestFirstRun:
    def test_every_row_is_made_and_a_dry_run_said_so(self, shop: Shop) -> None:
        dry = shop.imported(dry_run=True)
        assert not shop.rows(Customer, source="shop")
        real = shop.imported()
        assert outcomes(dry) == outcomes(real) == all_of("made")
        assert real.rejects is None
        assert not shop.rejects.exists()

    def test_an_order_stands_as_it_was(self, shop: Shop) -> None:
        shop.imported()
        order = shop.order("10")
        assert (order.state, order.status, order.was_late) == ("completed", "done", True)
        assert (order.placed_on, order.promised_on, order.done_on) == (
            date(2020, 1, 2),
            date(2020, 1, 10),
            date(2020, 1, 12),
        )
        assert (order.source, order.external, order.extra) == ("shop", "10", {"carrier": "UPS"})
        assert [(one.name, one.quantity, one.unit_price, one.discount) for one in order.lines] == [
            ("Tea", Decimal(2), Decimal("1.50"), Decimal(0)),
            ("Milk", Decimal(4), Decimal("0.75"), Decimal("0.1")),
        ]
        assert (order.total_once, order.currency) == (Decimal("5.70"), "EUR")
        assert order.owner.name == "Nancy Ek"
        assert order.place.startswith("Hamnen 1")
        assert order.balance == Decimal("2.70")

    def test_open_held_and_cancelled_orders(self, shop: Shop) -> None:
        shop.imported()
        assert shop.order("11").state == "in_progress"
        assert (shop.order("12").state, shop.order("12").hold_reason) == ("on_hold", "Waits for stock")
        assert (shop.order("13").state, shop.order("13").cancel_reason) == ("cancelled", "No longer wanted")
        assert shop.order("13").balance == 0

    def test_one_place_of_service_for_one_address(self, shop: Shop) -> None:
        shop.imported()
        assert len(shop.rows(Premises)) == 1

    def test_a_customer_with_everything(self, shop: Shop) -> None:
        shop.imported()
        anna = shop.customer("A")
        assert (anna.name, anna.since_on, anna.extra) == ("Anna Åkesson", date(2020, 1, 2), {"vip": "yes"})
        points = {one.kind: one.typed for one in shop.rows(ContactPoint, customer_id=anna.id)}
        assert points == {"phone": "0921-12 34 65", "address": "Kungsgatan 5, Luleå"}
        assert [one.name for one in shop.rows(Person, customer_id=anna.id)] == ["Olle Åkesson"]
        (contact,) = shop.rows(Staff, id=anna.contact_id)
        assert contact.name == "Nancy Ek"
        keys = {one.kind for one in shop.rows(SearchKey, case_id=anna.id)}
        assert keys == {"name", "phone", "address", "alias", "order_number"}

    def test_two_of_one_name_have_two_logins(self, shop: Shop) -> None:
        shop.imported()
        assert [one.login for one in shop.rows(Staff, source="shop")] == ["nancy.ek", "nancy.ek2"]

    def test_notes_stand_on_their_day(self, shop: Shop) -> None:
        shop.imported()
        notes = {one.summary: one.started_at.date() for one in shop.rows(Interaction)}
        assert set(notes) == {"Rings at noon.", "Left at the gate."}
        assert all(abs(notes["Rings at noon."] - day) <= timedelta(1) for day in [date(2020, 1, 31)])

    def test_the_history_of_every_case_verifies(self, shop: Shop) -> None:
        shop.imported()
        for case in shop.rows(Case):
            entries = sorted(shop.rows(Entry, case_id=case.customer_id), key=lambda one: one.seq)
            chain = [
                ChainedEntry(
                    one.previous_digest,
                    chained_fields(one, shop.rows(EntryValue, entry_id=one.id)),
                    one.digest,
                )
                for one in entries
            ]
            assert broken_at(chain) is None
            assert case.head_digest == chain[-1].digest

    def test_the_run_is_on_record(self, shop: Shop) -> None:
        shop.imported()
        (run,) = shop.rows(ImportRun)
        assert run.counts == {"made": 17, "changed": 0, "skipped": 0, "rejected": 0}
        assert run.finished_at is not None

    def test_only_a_manager_imports(self, shop: Shop) -> None:
        for dry_run in (True, False):
            with pytest.raises(NotPermitted):
                shop.imported(login="uma", dry_run=dry_run)


class TestSecondRun:
    def test_the_same_files_change_nothing(self, shop: Shop) -> None:
        shop.imported()
        before = everything(shop)
        report = shop.imported()
        assert outcomes(report) == all_of("skipped")
        assert everything(shop) == before

    def test_a_run_that_broke_off_goes_on_where_it_was(self, shop: Shop) -> None:
        shop.imported(source="staff.csv")
        report = shop.imported()
        assert outcomes(report) == {**all_of("made"), "staff": {"skipped": 2}}

    def test_a_run_that_was_stopped_between_two_chunks_is_finished_by_the_next(self, shop: Shop) -> None:
        names = "".join(f"K{number},Kim {number},,,,,,,\n" for number in range(1200))
        (shop.folder / "customers.csv").write_text(
            FILES["customers.csv"].splitlines()[0] + "\n" + names, encoding="utf-8"
        )
        (shop.folder / "map.toml").write_text(only_customers(MAPPING), encoding="utf-8")

        def stop(done: int, _total: int, _file: str) -> None:
            if done > 500:
                raise KeyboardInterrupt

        services = shop.office.services("mia")
        with pytest.raises(KeyboardInterrupt):
            import_source(
                services, shop.folder, shop.folder / "map.toml", rejects=shop.rejects, progress=stop
            )
        assert len(shop.rows(Customer, source="shop")) == 1000
        assert outcomes(shop.imported())["customer"] == {"made": 200, "skipped": 1000}

    def test_what_the_source_changed_is_taken_over(self, shop: Shop) -> None:
        shop.imported()
        changed = shop.changed("customers.csv", "0921-12 34 65", "0921-99 99 99").replace(
            "Kungsgatan 5", "Storgatan 1"
        )
        files = {"customers": changed, "goods": shop.changed("goods.csv", "Milk,0.75", "Oat milk,0.95")}
        dry = shop.imported(dry_run=True, **files)
        real = shop.imported(**files)
        expected = {
            **all_of("skipped"),
            "customer": {"changed": 1, "skipped": 1},
            "product": {"changed": 1, "skipped": 1},
        }
        assert outcomes(dry) == outcomes(real) == expected
        anna = shop.customer("A")
        in_use = [one.typed for one in shop.rows(ContactPoint, customer_id=anna.id) if one.ended_at is None]
        assert sorted(in_use) == ["0921-99 99 99", "Storgatan 1, Luleå"]
        (milk,) = shop.rows(Product, code="MILK")
        assert (milk.name, milk.price) == ("Oat milk", Decimal("0.95"))
        assert outcomes(shop.imported()) == all_of("skipped")

    def test_what_people_corrected_stays(self, shop: Shop) -> None:
        shop.imported()
        anna = shop.customer("A")
        run = shop.office.run
        run(ChangeCustomer(customer=anna.id, version=anna.version, name="Anna Åkesson-Ek"))
        run(AddContactPoint(customer=anna.id, kind="phone", value="+46 920 111 11"))
        shop.imported(customers=shop.changed("customers.csv", "0921-12 34 65", "0921-99 99 99"))
        after = shop.customer("A")
        assert after.name == "Anna Åkesson-Ek"
        in_use = {
            one.typed
            for one in shop.rows(ContactPoint, customer_id=anna.id, kind="phone")
            if not one.ended_at
        }
        assert in_use == {"+46 920 111 11", "0921-99 99 99"}

    def test_an_order_goes_on_in_its_source(self, shop: Shop) -> None:
        shop.imported()
        old = "11,A,2,open,2020-02-02,2020-02-10,,,Hamnen 1,,"
        new = "11,A,1,done,2020-02-02,2020-02-14,2020-02-12,,Hamnen 2,Came early.,"
        report = shop.imported(orders=shop.changed("orders.csv", old, new))
        assert outcomes(report)["order"] == {"changed": 1, "skipped": 3}
        assert outcomes(report)["order lines"] == {"changed": 1, "skipped": 4}
        order = shop.order("11")
        assert (order.state, order.done_on) == ("completed", date(2020, 2, 12))
        assert (order.first_promised_on, order.promised_on) == (date(2020, 2, 10), date(2020, 2, 14))
        assert order.was_late
        assert len(order.promised_dates) == 2
        assert order.place.startswith("Hamnen 2")
        assert [one.state for one in order.lines] == ["delivered"]
        assert "Came early." in {one.summary for one in shop.rows(Interaction)}
        assert outcomes(shop.imported()) == all_of("skipped")

    def test_a_held_order_may_be_cancelled_or_go_on(self, shop: Shop) -> None:
        shop.imported()
        text = shop.changed(
            "orders.csv", "12,B,2,held,2020-03-02,,,Waits for stock", "12,B,2,open,2020-03-02,,,"
        )
        shop.imported(orders=text)
        assert shop.order("12").state == "in_progress"

    def test_changed_lines_are_a_new_revision(self, shop: Shop) -> None:
        (shop.folder / "map.toml").write_text(without_bills(MAPPING), encoding="utf-8")
        shop.imported()
        shop.imported(lines=shop.changed("lines.csv", "11,T,1,1.50,0", "11,T,3,1.50,0"))
        order = shop.order("11")
        assert order.total_once == Decimal("4.50")
        assert [one.quantity for one in order.lines] == [Decimal(3)]
        assert len(shop.rows(OrderLine, order_id=order.id)) == 2

    @pytest.mark.parametrize(
        ("file", "old", "new", "said"),
        [
            ("orders.csv", "10,A,1,done", "10,A,1,open", "cannot become in_progress"),
            ("orders.csv", "10,A,1,done", "10,B,1,done", "customer cannot be changed"),
            ("lines.csv", "11,T,1,1.50", "11,T,2,1.50", "lines cannot be changed"),
            ("paid.csv", "3.00", "3.50", "a money entry is never changed"),
        ],
    )
    def test_what_only_a_person_may_change_is_rejected(
        self, shop: Shop, file: str, old: str, new: str, said: str
    ) -> None:
        shop.imported()
        files = {file.removesuffix(".csv"): shop.changed(file, old, new)}
        dry = shop.imported(dry_run=True, **files)
        real = shop.imported(**files)
        assert outcomes(dry) == outcomes(real)
        assert said in shop.rejected()[0]["reason"]

    def test_an_order_somebody_worked_on_is_left_alone(self, shop: Shop) -> None:
        shop.imported()
        shop.office.run(AddNote(about=About(shop.order("11").number), text="Customer called."))
        report = shop.imported(orders=shop.changed("orders.csv", "11,A,2,open", "11,A,1,open"))
        assert outcomes(report)["order"] == {"rejected": 1, "skipped": 3}
        assert "Somebody has worked on this order" in shop.rejected()[0]["reason"]


class TestRejectedRows:
    def test_each_is_kept_with_line_column_value_reason_and_remedy(self, shop: Shop) -> None:
        orders = shop.changed("orders.csv", "2020-02-02,2020-02-10", "2020-02-31,2020-02-10")
        lines = FILES["lines.csv"] + "99,T,1,1.50,0\n12,T\n"
        report = shop.imported(orders=orders, lines=lines)
        assert outcomes(report)["order"] == {"made": 3, "rejected": 1}
        assert outcomes(report)["order lines"] == {"made": 4, "rejected": 3}
        found = {(one["file"], one["line"]): one for one in shop.rejected()}
        assert set(found) == {("orders.csv", "3"), ("lines.csv", "4"), ("lines.csv", "7"), ("lines.csv", "8")}
        wrong = found["orders.csv", "3"]
        assert (wrong["column"], wrong["value"], wrong["reason"]) == (
            "placed",
            "2020-02-31",
            "There is no such day or time",
        )
        assert all(one["remedy"] and one["effect"] == "row not stored" for one in found.values())

    def test_what_refers_to_a_rejected_record_is_rejected_too(self, shop: Shop) -> None:
        files = {"customers": shop.changed("customers.csv", "A,Anna Åkesson", "A,")}
        files["customers"] = files["customers"].replace("0921-12 34 65", "")
        dry = shop.imported(dry_run=True, **files)
        real = shop.imported(**files)
        assert outcomes(dry) == outcomes(real)
        assert outcomes(real)["customer"] == {"made": 1, "rejected": 1}
        assert outcomes(real)["order"] == {"made": 2, "rejected": 2}
        assert outcomes(real)["money"] == {"made": 1, "rejected": 1}
        assert any("There is no customer “A” of shop" in one["reason"] for one in shop.rejected())

    def test_corrected_rows_come_in_with_the_next_run(self, shop: Shop) -> None:
        shop.imported(paid=shop.changed("paid.csv", "9.99", "much"))
        report = shop.imported(paid=FILES["paid.csv"])
        assert outcomes(report)["money"] == {"made": 1, "skipped": 1}

    def test_a_formula_is_kept_from_running(self, shop: Shop) -> None:
        shop.imported(paid=shop.changed("paid.csv", "9.99", "=1+1"))
        assert shop.rejected()[0]["value"] == "'=1+1"

    def test_a_code_that_another_product_has(self, shop: Shop) -> None:
        report = shop.imported(goods=shop.changed("goods.csv", "MILK", "ROUTER"))
        assert outcomes(report)["product"] == {"made": 1, "rejected": 1}
        assert outcomes(report)["order"] == {"made": 3, "rejected": 1}


class TestTwoSources:
    def test_customers_are_never_merged_only_pointed_out(self, shop: Shop) -> None:
        shop.office.customer("Bo Berg")
        known = shop.office.customer("Somebody else", phones=("0921 123465",), country="SE")
        customers = FILES["customers.csv"].replace(",vip\n", ",vip,land\n").replace(",yes\n", ",yes,SE\n")
        customers = customers.replace("B,Bo Berg,,,,,,,\n", "B,Bo Berg,,,,,,,,\n")
        text = MAPPING.replace('fields.contact = "rep"', 'fields.contact = "rep"\nfields.country = "land"')
        (shop.folder / "map.toml").write_text(text, encoding="utf-8")
        dry = shop.imported(dry_run=True, customers=customers)
        report = shop.imported()
        assert report.possible_duplicates == dry.possible_duplicates
        found = {(one.name, one.why) for one in report.possible_duplicates}
        assert found == {("Bo Berg", "the same name"), ("Anna Åkesson", "the same phone +46921123465")}
        assert known in {one.customer for one in report.possible_duplicates}
        assert len(shop.rows(Customer, name="Bo Berg")) == 2

    def test_the_same_keys_of_two_sources_are_two_records(self, shop: Shop) -> None:
        shop.imported()
        codes = shop.changed("goods.csv", "TEA", "TEA2").replace("MILK", "MILK2")
        (shop.folder / "map.toml").write_text(MAPPING.replace('"shop"', '"other"', 1), encoding="utf-8")
        assert outcomes(shop.imported(goods=codes)) == all_of("made")
        assert len(shop.rows(Customer, external="A")) == 2


class TestBeforeAnythingIsWritten:
    @pytest.mark.parametrize(
        ("file", "content", "error"),
        [
            ("paid", 'id,customer,no,amount,on\nP1,A,10,"3.00,2020-01-15\n', RefusedByRule),
            ("paid", "id,customer,no,sum,on\nP1,A,10,3.00,2020-01-15\n", WrongUsage),
            ("paid", "", RefusedByRule),
        ],
    )
    def test_a_file_that_does_not_fit_stops_all(
        self, shop: Shop, file: str, content: str, error: type[Exception]
    ) -> None:
        with pytest.raises(error):
            shop.imported(**{file: content})
        assert not shop.rows(ImportRun)

    def test_a_missing_source(self, shop: Shop) -> None:
        with pytest.raises(NotFound):
            shop.imported(source="nothing.csv")

    def test_a_file_that_the_mapping_does_not_read(self, shop: Shop) -> None:
        with pytest.raises(WrongUsage, match="none of which is other"):
            shop.imported(source="other.csv", other="a,b\n")


def test_a_workbook_comes_in_like_a_text_file(shop: Shop) -> None:
    (shop.folder / "paid.csv").unlink()
    with xlsxwriter.Workbook(shop.folder / "paid.csv") as book:  # what it is counts, not what it is called
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "d/m/yyyy"})
        sheet.write_row(0, 0, ["id", "customer", "no", "amount", "on"])
        sheet.write_row(1, 0, ["P1", "A", 10, 3.25])
        sheet.write_datetime(1, 4, datetime(2020, 1, 15), day)
    assert outcomes(shop.imported())["money"] == {"made": 1}
    (entry,) = shop.rows(MoneyEntry, external="P1")
    assert (entry.amount, entry.booked_on) == (Decimal("3.25"), date(2020, 1, 15))
    assert entry.order_id == shop.order("10").id
    assert outcomes(shop.imported())["money"] == {"skipped": 1}


def test_progress_is_told_by_rows(shop: Shop) -> None:
    told: list[tuple[int, int, str]] = []
    import_source(
        shop.office.services("mia"),
        shop.folder,
        shop.folder / "map.toml",
        rejects=shop.rejects,
        progress=lambda done, total, file: told.append((done, total, file)),
    )
    assert told == [
        (2, 12, "staff.csv"),
        (4, 12, "goods.csv"),
        (6, 12, "customers.csv"),
        (10, 12, "orders.csv"),
        (12, 12, "paid.csv"),
    ]


class TestTheCommandItself:
    """`import_records` as a script may call it, with values as JSON knows them."""

    def run_of(self, office: Office, *records: RecordGiven, kind: Any = "customer") -> Any:
        run = office.run(BeginImport(source="script"), "mia").id
        return office.run(ImportRecords(run=run, kind=kind, records=records), "mia")

    def test_days_and_numbers_as_text(self, office: Office) -> None:
        self.run_of(office, RecordGiven("7", {"name": "Ek", "kind": "person", "since": "2001-02-03"}))
        order = {"customer": "7", "state": "placed", "placed_on": "2020-01-02"}
        lines = {"lines": ({"name": "Tea", "unit_price": "1.50"},)}
        answer = self.run_of(office, RecordGiven("1", order, lines), kind="order")
        assert answer.outcomes == ("made",)

    @pytest.mark.parametrize(
        "record",
        [
            RecordGiven("7", {"name": "Ek"}),
            RecordGiven("7", {"name": "Ek", "kind": "person", "since": "soon"}),
            RecordGiven("7", {"name": "Ek", "kind": "alien"}),
            RecordGiven("7", {"name": "Ek", "kind": "person", "colour": "red"}),
            RecordGiven("7", {"name": "Ek", "kind": "person"}, {"lines": ()}),
        ],
    )
    def test_what_is_no_record(self, office: Office, record: RecordGiven) -> None:
        with pytest.raises(WrongUsage):
            self.run_of(office, record)

    def test_at_most_500_at_once(self, office: Office) -> None:
        many = tuple(RecordGiven(str(n), {"name": "Ek", "kind": "person"}) for n in range(501))
        with pytest.raises(WrongUsage, match="At most 500"):
            self.run_of(office, *many)

    def test_a_run_that_ended_takes_nothing_more(self, office: Office) -> None:
        run = office.run(BeginImport(source="script"), "mia").id
        office.run(EndImport(run=run, counts={"made": 0}), "mia")
        with pytest.raises(NotFound):
            office.run(ImportRecords(run=run, kind="customer", records=()), "mia")


def without_bills(mapping: str) -> str:
    start = mapping.index("[[step.money]]")
    return mapping[:start] + mapping[mapping.index("[[step]]", start) :]


def only_customers(mapping: str) -> str:
    """The mapping without its other steps; the contact, who would come from one of them, is left out too."""
    head, *steps = mapping.split("[[step]]")
    return (head + "[[step]]" + steps[2]).replace('fields.contact = "rep"\n', "")


def everything(shop: Shop) -> Mapping[str, int]:
    """How many rows the tables have that an import writes."""
    tables = (Customer, Case, ContactPoint, Person, Order, OrderLine, PromisedDate, MoneyEntry, Entry, EntryValue,
              Interaction, SearchKey, Staff, Product, Premises)  # fmt: skip
    with shop.office.database.writing() as session:
        return {
            one.__tablename__: session.scalar(select(func.count()).select_from(one)) or 0 for one in tables
        }
