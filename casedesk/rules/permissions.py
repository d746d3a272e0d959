"""Who may do what: seven roles, one table; it knows no person, no team and no row.

The same table feeds the checks before a command and, on a shared database, its grants. Source:
design/states-and-roles.md, Roles. To add a permission: a line in `_TABLE`, a row in
`tests/rules/test_permissions.py`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a member of staff works as; one person may hold several."""

    SALES = "sales"
    SUPPORT = "support"
    BILLING = "billing"
    FIELD = "field"
    EXCEPTION_TEAM = "exception_team"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Grant(StrEnum):
    """How far a permission reaches, weakest first.

    `own`: the owner, that owner's deputy or manager; `own_team`: what belongs to one's team; `up_to_limit`:
    amounts within one's own limit.
    """

    NO = "no"
    OWN = "own"
    OWN_TEAM = "own_team"
    UP_TO_LIMIT = "up_to_limit"
    ANYTHING = "anything"


_STRENGTH = tuple(Grant)
_N, _O, _T, _L, _A = Grant.NO, Grant.OWN, Grant.OWN_TEAM, Grant.UP_TO_LIMIT, Grant.ANYTHING

# A manager's "own" is everybody's, so it is written as anything.
# fmt: off
_TABLE: tuple[tuple[tuple[str, ...], tuple[Grant, ...]], ...] = (
    #                                                       S   U   B   F   X   M   A
    (("sign_in", "read_staff", "read_catalogue"),          (_A, _A, _A, _A, _A, _A, _A)),
    (("read", "log_interaction", "add_note"),              (_A, _A, _A, _A, _A, _A, _N)),
    (("make_promise",),                                    (_A, _A, _A, _A, _A, _A, _N)),
    (("register_customer", "change_customer"),             (_A, _A, _A, _N, _A, _A, _N)),
    (("merge_customers", "unmerge_customers"),             (_N, _N, _N, _N, _A, _A, _N)),
    (("open_order", "place_order", "change_lines"),        (_A, _A, _N, _N, _A, _A, _N)),
    (("hold_order", "complete_order"),                     (_A, _A, _O, _O, _A, _A, _N)),
    (("other_prices",),                                    (_A, _N, _N, _N, _A, _A, _N)),
    (("promise_impossible_date", "cancel_others_order"),   (_N, _N, _N, _N, _A, _A, _N)),
    (("cancel_order",),                                    (_O, _O, _N, _N, _A, _A, _N)),
    (("import_order",),                                    (_N, _N, _N, _N, _N, _A, _N)),
    (("work_milestone",),                                  (_T, _T, _T, _T, _T, _A, _N)),
    (("skip_milestone", "override_rule"),                  (_N, _N, _N, _N, _A, _A, _N)),
    (("take",),                                            (_T, _T, _T, _T, _T, _A, _N)),
    (("offer_handover",),                                  (_O, _O, _O, _O, _O, _A, _N)),
    (("set_absence",),                                     (_O, _O, _O, _O, _O, _A, _O)),
    (("undo",),                                            (_O, _O, _O, _O, _O, _O, _O)),
    (("assign", "restrict_case", "erase_customer"),        (_N, _N, _N, _N, _N, _A, _N)),
    (("issue_document",),                                  (_A, _A, _A, _A, _A, _A, _N)),
    (("draft_notice", "send_notice"),                      (_A, _A, _N, _N, _A, _A, _N)),
    (("credit",),                                          (_L, _L, _L, _N, _L, _A, _N)),
    (("record_money", "read_bank_details"),                (_N, _N, _A, _N, _N, _A, _N)),
    (("plan_visit",),                                      (_N, _A, _N, _A, _A, _A, _N)),
    (("open_exception",),                                  (_A, _A, _A, _A, _A, _A, _N)),
    (("triage_exception", "close_exception"),              (_N, _N, _N, _N, _A, _A, _N)),
    (("confirm_save",),                                    (_N, _N, _N, _N, _N, _A, _N)),
    (("record_decision",),                                 (_A, _A, _A, _A, _A, _A, _N)),
    (("approve_decision", "revoke_decision"),              (_N, _N, _N, _N, _N, _A, _N)),
    (("start_procedure", "submit_version"),                (_A, _A, _A, _A, _A, _A, _N)),
    (("release_version",),                                 (_N, _N, _N, _N, _N, _A, _N)),
    (("report",),                                          (_T, _T, _T, _T, _T, _A, _N)),
    (("read_look_ups",),                                   (_N, _N, _N, _N, _N, _A, _N)),
    (("change_catalogue", "change_company"),               (_N, _N, _N, _N, _N, _A, _A)),
    (("invite_staff", "deactivate_staff", "change_roles"), (_N, _N, _N, _N, _N, _N, _A)),
    (("change_staff", "change_team"),                      (_N, _N, _N, _N, _N, _N, _A)),
    (("change_connection", "back_up", "upgrade"),          (_N, _N, _N, _N, _N, _N, _A)),
)
# fmt: on

GRANTS: Mapping[str, Mapping[Role, Grant]] = MappingProxyType(
    {
        permission: MappingProxyType(dict(zip(Role, grants, strict=True)))
        for permissions, grants in _TABLE
        for permission in permissions
    }
)
"""What each role is granted of each permission, which is named as its command or as a group of them."""


def may(roles: Collection[Role], permission: str) -> Grant:
    """The strongest grant of `permission` among `roles`, NO without any; KeyError for an unknown one."""
    granted = GRANTS[permission]
    return max((granted[role] for role in roles), key=_STRENGTH.index, default=Grant.NO)
