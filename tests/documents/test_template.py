"""The document files: what they may say is checked when they are read; every fault is named with its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from casedesk import paths
from casedesk.documents.render import documents
from casedesk.documents.template import BrokenDocument, find_document, read_document, read_documents

SHIPPED = paths.resources() / "documents"
CONFIRMATION = (SHIPPED / "order-confirmation.toml").read_text(encoding="utf-8")


def broken(tmp_path: Path, old: str, new: str) -> str:
    """What is said about the order confirmation after one change."""
    assert old in CONFIRMATION
    file = tmp_path / "order-confirmation.toml"
    file.write_text(CONFIRMATION.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BrokenDocument) as refused:
        read_document(file)
    assert str(refused.value).startswith("order-confirmation.toml: ")
    return str(refused.value)


def test_every_shipped_document_can_be_read() -> None:
    assert {spec.id: spec.letter for spec in documents()} == {
        "case-record": "R",
        "case-record-customer": "E",
        "decision": "D",
        "order-confirmation": "C",
        "order-quote": "Q",
        "shift-handover": "S",
        "work-order": "W",
        "worklist": "L",
    }


def test_a_version_for_the_customer_is_a_shipped_document() -> None:
    ids = {spec.id for spec in documents()}
    assert {spec.for_customer for spec in documents() if spec.for_customer} == {"case-record-customer"}
    assert {spec.for_customer for spec in documents()} <= ids | {""}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('lines = "place"', 'lines = "room"', "blocks.5.columns.1.lines: there is no list “room”"),
        ('rows = "tasks"', 'rows = "steps"', "blocks.7.rows: there are no rows “steps”; there are tasks"),
        ('unit = "on"', 'unit = "$day"', "blocks.7.unit: $day cannot be used here"),
        ('head = "Done by"', 'head = "$who"', "blocks.10.boxes.1.head: $who cannot be used here"),
        ('"No way in"', '"$way"', "blocks.9.options.1: $way cannot be used here"),
    ],
)
def test_faults_in_what_is_written_on_are_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    sound = (SHIPPED / "work-order.toml").read_text(encoding="utf-8")
    assert old in sound
    file = tmp_path / "work-order.toml"
    file.write_text(sound.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BrokenDocument) as refused:
        read_document(file)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Dear $salutation", "Dear $first_name", "blocks.6.text: $first_name cannot be used here"),
        ("Dear $salutation", "Dear $1", "blocks.6.text: a $ stands before something that is not a field"),
        ('when = ["agreed"]', "", "blocks.6.text: $agreed cannot be used here"),
        ('when = ["agreed"]', 'when = ["salutation"]', "blocks.6.when: “salutation” is not a field that may"),
        ('unless = ["agreed"]', 'unless = ["x"]', "blocks.7.unless: “x” is not a field that may"),
        ('rows = "steps"', 'rows = "visits"', "blocks.12.rows: there are no rows “visits”; there are lines"),
        ('text = "$when"', 'text = "$name"', "blocks.12.columns.0.text: $name cannot be used here"),
        ('text = "$we"', 'text = "$we $you"', "blocks.12.columns.1.text: $you cannot be used here"),
        ('total = "$total_once"', 'total = "$once"', "blocks.10.columns.1.total: $once cannot be used here"),
        ('title = "What you', 'title = "$x', "blocks.10.title: $x cannot be used here"),
        ("$page of", "$sheet of", "page: $sheet cannot be used here"),
        ("Order $document_number.", "$promised_on", "foot.1: $promised_on cannot be used here"),
        ("printed $copied_on", "printed $cancel_until", "copy_mark: $cancel_until cannot be used here"),
        ('by = "By $day"', "", "phrases.by: this phrase is missing"),
        ('by = "By $day"', 'by = "By $when"', "phrases.by: $when cannot be used here; the fields are day"),
        ("[phrases]", '[phrases]\nodd = "x"', "phrases.odd: no page about “order” has this phrase"),
        ('about = "order"', 'about = "invoice"', "about: there is no kind of page “invoice”"),
        ('kind = "headline"', 'kind = "poster"', "blocks.5: "),
        ('label = "Your contact"', "", "blocks.3.contact.label: Field required"),
        ('tone = "date"', 'tone = "loud"', "blocks.4.paragraph.tone: "),
        ('tone = "date"', 'tune = "date"', "blocks.4.paragraph.tune: Unexpected keyword argument"),
        (
            'align = "right"',
            'allign = "right"',
            "blocks.10.table.columns.1.allign: Unexpected keyword argument",
        ),
        (
            'text = "$we"',
            'text = "$we"\nshape = "x"',
            "blocks.12.columns.1.shape: “x” is not a field of these",
        ),
        ('name = "Order confirmation"', "", "name: Field required"),
        ('name = "Order confirmation"', "name = ", "Invalid value"),
    ],
)
def test_a_fault_is_named_with_file_and_key(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in broken(tmp_path, old, new)


def test_every_fault_of_a_file_is_named_at_once(tmp_path: Path) -> None:
    file = tmp_path / "order-confirmation.toml"
    text = CONFIRMATION.replace("$salutation", "$a").replace("$taken_by", "$b")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenDocument) as refused:
        read_document(file)
    assert len(refused.value.details["faults"]) == 3


def test_a_document_is_found_in_the_language_or_in_english(tmp_path: Path) -> None:
    (tmp_path / "order-confirmation.toml").write_text(CONFIRMATION, encoding="utf-8")
    german = CONFIRMATION.replace("Your order is confirmed", "Ihr Auftrag ist bestätigt")
    (tmp_path / "order-confirmation.de.toml").write_text(german, encoding="utf-8")
    specs = read_documents(tmp_path)
    found = {tag: find_document(specs, "order-confirmation", tag).language for tag in ("de", "de-AT", "fr")}
    assert found == {"de": "de", "de-AT": "de", "fr": "en"}
