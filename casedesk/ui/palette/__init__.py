"""The command palette (Ctrl+Shift+P): everything that can be done now, found by its words.

Its panel is imported when it is first opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from casedesk.ui.on_demand import on_demand

if TYPE_CHECKING:
    from casedesk.ui.palette.palette import CommandPalette

__getattr__ = on_demand(__name__, {"palette": "CommandPalette"})

__all__ = ["CommandPalette"]
