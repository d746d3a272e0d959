"""`print` and `documents`: one document, many at once, copies, and what is refused before it is issued."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pypdfium2
import pytest

from tests.cli.conftest import CommandLine


def words_of(file: Path) -> list[str]:
    document = pypdfium2.PdfDocument(file)
    words = [" ".join(page.get_textpage().get_text_range().split()) for page in document]
    document.close()
    return words


def order_of(casedesk: CommandLine, name: str) -> str:
    made = casedesk.done("do", "register_customer", "kind=person", f"name={name}")
    lines = '[{"name": "Fibre 500", "unit_price": "34.00"}]'
    return str(casedesk.done("do", "open_order", f"customer={made['customer']}", f"lines={lines}")["number"])


def suffixes(casedesk: CommandLine, about: str) -> list[str]:
    return [one["suffix"] for one in casedesk.done("ask", "issued_documents", f"about={about}")]


def test_the_list_says_what_each_is_named_by(casedesk: CommandLine) -> None:
    known = {one["id"]: (one["about"], one["letter"]) for one in casedesk.done("documents")}
    assert known["work-order"] == ("order", "W")
    assert known["worklist"] == ("staff", "L")
    assert "case-record" in casedesk("documents").out


@pytest.mark.parametrize("document", ["order-quote", "case-record", "case-record-customer", "work-order"])
def test_every_document_of_an_order_is_printed_by_its_number(
    casedesk: CommandLine, order: str, tmp_path: Path, document: str
) -> None:
    file = tmp_path / "paper.pdf"
    told = casedesk.done("print", document, order, "-o", str(file))
    assert told["number"] == order
    assert told["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert (told["reprints"], told["copy"], told["pages"]) == (0, False, len(words_of(file)))


def test_a_case_record_without_an_order_goes_by_the_customer(
    casedesk: CommandLine, customer: str, tmp_path: Path
) -> None:
    casedesk.done("do", "add_note", f"about={customer}", "text=A secret of ours")
    inside, outside = tmp_path / "inside.pdf", tmp_path / "outside.pdf"
    told = casedesk.done("print", "case-record", customer, "-o", str(inside))
    assert (told["number"], told["name"]) == (None, "Marta Lindqvist R1")
    told = casedesk.done("print", "case-record", customer, "--for-customer", "-o", str(outside))
    assert told["name"] == "Marta Lindqvist E1"
    assert "A secret of ours" in words_of(inside)[0]
    assert "secret" not in words_of(outside)[0]
    assert casedesk("print", "work-order", customer, "-o", str(outside)).status == 5


def test_a_worklist_is_printed_by_login(casedesk: CommandLine, order: str, tmp_path: Path) -> None:
    for document, suffix in (("worklist", "L1"), ("shift-handover", "S1")):
        file = tmp_path / f"{document}.pdf"
        told = casedesk.done("print", document, casedesk.login, "-o", str(file))
        assert told["name"] == f"Ada Owner {suffix}"
        assert order in words_of(file)[0]
    assert casedesk("print", "worklist", "nobody", "-o", str(tmp_path / "x.pdf")).status == 5
    assert not (tmp_path / "x.pdf").exists()


def test_a_decision_is_printed_by_its_id_or_its_order(
    casedesk: CommandLine, order: str, tmp_path: Path
) -> None:
    made = casedesk.done(
        "do", "record_decision", f"about={order}", "question=Free?", "outcome=Free", "rule=by_hand"
    )
    file = tmp_path / "decision.pdf"
    assert casedesk.done("print", "decision", order, "-o", str(file))["suffix"] == "D1"
    assert casedesk.done("print", "decision", made["id"], "-o", str(file))["copy"]


def test_printed_again_it_is_a_marked_copy(casedesk: CommandLine, order: str, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    first = casedesk.done("print", "order-quote", order, "-o", str(file))
    again = casedesk.done("print", "order-quote", order, "-o", str(file))
    assert (again["id"], again["sha256"], again["reprints"], again["copy"]) == (
        first["id"], first["sha256"], 1, True,
    )  # fmt: skip
    assert "Copy of Q1, printed" in words_of(file)[0]
    told = casedesk.done("print", "Q1", order, "-o", str(file))
    assert (told["sha256"], told["reprints"]) == (first["sha256"], 2)
    assert "a copy" in casedesk("print", "Q1", order, "-o", str(file)).out
    assert suffixes(casedesk, order) == ["Q1"]
    assert casedesk("print", "Q2", order, "-o", str(file)).status == 5


def test_many_orders_go_into_one_file(casedesk: CommandLine, tmp_path: Path) -> None:
    numbers = [order_of(casedesk, f"Person {n}") for n in range(3)]
    file = tmp_path / "all.pdf"
    told = casedesk.done("print", "order-quote", *numbers, numbers[0], "-o", str(file))
    assert [one["number"] for one in told["printed"]] == numbers
    assert told["refused"] == []
    assert all(number in page for number, page in zip(numbers, words_of(file), strict=True))


def test_many_orders_go_into_a_folder_and_refusals_are_told(casedesk: CommandLine, tmp_path: Path) -> None:
    sound, bad = order_of(casedesk, "Мария Иванова"), order_of(casedesk, "山田")
    folder = tmp_path / "letters"
    ran = casedesk("print", "order-quote", sound, bad, "4107-2981", "-o", str(folder), "--json")
    assert ran.status == 7
    assert [one["file"] for one in ran.result["printed"]] == [str(folder / f"{sound} Q1.pdf")]
    assert [(one["about"], one["error"]) for one in ran.result["refused"]] == [
        (bad, "refused"),
        ("4107-2981", "not_found"),
    ]
    assert "山" in ran.result["refused"][0]["why"]
    assert [one.name for one in folder.iterdir()] == [f"{sound} Q1.pdf"]
    assert suffixes(casedesk, bad) == []
    account = casedesk("print", "order-quote", sound, bad, "-o", str(folder)).out
    assert "1 document printed" in account
    assert f"{bad}: " in account


def test_a_batch_of_which_nothing_can_be_printed_leaves_no_file(
    casedesk: CommandLine, tmp_path: Path
) -> None:
    bad = [order_of(casedesk, name) for name in ("山田", "محمد")]
    ran = casedesk("print", "order-quote", *bad, "-o", str(tmp_path / "all.pdf"), "--json")
    assert ran.status == 7
    assert len(ran.document["details"]["refused"]) == 2
    assert list(tmp_path.glob("*.pdf")) == []


def test_where_nothing_can_be_written_nothing_is_issued(
    casedesk: CommandLine, order: str, tmp_path: Path
) -> None:
    other = order_of(casedesk, "Person")
    absent = tmp_path / "absent" / "paper.pdf"
    (tmp_path / "file").write_text("not a folder")
    for abouts, output in (((order,), absent), ((order, other), absent), ((order, other), tmp_path / "file")):
        ran = casedesk("print", "order-quote", *abouts, "-o", str(output))
        assert (ran.status, ran.out) == (2, "")
        assert "cannot be written" in ran.err
    assert suffixes(casedesk, order) == suffixes(casedesk, other) == []


def test_the_page_size_is_chosen(casedesk: CommandLine, order: str, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    casedesk.done("print", "order-quote", order, "--page-size", "Letter", "-o", str(file))
    document = pypdfium2.PdfDocument(file)
    assert document[0].get_size() == (612, 792)
    document.close()
    assert casedesk("print", "order-quote", order, "--page-size", "A5", "-o", str(file)).status == 2
