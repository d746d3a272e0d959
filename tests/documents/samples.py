"""Pages that tests print: the order of the design picture, and the quote it was before."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from casedesk.documents.context import (
    Company,
    Contact,
    Line,
    Mark,
    NextStep,
    Number,
    OrderPage,
    Promise,
    Recipient,
)


def lindqvist_order() -> OrderPage:
    """The order of the design picture, with every optional value."""
    return OrderPage(
        company=Company(
            name="Fernhill Telecom",
            legal_name="Fernhill Telecom Ltd",
            address_lines=("1 Quay House", "Stonebridge SB1 1AA"),
            mark=Mark(ground="#17608F", line=((0.23, 0.32), (0.5, 0.72), (0.77, 0.32))),
        ),
        recipient=Recipient(
            address_lines=("Ms Marta Lindqvist", "14 Tanner's Yard", "Stonebridge", "SB4 2QT"),
            salutation="Ms Lindqvist",
        ),
        number=Number(printed="4817-2090", digits="48172090"),
        contact=Contact(
            name="Daniel Osei",
            phone="01632 960 214",
            hours="Monday to Friday, 08:00 to 17:00",
            email="daniel.osei@fernhill.example",
        ),
        written_on=date(2026, 11, 9),
        lines=(
            Line(
                name="Fibre 500",
                words="up to 500 Mbit/s, 24 months, then monthly",
                once=Decimal(0),
                monthly=Decimal(34),
            ),
            Line(
                name="Phone", words="you keep your number 01632 960 377", once=Decimal(0), monthly=Decimal(6)
            ),
            Line(name="Router X6", words="on loan, stays ours", once=Decimal(0), monthly=Decimal(3)),
            Line(
                name="Setup",
                words="£49.00, waived because you have been with us for 9 years",
                once=Decimal(0),
            ),
        ),
        currency="GBP",
        total_once=Decimal(0),
        total_monthly=Decimal(43),
        tax_words="VAT included",
        agreed="on the phone this morning",
        promise=Promise(what="your connection works", on=date(2026, 11, 30)),
        steps=(
            NextStep(on=date(2026, 11, 18), by=True, we="We get the permit for the pavement."),
            NextStep(on=date(2026, 11, 20), by=True, we="We bring the fibre to your wall."),
            NextStep(
                on=date(2026, 11, 25),
                starts=time(8),
                ends=time(12),
                we="Our technician connects you. You get an SMS with the name and phone number "
                "the day before.",
                you="Please be at home.",
            ),
            NextStep(
                on=date(2026, 11, 30),
                we="Everything works. We call you two days later to ask.",
                you="Tell us if anything is wrong.",
            ),
        ),
        first_bill_on=date(2027, 1, 1),
        cancel_until=date(2026, 11, 23),
        taken_by="Priya Nair",
        taken_at=datetime(2026, 11, 9, 9, 51, tzinfo=ZoneInfo("Europe/London")),
    )


def lindqvist_quote() -> OrderPage:
    """The same before it was placed."""
    return replace(
        lindqvist_order(),
        agreed=None,
        first_bill_on=None,
        cancel_until=None,
        valid_until=date(2026, 12, 9),
        taken_at=datetime(2026, 11, 5, 15, 20, tzinfo=ZoneInfo("Europe/London")),
        written_on=date(2026, 11, 5),
    )


def bare_order() -> OrderPage:
    """An order that has only what it must have."""
    return replace(
        lindqvist_order(),
        contact=Contact(name="Daniel Osei", phone="01632 960 214"),
        lines=(Line(name="Setup", once=Decimal(49)),),
        total_monthly=None,
        agreed=None,
        promise=None,
        steps=(),
        first_bill_on=None,
        cancel_until=None,
    )


SAMPLES = {"order-confirmation": lindqvist_order, "order-quote": lindqvist_quote}
"""A page for every shipped document."""
