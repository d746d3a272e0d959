"""The modules of CaseDesk as their syntax trees show them, for the tests that hold the shape."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "casedesk"


@dataclass(frozen=True)
class Import:
    """One imported module, with where it stands and whether only type checkers or one function see it."""

    name: str
    line: int
    in_function: bool
    for_types_only: bool


@dataclass(frozen=True)
class Module:
    """One source file: `name` is dotted, `unit` the part of the package it belongs to (`ui`, `errors`)."""

    name: str
    file: Path

    @property
    def unit(self) -> str:
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else PACKAGE

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.file.read_text(encoding="utf-8"), str(self.file))

    @cached_property
    def imports(self) -> tuple[Import, ...]:
        return tuple(self._imports_in(self.tree, in_function=False, for_types_only=False))

    def where(self, found: Import) -> str:
        """What a violation is reported as."""
        return f"{self.file.relative_to(ROOT)}:{found.line} imports {found.name}"

    def _imports_in(self, node: ast.AST, *, in_function: bool, for_types_only: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Import | ast.ImportFrom):
                for name in self._names(child):
                    yield Import(name, child.lineno, in_function, for_types_only)
            else:
                yield from self._imports_in(
                    child,
                    in_function=in_function or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef),
                    for_types_only=for_types_only or _is_for_types_only(child),
                )

    def _names(self, statement: ast.Import | ast.ImportFrom) -> list[str]:
        """Full names; `from a import b` is `a.b` where that is a module of ours, else `a`."""
        if isinstance(statement, ast.Import):
            return [alias.name for alias in statement.names]
        assert statement.level == 0, f"{self.file}:{statement.lineno} imports relatively"
        base = str(statement.module)
        return sorted({_module_or_base(base, alias.name) for alias in statement.names})


def _module_or_base(base: str, name: str) -> str:
    inner = ROOT.joinpath(*base.split("."), name)
    return f"{base}.{name}" if inner.with_suffix(".py").is_file() or inner.is_dir() else base


def _is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def modules() -> dict[str, Module]:
    """Every module of the package by its dotted name."""
    found = {}
    for file in sorted((ROOT / PACKAGE).rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = Module(name, file)
    return found


def loaded_with(start: str, known: dict[str, Module]) -> set[str]:
    """Every module, ours and others', that importing `start` loads before any function of it runs."""
    return _reached(start, lambda name: [*_parents(name), *_needed(name, known)])


def needed_by(start: str, known: dict[str, Module]) -> set[str]:
    """The same without the packages around each module, which a cycle does not count."""
    return _reached(start, lambda name: _needed(name, known)) - {start}


def _reached(start: str, steps: Callable[[str], list[str]]) -> set[str]:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(steps(name))
    return seen


def _needed(name: str, known: dict[str, Module]) -> list[str]:
    imports = known[name].imports if name in known else ()
    return [found.name for found in imports if not found.in_function and not found.for_types_only]


def _parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:length]) for length in range(1, len(parts))]
