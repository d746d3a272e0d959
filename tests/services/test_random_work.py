"""Random commands by random people in random order: the rules of design/domain.md hold after each.

What was refused left nothing behind; what moved, moved as `rules/states.py` allows; no open work is without a name
and a next step; the first promised day of an order stays; histories verify; and an act that is taken back leaves
every row as it was.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from casedesk.contract.cases import (
    AddNote,
    Amend,
    ApproveDecision,
    CaseDetail,
    CaseQuery,
    CloseRequest,
    KeepPromise,
    LogCall,
    MakePromise,
    MovePromise,
    OpenRequest,
    RecordDecision,
    RecordMoney,
    RefuseDecision,
    ReleasePromise,
    ReopenRequest,
    ResumeRequest,
    RevokeDecision,
    SettleRequest,
    WaitRequest,
)
from casedesk.contract.desk import (
    AcceptHandover,
    Assign,
    DeclineHandover,
    OfferHandover,
    Ownerless,
    SetNextStep,
    Take,
    WithdrawHandover,
)
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
from casedesk.errors import CaseDeskError
from casedesk.models import Base, Case, Entry, EntryValue, Handover, Order, Promise, Request
from casedesk.rules import states
from casedesk.rules.history_chain import ChainedEntry, broken_at
from casedesk.rules.order_number import is_valid
from casedesk.rules.vocabulary import CallOutcome, Direction, MoneyKind
from casedesk.services.unit_of_work import chained_fields
from tests.factories import PEOPLE, TUESDAY, Office

STEPS = 30
EXAMPLES = 10
MOVING = {
    "orders": "order",
    "order_lines": "order_line",
    "milestones": "milestone",
    "requests": "request",
    "promises": "promise",
    "handovers": "handover",
    "decisions": "decision",
}
TELLS_WHAT_HAPPENED = {"entries", "entry_values", "cases", "commands_done", "looks"}
"""Tables that an undo adds to; all the others it brings back."""

Picture = dict[str, dict[Any, dict[str, Any]]]

logins = st.sampled_from(sorted(PEOPLE))
hours = st.integers(-2, 200)
texts = st.sampled_from(["because", "ring again", "Ж " * 20, " "])
milestones = st.sampled_from(["agreed", "checked", "ready", "delivered", "first_bill"])
receivers = st.sampled_from([*sorted(PEOPLE), "team:office"])


def picture(office: Office) -> Picture:
    """Every row of every table by its key, without the version that only counts writes."""
    seen: Picture = {}
    with office.database.reading() as connection:
        for table in Base.metadata.sorted_tables:
            key = [column.name for column in table.primary_key]
            rows = (dict(row._mapping) for row in connection.execute(select(table)))
            seen[table.name] = {tuple(row[name] for name in key): row for row in rows}
    return seen


def standing(seen: Picture) -> dict[str, list[str]]:
    """What stands: without histories, versions and rows that an undo struck out."""
    return {
        table: sorted(
            repr({name: value for name, value in row.items() if name != "version"})
            for row in rows.values()
            if row.get("undone_at") is None
        )
        for table, rows in seen.items()
        if table not in TELLS_WHAT_HAPPENED
    }


class AnyWork(RuleBasedStateMachine):
    """Two customers, some orders and requests, and everybody doing anything to them."""

    office: ClassVar[Office]

    def __init__(self) -> None:
        super().__init__()
        self.first_days: dict[Any, Any] = {}

    @initialize()
    def begin(self) -> None:
        self.office.clock.move_to(TUESDAY)
        self.customers = [self.office.customer(name) for name in ("Marta Lindqvist", "Owen Hale")]
        self.office.placed(self.customers[0])
        self.office.quote(self.customers[1])
        self.office.run(
            OpenRequest(
                about=About(str(self.customers[0])), event="fault", wants="no dial tone", queue="office"
            )
        )

    # What people do. Each draws from what is there, also what makes no sense: then it must be refused.

    @rule(days=st.integers(0, 3), minutes=st.integers(1, 600))
    def time_passes(self, days: int, minutes: int) -> None:
        self.office.later(days=days, minutes=minutes)

    @rule(data=st.data(), login=logins, text=texts, take_back=st.booleans())
    def talk(self, data: st.DataObject, login: str, text: str, take_back: bool) -> None:
        about = self._about(data)
        outcome = data.draw(st.sampled_from(CallOutcome))
        direction = data.draw(st.sampled_from([Direction.IN, Direction.OUT]))
        acts = [
            AddNote(about=about, text=text),
            LogCall(about=about, outcome=outcome, summary=text, direction=direction),
            RecordDecision(about=about, question=text, outcome="yes", needs_approval=data.draw(st.booleans())),
            RecordMoney(about=about, kind=data.draw(st.sampled_from(MoneyKind)), amount=Decimal("12.50")),
        ]
        self._do(data.draw(st.sampled_from(acts)), login, take_back)

    @rule(data=st.data(), login=logins, text=texts, ahead=hours, take_back=st.booleans())
    def promise(self, data: st.DataObject, login: str, text: str, ahead: int, take_back: bool) -> None:
        due = self.office.clock.now() + timedelta(hours=ahead)
        acts: list[Any] = [MakePromise(about=self._about(data), text=text, due_at=due)]
        promise = self._some(data, Promise)
        if promise is not None:
            acts += [
                KeepPromise(promise=promise, note=text),
                ReleasePromise(promise=promise, note=text),
                MovePromise(promise=promise, due_at=due, note=text),
            ]
        self._do(data.draw(st.sampled_from(acts)), login, take_back)

    @rule(data=st.data(), login=logins, text=texts, take_back=st.booleans())
    def ask(self, data: st.DataObject, login: str, text: str, take_back: bool) -> None:
        queue = data.draw(st.sampled_from([None, "office"]))
        acts: list[Any] = [OpenRequest(about=self._about(data), event="fault", wants=text, queue=queue)]
        request = self._some(data, Request)
        if request is not None:
            day = self.office.clock.now().date() + timedelta(days=2)
            acts += [
                WaitRequest(request=request, waiting_for="her", what=text, follow_up_on=day),
                ResumeRequest(request=request),
                SettleRequest(request=request, outcome=text),
                CloseRequest(request=request, outcome=text),
                ReopenRequest(request=request, reason=text),
            ]
        self._do(data.draw(st.sampled_from(acts)), login, take_back)

    @rule(data=st.data(), login=logins, text=texts, to=receivers, take_back=st.booleans())
    def own(self, data: st.DataObject, login: str, text: str, to: str, take_back: bool) -> None:
        about = self._about(data)
        due = self.office.clock.now() + timedelta(hours=5)
        acts: list[Any] = [
            Take(about=about),
            Assign(about=about, to=to, note=text),
            OfferHandover(about=about, to=to, note=text),
            SetNextStep(about=about, step=text, due_at=due),
        ]
        offer = self._some(data, Handover)
        if offer is not None:
            acts += [
                AcceptHandover(handover=offer),
                DeclineHandover(handover=offer, reason=text),
                WithdrawHandover(handover=offer),
            ]
        self._do(data.draw(st.sampled_from(acts)), login, take_back)

    @rule(data=st.data(), login=logins, text=texts, key=milestones, take_back=st.booleans())
    def work(self, data: st.DataObject, login: str, text: str, key: str, take_back: bool) -> None:
        number = self._number(data)
        day = self.office.clock.now().date() + timedelta(days=data.draw(st.integers(-1, 20)))
        acts = [
            StartMilestone(order=number, milestone=key),
            FinishMilestone(order=number, milestone=key),
            FinishMilestone(order=number, milestone=key, on=day),
            SkipMilestone(order=number, milestone=key, reason=text),
            BlockMilestone(order=number, milestone=key, reason=text),
            UnblockMilestone(order=number, milestone=key, reason=text),
            EstimateMilestone(order=number, milestone=key, forecast_on=day, reason=text),
        ]
        self._do(data.draw(st.sampled_from(acts)), login, take_back)

    @rule(data=st.data(), login=logins, text=texts, take_back=st.booleans())
    def order(self, data: st.DataObject, login: str, text: str, take_back: bool) -> None:
        number = self._number(data)
        day = self.office.clock.now().date() + timedelta(days=data.draw(st.integers(-1, 20)))
        calls = self._calls(number)
        product = data.draw(st.sampled_from(["FIBRE500", "ROUTER", "NOTHING"]))
        acts = [
            PlaceOrder(order=number, promised_on=day),
            MovePromisedDate(order=number, promised_on=day, reason=text),
            HoldOrder(order=number, reason=text),
            ReleaseOrder(order=number, reason=text),
            ChangeLines(order=number, lines=(LineGiven(product=product),)),
            CompleteOrder(order=number, how=data.draw(st.sampled_from(["confirmed_by", "attempts"]))),
            CancelOrder(order=number, reason=text, asked_by="Marta", told=tuple(calls[:3])),
        ]
        self._do(data.draw(st.sampled_from(acts)), login, take_back)

    @rule(data=st.data(), login=logins, text=texts, take_back=st.booleans())
    def decide(self, data: st.DataObject, login: str, text: str, take_back: bool) -> None:
        case: CaseDetail = self.office.read(CaseQuery(about=str(data.draw(st.sampled_from(self.customers)))))
        entries = [row.id for row in case.timeline]
        acts: list[Any] = [Amend(entry=data.draw(st.sampled_from(entries)), text=text)]
        decisions = [row.id for row in case.decisions]
        if decisions:
            decision = data.draw(st.sampled_from(decisions))
            acts += [
                ApproveDecision(decision=decision),
                RefuseDecision(decision=decision, reason=text),
                RevokeDecision(decision=decision, reason=text),
            ]
        self._do(data.draw(st.sampled_from(acts)), login, take_back)

    # What holds

    @invariant()
    def open_work_has_a_name(self) -> None:
        assert self.office.read(Ownerless()) == ()

    def _do(self, command: Any, login: str, take_back: bool) -> None:
        before = picture(self.office)
        try:
            done = self.office.services(login).run(command)
        except CaseDeskError:
            assert picture(self.office) == before, "what was refused left something behind"
            return
        after = picture(self.office)
        self._check_moves(before, after)
        self._check_work(after)
        self._check_history(after)
        if take_back and done.undo is not None:
            self.office.services(login).run(Undo(entry=done.undo))
            again = picture(self.office)
            assert standing(again) == standing(before), "the undo did not bring everything back"
            self._check_history(again)
        else:
            self._check_first_days(after)

    def _check_moves(self, before: Picture, after: Picture) -> None:
        for table, thing in MOVING.items():
            allowed = {(move.from_state, move.to_state) for move in states.MOVES[thing]}
            # A request that its opener owns is taken in the same command.
            beginnings = states.INITIAL[thing] | {to for begun, to in allowed if begun in states.INITIAL[thing]}
            for key, row in after[table].items():
                was = before[table].get(key)
                if was is None:
                    assert row["state"] in beginnings, (thing, row["state"])
                elif was["state"] != row["state"]:
                    assert (was["state"], row["state"]) in allowed, (thing, was["state"], row["state"])
            assert before[table].keys() <= after[table].keys(), f"a {thing} was deleted"

    def _check_work(self, after: Picture) -> None:
        for table, thing in (("orders", "order"), ("requests", "request")):
            for row in after[table].values():
                if row["state"] in states.OPEN[thing]:
                    assert (row["owner_id"] is None) != (row["queue_id"] is None)
                    assert row["next_step"].strip()
                    assert row["next_step_due_at"] is not None
        promised = [row["order_id"] for row in after["milestones"].values() if row["is_promise"]]
        assert sorted(promised) == sorted(row["id"] for row in after["orders"].values())
        assert all(is_valid(row["digits"]) for row in after["orders"].values())
        for row in after["orders"].values():
            assert (row["state"] == "done_not_confirmed") <= (row["done_on"] is not None)
            assert (row["state"] == "completed") <= (row["done_on"] is not None)

    def _check_first_days(self, after: Picture) -> None:
        for key, row in after["orders"].items():
            first = self.first_days.setdefault(key, row["first_promised_on"]) or row["first_promised_on"]
            assert row["first_promised_on"] == first, (row["state"], row["digits"], first, row["first_promised_on"])
            self.first_days[key] = first

    def _check_history(self, after: Picture) -> None:
        """No entry of the two customers was changed, and the chain says so."""
        with Session(self.office.database.engine) as session:
            for customer in self.customers:
                chain = list(_chain(session, customer))
                assert broken_at(chain) is None
                case = session.get_one(Case, customer)
                assert (case.last_seq, case.head_digest) == (len(chain), chain[-1].digest)
        assert len(after["entries"]) >= len(self.customers)

    # What there is

    def _about(self, data: st.DataObject) -> About:
        things = [*self.customers, *self._all(Order.digits), *self._all(Request.id)]
        return About(str(data.draw(st.sampled_from(things))))

    def _number(self, data: st.DataObject) -> OrderNumber:
        return OrderNumber(data.draw(st.sampled_from(self._all(Order.digits))))

    def _some(self, data: st.DataObject, model: Any) -> Any:
        found = self._all(model.id)
        return data.draw(st.sampled_from(found)) if found else None

    def _all(self, column: Any) -> list[Any]:
        """What the two customers have of something, in the order in which it came."""
        model = column.class_
        with Session(self.office.database.engine) as session:
            chosen = select(column).where(model.case_id.in_(self.customers)).order_by(model.id)
            return list(session.scalars(chosen))

    def _calls(self, number: OrderNumber) -> list[Any]:
        case: CaseDetail = self.office.read(CaseQuery(about=number))
        return [row.id for row in case.timeline if row.kind == "call"]


def _chain(session: Session, customer: Any) -> Iterator[ChainedEntry]:
    for entry in session.scalars(select(Entry).where(Entry.case_id == customer).order_by(Entry.seq)):
        values = session.scalars(select(EntryValue).where(EntryValue.entry_id == entry.id)).all()
        yield ChainedEntry(entry.previous_digest, chained_fields(entry, list(values)), entry.digest)


def test_any_work_in_any_order_keeps_every_rule(office: Office) -> None:
    working: type[AnyWork] = type("AnyWorkHere", (AnyWork,), {"office": office})
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        working,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=os.environ.get("HYPOTHESIS_PROFILE") != "long",  # daily the same work, in long runs other
            suppress_health_check=quiet,
            phases=[Phase.generate],  # the steps are told as they are; to shorten them would take minutes
        ),
    )
