"""Orders from quote to completed or cancelled, by commands, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from casedesk.contract.cases import LogCall
from casedesk.contract.desk import AddProduct
from casedesk.contract.orders import (
    BlockMilestone,
    CancelOrder,
    ChangeLines,
    CompleteOrder,
    EstimateMilestone,
    FinishMilestone,
    HoldOrder,
    LineGiven,
    MovePromisedDate,
    OpenOrder,
    OrderQuery,
    PlaceOrder,
    ReleaseOrder,
    SkipMilestone,
    StartMilestone,
    UnblockMilestone,
)
from casedesk.contract.values import About, OrderNumber
from casedesk.errors import NotFound, NotPermitted, RefusedByRule
from casedesk.rules.order_number import is_valid
from casedesk.rules.vocabulary import CallOutcome, HoldKind
from casedesk.services.contracts import months_later
from tests.factories import Office


def test_a_quote_has_its_number_from_the_first_save_and_an_owner(office: Office) -> None:
    number = office.quote(wants="Fibre at home")
    order = office.read(OrderQuery(number=number))
    assert is_valid(number.replace("-", ""))
    assert (order.state, order.status, order.owner.login) == ("quote", "not_started", "uma")
    assert order.next_step
    assert order.next_step_due_at > office.clock.now()
    assert [one.state for one in order.milestones] == ["not_started"] * 5
    assert order.total_monthly == Decimal("34.00")


def test_a_number_is_understood_in_any_spelling(office: Office) -> None:
    number = office.quote()
    for spelling in (number, number.replace("-", " "), f"order {number}", f"  {number} N1"):
        assert office.read(OrderQuery(number=OrderNumber(spelling))).number == number


def test_a_number_with_a_wrong_digit_names_its_neighbours(office: Office) -> None:
    number = office.quote()
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    with pytest.raises(NotFound) as caught:
        office.read(OrderQuery(number=OrderNumber(wrong)))
    assert number in caught.value.details["neighbours"]


def test_placing_plans_the_milestones_back_from_the_promise(office: Office) -> None:
    number = office.placed(promised_on=date(2026, 12, 7))
    order = office.read(OrderQuery(number=number))
    assert (order.state, order.status) == ("placed", "on_time")
    promised = {one.key: one.promised_on for one in order.milestones}
    assert promised["delivered"] == order.promised_on == order.first_promised_on == date(2026, 12, 7)
    assert promised["ready"] == date(2026, 12, 4)
    assert promised["checked"] == date(2026, 12, 1)
    assert order.milestones[0].state == "ready"
    assert [one.promised_on for one in order.promised_dates] == [date(2026, 12, 7)]


def test_a_day_that_cannot_be_kept_needs_a_manager(office: Office) -> None:
    number = office.quote()
    with pytest.raises(RefusedByRule, match="earliest day") as caught:
        office.run(PlaceOrder(order=number, promised_on=date(2026, 11, 25)))
    assert caught.value.rule == "can_keep"
    office.run(PlaceOrder(order=number, promised_on=date(2026, 11, 25)), "mia")
    assert office.read(OrderQuery(number=number)).status == "in_jeopardy"


def test_a_moved_promise_keeps_the_first_one(office: Office) -> None:
    number = office.placed(promised_on=date(2026, 12, 7))
    office.run(MovePromisedDate(order=number, promised_on=date(2026, 12, 14), reason="the permit is late"))
    office.later(days=16)
    order = office.read(OrderQuery(number=number))
    assert (order.promised_on, order.first_promised_on) == (date(2026, 12, 14), date(2026, 12, 7))
    assert order.was_late
    assert order.status != "late"
    assert [one.reason for one in order.promised_dates] == ["", "the permit is late"]


def test_a_passed_promise_is_late(office: Office) -> None:
    number = office.placed(promised_on=date(2026, 12, 7))
    office.later(days=14)
    assert office.read(OrderQuery(number=number)).status == "late"


def test_an_order_is_done_with_its_promise_and_completed_by_the_customer(office: Office) -> None:
    number = office.finished()
    done = office.read(OrderQuery(number=number))
    assert done.state == "done_not_confirmed"
    assert [(one.state, one.delivered_on) for one in done.lines] == [("delivered", date(2026, 11, 24))]
    office.run(CompleteOrder(order=number, how="confirmed_by"))
    order = office.read(OrderQuery(number=number))
    assert (order.state, order.status, order.completed_on) == ("completed", "done", date(2026, 11, 24))


def test_completing_without_the_customer_needs_three_attempts(office: Office) -> None:
    number = office.finished()
    with pytest.raises(RefusedByRule, match="0 of three"):
        office.run(CompleteOrder(order=number, how="attempts"))
    for _ in range(3):
        office.later(minutes=5)
        office.run(LogCall(about=About(number), outcome=CallOutcome.NO_ANSWER))
    office.run(CompleteOrder(order=number, how="attempts"))
    assert office.read(OrderQuery(number=number)).state == "completed"


def test_hold_and_release_go_back_to_where_it_was(office: Office) -> None:
    number = office.placed()
    office.run(HoldOrder(order=number, reason="the customer is abroad"))
    held = office.read(OrderQuery(number=number))
    assert (held.state, held.status, held.hold_check_on) == ("on_hold", "blocked", date(2026, 11, 27))
    office.run(ReleaseOrder(order=number))
    assert office.read(OrderQuery(number=number)).state == "placed"


def test_an_order_on_hold_is_not_placed_again(office: Office) -> None:
    number = office.placed()
    office.run(HoldOrder(order=number, reason="the customer is abroad"))
    with pytest.raises(RefusedByRule, match="This order is “on hold” now, so place order is not possible"):
        office.run(PlaceOrder(order=number, promised_on=date(2026, 12, 14)))
    assert office.read(OrderQuery(number=number)).first_promised_on == date(2026, 12, 7)


def test_a_promised_day_moves_with_a_reason_only(office: Office) -> None:
    number = office.placed()
    with pytest.raises(RefusedByRule, match="Say why the day moves"):
        office.run(MovePromisedDate(order=number, promised_on=date(2026, 12, 14), reason=" "))
    assert office.read(OrderQuery(number=number)).promised_on == date(2026, 12, 7)


def test_a_hold_says_why_by_its_reason_or_by_its_kind(office: Office) -> None:
    number = office.placed()
    with pytest.raises(RefusedByRule, match="Say why the order is on hold"):
        office.run(HoldOrder(order=number))
    office.run(HoldOrder(order=number, kind=HoldKind.STOCK))
    assert office.read(OrderQuery(number=number)).hold_reason == "Waiting for stock"


def test_cancelling_needs_the_reason_and_that_the_customer_was_told(office: Office) -> None:
    number = office.placed()
    with pytest.raises(RefusedByRule, match="must know"):
        office.run(CancelOrder(order=number, reason="moved away", asked_by="customer", told=(uuid4(),)))
    call = office.run(LogCall(about=About(number), summary="told her", outcome=CallOutcome.ANSWERED))
    office.run(CancelOrder(order=number, reason="moved away", asked_by="customer", told=(call.id,)))
    order = office.read(OrderQuery(number=number))
    assert (order.state, order.status, order.cancelled_on) == ("cancelled", "cancelled", date(2026, 11, 24))


def test_anothers_order_is_cancelled_by_a_manager_only(office: Office) -> None:
    number = office.placed(owner="sam")
    call = office.run(LogCall(about=About(number), summary="told her", outcome=CallOutcome.ANSWERED))
    cancel = CancelOrder(order=number, reason="moved away", asked_by="customer", told=(call.id,))
    with pytest.raises(NotPermitted):
        office.run(cancel)
    office.run(cancel, "mia")


def test_other_prices_need_sales(office: Office) -> None:
    customer = office.customer()
    cheap = OpenOrder(customer=customer, lines=(LineGiven(product="FIBRE500", unit_price=Decimal("1.00")),))
    with pytest.raises(RefusedByRule, match="list price"):
        office.run(cheap)
    number = office.run(cheap, "sam").number
    assert office.read(OrderQuery(number=number)).total_monthly == Decimal("1.00")


def test_a_total_finer_than_what_is_kept_is_rounded_and_one_too_large_is_refused(office: Office) -> None:
    def fibre(price: str, quantity: str, discount: str = "0") -> OpenOrder:
        line = LineGiven(
            product="FIBRE500",
            unit_price=Decimal(price),
            quantity=Decimal(quantity),
            discount=Decimal(discount),
        )
        return OpenOrder(customer=customer, lines=(line,))

    customer = office.customer()
    number = office.run(fibre("19.99", "1.255", "0.125"), "sam").number
    assert office.read(OrderQuery(number=number)).total_monthly == Decimal("21.95")
    with pytest.raises(RefusedByRule, match="more than can be kept"):
        office.run(fibre("999999999999", "2"), "sam")


def test_lines_change_as_a_new_revision_and_the_old_one_stays(office: Office) -> None:
    number = office.placed()
    office.run(ChangeLines(order=number, lines=(LineGiven(product="ROUTER", quantity=Decimal(2)),)))
    order = office.read(OrderQuery(number=number))
    assert [(one.name, one.amount) for one in order.lines] == [("Router X6", Decimal("98.00"))]
    with office.database.reading() as connection:
        revisions = connection.execute(text("SELECT revision, name FROM order_lines ORDER BY revision")).all()
    assert [(row.revision, row.name) for row in revisions] == [(1, "Fibre 500"), (2, "Router X6")]


def test_a_milestone_waits_for_what_it_depends_on(office: Office) -> None:
    number = office.placed()
    with pytest.raises(RefusedByRule, match="waits for: Checked"):
        office.run(FinishMilestone(order=number, milestone="ready"))


@pytest.mark.parametrize("state", ["placed", "completed", "cancelled"])
def test_the_database_refuses_a_move_that_is_not_in_the_table(office: Office, state: str) -> None:
    office.quote()
    office.finished()
    with pytest.raises(IntegrityError), office.database.writing() as session:
        session.execute(
            text(
                "UPDATE orders SET state = :state, cancel_reason = 'x', placed_on = '2026-11-24' "
                "WHERE state IN ('quote', 'done_not_confirmed')"
            ),
            {"state": state},
        )


def test_the_database_refuses_open_work_without_owner_or_queue(office: Office) -> None:
    office.quote()
    with pytest.raises(IntegrityError, match="owner_or_queue"), office.database.writing() as session:
        session.execute(text("UPDATE orders SET owner_id = NULL"))


def test_an_order_number_never_changes(office: Office) -> None:
    office.quote()
    with pytest.raises(IntegrityError, match="append_only"), office.database.writing() as session:
        session.execute(text("UPDATE orders SET digits = '10000000'"))


def test_a_command_is_done_once_under_its_request_id(office: Office) -> None:
    customer, request_id = office.customer(), uuid4()
    first = office.services().run(OpenOrder(customer=customer), request_id=request_id)
    again = office.services().run(OpenOrder(customer=customer), request_id=request_id)
    assert (first.again, again.again) == (False, True)
    assert again.result == first.result


def test_a_call_is_saved_in_eight_round_trips(office: Office, count_round_trips: object) -> None:
    number = office.placed()
    with count_round_trips(office.database) as trips:  # type: ignore[operator]
        office.run(
            LogCall(
                about=About(number),
                summary="asks for the date",
                outcome=CallOutcome.ANSWERED,
                started_at=datetime(2026, 11, 24, 10, 38, tzinfo=UTC),
                ended_at=office.clock.now() + timedelta(minutes=1),
            )
        )
    assert trips.count <= 8


def test_a_product_with_a_term_starts_a_contract_when_it_is_done(office: Office) -> None:
    term = AddProduct(code="FIBRE24", name="Fibre", price=Decimal(1), monthly=True, term_months=24, service="internet")
    office.run(term, "mia")
    number = office.placed(lines=(LineGiven(product="FIBRE24"),))
    for key in ("checked", "ready", "delivered"):
        office.run(FinishMilestone(order=number, milestone=key), "mia")
    with office.database.reading() as connection:
        (contract,) = connection.execute(text("SELECT service, starts_on, ends_on, notice_on FROM contracts")).all()
    assert tuple(map(str, contract)) == ("internet", "2026-11-24", "2028-11-24", "2028-10-25")


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 24), 24, date(2028, 11, 24)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


def test_a_milestone_is_started_blocked_and_goes_on(office: Office) -> None:
    number = office.placed()
    office.run(StartMilestone(order=number, milestone="checked"), "mia")
    office.run(BlockMilestone(order=number, milestone="checked", reason="the register is down"), "mia")
    blocked = office.read(OrderQuery(number=number))
    assert (blocked.status, blocked.milestones[0].check_on) == ("blocked", date(2026, 11, 26))
    office.run(UnblockMilestone(order=number, milestone="checked", reason="it is back"), "mia")
    assert office.read(OrderQuery(number=number)).milestones[0].state == "under_way"
    with pytest.raises(RefusedByRule, match="what it waits for"):
        office.run(BlockMilestone(order=number, milestone="checked", reason=" "), "mia")


def test_an_estimate_takes_the_place_of_the_computed_day(office: Office) -> None:
    number = office.placed(promised_on=date(2026, 12, 7))
    office.run(
        EstimateMilestone(order=number, milestone="ready", forecast_on=date(2026, 12, 9), reason="the permit is late"),
        "mia",
    )
    order = office.read(OrderQuery(number=number))
    assert (order.forecast_on, order.status) == (date(2026, 12, 10), "in_jeopardy")


def test_a_skipped_milestone_needs_its_reason_and_the_authority(office: Office) -> None:
    number = office.placed()
    skip = SkipMilestone(order=number, milestone="checked", reason="checked by the shop")
    with pytest.raises(NotPermitted, match="exception team"):
        office.run(skip)
    office.run(skip, "xan")
    assert office.read(OrderQuery(number=number)).milestones[0].state == "skipped"
    with pytest.raises(RefusedByRule, match="is the promise"):
        office.run(SkipMilestone(order=number, milestone="delivered", reason="no"), "xan")
