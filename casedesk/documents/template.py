"""Reads the documents in `resources/documents/` into frozen specifications; it fills and draws nothing.

A file `<id>.toml` holds the English texts and the order of the blocks of one document; `<id>.<language>.toml`
holds the whole document in another language. Every `$field` is checked when the file is read.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from casedesk import paths
from casedesk.documents.specification import DocumentSpec
from casedesk.documents.template_check import faults_of
from casedesk.errors import CaseDeskError, NotFound
from casedesk.words import say

SOURCE_LANGUAGE = "en"

_ADAPTER = TypeAdapter(DocumentSpec)


class BrokenDocument(CaseDeskError):
    """A file of `resources/documents/` cannot be used; the message names every fault with its key."""


def read_document(file: Path) -> DocumentSpec:
    """The document in that file; BrokenDocument with every fault and its key when it cannot be used."""
    document_id, _, language = file.name.removesuffix(".toml").partition(".")
    try:
        raw = tomllib.loads(file.read_text(encoding="utf-8"))
        spec = _ADAPTER.validate_python({**raw, "id": document_id, "language": language or SOURCE_LANGUAGE})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as unreadable:
        raise _broken(file, [str(unreadable)]) from unreadable
    except ValidationError as invalid:
        faults = [f"{'.'.join(map(str, error['loc']))}: {error['msg']}" for error in invalid.errors()]
        raise _broken(file, faults) from invalid
    if faults := list(faults_of(spec)):
        raise _broken(file, faults)
    return spec


def read_documents(folder: Path) -> tuple[DocumentSpec, ...]:
    """Every document of a folder, by id and then by language; BrokenDocument at the first unusable file."""
    specs = (read_document(file) for file in folder.glob("*.toml"))
    return tuple(sorted(specs, key=lambda spec: (spec.id, spec.language)))


@cache
def shipped_documents() -> tuple[DocumentSpec, ...]:
    """The documents CaseDesk ships, read once."""
    return read_documents(paths.resources() / "documents")


def find_document(specs: tuple[DocumentSpec, ...], document_id: str, language: str) -> DocumentSpec:
    """The document in the language, else in English; NotFound when there is no such document."""
    by_language = {spec.language: spec for spec in specs if spec.id == document_id}
    if not by_language:
        ids = ", ".join(sorted({spec.id for spec in specs}))
        raise NotFound(say("There is no document “$id”. There are: $ids.", id=document_id, ids=ids))
    without_region = language.split("-", maxsplit=1)[0]
    return by_language.get(language) or by_language.get(without_region) or by_language[SOURCE_LANGUAGE]


def _broken(file: Path, faults: list[str]) -> BrokenDocument:
    return BrokenDocument(f"{file.name}: " + "; ".join(faults), file=file.name, faults=faults)
