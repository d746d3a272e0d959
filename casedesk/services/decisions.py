"""Decisions: recorded, approved, refused, revoked; one in force stands until someone with authority ends it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from casedesk.contract.cases import ApproveDecision, RecordDecision, RefuseDecision, RevokeDecision
from casedesk.contract.ids import new_id
from casedesk.contract.values import Changed
from casedesk.errors import NotFound, RefusedByRule
from casedesk.models import Case, Decision, Staff, StaffRole
from casedesk.rules.permissions import Grant, Role
from casedesk.rules.states import DecisionState, StaffState
from casedesk.rules.vocabulary import DecisionMode, EntryKind
from casedesk.services.about import Subject, subject_of
from casedesk.services.handlers import handles
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

RULES = {"by_hand": DecisionMode.ANYONE}
"""Decision rules by key; `by_hand` is a decision that no rule covers."""


@handles(RecordDecision)
def record_decision(work: UnitOfWork, command: RecordDecision) -> Changed:
    """In force at once, or asked when a manager must approve first."""
    decision = decide(
        work,
        subject_of(work, command.about),
        command.question,
        command.outcome,
        command.rule,
        command.valid_until,
        command.needs_approval,
    )
    return Changed(decision.id, decision.state)


def decide(
    work: UnitOfWork,
    subject: Subject,
    question: str,
    outcome: str,
    rule: str,
    valid_until: date | None = None,
    needs_approval: bool = False,
) -> Decision:
    """A new decision on the case."""
    if not (question.strip() and outcome.strip()):
        raise RefusedByRule(
            say("A decision needs what was asked and what was decided."), rule="decision_text"
        )
    if rule not in RULES:
        raise RefusedByRule(
            say("There is no decision rule “$rule”. Rules: $rules.", rule=rule, rules=", ".join(RULES)),
            rule="decision_rule",
        )
    needs_approval = needs_approval and work.actor.grant("approve_decision") is Grant.NO
    decision = Decision(
        id=new_id(),
        case_id=subject.case.customer_id,
        order_id=subject.order_id,
        request_id=subject.request_id,
        question=question,
        outcome=outcome,
        rule=rule,
        mode=DecisionMode.MANAGER_APPROVES if needs_approval else RULES[rule],
        state=DecisionState.ASKED if needs_approval else DecisionState.IN_FORCE,
        decided_by_id=work.actor.id,
        decided_at=work.now,
        valid_until=valid_until,
    )
    work.session.add(decision)
    _record(work, subject.case, decision, state=Change(None, decision.state))
    return decision


def _record(work: UnitOfWork, case: Case, decision: Decision, **values: Change) -> None:
    work.changed("decision", decision.id)
    work.record(
        EntryKind.DECISION,
        case,
        order_id=decision.order_id,
        request_id=decision.request_id,
        subject_id=decision.id,
        values={
            "question": Change(None, decision.question),
            "outcome": Change(None, decision.outcome),
            **values,
        },
    )


def _settle(work: UnitOfWork, decision_id: UUID, state: DecisionState, reason: str = "") -> Changed:
    decision = work.session.get(Decision, decision_id)
    if decision is None:
        raise NotFound(say("There is no decision $id.", id=decision_id), decision=str(decision_id))
    case = work.case_of(decision.case_id)
    work.session.refresh(decision)  # it may have been settled while another desk held the case
    old = work.move("decision", decision, state)
    decision.settled_by_id = work.actor.id
    decision.settled_at = work.now
    decision.reason = reason
    values = {"state": Change(old, state)}
    if reason:
        values["reason"] = Change(None, reason)
    _record(work, case, decision, **values)
    return Changed(decision.id, decision.state)


@handles(ApproveDecision)
def approve_decision(work: UnitOfWork, command: ApproveDecision) -> Changed:
    """In force by the second person's yes; alone in the firm, marked as without a second reader."""
    decision = work.session.get(Decision, command.decision)
    if decision and decision.decided_by_id == work.actor.id:
        if _other_managers(work):
            raise RefusedByRule(say("Somebody else must approve what you asked for."), rule="second_person")
        decision.no_second_reader = True
    return _settle(work, command.decision, DecisionState.IN_FORCE)


def _other_managers(work: UnitOfWork) -> int:
    return int(
        work.session.scalar(
            select(func.count())
            .select_from(StaffRole)
            .join(Staff, Staff.id == StaffRole.staff_id)
            .where(
                StaffRole.role == Role.MANAGER, Staff.state == StaffState.ACTIVE, Staff.id != work.actor.id
            )
        )
        or 0
    )


@handles(RefuseDecision)
def refuse_decision(work: UnitOfWork, command: RefuseDecision) -> Changed:
    """Not approved, with the reason."""
    return _settle(work, command.decision, DecisionState.REFUSED, _reason(command.reason))


@handles(RevokeDecision)
def revoke_decision(work: UnitOfWork, command: RevokeDecision) -> Changed:
    """No longer in force, with the reason."""
    return _settle(work, command.decision, DecisionState.REVOKED, _reason(command.reason))


def _reason(reason: str) -> str:
    if not reason.strip():
        raise RefusedByRule(say("Say why; the reason stands beside the decision."), rule="decision_reason")
    return reason
