"""Opening, placing, holding, cancelling and completing orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select

from casedesk.contract.ids import new_id
from casedesk.contract.orders import (
    CancelOrder,
    ChangeLines,
    CompleteOrder,
    HoldOrder,
    LineGiven,
    MovePromisedDate,
    OpenOrder,
    OrderOpened,
    PlaceOrder,
    ReleaseOrder,
)
from casedesk.contract.values import OrderChanged, OrderNumber
from casedesk.errors import Conflict, RefusedByRule
from casedesk.models import (
    Alias,
    Case,
    Interaction,
    Milestone,
    Order,
    OrderLine,
    Premises,
    Product,
    PromisedDate,
)
from casedesk.rules.business_calendar import add_working_days
from casedesk.rules.money import line_amount
from casedesk.rules.order_number import printed
from casedesk.rules.permissions import Grant
from casedesk.rules.states import MilestoneState, OrderLineState, OrderState
from casedesk.rules.vocabulary import ATTEMPTS, Charge, EntryKind, OwnershipHow
from casedesk.services import search_index
from casedesk.services.about import order_and_case
from casedesk.services.handlers import handles
from casedesk.services.numbers import next_order_number
from casedesk.services.order_dates import (
    milestones_of,
    plan_from_promise,
    refresh_dates,
    template_of,
    template_steps,
)
from casedesk.services.ownership_changes import become_owner
from casedesk.services.people import staff_id_of
from casedesk.services.sources import external_parts
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

ATTEMPTS_NEEDED = 3
HOLD_CHECK_DAYS = 3
QUOTE_FOLLOW_UP_DAYS = 3
END_OF_WORK = time(17)


@handles(OpenOrder)
def open_order(work: UnitOfWork, command: OpenOrder) -> OrderOpened:
    """A quote with its number, its lines at list price, its milestones not started, owned by a named person."""
    case = work.case_of(command.customer)
    products = products_of(work, command.lines)
    kind = command.kind or next((one.template_key for one in products.values()), "")
    template = template_of(work, kind)
    owner_id = staff_id_of(work, command.owner) if command.owner else work.actor.id
    order = Order(
        id=command.id or new_id(),
        digits=next_order_number(work),
        case_id=case.customer_id,
        premises_id=_premises_id(work, command),
        template_id=template.id,
        wants=command.wants,
        phone=command.phone,
        tell_by=command.tell_by,
        state=OrderState.QUOTE,
        opened_at=work.now,
        opened_by_id=work.actor.id,
        requested_on=command.requested_on,
        owner_id=owner_id,
        next_step=say("Ask whether the quote is accepted"),
        next_step_due_at=end_of_work(work, working_day_after(work, QUOTE_FOLLOW_UP_DAYS)),
        currency=work.company.currency,
    )
    order.source, order.external = external_parts(command.external)
    work.session.add(order)
    _write_lines(work, order, command.lines, products)
    work.session.flush()  # the rows below refer to the order, and no relationship orders them
    milestones = _start_milestones(work, order, template.id)
    refresh_dates(work, order, milestones)
    keys = search_index.order_number_rows(case.customer_id, order.id, order.digits)
    keys += _alias_keys(work, order)
    search_index.add_keys(work, keys)
    become_owner(work, order, OwnershipHow.OPENED, owner_id=owner_id)
    work.record(
        EntryKind.ORDER,
        case,
        order_id=order.id,
        subject_id=order.id,
        values={"state": Change(None, order.state), "wants": Change(None, order.wants)},
    )
    return OrderOpened(number=OrderNumber(printed(order.digits)), id=order.id)


def products_of(work: UnitOfWork, lines: Sequence[LineGiven]) -> dict[str, Product]:
    """The products that lines name, by code; RefusedByRule for an unknown or retired one."""
    codes = list(dict.fromkeys(line.product for line in lines if line.product))
    found = {
        one.code: one
        for one in work.session.scalars(select(Product).where(Product.code.in_(codes), Product.active))
    }
    for code in codes:
        if code not in found:
            raise RefusedByRule(
                say("There is no product “$code”. The list: casedesk ask products", code=code),
                rule="known_product",
                product=code,
            )
    return {code: found[code] for code in codes}


def _premises_id(work: UnitOfWork, command: OpenOrder) -> UUID | None:
    if command.premises:
        return command.premises
    if not (command.street or command.city):
        return None
    return new_premises(
        work, command.customer, command.street, command.postcode, command.city, "", work.company.country
    )


def new_premises(
    work: UnitOfWork, customer_id: UUID, street: str, postcode: str, city: str, region: str, country: str
) -> UUID:
    """A place of service, found by its street and city."""
    place = Premises(
        id=new_id(),
        customer_id=customer_id,
        street=street,
        postcode=postcode,
        city=city,
        region=region,
        country=country,
        zone=work.company.zone,
    )
    work.session.add(place)
    work.session.flush()  # the order refers to it
    search_index.add_keys(work, search_index.address_rows(customer_id, place.id, street, city, postcode))
    return place.id


def _write_lines(
    work: UnitOfWork, order: Order, lines: Sequence[LineGiven], products: dict[str, Product]
) -> None:
    """One revision of lines with exact totals; other than list prices need the right to them."""
    rows = [row for given in lines for row in _line_rows(work, order, given, products.get(given.product))]
    for position, row in enumerate(rows, start=1):
        row.position = position
    work.session.add_all(rows)
    order.headline = ", ".join(row.name for row in rows[:3])
    order.total_once = _sum(rows, Charge.ONCE)
    order.total_monthly = _sum(rows, Charge.MONTHLY)


def _sum(rows: Sequence[OrderLine], charge: Charge) -> Decimal:
    return sum(
        (line_amount(row.unit_price, row.quantity, row.discount) for row in rows if row.charge == charge),
        Decimal(0),
    )


def _line_rows(work: UnitOfWork, order: Order, given: LineGiven, product: Product | None) -> list[OrderLine]:
    if not (given.product or given.name):
        raise RefusedByRule(say("A line needs a product or a name."), rule="line_named")
    if not (Decimal(0) <= given.discount <= Decimal(1)) or given.quantity <= 0:
        raise RefusedByRule(
            say("A line's quantity is more than 0 and its discount between 0 and 1."), rule="line_amounts"
        )
    price = given.unit_price if given.unit_price is not None else (product.price if product else Decimal(0))
    listed = product is not None and price == product.price and given.discount == 0
    if not listed and work.actor.grant("other_prices") is Grant.NO:
        raise RefusedByRule(
            say(
                "Other than list prices need sales, the exception team or a manager. Use the list price, or ask one."
            ),
            rule="list_price",
        )
    charge = given.charge or (Charge(product.charge) if product else Charge.ONCE)
    name = given.name or (product.name if product else "")
    rows = [
        _line(
            work,
            order,
            product,
            name,
            given.detail or (product.detail if product else ""),
            charge,
            price,
            given.quantity,
            given.discount,
        )
    ]
    if product and product.setup_price:
        rows.append(
            _line(
                work,
                order,
                product,
                say("Setup of $product", product=product.name),
                "",
                Charge.ONCE,
                product.setup_price,
                given.quantity,
                Decimal(0),
            )
        )
    return rows


def _line(
    work: UnitOfWork,
    order: Order,
    product: Product | None,
    name: str,
    detail: str,
    charge: Charge,
    unit_price: Decimal,
    quantity: Decimal,
    discount: Decimal,
) -> OrderLine:
    return OrderLine(
        id=new_id(),
        order_id=order.id,
        revision=order.lines_revision or 1,
        position=0,
        product_id=product.id if product else None,
        name=name,
        detail=detail,
        charge=charge,
        unit_price=unit_price,
        quantity=quantity,
        discount=discount,
        state=OrderLineState.AS_ORDERED,
        since=work.now,
    )


def _start_milestones(work: UnitOfWork, order: Order, template_id: UUID) -> list[Milestone]:
    milestones = [
        Milestone(
            id=new_id(),
            order_id=order.id,
            key=one.key,
            position=one.position,
            name=one.name,
            team_id=one.team_id,
            depends_on=list(one.depends_on),
            working_days=one.working_days,
            is_promise=one.is_promise,
            customer_visible=one.customer_visible,
            we_do=one.we_do,
            you_do=one.you_do,
            state=MilestoneState.NOT_STARTED,
        )
        for one in template_steps(work, template_id)
    ]
    work.session.add_all(milestones)
    work.session.flush()  # a milestone begins as not started; ready is its first move
    return milestones


def _alias_keys(work: UnitOfWork, order: Order) -> list[dict[str, object]]:
    if not (order.source and order.external):
        return []
    alias = Alias(
        id=new_id(), system=order.source, number=order.external, case_id=order.case_id, order_id=order.id
    )
    work.session.add(alias)
    return search_index.alias_rows(order.case_id, order.id, alias.id, order.external)


def working_day_after(work: UnitOfWork, days: int) -> date:
    """The day so many working days after today, in the actor's team's calendar."""
    return add_working_days(work.today, days, work.company.calendars[work.actor.team_id])


def end_of_work(work: UnitOfWork, day: date) -> datetime:
    """Five in the afternoon of a day, in the company's time zone: the time of a next step without one."""
    return datetime.combine(day, END_OF_WORK, ZoneInfo(work.company.zone))


def _answer(order: Order) -> OrderChanged:
    return OrderChanged(number=OrderNumber(printed(order.digits)), state=order.state)


def move_order(work: UnitOfWork, case: Case, order: Order, state: OrderState, **values: Change) -> None:
    """Set the order's state and write the entry; the database refuses a move that is not in the table."""
    old, order.state = order.state, state
    work.record(
        EntryKind.ORDER,
        case,
        order_id=order.id,
        subject_id=order.id,
        values={"state": Change(old, state), **values},
    )


@handles(PlaceOrder)
def place_order(work: UnitOfWork, command: PlaceOrder) -> OrderChanged:
    """The quote becomes an order with a promised day; a day that cannot be kept needs a manager."""
    order, case = order_and_case(work, command.order)
    placed_on = command.placed_on or work.today
    if command.promised_on < placed_on:
        raise RefusedByRule(
            say("The promised day $day lies before the order itself.", day=command.promised_on),
            rule="promise_after_placing",
        )
    milestones = milestones_of(work, order)
    refresh_dates(work, order, milestones)
    earliest = order.forecast_on
    if (
        earliest
        and command.promised_on < earliest
        and work.actor.grant("promise_impossible_date") is Grant.NO
    ):
        raise RefusedByRule(
            say(
                "$day cannot be kept: the earliest day is $earliest. Promise that one, or ask a manager.",
                day=command.promised_on,
                earliest=earliest,
            ),
            rule="can_keep",
            earliest_on=earliest.isoformat(),
        )
    order.placed_on = placed_on
    order.first_promised_on = command.promised_on
    plan_from_promise(work, order, milestones, command.promised_on)
    refresh_dates(work, order, milestones)
    _set_next_step(work, order, milestones)
    work.session.add(
        PromisedDate(
            id=new_id(),
            order_id=order.id,
            promised_on=command.promised_on,
            said_at=work.now,
            said_by_id=work.actor.id,
            reason="",
        )
    )
    move_order(
        work, case, order, OrderState.PLACED, promised_on=Change(None, command.promised_on.isoformat())
    )
    return _answer(order)


def _set_next_step(work: UnitOfWork, order: Order, milestones: Sequence[Milestone]) -> None:
    """The next step is the first milestone that is ready or under way, due on its promised day."""
    waiting = (MilestoneState.READY, MilestoneState.UNDER_WAY, MilestoneState.BLOCKED)
    first = next((one for one in milestones if one.state in waiting), None)
    if first is None:
        order.next_step = say("Ask the customer whether everything is right")
        order.next_step_due_at = end_of_work(work, working_day_after(work, QUOTE_FOLLOW_UP_DAYS))
        return
    order.next_step = first.name
    order.next_step_due_at = end_of_work(
        work, first.check_on or first.promised_on or first.forecast_on or work.today
    )


set_next_step = _set_next_step


@handles(MovePromisedDate)
def move_promised_date(work: UnitOfWork, command: MovePromisedDate) -> OrderChanged:
    """A new promised day beside the earlier ones; the first one still counts for on time."""
    order, case = order_and_case(work, command.order)
    if order.promised_on is None or order.done_on:
        raise RefusedByRule(
            say("Only an order that is placed and not done has a promised day to move."),
            rule="promise_to_move",
        )
    if command.promised_on < work.today:
        raise RefusedByRule(
            say("$day has passed. Promise a day to come.", day=command.promised_on), rule="promise_to_come"
        )
    old = order.promised_on
    milestones = milestones_of(work, order)
    plan_from_promise(work, order, milestones, command.promised_on)
    refresh_dates(work, order, milestones)
    order.promise_moves += 1
    work.session.add(
        PromisedDate(
            id=new_id(),
            order_id=order.id,
            promised_on=command.promised_on,
            said_at=work.now,
            said_by_id=work.actor.id,
            reason=command.reason,
        )
    )
    work.record(
        EntryKind.ORDER,
        case,
        order_id=order.id,
        subject_id=order.id,
        values={
            "promised_on": Change(old.isoformat(), command.promised_on.isoformat()),
            "reason": Change(None, command.reason),
        },
    )
    return _answer(order)


@handles(ChangeLines)
def change_lines(work: UnitOfWork, command: ChangeLines) -> OrderChanged:
    """A new revision of all lines from now on."""
    order, case = order_and_case(work, command.order)
    if order.state in (OrderState.COMPLETED, OrderState.CANCELLED):
        raise RefusedByRule(
            say("This order is closed. Open a new one for what is wanted now."), rule="open_order"
        )
    before = order.headline
    order.lines_revision += 1
    _write_lines(work, order, command.lines, products_of(work, command.lines))
    work.record(
        EntryKind.ORDER,
        case,
        order_id=order.id,
        subject_id=order.id,
        values={"lines": Change(before, order.headline)},
    )
    return _answer(order)


@handles(HoldOrder)
def hold_order(work: UnitOfWork, command: HoldOrder) -> OrderChanged:
    """The order rests for a reason until the next check."""
    order, case = order_and_case(work, command.order)
    work.require_own("hold_order", order.owner_id)
    if not command.reason.strip():
        raise RefusedByRule(say("Say why the order is on hold; the customer will ask."), rule="hold_reason")
    order.held_from = order.state
    order.hold_kind = command.kind
    order.hold_reason = command.reason
    order.hold_check_on = command.check_on or working_day_after(work, HOLD_CHECK_DAYS)
    order.next_step = say("Check whether the order can go on")
    order.next_step_due_at = end_of_work(work, order.hold_check_on)
    move_order(work, case, order, OrderState.ON_HOLD, reason=Change(None, command.reason))
    return _answer(order)


@handles(ReleaseOrder)
def release_order(work: UnitOfWork, command: ReleaseOrder) -> OrderChanged:
    """The order goes on in the state it was held from."""
    order, case = order_and_case(work, command.order)
    work.require_own("hold_order", order.owner_id)
    if order.state != OrderState.ON_HOLD or order.held_from is None:
        raise RefusedByRule(say("This order is not on hold."), rule="on_hold")
    state = OrderState(order.held_from)
    order.held_from = order.hold_kind = order.hold_check_on = None
    reason, order.hold_reason = order.hold_reason, ""
    milestones = milestones_of(work, order)
    refresh_dates(work, order, milestones)
    _set_next_step(work, order, milestones)
    move_order(work, case, order, state, reason=Change(reason, command.reason or None))
    return _answer(order)


@handles(CancelOrder)
def cancel_order(work: UnitOfWork, command: CancelOrder) -> OrderChanged:
    """The order ends with its reason, who asked, and the record that the customer was told or three attempts."""
    order, case = order_and_case(work, command.order)
    work.require_own("cancel_order", order.owner_id, otherwise="cancel_others_order")
    if not (command.reason.strip() and command.asked_by.strip()):
        raise RefusedByRule(say("Cancelling needs the reason and who asked for it."), rule="cancel_reason")
    _check_told(work, order, command.told)
    order.cancel_reason = command.reason
    order.cancel_asked_by = command.asked_by
    old, order.state = order.state, OrderState.CANCELLING
    work.session.flush()  # cancelling is a state of its own: the database checks both moves
    order.state = OrderState.CANCELLED
    order.cancelled_on = work.today
    order.blocked = order.hindered = False
    order.overdue_from = None
    work.record(
        EntryKind.ORDER,
        case,
        order_id=order.id,
        subject_id=order.id,
        values={
            "state": Change(old, order.state),
            "reason": Change(None, command.reason),
            "asked_by": Change(None, command.asked_by),
        },
    )
    return _answer(order)


def _check_told(work: UnitOfWork, order: Order, told: Sequence[UUID]) -> None:
    outcomes = list(
        work.session.scalars(
            select(Interaction.outcome).where(
                Interaction.id.in_(told), Interaction.case_id == order.case_id, Interaction.channel != "note"
            )
        )
    )
    reached = [outcome for outcome in outcomes if outcome not in ATTEMPTS]
    if not reached and len(outcomes) < ATTEMPTS_NEEDED:
        raise RefusedByRule(
            say("The customer must know: name the call or letter that told it, or three attempts on record."),
            rule="customer_told",
            attempts=len(outcomes),
        )


@handles(CompleteOrder)
def complete_order(work: UnitOfWork, command: CompleteOrder) -> OrderChanged:
    """The customer confirmed that it is done, or three attempts since then are on record."""
    order, case = order_and_case(work, command.order)
    if order.state != OrderState.DONE_NOT_CONFIRMED:
        raise RefusedByRule(
            say("Only an order that is done can be completed. Finish its milestones first."),
            rule="state_move",
        )
    if command.how == "attempts":
        _check_attempts_since_done(work, order)
    order.completed_on = command.on or work.today
    order.completed_how = command.how
    order.overdue_from = None
    move_order(work, case, order, OrderState.COMPLETED, how=Change(None, command.how))
    return _answer(order)


def _check_attempts_since_done(work: UnitOfWork, order: Order) -> None:
    since = datetime.combine(order.done_on or work.today, time.min, ZoneInfo(work.company.zone))
    attempts = work.session.scalars(
        select(Interaction.id).where(
            Interaction.case_id == order.case_id,
            Interaction.started_at >= since,
            Interaction.outcome.in_(ATTEMPTS),
        )
    ).all()
    if len(attempts) < ATTEMPTS_NEEDED:
        raise RefusedByRule(
            say(
                "Only $n of three attempts to reach the customer are on record. Call once more.",
                n=len(attempts),
            ),
            rule="attempts_on_record",
            attempts=len(attempts),
        )


def refuse_known_order(work: UnitOfWork, source: str | None, external: str | None) -> None:
    """Conflict when the other system's number is here already."""
    if source is None:
        return
    known = work.session.scalar(
        select(Order.digits).where(Order.source == source, Order.external == external)
    )
    if known:
        raise Conflict(
            say(
                "$source order $external is here already as $number.",
                source=source,
                external=external,
                number=printed(known),
            ),
            number=printed(known),
        )
