"""The life of an order: carries a plan out with the people, calls, handovers and money that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from casedesk.contract.cases import RecordMoney, ReverseMoney
from casedesk.contract.desk import AcceptHandover, Assign, DeclineHandover, OfferHandover, WithdrawHandover
from casedesk.contract.orders import (
    BlockMilestone,
    CancelOrder,
    CompleteOrder,
    EstimateMilestone,
    FinishMilestone,
    HoldOrder,
    LineGiven,
    MovePromisedDate,
    OpenOrder,
    PlaceOrder,
    SkipMilestone,
    StartMilestone,
    UnblockMilestone,
)
from casedesk.contract.values import About, OrderNumber
from casedesk.rules.vocabulary import CallOutcome, Direction, MoneyKind
from casedesk.services.practice.order_plans import Happening, Kind, Plan
from casedesk.services.practice.people import Address
from casedesk.services.practice.setting import Setting
from casedesk.services.practice.telling import Acts, Teller
from casedesk.services.practice.weaving import Acquaintance, Act, Life

_TALK_SHARE, _TOLD_SHARE, _KEPT_BY_SELLER_SHARE, _UNREACHABLE_SHARE, _NO_PERMIT_SHARE = (
    0.28,
    0.6,
    0.45,
    0.1,
    0.1,
)
_UNPAID_SHARE, _DISPUTED_SHARE, _CREDITED_SHARE, _BOOKED_TWICE_SHARE = 0.06, 0.1, 0.16, 0.04
_REQUESTED_SHARE = 0.3
_FEEDBACK = ("feedback", "farewell")
_ATTEMPTS = (CallOutcome.NO_ANSWER, CallOutcome.MESSAGE_LEFT, CallOutcome.NO_ANSWER)


@dataclass(frozen=True)
class OrderWish:
    """An order that will have been: its kind, lines and place, and the course it takes.

    `seller` takes it, `owner` has it from the handover on; left empty they are whoever is there. `reason` is why
    something takes longer, where the course has trouble; left empty it is one of many.
    """

    kind: str
    lines: tuple[LineGiven, ...]
    wants: str
    plan: Plan
    address: Address
    seller: str = ""
    owner: str = ""
    reason: str = ""


class OrderLife(Teller):
    """Carries out one wish; used once."""

    def __init__(self, setting: Setting, customer: Acquaintance, wish: OrderWish, chance: Random) -> None:
        super().__init__(setting, customer, chance)
        self._wish = wish
        self._number = OrderNumber("")
        self._teams = {one.key: one.team for one in setting.offer.milestones_of(wish.kind)}
        self._seller = wish.seller or self._somebody_who_sells()
        self._owner = self._seller
        self._unreachable = chance.random() < _UNREACHABLE_SHARE

    @property
    def _about(self) -> About:
        return About(self._number)

    def live(self) -> Life:
        """Everything that the plan says, in its order."""
        for happening in self._wish.plan:
            yield from _DOINGS[happening.kind](self, happening)

    def opened(self, happening: Happening) -> Acts:
        """The call in which it is asked for, and the quote."""
        said = self.chance.choice(self.talk.order_call[self._wish.kind])
        event = "leave" if self._wish.kind == "end" else "new_service"
        yield from self.call(
            self._seller, happening.day, Direction.IN, said, about=self.customer.about, event=event
        )
        place = self._wish.address
        opened = yield self.act(
            self._seller,
            happening.day,
            OpenOrder(
                customer=self.customer.id,
                wants=self._wish.wants,
                kind=self._wish.kind,
                lines=self._wish.lines,
                requested_on=self._requested_on(),
                street=place.street,
                postcode=place.postcode,
                city=place.city,
                phone=self.customer.phone,
                tell_by=self.chance.choice(("call", "sms", "email", "")),
            ),
        )
        self._number = opened.number
        self.customer.orders.append(opened.number)

    def _requested_on(self) -> date | None:
        """The day that some ask for: the one promised later, or a few days before."""
        promised = next((one.until for one in self._wish.plan if one.kind is Kind.PLACED), None)
        if promised is None or self.chance.random() > _REQUESTED_SHARE:
            return None
        return self.days.on(promised - self.chance.randrange(4))

    def placed(self, happening: Happening) -> Acts:
        """The quote is accepted, for the day that the plan promises."""
        promised_on = self.days.on(happening.until)
        yield self.act(self._seller, happening.day, PlaceOrder(order=self._number, promised_on=promised_on))

    def handed_over(self, happening: Happening) -> Acts:
        """The order desk takes it over, unless who sold it keeps it."""
        owner = self._wish.owner or self._next_owner(happening.day)
        if owner == self._seller:
            return
        offered = yield self.act(self._seller, happening.day, self._offer_to(owner))
        yield self.act_soon(owner, happening.day, AcceptHandover(handover=offered.id))
        self._owner = owner

    def started(self, happening: Happening) -> Acts:
        """Somebody of its team works on a milestone."""
        yield self._by_its_team(happening, StartMilestone(order=self._number, milestone=happening.milestone))

    def finished(self, happening: Happening) -> Acts:
        """A milestone is done, or needed no doing."""
        if happening.milestone in _FEEDBACK:
            yield from self._feedback(happening)
        elif happening.milestone == "permit" and self.chance.random() < _NO_PERMIT_SHARE:
            yield self._skipped(happening, self.talk.trouble.skipped)
        else:
            yield self._by_its_team(happening, self._finish(happening))
            if self.chance.random() < _TALK_SHARE:
                yield from self._small_talk(happening.day)

    def estimated(self, happening: Happening) -> Acts:
        """Its team says when a milestone will be done, and why so late."""
        yield self._by_its_team(
            happening,
            EstimateMilestone(
                order=self._number,
                milestone=happening.milestone,
                forecast_on=self.days.on(happening.until),
                reason=self._wish.reason or self.chance.choice(self.talk.trouble.estimate),
            ),
        )

    def blocked(self, happening: Happening) -> Acts:
        """A milestone cannot go on until somebody else acts."""
        yield self._by_its_team(
            happening,
            BlockMilestone(
                order=self._number,
                milestone=happening.milestone,
                reason=self._wish.reason or self.chance.choice(self.talk.trouble.blocked),
                check_on=self.days.on(happening.until),
            ),
        )

    def unblocked(self, happening: Happening) -> Acts:
        """A blocked milestone goes on."""
        reason = self.chance.choice(self.talk.trouble.unblocked)
        yield self._by_its_team(
            happening, UnblockMilestone(order=self._number, milestone=happening.milestone, reason=reason)
        )

    def told_late(self, happening: Happening) -> Acts:
        """The owner tells the customer, in most cases."""
        if self.chance.random() < _TOLD_SHARE:
            said = self.chance.choice(self.talk.trouble.told_late)
            yield from self.call(self._owner, happening.day, Direction.OUT, said, about=self._about)

    def moved(self, happening: Happening) -> Acts:
        """The customer hears of a new day before the promised one."""
        said = self.chance.choice(self.talk.trouble.told_late)
        yield from self.call(self._owner, happening.day, Direction.OUT, said, about=self._about)
        yield self.act(
            self._owner,
            happening.day,
            MovePromisedDate(
                order=self._number,
                promised_on=self.days.on(happening.until),
                reason=self._wish.reason or self.chance.choice(self.talk.trouble.estimate),
            ),
        )

    def held(self, happening: Happening) -> Acts:
        """The order rests."""
        hold = self.chance.choice(self.talk.hold)
        check_on = self.days.on(happening.until)
        yield self.act(
            self._owner,
            happening.day,
            HoldOrder(order=self._number, reason=hold.reason, kind=hold.kind, check_on=check_on),
        )

    def cancelled(self, happening: Happening) -> Acts:
        """The customer is told and the order ends."""
        cancel = self.chance.choice(self.talk.cancel)
        told = yield from self.call(self._owner, happening.day, Direction.OUT, cancel.told, about=self._about)
        yield self.act(
            self._owner,
            happening.day,
            CancelOrder(order=self._number, reason=cancel.reason, asked_by=cancel.asked_by, told=(told.id,)),
        )

    def completed(self, happening: Happening) -> Acts:
        """The customer said that all is right, or could not be reached three times."""
        how = CompleteOrder(order=self._number, how="attempts" if self._unreachable else "confirmed_by")
        yield self.act(self.someone("support", happening.day), happening.day, how)

    def billed(self, happening: Happening) -> Acts:
        """The first invoice."""
        if amount := self._amount():
            yield self._money(happening, MoneyKind.INVOICED, amount)

    def paid(self, happening: Happening) -> Acts:
        """Most pay; some after a credit, some dispute it, some payments are booked twice and reversed."""
        amount, how = self._amount(), self.chance.random()
        if not amount or how < _UNPAID_SHARE:
            return
        if how < _DISPUTED_SHARE:
            yield self._money(happening, MoneyKind.DISPUTED, amount)
            return
        if how < _CREDITED_SHARE:
            yield self._money(happening, MoneyKind.CREDITED, amount / 4)
            amount -= amount / 4
        yield self._money(happening, MoneyKind.PAID, amount)
        if how > 1 - _BOOKED_TWICE_SHARE:
            again = yield self._money(happening, MoneyKind.PAID, amount)
            reversal = ReverseMoney(entry=again.id, reason=self.talk.booked_twice)
            yield self.act(self.someone("billing", happening.day), happening.day, reversal)

    def offered(self, happening: Happening) -> Acts:
        """Minutes ago the owner has asked a colleague to take it over; the colleague has not answered."""
        at = self.days.ago(self.crew.team_of(self._owner), happening.until)
        yield self.act_at(at, self._owner, self._offer_to(self._colleague(0)))

    def offered_again(self, happening: Happening) -> Acts:
        """Nobody answered in time; somebody else took it days later."""
        yield self.act(self._owner, happening.day, self._offer_to(self._colleague(happening.day)))
        other = self._colleague(happening.day + 3)
        offered = yield self.act(self._owner, happening.day + 3, self._offer_to(other))
        yield self.act_soon(other, happening.day + 3, AcceptHandover(handover=offered.id))
        self._owner = other

    def declined(self, happening: Happening) -> Acts:
        """The colleague said no; the owner stays."""
        colleague = self._colleague(happening.day)
        offered = yield self.act(self._owner, happening.day, self._offer_to(colleague))
        decline = DeclineHandover(handover=offered.id, reason=self.talk.handover_declined)
        yield self.act_soon(colleague, happening.day, decline)

    def withdrawn(self, happening: Happening) -> Acts:
        """The owner took the offer back."""
        offered = yield self.act(self._owner, happening.day, self._offer_to(self._colleague(happening.day)))
        yield self.act_soon(self._owner, happening.day, WithdrawHandover(handover=offered.id))

    def queued(self, happening: Happening) -> Acts:
        """Minutes ago the manager has put it into the order desk's queue."""
        note = self.chance.choice(self.talk.handover_notes)
        queue = Assign(about=self._about, to="team:order_desk", note=note)
        manager = self.crew.lead_of["management"]
        yield self.act_at(self.days.ago("order_desk", happening.until), manager, queue)

    def _colleague(self, day: int) -> str:
        team = self.chance.choice(("order_desk", "support"))
        return self.crew.someone(team, day, self.chance, without=(self._owner,))

    def _offer_to(self, colleague: str) -> OfferHandover:
        note = self.chance.choice(self.talk.handover_notes)
        return OfferHandover(about=self._about, to=colleague, note=note)

    def _feedback(self, happening: Happening) -> Acts:
        caller = self.someone("support", happening.day)
        if self._unreachable:
            for outcome in _ATTEMPTS:
                yield from self.call(
                    caller, happening.day, Direction.OUT, "", outcome=outcome, about=self._about
                )
            yield self._skipped(happening, self.talk.unreachable)
            return
        said = self.chance.choice(self.talk.feedback)
        yield from self.call(caller, happening.day, Direction.OUT, said, about=self._about)
        yield self.act(caller, happening.day, self._finish(happening))

    def _finish(self, happening: Happening) -> FinishMilestone:
        return FinishMilestone(order=self._number, milestone=happening.milestone)

    def _skipped(self, happening: Happening, reason: str) -> Act:
        skip = SkipMilestone(order=self._number, milestone=happening.milestone, reason=reason)
        return self.act(self.crew.lead_of["management"], happening.day, skip)

    def _small_talk(self, day: int) -> Acts:
        incoming = self.chance.random() < 0.6
        said = self.chance.choice(self.talk.call_in if incoming else self.talk.call_out)
        yield from self.call(
            self.someone("support", day) if incoming else self._owner,
            day,
            Direction.IN if incoming else Direction.OUT,
            said.summary,
            outcome=said.outcome,
            about=self._about,
            event=said.event,
        )

    def _money(self, happening: Happening, kind: MoneyKind, amount: Decimal) -> Act:
        entry = RecordMoney(about=self._about, kind=kind, amount=amount, reference=f"{self._number} I1")
        return self.act(self.someone("billing", happening.day), happening.day, entry)

    def _amount(self) -> Decimal:
        """What the first invoice is about: everything paid once, and the first month."""
        priced = ((self.offer.product_of(line.product), line) for line in self._wish.lines)
        return sum(
            (
                (product.price * (1 - line.discount) + product.setup_price) * line.quantity
                for product, line in priced
            ),
            Decimal(0),
        ).quantize(Decimal("0.01"))

    def _by_its_team(self, happening: Happening, command: Any) -> Act:
        team = self._teams[happening.milestone]
        return self.act(self.someone(team, happening.day), happening.day, command)

    def _somebody_who_sells(self) -> str:
        (team,) = self.chance.choices(("sales", "support", "order_desk"), (5, 2, 3))
        return self.someone(team, self._wish.plan[0].day)

    def _next_owner(self, day: int) -> str:
        if self.crew.team_of(self._seller) == "order_desk" or self.chance.random() < _KEPT_BY_SELLER_SHARE:
            return self._seller
        return self.someone("order_desk", day)


_DOINGS: Mapping[Kind, Callable[[OrderLife, Happening], Acts]] = {
    Kind.OPENED: OrderLife.opened,
    Kind.PLACED: OrderLife.placed,
    Kind.HANDED_OVER: OrderLife.handed_over,
    Kind.FINISHED: OrderLife.finished,
    Kind.STARTED: OrderLife.started,
    Kind.ESTIMATED: OrderLife.estimated,
    Kind.BLOCKED: OrderLife.blocked,
    Kind.UNBLOCKED: OrderLife.unblocked,
    Kind.TOLD_LATE: OrderLife.told_late,
    Kind.MOVED: OrderLife.moved,
    Kind.HELD: OrderLife.held,
    Kind.BILLED: OrderLife.billed,
    Kind.COMPLETED: OrderLife.completed,
    Kind.PAID: OrderLife.paid,
    Kind.CANCELLED: OrderLife.cancelled,
    Kind.OFFERED: OrderLife.offered,
    Kind.OFFERED_AGAIN: OrderLife.offered_again,
    Kind.DECLINED: OrderLife.declined,
    Kind.WITHDRAWN: OrderLife.withdrawn,
    Kind.QUEUED: OrderLife.queued,
}
