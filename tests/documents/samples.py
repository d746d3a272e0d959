"""Pages that tests print: those of the design pictures, the quote before the order, and a bare order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

from casedesk.documents.context import (
    CaseCopyPage,
    CaseOrder,
    CasePage,
    Company,
    Contact,
    CopyEntry,
    CopyOrder,
    CopyPromise,
    CopyStep,
    Customer,
    DecisionPage,
    Line,
    Mark,
    Material,
    NextStep,
    Number,
    OrderPage,
    Promise,
    Recipient,
    StandLine,
    StatusName,
    Task,
    TimelineEntry,
    TrackStep,
    Undertaking,
    WorklistPage,
    WorkOrderPage,
    WorkRow,
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
        entries_words="46 entries",
        printed_at=datetime(2026, 11, 24, 10, 52, tzinfo=LONDON),
        suffix="R1",
    )


def lindqvist_case_copy() -> CaseCopyPage:
    """The same case as the customer may read it."""
    order = lindqvist_order()
    number = order.number.printed
    return CaseCopyPage(
        company=order.company,
        recipient=order.recipient,
        contact=order.contact,
        number=order.number,
        written_on=date(2026, 11, 24),
        sentence="Your order 4817-2090 (Fibre 500) was promised for Mon 30 Nov; we now expect Thu 3 Dec.",
        orders=(
            CopyOrder(
                number=number,
                title="Fibre 500 and phone, 14 Tanner's Yard",
                state="Under way",
                day="Promised for Mon 30 Nov, expected Thu 3 Dec",
            ),
            CopyOrder(number="7302-6452", title="End DSL 50", state="Ordered", day="Promised for Fri 4 Dec"),
        ),
        steps=(
            CopyStep(number=number, on=date(2026, 11, 27), we="We bring the fibre to your wall."),
            CopyStep(
                number=number,
                on=date(2026, 12, 3),
                we="Our technician connects you.",
                you="Please be at home.",
            ),
        ),
        promises=(CopyPromise(what="Call when the dig is finished", when="Fri 27 Nov, 15:00"),),
        decisions=(CopyPromise(what="Old DSL ends without a fee", when="Thu 12 Nov"),),
        money="Everything is paid.",
        entries=(
            CopyEntry(at=_at(24, 10, 38), what="You called us", order=number),
            CopyEntry(at=_at(20, 15, 12), what="We called you", order=number),
            CopyEntry(at=_at(9, 9, 51), what="You ordered, and we promised a day", order=number),
        ),
        suffix="E1",
    )


def lindqvist_decision() -> DecisionPage:
    """The decision of the design pictures that the old line ends without a fee."""
    order = lindqvist_order()
    return DecisionPage(
        company=order.company,
        recipient=order.recipient,
        contact=order.contact,
        number=Number(printed="7302-6452", digits="73026452"),
        written_on=date(2026, 11, 24),
        question="Does the old line at 3 Mill Lane end without a fee?",
        outcome="Old DSL ends without a fee",
        decided_on=date(2026, 11, 12),
        valid_until=date(2026, 12, 31),
        order="7302-6452, End DSL 50 at 3 Mill Lane",
        suffix="D1",
    )


def lindqvist_work_order() -> WorkOrderPage:
    """The work order of the design picture, with milestones for its checklist."""
    order = lindqvist_order()
    return WorkOrderPage(
        company=order.company,
        number=order.number,
        suffix="W1",
        given_to="Crew 7, Network",
        what="Fibre 500 and phone, 14 Tanner's Yard",
        be_there="By Mon 30 Nov",
        remark="Forecast is Thu 3 Dec. Call before you go.",
        customer_lines=("Marta Lindqvist", "07700 900 142", "Also there: Owen Hale", "07700 900 760"),
        place_lines=(
            "14 Tanner's Yard",
            "Stonebridge SB4 2QT",
            "Blue door in the yard, bell “Hale”, no parking: use Mill St.",
        ),
        promise_lines=("Done by Mon 30 Nov", "Told on Tue 24 Nov", "The first promise was Fri 27 Nov"),
        tasks=(
            Task(what="Line built: We bring the fibre to your wall.", by="Network, by Fri 27 Nov"),
            Task(what="Visit: Our technician connects you.", by="Crew 7, by Thu 3 Dec"),
            Task(what="Working", by="Order desk, by Thu 3 Dec"),
        ),
        done_words="3 steps are done already.",
        materials=(
            Material(name="Fibre cable, white, indoor", quantity=Decimal(12)),
            Material(name="Router X6", quantity=Decimal(1)),
        ),
        contact=order.contact,
        wants="One connection, one bill.",
        given_by="Daniel Osei",
        given_at=datetime(2026, 11, 24, 10, 55, tzinfo=LONDON),
    )


def osei_worklist() -> WorklistPage:
    """What Daniel Osei has open."""
    customer, phone = "Marta Lindqvist", "07700 900 142"
    return WorklistPage(
        company=lindqvist_order().company,
        person="Daniel Osei",
        team="Order desk",
        counts="2 promises to keep, 3 open orders and requests, 1 of them waits for somebody.",
        promises=(
            WorkRow(
                due_at=_at(23, 16, 0), what="Say what the permit costs", who="Tanner & Sons", phone="01632 960 377",
                order="6640-1175", status="late", status_words="Broken",
            ),
            WorkRow(
                due_at=_at(27, 15, 0), what="Call when the dig is finished", who=customer, phone=phone,
                order="4817-2090", status_words="Open",
            ),
        ),
        open=(
            WorkRow(
                due_at=_at(27, 15, 0), what="Fibre 500 and phone", who=customer, phone=phone, order="4817-2090",
                next="Next: Call her when the dig is finished", status="in_jeopardy", status_words="In jeopardy",
            ),
            WorkRow(
                due_at=None, what="Wants a second socket", who=customer, phone=phone, next="Next: Ask the crew",
                status="under_way", status_words="Under way",
            ),
        ),
        waiting=(
            WorkRow(
                due_at=_at(28, 9, 0), what="End DSL 50", who=customer, phone=phone, order="7302-6452",
                next="Waits for: the new line. We look again Sat 28 Nov",
                status="blocked", status_words="Blocked",
            ),
        ),
        given=(
            WorkRow(
                due_at=_at(24, 14, 0), what="To Lewis Grant: Take the second visit",
                who="Tanner & Sons", phone="01632 960 377", next="Owed: a call back today", order="6640-1175",
                status="not_started", status_words="Offered",
            ),
        ),
        offered=(
            WorkRow(
                due_at=_at(24, 13, 0), what="From Priya Nair: Two orders, one plan", who=customer, phone=phone,
                order="4817-2090", status="not_started", status_words="Offered",
            ),
        ),
        printed_by="Daniel Osei",
        printed_at=datetime(2026, 11, 24, 10, 55, tzinfo=LONDON),
        suffix="L1",
    )  # fmt: skip


def osei_shift_handover() -> WorklistPage:
    """The same at the end of the shift."""
    return replace(osei_worklist(), suffix="S1", printed_at=datetime(2026, 11, 24, 17, 5, tzinfo=LONDON))


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=LONDON)


def undertaking(what: str, when: str, status: StatusName, status_words: str) -> Undertaking:
    return Undertaking(what=what, when=when, who="Daniel Osei", status=status, status_words=status_words)


def entry(day: int, hour: int, minute: int, what: str) -> TimelineEntry:
    at = datetime(2026, 11, day, hour, minute, tzinfo=LONDON)
    return TimelineEntry(at=at, what=what, by="Priya Nair", order="4817-2090")


SAMPLES = {
    "case-record": lindqvist_case,
    "case-record-customer": lindqvist_case_copy,
    "decision": lindqvist_decision,
    "order-confirmation": lindqvist_order,
    "order-quote": lindqvist_quote,
    "shift-handover": osei_shift_handover,
    "work-order": lindqvist_work_order,
    "worklist": osei_worklist,
}
"""A page for every shipped document."""
