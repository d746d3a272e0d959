"""Requests: what a customer asks for that is not an order."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from casedesk.contract.cases import (
    CloseRequest,
    OpenRequest,
    ReopenRequest,
    ResumeRequest,
    SettleRequest,
    WaitRequest,
)
from casedesk.contract.ids import new_id
from casedesk.contract.values import Changed, Made
from casedesk.errors import NotFound, RefusedByRule
from casedesk.models import Case, Event, Request
from casedesk.rules.states import RequestState
from casedesk.rules.vocabulary import EntryKind, OwnershipHow
from casedesk.services.about import subject_of
from casedesk.services.handlers import handles
from casedesk.services.next_steps import end_of_work, working_day_after
from casedesk.services.ownership_changes import become_owner
from casedesk.services.people import team_id_of
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

ANSWER_DAYS = 1
CLOSE_DAYS = 5
"""A settled request closes after five working days (design/domain.md, Further words)."""


@handles(OpenRequest)
def open_request(work: UnitOfWork, command: OpenRequest) -> Made:
    """Owned by oneself, or waiting in a team's queue with the clock running."""
    subject = subject_of(work, command.about)
    if not command.wants.strip():
        raise RefusedByRule(
            say("Write what the customer wants, in the customer's words."), rule="request_wants"
        )
    event = work.session.scalar(select(Event.key).where(Event.key == command.event, Event.active))
    if event is None:
        raise NotFound(say("There is no event “$event”. The list: casedesk ask events", event=command.event))
    queue_id = team_id_of(work, command.queue) if command.queue else None
    request = Request(
        id=command.id or new_id(),
        case_id=subject.case.customer_id,
        order_id=subject.order_id,
        event_key=event,
        wants=command.wants,
        state=RequestState.NEW,
        due_at=command.due_at,
        opened_at=work.now,
        opened_by_id=work.actor.id,
        next_step=say("Answer the customer"),
        next_step_due_at=command.due_at or end_of_work(work, working_day_after(work, ANSWER_DAYS)),
    )
    how = OwnershipHow.QUEUED if queue_id else OwnershipHow.OPENED
    work.session.add(request)
    become_owner(work, request, how, owner_id=None if queue_id else work.actor.id, queue_id=queue_id)
    work.session.flush()  # the entry refers to the request, and being under way is a move of its own
    if request.owner_id:
        request.state = RequestState.UNDER_WAY
    _record(work, subject.case, request, state=Change(None, request.state), wants=Change(None, request.wants))
    return Made(request.id)


def _record(work: UnitOfWork, case: Case, request: Request, **values: Change) -> None:
    work.changed("request", request.id)
    work.record(
        EntryKind.REQUEST,
        case,
        order_id=request.order_id,
        request_id=request.id,
        subject_id=request.id,
        values=values,
    )


def _move(
    work: UnitOfWork, request_id: UUID, state: RequestState, **values: Change
) -> tuple[Request, Changed]:
    request = work.session.get(Request, request_id)
    if request is None:
        raise NotFound(say("There is no request $id.", id=request_id), request=str(request_id))
    case = work.case_of(request.case_id)
    work.session.refresh(request)  # it may have been moved while another desk held the case
    work.require_own("take", request.owner_id)
    old = work.move("request", request, state)
    _record(work, case, request, state=Change(old, state), **values)
    return request, Changed(request.id, state)


@handles(WaitRequest)
def wait_request(work: UnitOfWork, command: WaitRequest) -> Changed:
    """Waiting, with our follow-up date as the next step."""
    if not (command.waiting_for.strip() and command.what.strip()):
        raise RefusedByRule(say("Say for whom and for what it waits."), rule="waiting_named")
    request, answer = _move(
        work,
        command.request,
        RequestState.WAITING,
        waiting_for=Change(None, command.waiting_for),
        what=Change(None, command.what),
    )
    request.waiting_for = command.waiting_for
    request.waiting_what = command.what
    request.follow_up_on = command.follow_up_on
    request.next_step = say("Follow up: $what", what=command.what)
    request.next_step_due_at = end_of_work(work, command.follow_up_on)
    return answer


@handles(ResumeRequest)
def resume_request(work: UnitOfWork, command: ResumeRequest) -> Changed:
    """Under way again."""
    request, answer = _move(work, command.request, RequestState.UNDER_WAY)
    request.waiting_for = request.waiting_what = ""
    request.follow_up_on = None
    return answer


@handles(SettleRequest)
def settle_request(work: UnitOfWork, command: SettleRequest) -> Changed:
    """We think it is solved; the next step is to ask the customer."""
    request, answer = _move(
        work, command.request, RequestState.SETTLED, outcome=Change(None, _outcome(command.outcome))
    )
    request.outcome = command.outcome
    request.settled_at = work.now
    request.next_step = say("Ask whether the customer agrees")
    request.next_step_due_at = end_of_work(work, working_day_after(work, CLOSE_DAYS))
    return answer


@handles(CloseRequest)
def close_request(work: UnitOfWork, command: CloseRequest) -> Changed:
    """Closed with its outcome and whether the customer's expectation was met."""
    request, answer = _move(
        work, command.request, RequestState.CLOSED, outcome=Change(None, _outcome(command.outcome))
    )
    request.outcome = command.outcome
    request.expectation_met = command.expectation_met
    request.settled_at = request.settled_at or work.now
    request.closed_at = work.now
    return answer


def _outcome(outcome: str) -> str:
    if not outcome.strip():
        raise RefusedByRule(say("Say how it was solved."), rule="request_outcome")
    return outcome


@handles(ReopenRequest)
def reopen_request(work: UnitOfWork, command: ReopenRequest) -> Changed:
    """Under way again with its reason; counted."""
    if not command.reason.strip():
        raise RefusedByRule(say("Say why it is open again."), rule="reopen_reason")
    request, answer = _move(
        work, command.request, RequestState.UNDER_WAY, reason=Change(None, command.reason)
    )
    request.closed_at = request.settled_at = None
    request.times_reopened += 1
    request.next_step = say("Answer the customer")
    request.next_step_due_at = end_of_work(work, working_day_after(work, ANSWER_DAYS))
    return answer
