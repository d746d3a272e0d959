"""The import rule of CaseDesk, read from the syntax trees: who may know whom, and what loads when."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from tests.conformity.source import PACKAGE, ROOT, Import, Module, loaded_with, modules, needed_by

MODULES = modules()

FREE = {"contract", "errors", "clock", "paths", "words"}
# Part of the package -> the parts it may import besides itself and the free ones.
LAYERS = {
    "app": {"ui", "cli", "services", "documents", "catalog", "db", "rules", "settings", "log"},
    "__main__": {"app", "cli"},
    "ui": {"services", "rules", "settings"},
    "cli": {"services", "rules", "settings", "log"},
    "services": {"models", "db", "documents", "catalog", "rules", "settings"},
    "models": {"db", "rules"},
    "db": {"rules"},
    "documents": {"rules"},
    "catalog": {"rules"},
    "settings": {"rules"},
    "contract": {"rules"},
    "rules": set[str](),
    "log": set[str](),
    "errors": set[str](),
    "clock": set[str](),
    "paths": set[str](),
    "words": set[str](),
    PACKAGE: set[str](),
}
# Library -> the only parts of the package that may know it.
LIBRARY_OWNERS = {
    "PySide6": {"ui", "app"},
    "shiboken6": {"ui", "app"},
    "sqlalchemy": {"db", "models", "services"},
    "psycopg": {"db", "services"},
    "alembic": {"db"},
    "reportlab": {"documents"},
    "xlsxwriter": {"services"},
    "python_calamine": {"services"},
    "holidays": {"services"},
}
HEAVY = {"alembic", "reportlab", "xlsxwriter", "python_calamine", "holidays", "pydantic"}
# Of a library that is loaded anyway, the part that only some databases need.
HEAVY_PARTS = {"sqlalchemy.dialects.postgresql"}
# The window is painted before any of these is loaded; `app.py` loads them on a thread afterwards.
NOT_BEFORE_FIRST_PAINT = {"services", "models", "db", "documents", "catalog"}
FRAME = ("casedesk.app", "casedesk.ui.main_window")


def test_every_part_imports_only_what_lies_below_it() -> None:
    assert [
        module.where(found)
        for module, found in _own_imports()
        if _unit(found.name) not in LAYERS[module.unit] | FREE | {module.unit, PACKAGE}
    ] == []


def test_free_parts_stay_free() -> None:
    """What everybody may import must not pull in what only some may."""
    allowed = FREE | {"rules", PACKAGE}
    assert [
        module.where(found)
        for module, found in _own_imports()
        if module.unit in FREE and _unit(found.name) not in allowed
    ] == []


def test_libraries_are_known_only_where_they_belong() -> None:
    assert [
        module.where(found)
        for module in MODULES.values()
        for found in module.imports
        if module.unit not in LIBRARY_OWNERS.get(_top(found.name), {module.unit})
    ] == []


def test_rules_use_the_standard_library_only() -> None:
    allowed = sys.stdlib_module_names | {PACKAGE}
    assert [
        module.where(found)
        for module in MODULES.values()
        if module.unit == "rules"
        for found in module.imports
        if _top(found.name) not in allowed
    ] == []


def test_nothing_is_imported_inside_a_function_but_heavy_libraries() -> None:
    assert [
        module.where(found)
        for module in MODULES.values()
        if module.unit not in ("app", "__main__")
        for found in module.imports
        if found.in_function and not _is_heavy(found.name)
    ] == []


def test_screens_do_not_import_one_another() -> None:
    assert [
        module.where(found)
        for module, found in _own_imports()
        if _screen(found.name) and _screen(found.name) != _screen(module.name)
        if module.name not in ("casedesk.ui.screen_registry", "casedesk.app")
    ] == []


def test_presenters_know_nothing_of_widgets() -> None:
    widgets = {"PySide6.QtWidgets", "PySide6.QtGui", "casedesk.ui.widgets", "casedesk.ui.tables"}
    assert [
        module.where(found)
        for module in MODULES.values()
        if module.unit == "ui" and module.name.endswith("presenter")
        for found in module.imports
        if not found.for_types_only and any(found.name.startswith(widget) for widget in widgets)
    ] == []


def test_the_frame_is_painted_before_the_rest_loads() -> None:
    loaded = set[str]().union(*(loaded_with(start, MODULES) for start in FRAME))
    too_early = {name for name in loaded if _top(name) == PACKAGE and _unit(name) in NOT_BEFORE_FIRST_PAINT}
    assert too_early | {name for name in loaded if _top(name) in HEAVY | {"sqlalchemy", "psycopg"}} == set()


def test_the_command_line_starts_without_qt() -> None:
    assert {name for name in loaded_with("casedesk.cli.main", MODULES) if _top(name) == "PySide6"} == set()


def test_no_two_modules_need_each_other() -> None:
    """A cycle means a misplaced name."""
    needed = {name: needed_by(name, MODULES) for name in MODULES}
    assert [
        (name, other)
        for name in MODULES
        for other in needed[name]
        if name < other and name in needed.get(other, ())
    ] == []


def test_every_module_says_what_it_is_for() -> None:
    files = [*ROOT.joinpath(PACKAGE).rglob("*.py"), *ROOT.joinpath("tests").rglob("*.py"), ROOT / "run.py"]
    assert [str(file.relative_to(ROOT)) for file in files if not _docstring(file)] == []


def _own_imports() -> list[tuple[Module, Import]]:
    return [
        (module, found)
        for module in MODULES.values()
        for found in module.imports
        if _top(found.name) == PACKAGE
    ]


def _top(name: str) -> str:
    return name.split(".")[0]


def _unit(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else PACKAGE


def _screen(name: str) -> str | None:
    """The screen a module belongs to: `casedesk.ui.screens.case.view` -> `case`."""
    parts = name.split(".")
    return parts[3] if parts[:3] == [PACKAGE, "ui", "screens"] and len(parts) > 3 else None


def _is_heavy(name: str) -> bool:
    """A heavy library, or a module of ours that loads one."""
    needed = loaded_with(name, MODULES)
    return not needed.isdisjoint(HEAVY_PARTS) or not {_top(one) for one in needed}.isdisjoint(HEAVY)


def _docstring(file: Path) -> str | None:
    return ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
