"""Finds every `$field` of a document that is used wrongly; it knows the fields of each kind of page, no file.

An unknown field is a fault; so is a field that may have no value, unless the block that uses it is shown only
when it has one. Thus a document that was read can always be filled in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields, is_dataclass
from string import Template
from typing import Any

from casedesk.documents.fields import PAGES, Field, PageKind
from casedesk.documents.specification import Block, Checklist, DocumentSpec, Facts, Table

_PAGE_COUNT = ("page", "pages")
_COPY_FIELDS = ("suffix", "copied_on")


def faults_of(spec: DocumentSpec) -> Iterator[str]:
    """Each fault as "key: what is wrong", in the order of the file."""
    kind = PAGES.get(spec.about)
    if kind is None:
        yield f"about: there is no kind of page “{spec.about}”; there are {', '.join(PAGES)}"
        return
    yield from _phrase_faults(spec, kind)
    always = _always_there(kind.fields)
    for key in ("title", "running_head", "running_aside"):
        yield from _text_faults(key, getattr(spec, key), always)
    yield from _text_faults("page", spec.page, [*always, *_PAGE_COUNT])
    yield from _text_faults("copy_mark", spec.copy_mark, _COPY_FIELDS)
    for index, line in enumerate(spec.foot):
        yield from _text_faults(f"foot.{index}", line, always)
    for index, block in enumerate(spec.blocks):
        yield from _block_faults(f"blocks.{index}", block, kind)


def _phrase_faults(spec: DocumentSpec, kind: PageKind) -> Iterator[str]:
    for name, usable in kind.phrases.items():
        if name in spec.phrases:
            yield from _text_faults(f"phrases.{name}", spec.phrases[name], usable)
        else:
            yield f"phrases.{name}: this phrase is missing"
    for name in spec.phrases.keys() - kind.phrases.keys():
        yield f"phrases.{name}: no page about “{spec.about}” has this phrase"


def _block_faults(key: str, block: Block, kind: PageKind) -> Iterator[str]:
    for condition in ("when", "unless"):
        for name in getattr(block, condition):
            if name not in kind.fields or not kind.fields[name].optional:
                yield f"{key}.{condition}: “{name}” is not a field that may have no value"
    usable = [*_always_there(kind.fields), *block.when]
    if isinstance(block, Table):
        yield from _table_faults(key, block, kind, usable)
    elif isinstance(block, Checklist):
        yield from _checklist_faults(key, block, kind, usable)
    else:
        yield from _part_faults(key, block, usable)
    if isinstance(block, Facts):
        known = ", ".join(kind.lists)
        for index, column in enumerate(block.columns):
            if column.lines not in kind.lists:
                yield f"{key}.columns.{index}.lines: there is no list “{column.lines}”; there are {known}"


def _part_faults(key: str, part: Any, usable: Collection[str]) -> Iterator[str]:
    """The faults of every text in a block, or in a part of one."""
    if isinstance(part, str):
        yield from _text_faults(key, part, usable)
    elif isinstance(part, tuple):
        for index, one in enumerate(part):
            yield from _part_faults(f"{key}.{index}", one, usable)
    elif is_dataclass(part):
        for one in fields(part):
            yield from _part_faults(f"{key}.{one.name}", getattr(part, one.name), usable)


def _checklist_faults(key: str, block: Checklist, kind: PageKind, usable: Collection[str]) -> Iterator[str]:
    if block.rows not in kind.rows:
        yield f"{key}.rows: there are no rows “{block.rows}”; there are {', '.join(kind.rows)}"
        return
    for name in ("title", "remark"):
        yield from _text_faults(f"{key}.{name}", getattr(block, name), usable)
    for name in ("text", "aside", "middle", "unit"):
        yield from _cell_faults(f"{key}.{name}", getattr(block, name), kind.rows[block.rows].fields)


def _table_faults(key: str, table: Table, kind: PageKind, usable: Collection[str]) -> Iterator[str]:
    if table.rows not in kind.rows:
        yield f"{key}.rows: there are no rows “{table.rows}”; there are {', '.join(kind.rows)}"
        return
    for name in ("title", "aside"):
        yield from _text_faults(f"{key}.{name}", getattr(table, name), usable)
    for index, column in enumerate(table.columns):
        column_key = f"{key}.columns.{index}"
        for name in ("text", "aside", "below"):
            yield from _cell_faults(
                f"{column_key}.{name}", getattr(column, name), kind.rows[table.rows].fields
            )
        if column.shape and column.shape not in kind.rows[table.rows].fields:
            yield f"{column_key}.shape: “{column.shape}” is not a field of these rows"
        yield from _cell_faults(f"{column_key}.total", column.total, kind.fields)
        for name in ("head", "empty"):
            yield from _text_faults(f"{column_key}.{name}", getattr(column, name), usable)


def _cell_faults(key: str, text: str, known: Mapping[str, Field]) -> Iterator[str]:
    """A field that may have no value must be the whole text of its cell, which is then empty."""
    usable = known if text.removeprefix("$") in known else _always_there(known)
    yield from _text_faults(key, text, usable)


def _text_faults(key: str, text: str, usable: Collection[str]) -> Iterator[str]:
    template = Template(text)
    if not template.is_valid():
        yield f"{key}: a $ stands before something that is not a field; write $$ for the sign itself"
        return
    for name in template.get_identifiers():
        if name not in usable:
            yield f"{key}: ${name} cannot be used here; the fields are {', '.join(sorted(usable))}"


def _always_there(known: Mapping[str, Field]) -> list[str]:
    """The names of the fields that have a value on every page."""
    return [name for name, field in known.items() if not field.optional]
