"""Opening orders: a quote with its number, place, lines and milestones."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from casedesk.contract.ids import new_id
from casedesk.contract.orders import (
    OpenOrder,
    OrderOpened,
)
from casedesk.contract.values import OrderNumber
from casedesk.errors import Conflict, NotFound
from casedesk.models import (
    Alias,
    Milestone,
    Order,
    Premises,
)
from casedesk.rules.order_number import printed
from casedesk.rules.states import MilestoneState, OrderState
from casedesk.rules.vocabulary import EntryKind, OwnershipHow
from casedesk.services import search_index
from casedesk.services.handlers import handles
from casedesk.services.next_steps import end_of_work, working_day_after
from casedesk.services.numbers import next_order_number
from casedesk.services.order_dates import (
    refresh_dates,
    template_of,
    template_steps,
)
from casedesk.services.order_lines import products_of, write_lines
from casedesk.services.ownership_changes import become_owner
from casedesk.services.people import staff_id_of
from casedesk.services.sources import external_parts
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

QUOTE_FOLLOW_UP_DAYS = 3


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
    milestones = _milestones(work, order, template.id)
    refresh_dates(work, order, milestones)
    work.session.add(order)
    write_lines(work, order, command.lines, products)
    work.session.flush()  # the rows below refer to the order, and no relationship orders them
    work.session.add_all(milestones)
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


def _premises_id(work: UnitOfWork, command: OpenOrder) -> UUID | None:
    """The place named by id or by its address; an address the customer has already is the same place."""
    places = work.session.scalars(select(Premises).where(Premises.customer_id == command.customer)).all()
    if command.premises:
        if command.premises not in {one.id for one in places}:
            raise NotFound(
                say("This customer has no place of service $id.", id=command.premises),
                premises=str(command.premises),
            )
        return command.premises
    if not (command.street or command.city):
        return None
    wanted = _address_key(command.street, command.postcode, command.city)
    for one in places:
        if _address_key(one.street, one.postcode, one.city) == wanted:
            return one.id
    return new_premises(
        work, command.customer, command.street, command.postcode, command.city, "", work.company.country
    )


def _address_key(*parts: str) -> tuple[str, ...]:
    return tuple("".join(part.split()).casefold() for part in parts)


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


def _milestones(work: UnitOfWork, order: Order, template_id: UUID) -> list[Milestone]:
    return [
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


def _alias_keys(work: UnitOfWork, order: Order) -> list[dict[str, object]]:
    if not (order.source and order.external):
        return []
    alias = Alias(
        id=new_id(), system=order.source, number=order.external, case_id=order.case_id, order_id=order.id
    )
    work.session.add(alias)
    return search_index.alias_rows(order.case_id, order.id, alias.id, order.external)


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
