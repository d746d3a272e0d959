"""Find: by number, alias, phone, name, company, person, street, e-mail and what was said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from casedesk.contract.cases import AddNote, CaseQuery, Find, FindAnswer, FindHit, LogCall
from casedesk.contract.customers import EndContactPoint, PersonGiven, RegisterCustomer
from casedesk.contract.orders import ImportOrder
from casedesk.rules.order_number import neighbours
from casedesk.rules.vocabulary import CallOutcome, CustomerKind
from casedesk.services.queries import find_keys, find_said
from tests.factories import TUESDAY, Office


def organisation(office: Office, name: str, **given: Any) -> UUID:
    made = office.run(RegisterCustomer(kind=CustomerKind.ORGANISATION, name=name, **given))
    return UUID(str(made.customer))


def ask(office: Office, text: str, limit: int = 40) -> FindAnswer:
    answer: FindAnswer = office.read(Find(text=text, limit=limit))
    return answer


def names(office: Office, text: str, kind: str = "customer") -> list[str]:
    """The names of the hits of a kind, best first."""
    return [hit.name for hit in ask(office, text).hits if hit.kind == kind]


def only(office: Office, text: str, kind: str = "customer") -> FindHit:
    (hit,) = [hit for hit in ask(office, text).hits if hit.kind == kind]
    return hit


@pytest.fixture
def marta(office: Office) -> UUID:
    return office.customer(
        phones=("07700 900142",), emails=("marta.lindqvist@example.org",), street="14 Tanner's Yard",
        city="Stonebridge", postcode="SB4 2QT", since=date(2017, 3, 1),
    )  # fmt: skip


# What a hit says


def test_a_customer_says_where_it_matched_and_what_is_open(office: Office, marta: UUID) -> None:
    office.placed(marta)
    office.quote(marta)
    hit = only(office, "tanner")
    assert (hit.kind, hit.id, hit.customer, hit.order_number) == ("customer", marta, marta, None)
    assert (hit.name, hit.second_line) == ("Marta Lindqvist", "private, since 2017")
    assert (hit.matched, hit.why) == ("14 Tanner's Yard, Stonebridge SB4 2QT", "address")
    assert (hit.contact, hit.state, hit.status) == ("07700 900142", "2 open", "on_time")
    assert (hit.owner, hit.owner_login) == ("Uma Support", "uma")
    assert hit.line == "Marta Lindqvist, 14 Tanner's Yard, Stonebridge SB4 2QT"


def test_an_order_says_its_promise_its_status_and_its_owner(office: Office, marta: UUID) -> None:
    number = office.placed(marta, street="14 Tanner's Yard", city="Stonebridge")
    hit = only(office, number, "order")
    assert (hit.name, hit.order_number, hit.customer, hit.second_line) == (number, number, marta, "Fibre 500")
    assert (hit.matched, hit.why) == ("14 Tanner's Yard, Marta Lindqvist", "order number")
    assert (hit.contact, hit.state, hit.status) == ("Promised Mon 7 Dec", "On time", "on_time")
    assert (hit.owner, hit.owner_login) == ("Uma Support", "uma")
    assert hit.line == f"{number}, Fibre 500, Marta Lindqvist"


def test_a_call_says_when_who_and_the_words_around(office: Office, marta: UUID) -> None:
    number = office.placed(marta)
    said = "The permit came this morning so we dig at Tanner's Yard on Friday, weather permitting"
    ended_at = TUESDAY + timedelta(minutes=6)
    office.run(
        LogCall(
            about=number, outcome=CallOutcome.ANSWERED, started_at=TUESDAY, ended_at=ended_at, summary=said
        )
    )
    hit = only(office, "yard", "interaction")
    assert (hit.name, hit.second_line, hit.contact) == ("10:42 today", "Call in, Uma Support", "6 min")
    assert hit.matched == f"“…dig at Tanner's Yard on Friday, weather permitting”, Marta Lindqvist, {number}"
    assert (hit.order_number, hit.customer, hit.state, hit.owner_login) == (number, marta, "answered", "uma")


# By number


def test_an_order_number_in_any_spelling_is_the_first_hit(office: Office, marta: UUID) -> None:
    number = office.placed(marta)
    office.placed(marta)
    digits = number.replace("-", "")
    for text in (
        number,
        digits,
        " ".join(digits),
        f"order no. {number}",
        f"{number} N1",
        number.replace("-", "–"),
    ):
        answer = ask(office, text)
        assert (answer.hits[0].kind, answer.hits[0].order_number) == ("order", number), text
        assert answer.neighbours == ()


def test_any_four_digits_find_an_order(office: Office) -> None:
    number = office.placed()
    digits = number.replace("-", "")
    for start in range(5):
        hit = only(office, digits[start : start + 4], "order")
        assert (hit.order_number, hit.why) == (number, "part of the order number")
    assert names(office, digits[:3], "order") == []


def test_a_number_with_a_wrong_digit_names_the_orders_near_it(office: Office) -> None:
    number = office.placed()
    digits = number.replace("-", "")
    wrong = [digits[:-1] + str((int(digits[-1]) + 1) % 10), str(int(digits[0]) % 9 + 1) + digits[1:]]
    swapped = next(at for at in range(1, 7) if digits[at] != digits[at + 1])
    wrong.append(digits[:swapped] + digits[swapped + 1] + digits[swapped] + digits[swapped + 2 :])
    for text in wrong:
        answer = ask(office, text)
        assert answer.neighbours == (number,), text
        assert answer.hits[0].why == "one digit is different, or two are swapped"
    near_nothing = neighbours(wrong[0])
    assert digits in near_nothing
    assert len(near_nothing) > 1  # there are more valid numbers near it, which no order has


def test_a_sound_number_that_no_order_has_finds_nothing(office: Office) -> None:
    taken = office.placed()
    free = next(one for one in neighbours("12345678") if one != taken.replace("-", ""))
    answer = ask(office, free)
    assert (answer.hits, answer.total, answer.neighbours) == ((), 0, ())


def test_numbers_of_other_systems_find_customer_and_order(office: Office) -> None:
    alfreds = organisation(office, "Alfreds Futterkiste", external="northwind:ALFKI")
    number = office.run(
        ImportOrder(customer=alfreds, external="northwind:10248", state="completed", placed_on=date(1996, 7, 4),
                    done_on=date(1996, 7, 16), headline="Tofu"), "mia",
    ).number  # fmt: skip
    customer, order = ask(office, "alfki").hits
    assert (customer.name, customer.matched, customer.why) == (
        "Alfreds Futterkiste",
        "ALFKI",
        "number in northwind",
    )
    assert (order.order_number, order.why) == (number, "customer: number in northwind")
    hit = ask(office, "10248").hits[0]
    assert (hit.order_number, hit.matched, hit.why) == (number, "10248", "number in northwind")
    assert (hit.contact, hit.state) == ("Done Tue 16 Jul 1996", "Done")


# By phone, e-mail, name, company, person, street


@pytest.mark.parametrize(
    "spelling",
    [
        "07700 900142",
        "07700900142",
        "07700-900-142",
        "(07700) 900 142",
        "0770 090 01 42",
        "+44 7700 900142",
        "+44 (0)7700 900142",
        "0044 7700 900142",
        "tel. 07700/900142",
        "00447700900142",
        "７７００９００１４２",
        "+44.7700.900.142 ext. 3",
    ],
)
def test_a_phone_is_found_in_any_spelling(office: Office, marta: UUID, spelling: str) -> None:
    office.customer("Someone Else", phones=("07700 900143",))
    hit = only(office, spelling)
    assert (hit.id, hit.why, hit.matched) == (marta, "phone", "07700 900142")


def test_the_end_of_a_phone_is_enough(office: Office, marta: UUID) -> None:
    hit = only(office, "900 142")
    assert (hit.id, hit.why) == (marta, "phone ends 900 142")
    assert only(office, "0142").id == marta
    assert names(office, "142") == []


def test_a_phone_no_longer_used_still_finds_the_customer(office: Office, marta: UUID) -> None:
    point = office.read(CaseQuery(about=str(marta))).customer.contact_points[0]
    office.run(EndContactPoint(contact_point=point.id))
    assert (only(office, "07700 900142").matched, only(office, "lindqvist").contact) == (
        "07700 900142", "marta.lindqvist@example.org",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("marta.lindqvist@example.org", "e-mail"),
        ("MARTA.Lindq", "e-mail"),
        ("example.org", "e-mail"),
        ("marta", "name"),
        ("Lindqvist, Marta", "name"),
        ("LÍNDQ", "name"),
        ("14 Tanners Yard", "address"),
        ("tanner's yard 14", "address"),
        ("stonebridge", "address"),
        ("sb42qt", "address"),
        ("marta stonebridge", "every word"),
        ("yard lind", "every word"),
    ],
)
def test_one_text_finds_marta(office: Office, marta: UUID, text: str, why: str) -> None:
    office.customer("Owen Hale", street="2 Wharf Road", city="Kelby")
    hit = only(office, text)
    assert (hit.id, hit.why) == (marta, why)


def test_a_company_is_found_without_its_legal_form_and_by_its_people(office: Office) -> None:
    organisation(
        office, "Tanner & Pike Upholstery Ltd", persons=(PersonGiven(name="Ann Wells", role="Owner"),)
    )
    for text in ("tanner and pike", "Tanner & Pike Upholstery Limited", "pike uphol"):
        assert names(office, text) == ["Tanner & Pike Upholstery Ltd"]
    hit = only(office, "ann wells")
    assert (hit.matched, hit.why, hit.second_line) == (
        "Ann Wells, Owner",
        "name of a person there",
        "company, since 2026",
    )


def test_places_of_service_find_customer_and_order(office: Office) -> None:
    customer = office.customer("Ana Trujillo")
    number = office.placed(customer, street="Avda. de la Constitución 2222", city="México D.F.")
    for text in ("mexico d.f.", "MEXICO DF", "México D. F.", "avenida de la constitucion 2222"):
        assert names(office, text) == ["Ana Trujillo"]
        assert names(office, text, "order") == [number]
    assert only(office, "mexico d.f.").matched == "Avda. de la Constitución 2222, México D.F."


def test_every_word_must_be_somewhere(office: Office, marta: UUID) -> None:
    office.customer("Marta Berg", street="1 Rise", city="Kelby")
    assert names(office, "marta kelby") == ["Marta Berg"]
    assert names(office, "marta oslo") == []
    assert only(office, "marta stoneb").matched == "14 Tanner's Yard, Stonebridge SB4 2QT"


# What was said


def test_what_was_said_is_found_word_by_word(office: Office, marta: UUID) -> None:
    office.run(AddNote(about=str(marta), text="100% sure: the 50_50 offer holds\nuntil Friday"))
    assert len(names(office, "offer friday", "interaction")) == 1
    assert len(names(office, "FRIDAY offér", "interaction")) == 1
    assert names(office, "offer monday", "interaction") == []
    assert names(office, "fer", "interaction") == []  # the middle of a word
    assert names(office, "of", "interaction") == []  # too short to look through everything
    assert only(office, "friday", "interaction").second_line == "Note, Uma Support"


def test_a_long_text_is_found_by_its_last_words(office: Office, marta: UUID) -> None:
    office.run(
        AddNote(about=str(marta), text=f"{'He repeats himself. ' * 200}Then he mentions the gasometer")
    )
    office.run(AddNote(about=str(marta), text=f"{'同じ話を何度も。' * 60}最後にガスメーター"))
    assert only(office, "gasometer", "interaction").matched.endswith(
        "mentions the gasometer”, Marta Lindqvist"
    )
    assert only(office, "ガスメーター", "interaction").customer == marta


def test_wildcards_of_the_database_mean_themselves(office: Office, marta: UUID) -> None:
    office.run(AddNote(about=str(marta), text="%%% a\\b\\c ___"))
    office.run(AddNote(about=str(marta), text="plain words"))
    for text in ("%%%", "___", "pla_n", "plain%", "pl%n", "a\\b"):
        assert len(names(office, text, "interaction")) <= 1, text
    assert names(office, "%lain", "interaction") == names(office, "pl%in", "interaction") == []


def test_only_the_latest_interactions_are_looked_through(
    office: Office, marta: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_said, "MOST_RECENT", 2)
    for day in ("Monday", "Tuesday", "Wednesday"):
        office.later(minutes=1)
        office.run(AddNote(about=str(marta), text=f"Visit on {day}"))
    found = [hit.matched for hit in ask(office, "visit").hits]
    assert [text.split("”")[0] for text in found] == ["“Visit on Wednesday", "“Visit on Tuesday"]


def test_a_call_whose_caller_is_unknown_is_no_hit(office: Office) -> None:
    office.run(LogCall(outcome=CallOutcome.ANSWERED, summary="Asked about fibre"))
    assert ask(office, "fibre").hits == ()


# Order and number of hits


def test_better_matches_stand_first(office: Office) -> None:
    beginning = office.customer("Anna Berglund")
    address = office.customer("Zoe Hale", street="1 Berg", city="Kelby")
    word = office.customer("Anna Berg")
    whole = office.customer("Berg")
    alias = organisation(office, "Alpine", external="old:berg")
    assert [hit.id for hit in ask(office, "berg").hits] == [alias, whole, word, address, beginning]


def test_open_work_and_recent_contact_stand_first_among_equals(office: Office) -> None:
    quiet = office.customer("Ada Berg")
    spoken = office.customer("Bea Berg")
    busy = office.customer("Cia Berg")
    office.quote(busy)
    office.later(hours=1)
    office.run(AddNote(about=str(spoken), text="Called"))
    found = [hit.id for hit in ask(office, "berg").hits if hit.kind == "customer"]
    assert found == [busy, spoken, quiet]


def test_no_kind_of_hit_hides_the_others(office: Office) -> None:
    customers = [office.customer(f"Berg {number}") for number in range(12)]
    for customer in customers[:4]:
        office.quote(customer)
    office.run(AddNote(about=str(customers[0]), text="Berg called"))
    answer = ask(office, "berg", limit=8)
    kinds = [hit.kind for hit in answer.hits]
    assert (kinds.count("customer"), kinds.count("order"), kinds.count("interaction")) == (5, 2, 1)
    assert answer.total == 17
    assert ask(office, "berg", limit=1).hits[0].kind == "customer"


def test_long_look_ups_end_early(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find_keys, "MOST_KEYS", 3)
    for number in range(6):
        office.customer(f"Berg {number}")
    assert len(ask(office, "berg").hits) == 3


def test_a_search_is_few_statements(office: Office, marta: UUID, count_round_trips: Any) -> None:
    for _ in range(3):
        office.run(AddNote(about=office.placed(marta), text="Marta Lindqvist in Tanner's Yard"))
    for text in ("marta yard", "tanner", "900142", "12345678"):
        office.read(Find(text=text))
        with count_round_trips(office.database) as trips:
            office.read(Find(text=text))
        assert trips.count <= 6 + 2, text  # and begin and commit


@pytest.mark.parametrize("text", ["", " ", "\t\n", "\u2003", "\u200b"])
def test_a_blank_text_finds_nothing_and_asks_nothing(office: Office, text: str) -> None:
    answer = ask(office, text)
    assert (answer.hits, answer.total, answer.neighbours) == ((), 0, ())
