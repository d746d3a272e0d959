"""A milestone template while it is being written: steps moved, added, taken out; it knows no widget and no command."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from casedesk.contract.admin import TemplateDetail, TemplateStep
from casedesk.rules.steps import Step
from casedesk.rules.template_steps import Fault, Span, first_fault, promise_day, spans


@dataclass(frozen=True)
class TemplateEditing:
    """The steps as they stand now, `is_changed` since they were read or saved.

    `draft_version` is that of the draft in the database, None where there is none.
    """

    key: str
    name: str
    edition: int
    draft_version: int | None
    steps: tuple[TemplateStep, ...]
    chosen: str = ""
    is_changed: bool = False

    @classmethod
    def of(cls, detail: TemplateDetail) -> TemplateEditing:
        """What is written next: the draft, or a new edition that begins as the one in force."""
        return cls(
            key=detail.key,
            name=detail.name,
            edition=detail.edition if detail.is_draft else detail.edition + 1,
            draft_version=detail.version if detail.is_draft else None,
            steps=detail.steps,
            chosen=detail.steps[0].key if detail.steps else "",
        )

    @property
    def step(self) -> TemplateStep | None:
        """The chosen milestone."""
        return self.find(self.chosen)

    def find(self, key: str) -> TemplateStep | None:
        return next((one for one in self.steps if one.key == key), None)

    def position(self, key: str) -> int:
        """Its place on the page, from 1; 0 for none."""
        return next((at for at, one in enumerate(self.steps, 1) if one.key == key), 0)

    # Changes

    def choose(self, key: str) -> TemplateEditing:
        return replace(self, chosen=key)

    def put(self, step: TemplateStep, in_place_of: str = "") -> TemplateEditing:
        """Take a new step in after the chosen one, or a changed one in place of the old."""
        if in_place_of:
            renamed = {in_place_of: step.key}
            steps = tuple(
                step
                if one.key == in_place_of
                else replace(one, depends_on=tuple(renamed.get(key, key) for key in one.depends_on))
                for one in self.steps
            )
        else:
            at = self.position(self.chosen) or len(self.steps)
            steps = (*self.steps[:at], step, *self.steps[at:])
        if step.is_promise:
            steps = tuple(replace(one, is_promise=one.key == step.key) for one in steps)
        return replace(self, steps=steps, chosen=step.key, is_changed=True)

    def take_out(self, key: str) -> TemplateEditing:
        """Without a step; what waited for it waits for what it waited for."""
        gone = self.find(key)
        if gone is None:
            return self
        at = self.position(key) - 1
        steps = tuple(
            replace(one, depends_on=_without(one.depends_on, gone)) for one in self.steps if one.key != key
        )
        chosen = steps[min(at, len(steps) - 1)].key if steps else ""
        return replace(self, steps=steps, chosen=chosen, is_changed=True)

    def move(self, key: str, by: int) -> TemplateEditing:
        """A step earlier or later on the page; when it happens says what it depends on."""
        at = self.position(key) - 1
        to = at + by
        if at < 0 or not 0 <= to < len(self.steps):
            return self
        steps = list(self.steps)
        steps.insert(to, steps.pop(at))
        return replace(self, steps=tuple(steps), chosen=key, is_changed=True)

    def rename(self, name: str) -> TemplateEditing:
        return replace(self, name=name, is_changed=True)

    def saved_as(self, edition: int, draft_version: int) -> TemplateEditing:
        """The same milestones, in the database now."""
        return replace(self, edition=edition, draft_version=draft_version, is_changed=False)

    def promise(self, key: str) -> TemplateEditing:
        """Make a step the promise, of which there is exactly one."""
        steps = tuple(replace(one, is_promise=one.key == key) for one in self.steps)
        return replace(self, steps=steps, is_changed=True)

    # What follows from it

    @property
    def fault(self) -> Fault | None:
        """The first thing that does not fit."""
        return first_fault(self._steps(), {one.key: one.name for one in self.steps})

    @property
    def spans(self) -> dict[str, Span]:
        """How the days add up; empty while something does not fit."""
        return {} if self.fault else spans(self._steps())

    @property
    def promise_day(self) -> int:
        return 0 if self.fault else promise_day(self._steps())

    def _steps(self) -> tuple[Step, ...]:
        return tuple(
            Step(
                key=one.key,
                team=one.team,
                depends_on=one.depends_on,
                working_days=one.working_days,
                is_promise=one.is_promise,
            )
            for one in self.steps
        )

    # As a draft on this computer

    def kept(self) -> dict[str, Any]:
        """What a draft holds of it, as JSON knows it."""
        return asdict(self)

    @classmethod
    def taken_up(cls, kept: Mapping[str, Any]) -> TemplateEditing:
        """What a draft held."""
        steps = tuple(
            TemplateStep(**{**one, "depends_on": tuple(one["depends_on"])}) for one in kept["steps"]
        )
        return cls(**{**kept, "steps": steps})


def _without(depends_on: tuple[str, ...], gone: TemplateStep) -> tuple[str, ...]:
    if gone.key not in depends_on:
        return depends_on
    left = [key for key in depends_on if key != gone.key]
    return tuple(dict.fromkeys((*left, *gone.depends_on)))
