"""Reads a mapping file (TOML) and reports all that is wrong with it at once; it opens no other file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from casedesk.errors import CaseDeskError, NotFound, WrongUsage
from casedesk.services.imports.formats import date_format, number_format
from casedesk.services.imports.mapping import FieldSource, ListSource, Mapping, Step
from casedesk.services.imports.reading import Reading
from casedesk.services.imports.targets import KINDS, Form, KindOfRecord, Target
from casedesk.words import say

_MAPPING = TypeAdapter(Mapping)
_SOURCE_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_CURRENCY = re.compile(r"[A-Z]{3}")


def load_mapping(path: Path) -> Mapping:
    """The mapping in the file; WrongUsage lists every error as file, key and what to do."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        mapping = _MAPPING.validate_python(raw)
    except FileNotFoundError:
        raise NotFound(say("There is no mapping file $file.", file=str(path))) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(path, [str(error)]) from error
    except ValidationError as error:
        raise _wrong(path, [_sentence(one["loc"], one["msg"]) for one in error.errors()]) from error
    errors = list(_errors(mapping))
    if errors:
        raise _wrong(path, errors)
    return mapping


def mapping_digest(path: Path) -> str:
    """What tells two versions of a mapping file apart."""
    return sha256(path.read_bytes()).hexdigest()


def _wrong(path: Path, errors: list[str]) -> WrongUsage:
    listed = "\n".join(f"  {path.name}: {error}" for error in errors)
    return WrongUsage(say("The mapping cannot be used:\n$errors", errors=listed), errors=errors)


def _sentence(where: Iterable[object], message: str) -> str:
    """`step.1.fields.name: ...` with steps counted from 1, as a person counts them."""
    return ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in where) + f": {message}"


def _errors(mapping: Mapping) -> Iterator[str]:
    if not _SOURCE_NAME.fullmatch(mapping.source):
        yield say("source: “$name” must be small letters, digits, - and _, at most 40", name=mapping.source)
    if mapping.currency and not _CURRENCY.fullmatch(mapping.currency):
        yield say("currency: “$name” must be three capital letters as EUR", name=mapping.currency)
    if not mapping.step:
        yield say("step: at least one [[step]] is needed")
    yield from _reading_errors("reading", mapping.reading)
    for number, step in enumerate(mapping.step, start=1):
        later = {one.kind for one in mapping.step[number:]} - {one.kind for one in mapping.step[:number]}
        yield from _step_errors(f"step.{number}", step, mapping, later)


def _step_errors(place: str, step: Step, mapping: Mapping, kinds_later: Collection[str]) -> Iterator[str]:
    kind = KINDS[step.kind]
    if not step.key:
        yield say("$place.key: name the column that tells the records apart", place=place)
    yield from _reading_errors(f"{place}.reading", step.reading)
    yield from _field_errors(f"{place}.fields", step.fields, dict(kind.fields), mapping)
    yield from _left_out_errors(place, step, kind)
    for name, kept in step.extra.items():
        yield from _source_errors(f"{place}.extra.{name}", kept, None, mapping)
    for name, sources in step.lists().items():
        targets = kind.lists.get(name)
        if targets is None:
            yield say("$place.$name: a $kind has no $name", place=place, name=name, kind=step.kind)
            continue
        for number, source in enumerate(sources, start=1):
            yield from _list_errors(f"{place}.{name}.{number}", source, dict(targets), mapping)
    yield from _order_errors(place, step, kinds_later)


def _left_out_errors(place: str, step: Step, kind: KindOfRecord) -> Iterator[str]:
    for name, source in step.fields.items():
        target = kind.fields.get(name)
        if source.unreadable == "extra" and target is not None and target.required:
            yield say(
                "$place.fields.$name.unreadable: a field that is needed cannot be left out",
                place=place,
                name=name,
            )


def _order_errors(place: str, step: Step, kinds_later: Collection[str]) -> Iterator[str]:
    """What is referred to has to be made by an earlier step, or be in the database already."""
    for name in step.fields:
        target = KINDS[step.kind].fields.get(name)
        if target is not None and target.form is Form.KEY and target.of in kinds_later:
            yield say(
                "$place.fields.$name: put the step of kind $kind before this one",
                place=place,
                name=name,
                kind=target.of,
            )


def _list_errors(
    place: str, source: ListSource, targets: dict[str, Target], mapping: Mapping
) -> Iterator[str]:
    if (source.file is None) != (source.key is None):
        yield say("$place: file and key belong together", place=place)
    yield from _reading_errors(f"{place}.reading", source.reading)
    yield from _field_errors(f"{place}.fields", source.fields, targets, mapping)


def _field_errors(
    place: str, sources: dict[str, FieldSource], targets: dict[str, Target], mapping: Mapping
) -> Iterator[str]:
    for name, source in sources.items():
        target = targets.get(name)
        if target is None:
            yield say(
                "$place.$name: there is no such field$near", place=place, name=name, near=_near(name, targets)
            )
            continue
        yield from _source_errors(f"{place}.{name}", source, target, mapping)
    for target in targets.values():
        if target.required and target.name not in sources:
            yield say("$place.$name: is needed ($help)", place=place, name=target.name, help=target.help)


def _source_errors(place: str, source: FieldSource, target: Target | None, mapping: Mapping) -> Iterator[str]:
    given = [source.column is not None, bool(source.columns), source.value is not None, bool(source.choose)]
    if sum(given) != 1:
        yield say("$place: give exactly one of column, columns, value and choose", place=place)
    if source.map is not None and source.map not in mapping.maps:
        yield say("$place.map: there is no [maps.$name]", place=place, name=source.map)
    if source.otherwise is not None and source.map is None:
        yield say("$place.otherwise: belongs to a map", place=place)
    if target and target.words and (source.value is not None) and source.value not in target.words:
        yield say(
            "$place: “$word” is not one of $words", place=place, word=source.value, words=_listed(target)
        )
    if target and target.words and source.map in mapping.maps:
        yield from _map_errors(place, mapping.maps[source.map], target)
    yield from _reading_errors(place, source.reading(Reading()))


def _map_errors(place: str, words: dict[str, str], target: Target) -> Iterator[str]:
    for ours in dict.fromkeys(words.values()):
        if ours not in target.words:
            yield say(
                "$place.map: “$word” is not one of $words", place=place, word=ours, words=_listed(target)
            )


def _reading_errors(place: str, reading: Reading) -> Iterator[str]:
    try:
        if reading.dates is not None:
            date_format(reading.dates)
        if reading.decimal is not None or reading.thousands is not None:
            number_format(reading.decimal or ".", reading.thousands or "")
    except CaseDeskError as error:
        yield f"{place}: {error}"
    if reading.quote is not None and len(reading.quote) > 1:
        yield say('$place.quote: one character, or "" when nothing is quoted', place=place)


def _listed(target: Target) -> str:
    return ", ".join(target.words)


def _near(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=1)
    return say("; did you mean $name?", name=near[0]) if near else ""
