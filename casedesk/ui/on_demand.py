"""Names of a package, whose modules are imported when one of their names is first asked for.

The window is painted before most widgets and pages are needed, and each module costs a start some time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def on_demand(package: str, names: Mapping[str, str]) -> Callable[[str], Any]:
    """The `__getattr__` of a package: `names` are those of each of its modules, apart by blanks."""
    module_of = {name: module for module, some in names.items() for name in some.split()}

    def find(name: str) -> Any:
        if name not in module_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f"{package}.{module_of[name]}"), name)

    return find
