"""The declared fields of lists and the grammar of their filters."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from casedesk.errors import WrongUsage
from casedesk.rules.fields import (
    CUSTOMER_FIELDS,
    ORDER_FIELDS,
    AnyOf,
    Field,
    FieldType,
    Range,
    field_of,
    filter_field,
    group_field,
    sort_field,
    wanted_values,
)

ID = UUID("01a200aa-42fc-79aa-a2d9-69b4401e978d")
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize("fields", [ORDER_FIELDS, CUSTOMER_FIELDS])
def test_every_field_is_named_and_labelled_once(fields: dict[str, Field]) -> None:
    assert all(name == one.name for name, one in fields.items())
    labels = [one.label for one in fields.values()]
    assert all(labels)
    assert len(set(labels)) == len(labels)
    assert all(one.filterable or one.summed for one in fields.values())


@pytest.mark.parametrize(
    ("written", "given", "wanted"),
    [
        (FieldType.TEXT, "a", AnyOf(("a",))),
        (FieldType.TEXT, 3, AnyOf(("3",))),
        (FieldType.TEXT, True, AnyOf(("true",))),
        (FieldType.TEXT, None, AnyOf((None,))),
        (FieldType.TEXT, ["a", None], AnyOf(("a", None))),
        (FieldType.TEXT, [], AnyOf(())),
        (FieldType.NUMBER, "4107 2981", AnyOf(("41072981",))),
        (FieldType.ID, str(ID), AnyOf((ID,))),
        (FieldType.ID, ID, AnyOf((ID,))),
        (FieldType.YES_NO, "yes", AnyOf((True,))),
        (FieldType.YES_NO, False, AnyOf((False,))),
        (FieldType.DAY, "2026-11-30", AnyOf((date(2026, 11, 30),))),
        (FieldType.DAY, {"from": "2026-11-30"}, Range(date(2026, 11, 30), None)),
        (FieldType.DAY, {"to": date(2026, 11, 30), "from": ""}, Range(None, date(2026, 11, 30))),
        (FieldType.DAY, {}, Range(None, None)),
        (FieldType.INSTANT, "2026-11-24", AnyOf((date(2026, 11, 24),))),
        (FieldType.INSTANT, "2026-11-24T12:00:00+00:00", AnyOf((NOON,))),
        (FieldType.INSTANT, {"from": NOON, "to": date(2026, 11, 24)}, Range(NOON, date(2026, 11, 24))),
        (FieldType.YEAR, "1996", AnyOf((1996,))),
        (FieldType.WHOLE, -3, AnyOf((-3,))),
        (FieldType.AMOUNT, "12.50", AnyOf((Decimal("12.50"),))),
        (FieldType.AMOUNT, {"from": 1, "to": 2.5}, Range(Decimal(1), Decimal("2.5"))),
    ],
)
def test_values_are_read_by_the_type_of_their_field(
    written: FieldType, given: Any, wanted: AnyOf | Range
) -> None:
    assert wanted_values(Field("field", written, "Field"), given) == wanted


@pytest.mark.parametrize(
    ("written", "given"),
    [
        (FieldType.TEXT, [["a"]]),
        (FieldType.TEXT, {"from": "a"}),
        (FieldType.NUMBER, "12"),
        (FieldType.ID, "Marta"),
        (FieldType.YES_NO, "perhaps"),
        (FieldType.DAY, "30.11.2026"),
        (FieldType.DAY, 5),
        (FieldType.DAY, {"from": "2026-11-30", "until": "2026-12-01"}),
        (FieldType.INSTANT, "2026-11-24T12:00:00"),
        (FieldType.YEAR, 1996.5),
        (FieldType.WHOLE, True),
        (FieldType.AMOUNT, "NaN"),
        (FieldType.AMOUNT, "1e13"),
        (FieldType.AMOUNT, "0.0000001"),
        (FieldType.AMOUNT, False),
    ],
)
def test_a_value_that_does_not_fit_names_its_field(written: FieldType, given: Any) -> None:
    with pytest.raises(WrongUsage, match="“field”"):
        wanted_values(Field("field", written, "Field"), given)


def test_a_word_must_be_one_of_the_list() -> None:
    assert wanted_values(ORDER_FIELDS["status"], ["late", None]) == AnyOf(("late", None))
    with pytest.raises(WrongUsage, match="“laet” is no value of “status”"):
        wanted_values(ORDER_FIELDS["status"], "laet")


def test_a_column_of_an_imported_source_is_a_field() -> None:
    field = field_of(ORDER_FIELDS, "extra.ship via")
    assert (field.label, field.type, field.filterable, field.groupable, field.sortable) == (
        "ship via",
        FieldType.TEXT,
        True,
        True,
        False,
    )


@pytest.mark.parametrize("name", ["colour", "extra.", 'extra.a"b', ""])
def test_an_unknown_field_lists_the_known_ones(name: str) -> None:
    with pytest.raises(WrongUsage, match=r"There are: number, customer, .*, extra\.KEY"):
        field_of(ORDER_FIELDS, name)


def test_a_field_is_used_only_for_what_it_is_declared_for() -> None:
    assert filter_field(ORDER_FIELDS, "city").name == "city"
    assert sort_field(ORDER_FIELDS, "opened_at").name == "opened_at"
    assert group_field(ORDER_FIELDS, "owner").name == "owner"
    for use, name in ((filter_field, "goods"), (sort_field, "city"), (group_field, "number")):
        with pytest.raises(WrongUsage, match=r"cannot be .* These can: "):
            use(ORDER_FIELDS, name)
