"""Permissions: the table is that of design/states-and-roles.md; of several roles the strongest counts."""

from __future__ import annotations

import pytest

from casedesk.rules.permissions import GRANTS, Grant, Role, may

LETTERS = dict(zip("SUBFXMA", Role, strict=True))

# The rows of the document once more, by hand: who may at all.
WHO_MAY = {
    "read": "SUBFXM",
    "log_interaction": "SUBFXM",
    "add_note": "SUBFXM",
    "make_promise": "SUBFXM",
    "register_customer": "SUBXM",
    "change_customer": "SUBXM",
    "merge_customers": "XM",
    "unmerge_customers": "XM",
    "open_order": "SUXM",
    "place_order": "SUXM",
    "change_lines": "SUXM",
    "other_prices": "SXM",
    "promise_impossible_date": "XM",
    "cancel_others_order": "XM",
    "cancel_order": "SUXM",
    "work_milestone": "SUBFXM",
    "skip_milestone": "XM",
    "override_rule": "XM",
    "take": "SUBFXM",
    "offer_handover": "SUBFXM",
    "set_absence": "SUBFXMA",
    "assign": "M",
    "restrict_case": "M",
    "erase_customer": "M",
    "draft_notice": "SUXM",
    "send_notice": "SUXM",
    "credit": "SUBXM",
    "record_money": "BM",
    "read_bank_details": "BM",
    "plan_visit": "UFXM",
    "open_exception": "SUBFXM",
    "triage_exception": "XM",
    "close_exception": "XM",
    "confirm_save": "M",
    "record_decision": "SUBFXM",
    "approve_decision": "M",
    "revoke_decision": "M",
    "start_procedure": "SUBFXM",
    "submit_version": "SUBFXM",
    "release_version": "M",
    "report": "SUBFXM",
    "read_look_ups": "M",
    "change_catalogue": "MA",
    "invite_staff": "A",
    "deactivate_staff": "A",
    "change_roles": "A",
    "change_connection": "A",
    "back_up": "A",
    "upgrade": "A",
}

# Not in the document's table; decided here.
ADDED = {
    "sign_in": "SUBFXMA",
    "read_staff": "SUBFXMA",
    "read_catalogue": "SUBFXMA",
    "undo": "SUBFXMA",
    "hold_order": "SUBFXM",
    "complete_order": "SUBFXM",
    "issue_document": "SUBFXM",
    "import_order": "M",
    "change_company": "MA",
    "change_staff": "A",
    "change_team": "A",
}


@pytest.mark.parametrize("permission", GRANTS)
def test_who_may(permission: str) -> None:
    granted = {role for role in Role if may({role}, permission) is not Grant.NO}
    assert granted == {LETTERS[letter] for letter in (WHO_MAY | ADDED)[permission]}


def test_no_row_of_the_document_is_missing() -> None:
    assert set(GRANTS) == set(WHO_MAY | ADDED)


@pytest.mark.parametrize(
    ("role", "permission", "grant"),
    [
        (Role.SALES, "cancel_order", Grant.OWN),
        (Role.EXCEPTION_TEAM, "cancel_order", Grant.ANYTHING),
        (Role.FIELD, "work_milestone", Grant.OWN_TEAM),
        (Role.MANAGER, "work_milestone", Grant.ANYTHING),
        (Role.SUPPORT, "take", Grant.OWN_TEAM),
        (Role.BILLING, "offer_handover", Grant.OWN),
        (Role.ADMINISTRATOR, "set_absence", Grant.OWN),
        (Role.MANAGER, "set_absence", Grant.ANYTHING),
        (Role.SUPPORT, "credit", Grant.UP_TO_LIMIT),
        (Role.MANAGER, "credit", Grant.ANYTHING),
        (Role.FIELD, "credit", Grant.NO),
        (Role.SALES, "report", Grant.OWN_TEAM),
        (Role.ADMINISTRATOR, "read", Grant.NO),
    ],
)
def test_how_far_it_reaches(role: Role, permission: str, grant: Grant) -> None:
    assert may({role}, permission) is grant


def test_of_several_roles_the_strongest_counts() -> None:
    assert may({Role.SALES, Role.EXCEPTION_TEAM}, "cancel_order") is Grant.ANYTHING
    assert may({Role.FIELD, Role.SALES}, "cancel_order") is Grant.OWN
    assert may({Role.ADMINISTRATOR, Role.MANAGER}, "read") is Grant.ANYTHING


def test_without_a_role_nothing_is_permitted() -> None:
    assert {may((), permission) for permission in GRANTS} == {Grant.NO}


def test_an_unknown_permission_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        may({Role.MANAGER}, "fly")
