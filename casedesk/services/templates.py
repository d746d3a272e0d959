"""Milestone templates as editions: written as a draft, released for new orders, retired; orders keep theirs."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, func, select

from casedesk.contract.admin import (
    DiscardTemplateDraft,
    ReleaseTemplate,
    RetireTemplate,
    SaveTemplate,
    TemplateSaved,
    TemplateStep,
)
from casedesk.contract.ids import new_id
from casedesk.contract.values import Made
from casedesk.errors import Conflict, NotFound, RefusedByRule
from casedesk.models import MilestoneTemplate, Product, Staff, StaffRole, TemplateMilestone
from casedesk.rules.permissions import Grant, Role, may
from casedesk.rules.states import StaffState
from casedesk.rules.steps import Step
from casedesk.rules.template_steps import first_fault
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.handlers import handles
from casedesk.services.order_dates import template_steps
from casedesk.services.people import team_id_of
from casedesk.services.setting_changes import record_setting, require_key, require_name, require_version
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import count, say

_PRESENT = (StaffState.ACTIVE, StaffState.AWAY)
_RIGHT = "change_catalogue"


@handles(SaveTemplate)
def save_template(work: UnitOfWork, command: SaveTemplate) -> TemplateSaved:
    """The draft of the next edition; what no order could follow is refused with the milestone's name."""
    key = require_key(command.key)
    require_name(command.name)
    require_sound(command.steps)
    draft = _draft(work, key)
    _require_draft_version(command.name, draft, command.draft_version)
    if draft is None:
        draft = _next_edition(work, key)
    else:
        draft.version += 1  # steps are rows of their own; a colleague's window has to notice them too
    before = _steps_words(template_steps(work, draft.id))
    draft.name = command.name.strip()
    draft.author_id = work.actor.id
    draft.written_at = work.now
    work.session.flush()  # the steps refer to the draft
    _write_steps(work, draft, command.steps)
    after = ", ".join(one.name for one in command.steps)
    values = {
        "template": Change(None, say("$name, edition $n", name=draft.name, n=draft.edition)),
        "milestones": Change(before or None, after),
    }
    record_setting(work, EntryKind.CATALOGUE, "template", draft.id, values)
    return _saved(draft)


@handles(ReleaseTemplate)
def release_template(work: UnitOfWork, command: ReleaseTemplate) -> TemplateSaved:
    """In force for orders from now on; released by somebody other than its author, where there is another."""
    draft = _known_draft(work, command.template)
    require_version(draft.name, draft.version, command.draft_version)
    alone = _only_one_could_release(work)
    if draft.author_id == work.actor.id and not alone:
        raise RefusedByRule(
            say(
                "You wrote this draft of “$name”, so somebody else has to release it: a manager or an administrator.",
                name=draft.name,
            ),
            rule="second_reader",
        )
    _require_open_teams(work, draft)
    draft.is_draft = False
    draft.active = True
    draft.released_by_id = work.actor.id
    draft.released_at = work.now
    values = {"released": Change(None, say("$name, edition $n", name=draft.name, n=draft.edition))}
    if draft.author_id == work.actor.id:
        values["second_reader"] = Change(None, say("no second reader"))
    record_setting(work, EntryKind.CATALOGUE, "template", draft.id, values)
    work.session.flush()  # the answer names the version that is stored
    return _saved(draft)


@handles(DiscardTemplateDraft)
def discard_template_draft(work: UnitOfWork, command: DiscardTemplateDraft) -> Made:
    """The draft is gone; its number is given to the next one."""
    draft = _known_draft(work, command.template)
    require_version(draft.name, draft.version, command.draft_version)
    work.session.execute(delete(TemplateMilestone).where(TemplateMilestone.template_id == draft.id))
    work.session.delete(draft)
    what = say("$name, edition $n", name=draft.name, n=draft.edition)
    values = {"template": Change(what, None)}
    return Made(record_setting(work, EntryKind.CATALOGUE, "template", draft.id, values))


@handles(RetireTemplate)
def retire_template(work: UnitOfWork, command: RetireTemplate) -> Made:
    """No new orders of this kind; releasing another edition brings it back."""
    editions = work.session.scalars(
        select(MilestoneTemplate)
        .where(MilestoneTemplate.key == command.template, MilestoneTemplate.active)
        .order_by(MilestoneTemplate.edition)
    ).all()
    if not editions:
        raise _unknown(command.template)
    newest = editions[-1]
    products = work.session.scalars(
        select(Product.name).where(Product.template_key == command.template, Product.active)
    ).all()
    if products:
        raise RefusedByRule(
            count(
                "“$name” delivers $n product: $products. Give it another kind of order first.",
                "“$name” delivers $n products: $products. Give them another kind of order first.",
                len(products),
                name=newest.name,
                products=", ".join(sorted(products)),
            ),
            rule="template_in_use",
        )
    _require_another_kind(work, command.template)
    for edition in editions:
        edition.active = False
    values = {"retired": Change(None, newest.name)}
    return Made(record_setting(work, EntryKind.CATALOGUE, "template", newest.id, values))


def require_sound(steps: Sequence[TemplateStep]) -> None:
    """RefusedByRule with the first thing that does not fit, naming its milestone."""
    as_steps = [
        Step(
            key=one.key,
            team=one.team,
            depends_on=one.depends_on,
            working_days=one.working_days,
            is_promise=one.is_promise,
        )
        for one in steps
    ]
    fault = first_fault(as_steps, {one.key: one.name for one in steps})
    if fault:
        raise RefusedByRule(fault.text, rule="template_steps", milestone=fault.key)


def _draft(work: UnitOfWork, key: str) -> MilestoneTemplate | None:
    return work.session.scalars(
        select(MilestoneTemplate)
        .where(MilestoneTemplate.key == key, MilestoneTemplate.is_draft)
        .with_for_update()
    ).one_or_none()


def _known_draft(work: UnitOfWork, key: str) -> MilestoneTemplate:
    draft = _draft(work, key)
    if draft is None:
        raise NotFound(say("There is no draft of “$key”. Save one first.", key=key), template=key)
    return draft


def _require_draft_version(name: str, draft: MilestoneTemplate | None, read: int | None) -> None:
    if draft is None:
        if read is not None:
            raise Conflict(
                say("The draft of $name was released or thrown away meanwhile. Look at it again.", name=name)
            )
        return
    if read is None:
        raise Conflict(
            say("There is a draft of $name already, edition $n. Open that one.", name=name, n=draft.edition),
            version=draft.version,
        )
    require_version(draft.name, draft.version, read)


def _next_edition(work: UnitOfWork, key: str) -> MilestoneTemplate:
    last = work.session.scalar(
        select(func.max(MilestoneTemplate.edition)).where(MilestoneTemplate.key == key)
    )
    draft = MilestoneTemplate(
        id=new_id(), key=key, edition=(last or 0) + 1, name="", active=False, is_draft=True
    )
    work.session.add(draft)
    return draft


def _write_steps(work: UnitOfWork, draft: MilestoneTemplate, steps: Sequence[TemplateStep]) -> None:
    work.session.execute(delete(TemplateMilestone).where(TemplateMilestone.template_id == draft.id))
    work.session.add_all(
        TemplateMilestone(
            id=new_id(),
            template_id=draft.id,
            key=one.key,
            position=position,
            name=one.name.strip(),
            team_id=team_id_of(work, one.team),
            depends_on=list(dict.fromkeys(one.depends_on)),
            working_days=one.working_days,
            is_promise=one.is_promise,
            customer_visible=one.customer_visible,
            we_do=one.we_do.strip(),
            you_do=one.you_do.strip(),
        )
        for position, one in enumerate(steps, start=1)
    )


def _require_open_teams(work: UnitOfWork, draft: MilestoneTemplate) -> None:
    """A team may have been closed since the draft was written."""
    open_teams = set(work.company.team_ids.values())
    closed = [one.name for one in template_steps(work, draft.id) if one.team_id not in open_teams]
    if closed:
        raise RefusedByRule(
            say("The team of “$milestone” is closed. Give it another one.", milestone=closed[0]),
            rule="team_open",
        )


def _only_one_could_release(work: UnitOfWork) -> bool:
    """Whether one person alone has the right, as in a firm of one (design/states-and-roles.md, Roles)."""
    releasing = [role for role in Role if may({role}, _RIGHT) is not Grant.NO]
    others = work.session.scalar(
        select(func.count(func.distinct(StaffRole.staff_id)))
        .join(Staff, Staff.id == StaffRole.staff_id)
        .where(StaffRole.role.in_(releasing), Staff.state.in_(_PRESENT), StaffRole.staff_id != work.actor.id)
    )
    return not others


def _require_another_kind(work: UnitOfWork, key: str) -> None:
    others = work.session.scalar(
        select(func.count())
        .select_from(MilestoneTemplate)
        .where(MilestoneTemplate.active, MilestoneTemplate.key != key)
    )
    if not others:
        raise RefusedByRule(
            say("This is the only kind of order. Release another one first."), rule="last_template"
        )


def _steps_words(steps: Sequence[TemplateMilestone]) -> str:
    return ", ".join(one.name for one in steps)


def _saved(edition: MilestoneTemplate) -> TemplateSaved:
    return TemplateSaved(
        id=edition.id,
        key=edition.key,
        edition=edition.edition,
        version=edition.version,
        is_draft=edition.is_draft,
    )


def _unknown(key: str) -> NotFound:
    return NotFound(say("There is no kind of order “$key” in force.", key=key), template=key)
