"""Pages that tests print: those of the design pictures, the quote before the order, and a bare order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from casedesk.documents.context import (
    CaseOrder,
    CasePage,
    Company,
    Contact,
    Customer,
    Line,
    Mark,
    NextStep,
    Number,
    OrderPage,
    Promise,
    Recipient,
    StandLine,
    StatusName,
    TimelineEntry,
    TrackStep,
    Undertaking,
)

LONDON = ZoneInfo("Europe/London")


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
        taken_at=datetime(2026, 11, 9, 9, 51, tzinfo=LONDON),
        late_words="If we are late, we tell you before that day and take money off your bill.",
    )


def lindqvist_quote() -> OrderPage:
    """The same before it was placed."""
    return replace(
        lindqvist_order(),
        agreed=None,
        first_bill_on=None,
        cancel_until=None,
        valid_until=date(2026, 12, 9),
        taken_at=datetime(2026, 11, 5, 15, 20, tzinfo=LONDON),
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


def lindqvist_case() -> CasePage:
    """The case of the design picture."""
    order = lindqvist_order()
    return CasePage(
        company=order.company,
        customer=Customer(
            name="Marta Lindqvist",
            kind="Private customer since 6 March 2017, loyal (9 years)",
            lines=(
                "14 Tanner's Yard, Stonebridge SB4 2QT",
                "07700 900 142 (prefers a call, then SMS)",
                "marta.lindqvist@example.org",
                "May be told: Owen Hale, partner, everything",
            ),
        ),
        contact=Contact(name="Daniel Osei, Order desk", phone="01632 960 214", hours="in until 17:00"),
        account=("Paid until 30 November, nothing owed", "Contract: DSL 50, ends with the move"),
        stand=(
            StandLine(
                label="Wants",
                words="Fibre 500 at 14 Tanner's Yard, where she moved in with Owen Hale. "
                "One connection, one bill.",
            ),
            StandLine(
                label="Now",
                words="The street permit came this morning. Digging is booked for Fri 27 Nov, Crew 7.",
            ),
            StandLine(
                label="Promised",
                words="Working by Mon 30 Nov. Forecast is Thu 3 Dec, three days later. "
                "She was told at 10:40.",
            ),
            StandLine(
                label="Decided",
                words="Old DSL ends without a fee (Daniel Osei, 12 Nov, rule Moving in together).",
            ),
            StandLine(
                label="Next", words="Daniel Osei calls her when the dig is finished, by Fri 27 Nov, 15:00."
            ),
        ),
        orders=(
            CaseOrder(
                number="4817-2090",
                title="Fibre 500 and phone, 14 Tanner's Yard",
                remark="£43.00 a month, owner Daniel Osei",
                status="in_jeopardy",
                status_words="In jeopardy by 3 days",
                dates="promised 30 Nov, forecast 3 Dec",
                track=(
                    TrackStep(name="Agreed", day=date(2026, 11, 9), status="done"),
                    TrackStep(name="Checked", day=date(2026, 11, 10), status="done"),
                    TrackStep(name="Permit", day=date(2026, 11, 24), status="done"),
                    TrackStep(name="Line built", day=date(2026, 11, 27), status="under_way"),
                    TrackStep(name="Visit", day=date(2026, 12, 3), status="in_jeopardy"),
                    TrackStep(name="Working", day=date(2026, 12, 3), status="in_jeopardy"),
                    TrackStep(name="Feedback", day=date(2026, 12, 4), status="not_started"),
                    TrackStep(name="First bill", day=date(2027, 1, 1), status="not_started"),
                ),
            ),
            CaseOrder(
                number="7302-6452",
                title="End DSL 50 at 3 Mill Lane",
                remark="waits for 4817-2090, owner Daniel Osei",
                status="on_time",
                status_words="On time",
                dates="switch-off Fri 4 Dec",
            ),
        ),
        orders_words="2 open, 1 finished",
        undertakings=(
            undertaking("Tell her the permit date", "Tue 24 Nov, 11:00", "done", "Kept at 10:40"),
            undertaking("Call when the dig is finished", "Fri 27 Nov, 15:00", "on_time", "Open"),
            undertaking("Working connection", "Mon 30 Nov", "in_jeopardy", "In jeopardy"),
            undertaking("DSL ends, no fee", "from 12 Nov", "done", "In force"),
            undertaking("Setup fee of £49.00 waived", "from 9 Nov", "done", "In force"),
        ),
        timeline=(
            entry(24, 10, 38, "Call in, 5 min: date of the dig? Told: 27 Nov, visit 3 Dec."),
            entry(24, 8, 50, "Street permit granted by the council, valid 26 to 28 Nov"),
            entry(20, 15, 12, "Call out: promised to tell the permit date by Tue 24 Nov, 11:00"),
            entry(18, 9, 5, "Council asks for a traffic plan, permit late"),
            entry(12, 11, 34, "Decision: old DSL ends without a fee"),
            entry(12, 11, 20, "Handover accepted from Priya Nair: “two orders, one plan”"),
            entry(9, 10, 2, "Order confirmation sent, letter and e-mail"),
            entry(9, 9, 51, "Call in, 11 min: order taken, setup fee waived"),
            entry(9, 9, 40, "Moves in with Owen Hale, wants one connection and one bill"),
        ),
        printed_by="Priya Nair",
        printed_at=datetime(2026, 11, 24, 10, 52, tzinfo=LONDON),
    )


def undertaking(what: str, when: str, status: StatusName, status_words: str) -> Undertaking:
    return Undertaking(what=what, when=when, who="Daniel Osei", status=status, status_words=status_words)


def entry(day: int, hour: int, minute: int, what: str) -> TimelineEntry:
    at = datetime(2026, 11, day, hour, minute, tzinfo=LONDON)
    return TimelineEntry(at=at, what=what, by="Priya Nair", order="4817-2090")


SAMPLES = {
    "case-record": lindqvist_case,
    "order-confirmation": lindqvist_order,
    "order-quote": lindqvist_quote,
}
"""A page for every shipped document."""
