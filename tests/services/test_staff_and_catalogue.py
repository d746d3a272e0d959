"""Colleagues, products, the company and who one is, by commands and queries, on both databases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from casedesk.contract.desk import (
    AddProduct,
    CompanyQuery,
    Events,
    InviteStaff,
    Products,
    SetAbsence,
    StaffQuery,
    WhoAmI,
    WhoCouldIBe,
)
from casedesk.contract.values import Login
from casedesk.errors import Conflict, NotFound, NotPermitted, RefusedByRule
from casedesk.rules.permissions import Role
from casedesk.services.services import Services
from tests.factories import PEOPLE, Office


def test_a_new_desk_has_events_products_a_team_and_a_kind_of_order(office: Office) -> None:
    company = office.read(CompanyQuery())
    assert (company.name, company.teams, company.templates) == (
        "Fernhill Telecom",
        {"office": "Office"},
        {"standard": "Standard order"},
    )
    assert len(office.read(Events())) == 17
    assert [one.code for one in office.read(Products())] == ["FIBRE500", "ROUTER", "SERVICE"]


def test_who_am_i_says_what_i_may(office: Office) -> None:
    me = office.read(WhoAmI())
    assert (me.staff.name, me.roles) == ("Uma Support", ("support",))
    assert "open_order" in me.permissions
    assert "assign" not in me.permissions


def test_everybody_who_may_sign_in_is_listed_by_name(office: Office) -> None:
    names = [one.name for one in office.read(WhoCouldIBe())]
    assert names == sorted([*(name for name, _ in PEOPLE.values()), "Ada Owner"])


def test_a_stranger_cannot_act(office: Office) -> None:
    with pytest.raises(NotPermitted, match="no active member of staff"):
        Services(office.database, office.clock, "nobody").read(WhoAmI())


def test_a_change_of_roles_is_noticed_at_the_next_command(office: Office) -> None:
    services = office.services("uma")
    assert not services.can("assign")
    with office.database.writing() as session:
        from_row = session.connection().exec_driver_sql("SELECT id FROM staff WHERE login = 'uma'").scalar()
        session.connection().exec_driver_sql(
            f"INSERT INTO staff_roles (staff_id, role) VALUES ('{from_row}', 'manager')"
        )
        session.connection().exec_driver_sql("UPDATE staff SET version = version + 1 WHERE login = 'uma'")
    office.customer()
    assert services.can("assign")


def test_the_list_of_colleagues_counts_their_work(office: Office) -> None:
    office.placed()
    rows = {one.login: one for one in office.read(StaffQuery(team="office"))}
    assert (rows["uma"].open, rows["uma"].late, rows["ulf"].open) == (1, 0, 0)
    office.later(days=30)
    assert {one.login: one.late for one in office.read(StaffQuery())}["uma"] == 1


def _invite(login: str = "new", name: str = "New Person", **given: object) -> InviteStaff:
    return InviteStaff(login=login, name=name, team="office", roles=given.get("roles", (Role.SALES,)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("invitation", "rule"),
    [
        (_invite(login="two words"), "login_form"),
        (_invite(name=" "), "staff_name"),
        (_invite(roles=()), "staff_roles"),
    ],
)
def test_an_invitation_needs_login_name_and_role(office: Office, invitation: InviteStaff, rule: str) -> None:
    with pytest.raises(RefusedByRule) as caught:
        office.run(invitation, "adm")
    assert caught.value.rule == rule


def test_a_login_is_given_once(office: Office) -> None:
    office.run(_invite(), "adm")
    with pytest.raises(Conflict, match="is taken"):
        office.run(_invite(), "adm")


def test_only_an_administrator_invites(office: Office) -> None:
    with pytest.raises(NotPermitted, match="administrator"):
        office.run(_invite(), "mia")


def test_nobody_stands_in_for_oneself(office: Office) -> None:
    day = date(2026, 12, 1)
    with pytest.raises(RefusedByRule, match="colleague"):
        office.run(SetAbsence(staff=Login("uma"), from_on=day, until_on=day, deputy=Login("uma")))
    with pytest.raises(RefusedByRule, match="before the first"):
        office.run(
            SetAbsence(staff=Login("uma"), from_on=day, until_on=date(2026, 11, 30), deputy=Login("ulf"))
        )


def test_a_product_is_added_once_with_its_price(office: Office) -> None:
    product = AddProduct(
        code="PHONE", name="Phone", price=Decimal("6.00"), monthly=True, setup_price=Decimal("9.90")
    )
    office.run(product, "mia")
    row = next(one for one in office.read(Products()) if one.code == "PHONE")
    assert (row.charge, row.price, row.setup_price, row.currency) == (
        "monthly",
        Decimal("6"),
        Decimal("9.9"),
        "GBP",
    )
    with pytest.raises(Conflict, match="already"):
        office.run(product, "mia")


@pytest.mark.parametrize(
    "product",
    [
        AddProduct(code=" ", name="Phone", price=Decimal(1)),
        AddProduct(code="P", name="Phone", price=Decimal(-1)),
        AddProduct(code="P", name="Phone", price=Decimal(1), template="no_such"),
    ],
)
def test_a_product_without_name_price_or_kind_is_refused(office: Office, product: AddProduct) -> None:
    with pytest.raises(RefusedByRule):
        office.run(product, "mia")


def test_the_team_of_an_invitation_exists(office: Office) -> None:
    with pytest.raises(NotFound, match="Teams: office"):
        office.run(InviteStaff(login="x", name="X", team="nowhere", roles=(Role.SALES,)), "adm")
