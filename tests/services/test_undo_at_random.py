"""Undo as a property: whatever people did, and in whatever order they take it back, all is as it was before."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from casedesk.contract.cases import (
    AddNote,
    CaseQuery,
    CloseRequest,
    KeepPromise,
    LogCall,
    MakePromise,
    MovePromise,
    OpenRequest,
    RecordDecision,
    RecordMoney,
    ReleasePromise,
    SettleRequest,
)
from casedesk.contract.customers import AddContactPoint, AddPerson, ChangeCustomer, EndContactPoint
from casedesk.contract.desk import Assign, Ownerless, SetNextStep, Take
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
    PlaceOrder,
    ReleaseOrder,
    SkipMilestone,
    StartMilestone,
    UnblockMilestone,
)
from casedesk.contract.undo import Undo
from casedesk.contract.values import About, OrderNumber
from casedesk.errors import CaseDeskError, Conflict
from casedesk.rules.vocabulary import CallOutcome, MoneyKind
from tests.factories import Office
from tests.services.pictures import picture

STEPS = ("checked", "ready", "delivered", "billed", "feedback")
ACTS_OF_A_WALK = 40


class Walk:
    """Random acts of two people on one customer's case; what was refused is passed over."""

    def __init__(self, office: Office, seed: int) -> None:
        self.office = office
        self.chance = random.Random(seed)
        self.customer = office.customer(phones=("020 7946 0018",))
        self.numbers = [office.quote(self.customer), office.quote(self.customer)]
        self.before = picture(office)
        self.done: list[tuple[str, UUID]] = []

    def act(self) -> None:
        """One more act, if it is allowed as things stand."""
        make = self.chance.choice(ACTS)
        login = self.chance.choice(("uma", "mia"))
        try:
            done = self.office.services(login).run(make(self))
        except (CaseDeskError, LookupError, ValueError):  # nothing of the kind is there
            return
        if done.undo is not None:
            self.done.append((login, done.undo))

    def take_all_back(self) -> None:
        """Undo in a random order, again and again: what somebody built on waits until that is undone."""
        while self.done:
            self.chance.shuffle(self.done)
            left = [one for one in self.done if not self._undone(*one)]
            assert len(left) < len(self.done), "nothing more can be undone"
            self.done = left

    def _undone(self, login: str, entry: UUID) -> bool:
        try:
            self.office.run(Undo(entry=entry), login)
        except Conflict:
            return False
        return True

    # What an act is about

    @property
    def number(self) -> OrderNumber:
        return self.chance.choice(self.numbers)

    @property
    def about(self) -> About:
        return About(self.chance.choice((self.number, str(self.customer))))

    @property
    def step(self) -> str:
        return self.chance.choice(STEPS)

    @property
    def promise(self) -> UUID:
        return self.chance.choice(self.case.promises).id

    @property
    def request(self) -> UUID:
        return self.chance.choice(self.case.requests).id

    @property
    def work(self) -> About:
        return About(str(self.request)) if self.chance.random() < 0.5 else About(self.number)

    @property
    def case(self) -> Any:
        return self.office.read(CaseQuery(about=str(self.customer)))

    def later(self) -> Any:
        return self.office.clock.now() + timedelta(hours=self.chance.randint(1, 90))

    def day(self) -> date:
        return self.office.clock.now().date() + timedelta(days=self.chance.randint(0, 30))

    def cancelling(self) -> CancelOrder:
        [told, *_] = [one.id for one in self.case.timeline if one.kind == "call"]
        return CancelOrder(order=self.number, reason="moves", asked_by="Marta", told=(told,))


ACTS: tuple[Callable[[Walk], Any], ...] = (
    lambda w: PlaceOrder(order=w.number, promised_on=w.day()),
    lambda w: PlaceOrder(order=w.number, promised_on=w.day()),
    lambda w: MovePromisedDate(order=w.number, promised_on=w.day(), reason="frost"),
    lambda w: ChangeLines(order=w.number, lines=(LineGiven(product="ROUTER", quantity=Decimal(2)),)),
    lambda w: HoldOrder(order=w.number, reason="abroad"),
    lambda w: ReleaseOrder(order=w.number),
    lambda w: CompleteOrder(order=w.number, how="confirmed_by"),
    lambda w: w.cancelling(),
    lambda w: StartMilestone(order=w.number, milestone=w.step),
    lambda w: FinishMilestone(order=w.number, milestone=w.step),
    lambda w: FinishMilestone(order=w.number, milestone=w.step),
    lambda w: BlockMilestone(order=w.number, milestone=w.step, reason="no permit"),
    lambda w: UnblockMilestone(order=w.number, milestone=w.step),
    lambda w: SkipMilestone(order=w.number, milestone=w.step, reason="known house"),
    lambda w: EstimateMilestone(order=w.number, milestone=w.step, forecast_on=w.day(), reason="no crew"),
    lambda w: Assign(about=w.work, to=w.chance.choice(("ulf", "team:office"))),
    lambda w: Take(about=w.work),
    lambda w: SetNextStep(about=w.work, step="ring", due_at=w.later()),
    lambda w: AddNote(about=w.about, text="rings twice"),
    lambda w: LogCall(about=w.about, summary="asks", outcome=CallOutcome.ANSWERED),
    lambda w: LogCall(about=w.about, summary="asks", outcome=CallOutcome.ANSWERED, keeps=w.promise),
    lambda w: MakePromise(about=w.about, text="ring", due_at=w.later()),
    lambda w: KeepPromise(promise=w.promise),
    lambda w: MovePromise(promise=w.promise, due_at=w.later(), note="agreed"),
    lambda w: ReleasePromise(promise=w.promise),
    lambda w: OpenRequest(about=w.about, event="fault", wants="no dial tone"),
    lambda w: SettleRequest(request=w.request, outcome="a cable"),
    lambda w: CloseRequest(request=w.request, outcome="agreed"),
    lambda w: RecordDecision(about=w.about, question="fee?", outcome="waived"),
    lambda w: RecordMoney(about=w.about, kind=MoneyKind.PAID, amount=Decimal(34)),
    lambda w: AddContactPoint(customer=w.customer, kind="phone", value="020 7946 0123"),
    lambda w: EndContactPoint(contact_point=w.case.customer.contact_points[0].id),
    lambda w: AddPerson(customer=w.customer, name="Erik Lindqvist", phone="020 7946 0999"),
    lambda w: ChangeCustomer(
        customer=w.customer,
        version=w.case.customer.version,
        name=w.chance.choice(("Märta Lindquist", "Marta Lindqvist-Hale")),
    ),
)


@pytest.mark.parametrize("seed", range(4))
def test_all_is_as_before_in_whatever_order_it_is_taken_back(office: Office, seed: int) -> None:
    walk = Walk(office, seed)
    for _ in range(ACTS_OF_A_WALK):
        walk.act()
        assert office.read(Ownerless()) == ()
    assert walk.done
    walk.take_all_back()
    assert picture(office) == walk.before
