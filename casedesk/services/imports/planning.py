"""Decides what becomes of each record, made, changed, skipped or rejected, in a few statements for all.

A dry run stops here and the real run writes what was planned; therefore both count the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select

from casedesk.contract.imports import ImportKind
from casedesk.models import Product
from casedesk.services.imports.known_records import (
    Assumed,
    FieldDigests,
    Known,
    changed_fields,
    known_records,
)
from casedesk.services.imports.order_obstacles import order_obstacles
from casedesk.services.imports.plans import Obstacle, Plan, Planned
from casedesk.services.imports.records import Record
from casedesk.services.imports.targets import KINDS, Form, Target
from casedesk.words import say

ImportedKey = tuple[str, str]
Obstacles = Mapping[str, Obstacle]


def plan_records(
    connection: Connection,
    source: str,
    kind: ImportKind,
    records: Sequence[Record],
    number_key: int,
    assumed: Assumed | None = None,
) -> Plan:
    """What becomes of records of one kind; `assumed` knows what a dry run accepted without making it."""
    digests = FieldDigests(number_key)
    known = known_records(connection, source, kind, [record.key for record in records])
    planned = [_compared(record, known.get(record.key), digests.of_record(record)) for record in records]
    open_ones = [one for one in planned if one.outcome != "skipped"]
    references, obstacles = _references(connection, source, open_ones, assumed)
    checks = _CHECKS.get(kind)
    if checks:
        obstacles = {**checks(connection, open_ones), **obstacles}
    return Plan(tuple(_obstructed(one, obstacles) for one in planned), references)


def _compared(record: Record, known: Known | None, digests: Mapping[str, Any]) -> Planned:
    if known is None:
        return Planned(record, "made", digests)
    changed = changed_fields(known.digests, digests)
    return Planned(
        record, "changed" if changed else "skipped", digests, known.target_id, known.digests, changed
    )


def _obstructed(planned: Planned, obstacles: Obstacles) -> Planned:
    obstacle = obstacles.get(planned.record.key)
    if obstacle is None or planned.outcome == "skipped":
        return planned
    return replace(planned, outcome="rejected", obstacle=obstacle)


def _references(
    connection: Connection, source: str, planned: Sequence[Planned], assumed: Assumed | None
) -> tuple[dict[ImportedKey, UUID], dict[str, Obstacle]]:
    """The ids of all records referred to, and an obstacle for each record that refers to none."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for one in planned:
        for target, key in _keys_in(one.record):
            wanted[target.of].add(key)
    found: dict[ImportedKey, UUID] = {}
    there: set[ImportedKey] = set()
    for kind, keys in wanted.items():
        found |= {
            (kind, key): known.target_id
            for key, known in known_records(connection, source, kind, keys).items()
        }
        there |= {(kind, key) for key in assumed.accepted(kind, keys)} if assumed else set()
    there |= found.keys()
    missing = {
        one.record.key: _nobody(target, key, source)
        for one in planned
        for target, key in _keys_in(one.record)
        if (target.of, key) not in there
    }
    return found, missing


def _keys_in(record: Record) -> Iterator[tuple[Target, str]]:
    kind = KINDS[record.kind]
    groups = [(kind.fields, record.values)]
    groups += [(kind.lists[name], entry) for name, entries in record.lists.items() for entry in entries]
    for targets, values in groups:
        for name, value in values.items():
            if targets[name].form is Form.KEY:
                yield targets[name], str(value)


def _nobody(target: Target, key: str, source: str) -> Obstacle:
    return Obstacle(
        target.name,
        key,
        say("There is no $kind “$key” of $source", kind=target.of, key=key, source=source),
        say("Import it first (it may be among the rejected rows), or correct the key."),
    )


def _product_obstacles(connection: Connection, planned: Sequence[Planned]) -> Obstacles:
    """A code that another product has already."""
    codes = [str(one.record.values["code"]) for one in planned]
    rows = connection.execute(select(Product.code, Product.id).where(Product.code.in_(codes)))
    owners = {row.code: row.id for row in rows}
    first: dict[str, str] = {}
    found: dict[str, Obstacle] = {}
    for one in planned:
        code = str(one.record.values["code"])
        elsewhere = owners.get(code) not in (None, one.target_id)
        if elsewhere or first.setdefault(code, one.record.key) != one.record.key:
            found[one.record.key] = Obstacle(
                "code",
                code,
                say("Another product has the code “$code”", code=code),
                say("Give it another code in the mapping, as { columns = [...] } with a text of its own."),
            )
    return found


def _money_obstacles(_connection: Connection, planned: Sequence[Planned]) -> Obstacles:
    """Money entries are append-only."""
    return {
        one.record.key: Obstacle(
            ", ".join(sorted(one.changed)),
            "",
            say("Is here already with other contents, and a money entry is never changed"),
            say("Reverse the entry in CaseDesk and record the right one."),
        )
        for one in planned
        if one.outcome == "changed"
    }


_CHECKS: Mapping[str, Callable[[Connection, Sequence[Planned]], Obstacles]] = {
    "product": _product_obstacles,
    "order": order_obstacles,
    "money": _money_obstacles,
}
