"""In which states things stand and which command moves them; the table behind services and database triggers.

It knows no owner, no permission and no date but a promise's. Source: design/states-and-roles.md, States.
To add a move: a line in the table of its thing, a migration that renews the triggers, a row in the test.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType


class OrderState(StrEnum):
    """Where an order stands in its life. `quote` to `cancelling` are open."""

    QUOTE = "quote"
    PLACED = "placed"
    IN_PROGRESS = "in_progress"
    DONE_NOT_CONFIRMED = "done_not_confirmed"
    ON_HOLD = "on_hold"
    CANCELLING = "cancelling"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


class OrderLineState(StrEnum):
    """Where one line of an order stands; it follows the milestones."""

    AS_ORDERED = "as_ordered"
    IN_WORK = "in_work"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class MilestoneState(StrEnum):
    """Where a milestone stands. `ready`: all it depends on is done or skipped."""

    NOT_STARTED = "not_started"
    READY = "ready"
    UNDER_WAY = "under_way"
    BLOCKED = "blocked"
    DONE = "done"
    SKIPPED = "skipped"


class RequestState(StrEnum):
    """Where a request stands. `settled`: we think it is solved; `closed`: the customer agreed."""

    NEW = "new"
    UNDER_WAY = "under_way"
    WAITING = "waiting"
    SETTLED = "settled"
    CLOSED = "closed"


class PromiseState(StrEnum):
    """What was recorded about a promise; *broken* is never stored, see `is_broken`."""

    OPEN = "open"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    RELEASED = "released"


class HandoverState(StrEnum):
    """What became of an offered handover."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class DecisionState(StrEnum):
    """Whether a decision holds."""

    ASKED = "asked"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    EXPIRED = "expired"
    REVOKED = "revoked"
    REPLACED = "replaced"


class DocumentState(StrEnum):
    """Whether a document has left the house."""

    DRAFTED = "drafted"
    ISSUED = "issued"
    REPRINTED = "reprinted"
    REPLACED = "replaced"


class StaffState(StrEnum):
    """Whether a member of staff works here and is present."""

    INVITED = "invited"
    ACTIVE = "active"
    AWAY = "away"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Move:
    """`command` may take a thing from `from_state` to `to_state`.

    Equal states: it changes something else of the thing. `follows`: the command was given to another one of
    its kind, as a milestone gets ready when the one before it is finished.
    """

    from_state: str
    to_state: str
    command: str
    follows: bool = False


def _moves(
    command: str, from_states: Iterable[str], to_states: Sequence[str], *, follows: bool = False
) -> Iterator[Move]:
    """A move of `command` from each of the first states to each of the second."""
    for from_state in from_states:
        for to_state in to_states:
            yield Move(str(from_state), str(to_state), command, follows)


_O, _M, _R, _D = OrderState, MilestoneState, RequestState, DecisionState
_ON_ITS_WAY = (_O.QUOTE, _O.PLACED, _O.IN_PROGRESS, _O.DONE_NOT_CONFIRMED)
_UNFINISHED = (_M.NOT_STARTED, _M.READY, _M.UNDER_WAY, _M.BLOCKED)
_WORKED_ON = (_R.NEW, _R.UNDER_WAY, _R.WAITING)

MOVES: Mapping[str, tuple[Move, ...]] = MappingProxyType(
    {
        "order": (
            *_moves("place_order", [_O.QUOTE], [_O.PLACED]),
            # The first milestone starts the work, the last one ends it; a single one does both at once.
            *_moves("finish_milestone", [_O.PLACED], [_O.IN_PROGRESS, _O.DONE_NOT_CONFIRMED]),
            *_moves("finish_milestone", [_O.IN_PROGRESS], [_O.DONE_NOT_CONFIRMED]),
            *_moves("skip_milestone", [_O.PLACED, _O.IN_PROGRESS], [_O.DONE_NOT_CONFIRMED]),
            *_moves("complete_order", [_O.DONE_NOT_CONFIRMED], [_O.COMPLETED]),
            *_moves("hold_order", _ON_ITS_WAY, [_O.ON_HOLD]),
            # Back to the state it was held in, which the order remembers.
            *_moves("release_order", [_O.ON_HOLD], _ON_ITS_WAY),
            *_moves("cancel_order", [*_ON_ITS_WAY, _O.ON_HOLD], [_O.CANCELLING]),
            *_moves("cancel_order", [_O.CANCELLING], [_O.CANCELLED]),
        ),
        "order_line": (
            *_moves("start_milestone", [OrderLineState.AS_ORDERED], [OrderLineState.IN_WORK]),
            *_moves(
                "finish_milestone",
                [OrderLineState.AS_ORDERED],
                [OrderLineState.IN_WORK, OrderLineState.DELIVERED],
            ),
            *_moves("finish_milestone", [OrderLineState.IN_WORK], [OrderLineState.DELIVERED]),
            *_moves(
                "change_lines",
                [OrderLineState.AS_ORDERED, OrderLineState.IN_WORK],
                [OrderLineState.CANCELLED],
            ),
            *_moves(
                "cancel_order",
                [OrderLineState.AS_ORDERED, OrderLineState.IN_WORK],
                [OrderLineState.CANCELLED],
            ),
        ),
        "milestone": (
            *_moves("place_order", [_M.NOT_STARTED], [_M.READY], follows=True),
            *_moves("start_milestone", [_M.READY], [_M.UNDER_WAY]),
            *_moves("finish_milestone", [_M.READY, _M.UNDER_WAY, _M.BLOCKED], [_M.DONE]),
            *_moves("finish_milestone", [_M.NOT_STARTED], [_M.READY], follows=True),
            *_moves("skip_milestone", [_M.NOT_STARTED], [_M.READY], follows=True),
            *_moves("skip_milestone", _UNFINISHED, [_M.SKIPPED]),
            *_moves("block_milestone", [_M.NOT_STARTED, _M.READY, _M.UNDER_WAY], [_M.BLOCKED]),
            *_moves("unblock_milestone", [_M.BLOCKED], [_M.NOT_STARTED, _M.READY, _M.UNDER_WAY]),
            *(Move(str(state), str(state), "estimate_milestone") for state in _UNFINISHED),
        ),
        "request": (
            *_moves("take", [_R.NEW], [_R.UNDER_WAY]),
            *_moves("assign", [_R.NEW], [_R.UNDER_WAY]),
            *_moves("resume_request", [_R.WAITING], [_R.UNDER_WAY]),
            *_moves("wait_request", [_R.NEW, _R.UNDER_WAY], [_R.WAITING]),
            *_moves("settle_request", _WORKED_ON, [_R.SETTLED]),
            *_moves("close_request", [*_WORKED_ON, _R.SETTLED], [_R.CLOSED]),
            *_moves("reopen_request", [_R.SETTLED, _R.CLOSED], [_R.UNDER_WAY]),
        ),
        "promise": (
            *_moves("keep_promise", [PromiseState.OPEN], [PromiseState.KEPT, PromiseState.KEPT_LATE]),
            *_moves("move_promise", [PromiseState.OPEN], [PromiseState.OPEN]),
            *_moves("release_promise", [PromiseState.OPEN], [PromiseState.RELEASED]),
        ),
        "handover": (
            *_moves("accept_handover", [HandoverState.OFFERED], [HandoverState.ACCEPTED]),
            *_moves("decline_handover", [HandoverState.OFFERED], [HandoverState.DECLINED]),
            *_moves("lapse_handover", [HandoverState.OFFERED], [HandoverState.LAPSED]),
            *_moves("withdraw_handover", [HandoverState.OFFERED], [HandoverState.WITHDRAWN]),
        ),
        "decision": (
            *_moves("approve_decision", [_D.ASKED], [_D.IN_FORCE]),
            *_moves("refuse_decision", [_D.ASKED], [_D.REFUSED]),
            *_moves("revoke_decision", [_D.IN_FORCE], [_D.REVOKED]),
            *_moves("record_decision", [_D.IN_FORCE], [_D.REPLACED]),
            *_moves("expire_decision", [_D.IN_FORCE], [_D.EXPIRED]),
        ),
        "document": (
            *_moves("issue_document", [DocumentState.DRAFTED], [DocumentState.ISSUED]),
            *_moves(
                "issue_document",
                [DocumentState.ISSUED, DocumentState.REPRINTED],
                [DocumentState.REPRINTED, DocumentState.REPLACED],
            ),
        ),
        "staff": (
            *_moves("activate_staff", [StaffState.INVITED], [StaffState.ACTIVE]),
            *_moves("set_absence", [StaffState.ACTIVE], [StaffState.AWAY]),
            *_moves("set_absence", [StaffState.AWAY], [StaffState.ACTIVE]),
            *_moves(
                "deactivate_staff",
                [StaffState.INVITED, StaffState.ACTIVE, StaffState.AWAY],
                [StaffState.LEFT],
            ),
        ),
    }
)
"""Every move of every thing. The clock itself gives `lapse_handover` and `expire_decision`, by the worker."""

INITIAL: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "order": frozenset({OrderState.QUOTE}),
        "order_line": frozenset({OrderLineState.AS_ORDERED}),
        "milestone": frozenset({MilestoneState.NOT_STARTED, MilestoneState.READY}),
        "request": frozenset({RequestState.NEW}),
        "promise": frozenset({PromiseState.OPEN}),
        "handover": frozenset({HandoverState.OFFERED}),
        "decision": frozenset({DecisionState.ASKED, DecisionState.IN_FORCE}),
        "document": frozenset({DocumentState.DRAFTED, DocumentState.ISSUED}),
        "staff": frozenset({StaffState.INVITED, StaffState.ACTIVE}),
    }
)
"""The states a thing may be created in; only `import_order` brings orders in others."""

OPEN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "order": frozenset({*_ON_ITS_WAY, OrderState.ON_HOLD, OrderState.CANCELLING}),
        "milestone": frozenset(_UNFINISHED),
        "request": frozenset({*_WORKED_ON, RequestState.SETTLED}),
        "promise": frozenset({PromiseState.OPEN}),
        "handover": frozenset({HandoverState.OFFERED}),
    }
)
"""The states in which something is still to be done; an open order or request has an owner or a queue."""

STATES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "order": tuple(OrderState),
        "order_line": tuple(OrderLineState),
        "milestone": tuple(MilestoneState),
        "request": tuple(RequestState),
        "promise": tuple(PromiseState),
        "handover": tuple(HandoverState),
        "decision": tuple(DecisionState),
        "document": tuple(DocumentState),
        "staff": tuple(StaffState),
    }
)
"""All states of each thing, in the order of its life."""


def may_move(thing: str, from_state: str, to_state: str) -> bool:
    """True when some command moves `thing` so; KeyError for a thing without states."""
    return any(move.from_state == from_state and move.to_state == to_state for move in MOVES[thing])


def has_move(thing: str, from_state: str, to_state: str, command: str) -> bool:
    """True when `command` itself moves `thing` so; KeyError for a thing without states."""
    return Move(from_state, to_state, command) in MOVES[thing]


def commands_for(thing: str, from_state: str) -> tuple[str, ...]:
    """The commands that `thing` in `from_state` can be given, each once, in the table's order."""
    moves = (move for move in MOVES[thing] if move.from_state == from_state and not move.follows)
    return tuple(dict.fromkeys(move.command for move in moves))


def is_open(thing: str, state: str) -> bool:
    """True while something is still to be done for `thing`; KeyError for a thing that is never open."""
    return state in OPEN[thing]


def is_broken(state: str, due_at: datetime, now: datetime) -> bool:
    """True for a promise that is open past its time. At the very instant it is due it still stands."""
    return state == PromiseState.OPEN and due_at < now
