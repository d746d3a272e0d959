"""Milestone templates as editions: drafts, releases by a second reader, and orders that keep theirs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from casedesk.contract.admin import (
    ChangeProduct,
    DeactivateStaff,
    DiscardTemplateDraft,
    MilestoneTemplateQuery,
    MilestoneTemplates,
    ReleaseTemplate,
    RetireTemplate,
    SaveTemplate,
    SetRoles,
    SettingChanges,
    TemplateDetail,
    TemplateRow,
    TemplateSaved,
    TemplateStep,
)
from casedesk.contract.desk import CompanyQuery, Products
from casedesk.contract.orders import CanKeep, OrderQuery
from casedesk.contract.values import Login
from casedesk.errors import Conflict, NotFound, NotPermitted, RefusedByRule
from casedesk.rules.permissions import Role
from tests.factories import Office

VISIT = TemplateStep(key="visit", name="Visit", team="office", working_days=3)
WORKING = TemplateStep(
    key="working", name="Working", team="office", working_days=1, depends_on=("visit",), is_promise=True,
    we_do="We switch it on.", you_do="Be at home.",
)  # fmt: skip


def save(office: Office, login: str = "mia", **given: Any) -> TemplateSaved:
    command = {"key": "standard", "name": "Standard order", "steps": (VISIT, WORKING)} | given
    saved: TemplateSaved = office.run(SaveTemplate(**command), login)
    return saved


def release(office: Office, saved: TemplateSaved, login: str = "adm") -> TemplateSaved:
    released: TemplateSaved = office.run(
        ReleaseTemplate(template=saved.key, draft_version=saved.version), login
    )
    return released


def template(office: Office, key: str = "standard", edition: int | None = None) -> TemplateDetail:
    found: TemplateDetail = office.read(MilestoneTemplateQuery(key=key, edition=edition), "adm")
    return found


def row(office: Office, key: str = "standard") -> TemplateRow:
    return next(one for one in office.read(MilestoneTemplates(), "adm") if one.key == key)


def test_an_order_keeps_the_edition_it_started_with(office: Office) -> None:
    before = office.placed()
    saved = save(office)
    assert (saved.edition, saved.is_draft) == (2, True)
    assert (row(office).edition, row(office).draft) == (1, 2)
    during = office.placed()
    released = release(office, saved)
    assert not released.is_draft
    after = office.placed()
    orders = [office.read(OrderQuery(number=number)) for number in (before, during, after)]
    steps = [[one.key for one in order.milestones] for order in orders]
    assert steps[0] == steps[1] == ["checked", "ready", "delivered", "first_bill", "feedback"]
    assert steps[2] == ["visit", "working"]
    assert [one.name for one in office.read(CanKeep(kind="standard")).steps] == ["Visit", "Working"]
    found = template(office)
    assert [(one.edition, one.open_orders) for one in found.editions] == [(2, 1), (1, 2)]
    assert found.steps == (VISIT, WORKING)
    assert (found.editions[0].author, found.editions[0].released_by, found.editions[0].second_reader) == (
        "Mia Manager", "Adam Administrator", True,
    )  # fmt: skip
    assert (row(office).promise_on_day, row(office).milestones, row(office).open_orders) == (4, 2, 3)
    assert template(office, edition=1).steps[0].key == "checked"


def test_a_draft_is_written_again_and_thrown_away(office: Office) -> None:
    first = save(office)
    with pytest.raises(Conflict, match="draft of Standard order already"):
        save(office)
    longer = replace(VISIT, working_days=5)
    second = save(office, draft_version=first.version, steps=(longer, WORKING), name="Standard")
    assert (second.edition, second.version > first.version) == (2, True)
    with pytest.raises(Conflict, match="meanwhile"):
        save(office, draft_version=first.version)
    with pytest.raises(Conflict, match="meanwhile"):
        release(office, first)
    assert template(office).steps[0].working_days == 5
    office.run(DiscardTemplateDraft(template="standard", draft_version=second.version), "mia")
    assert (template(office).edition, row(office).draft) == (1, None)
    with pytest.raises(Conflict, match="released or thrown away"):
        save(office, draft_version=second.version)
    with pytest.raises(NotFound, match="no draft"):
        release(office, second)


def test_somebody_else_releases_what_one_wrote(office: Office) -> None:
    saved = save(office)
    with pytest.raises(RefusedByRule) as caught:
        release(office, saved, "mia")
    assert caught.value.rule == "second_reader"
    release(office, saved, "adm")


def test_a_firm_of_one_releases_alone_and_the_entry_says_so(office: Office) -> None:
    office.run(SetRoles(staff=Login("mia"), roles=(Role.SALES,)), "ada")
    office.run(DeactivateStaff(staff=Login("adm")), "ada")
    released = release(office, save(office, "ada"), "ada")
    [change, *_] = office.read(SettingChanges(subject=released.id), "ada")
    assert (change.command, change.values["second_reader"]) == (
        "release_template", (None, "no second reader"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "milestone", "words"),
    [
        ((), "", "at least one milestone"),
        ((VISIT,), "", "No milestone is the promise"),
        ((VISIT, replace(WORKING, depends_on=("gone",))), "working", "“Working” waits for “gone”"),
        ((replace(VISIT, depends_on=("working",)), WORKING), None, "wait for each other"),
        ((replace(VISIT, is_promise=True), WORKING), "working", "“Visit” and “Working”"),
        ((replace(VISIT, working_days=-1), WORKING), "visit", "“Visit” takes -1"),
    ],
)
def test_what_no_order_could_follow_is_refused_by_name(
    office: Office, steps: tuple[TemplateStep, ...], milestone: str | None, words: str
) -> None:
    with pytest.raises(RefusedByRule, match=words) as caught:
        save(office, steps=steps)
    assert milestone in (None, caught.value.details["milestone"])
    assert row(office).draft is None


def test_a_new_kind_of_order_is_offered_when_it_is_released(office: Office) -> None:
    saved = save(office, key="moving", name="Moving house")
    assert (saved.edition, row(office, "moving").active) == (1, False)
    assert "moving" not in office.read(CompanyQuery()).templates
    release(office, saved)
    assert office.read(CompanyQuery()).templates["moving"] == "Moving house"
    with pytest.raises(NotFound, match="no team"):
        save(office, key="other", name="Other", steps=(replace(VISIT, team="nowhere"), WORKING))
    with pytest.raises(RefusedByRule):
        save(office, key="Moving House", name="Moving house")
    with pytest.raises(NotFound, match="no kind of order"):
        template(office, "nothing")


def test_a_kind_of_order_is_retired_when_nothing_needs_it(office: Office) -> None:
    with pytest.raises(RefusedByRule, match="delivers 3 products") as caught:
        office.run(RetireTemplate(template="standard"), "mia")
    assert caught.value.rule == "template_in_use"
    number = office.placed()
    release(office, save(office, key="moving", name="Moving house"))
    for product in office.read(Products()):
        office.run(ChangeProduct(product=product.code, version=product.version, template="moving"), "mia")
    office.run(RetireTemplate(template="standard"), "mia")
    assert not row(office).active
    assert "standard" not in office.read(CompanyQuery()).templates
    assert len(office.read(OrderQuery(number=number)).milestones) == 5
    with pytest.raises(RefusedByRule, match="delivers"):
        office.run(RetireTemplate(template="moving"), "mia")
    with pytest.raises(NotFound):
        office.run(RetireTemplate(template="standard"), "mia")
    release(office, save(office))
    assert row(office).active


def test_only_managers_and_administrators_write_templates(office: Office) -> None:
    with pytest.raises(NotPermitted, match="manager, administrator"):
        save(office, "uma")
