"""The screens of the window, declared: what they are called, where they stand and which class makes them.

It imports no screen: their classes load in the GUI thread when they are opened first (`load_factory`), or in a
quiet moment before (`ui/idle_loading.py`).

To add one:
1. `casedesk/ui/screens/<id>/view.py` with a class derived from `ui.screen.Screen`, made as `TheScreen(desk,
   place)`. `desk` (`ui.desk.Desk`) has all it needs: `desk.read(key, query, done, owner, failed)` and
   `desk.run(command, done, owner, failed)` ask and change off the GUI thread, `desk.bus.watch(...)` tells
   of changes, `desk.navigator` opens cases, orders and calls, `desk.drafts.keep(kind, key, payload, title)`
   keeps typing, `desk.can(permission)` and `desk.refusal(permission)` grey out, `desk.now()` is the time.
   `place` (`ui.place.Place`) says which record: `place.key` is the customer's id for a case, the digits for
   an order.
2. In the view: `set_headline(Headline(title, note, person))` names it in "Open now" and the status bar,
   `set_ready()` once the first content or an error is shown, `add_action_of(Action(...), slot)` for every
   key (the palette and F1 list them), and overrides of `focus_start`, `step_back`, `set_room`,
   `help_words`, `look_again`, `put_aside` and `call_subject` where the screen has an answer.
3. `casedesk/ui/screens/<id>/presenter.py` (QtCore only), its query in `services/queries/`,
   `tests/ui/test_<id>.py`.
4. A line in `SCREENS` below. The numbers of the rail are fixed for ever: 1 My Desk, 2 Find, 3 Delays, 4
   Exceptions, 5 Procedures, 6 Visits, 7 Billing, 8 Reports, 9 Admin.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from casedesk.words import say

CALL_PANEL = "casedesk.ui.screens.call_panel.view:CallPanel"
"""The class of the docked call panel (`ui.call.CallPanelBase`), made as `CallPanel(desk)`."""


@dataclass(frozen=True)
class ScreenDeclaration:
    """One screen; without `rail_number` it is opened on a record and listed in "Open now"."""

    id: str
    text: str
    icon: str
    factory: str
    rail_number: int | None = None
    permission: str = "read"

    @property
    def title(self) -> str:
        return say(self.text)

    @property
    def key(self) -> str:
        """The key that brings it to the front, "" for none."""
        return f"Ctrl+{self.rail_number}" if self.rail_number else ""


SCREENS = (
    ScreenDeclaration("my-desk", "My Desk", "desk", "casedesk.ui.screens.my_desk.view:MyDeskScreen", 1),
    ScreenDeclaration("find", "Find", "search", "casedesk.ui.screens.find.view:FindScreen", 2),
    ScreenDeclaration("case", "Case", "person", "casedesk.ui.screens.case.view:CaseScreen"),
    ScreenDeclaration("order", "Order", "box", "casedesk.ui.screens.order.view:OrderScreen"),
    ScreenDeclaration(
        "new-order",
        "New order",
        "plus",
        "casedesk.ui.screens.new_order.view:NewOrderScreen",
        permission="open_order",
    ),
    ScreenDeclaration(
        "admin",
        "Admin",
        "cog",
        "casedesk.ui.screens.admin.view:AdminScreen",
        9,
        permission="change_catalogue",
    ),
)

START_SCREEN = "my-desk"
SEARCH_SCREEN = "find"


def declaration(screen: str) -> ScreenDeclaration:
    """The declaration of a screen; KeyError for an unknown one."""
    return {one.id: one for one in SCREENS}[screen]


def first_screen(can: Callable[[str], bool]) -> str:
    """What stands in front when somebody has signed in: My Desk, or the first screen that this person may use."""
    allowed = [one.id for one in rail_screens() if can(one.permission)]
    return START_SCREEN if START_SCREEN in allowed else next(iter(allowed), START_SCREEN)


def rail_screens() -> tuple[ScreenDeclaration, ...]:
    """The screens of the rail, by number."""
    numbered = [one for one in SCREENS if one.rail_number is not None]
    return tuple(sorted(numbered, key=lambda one: one.rail_number or 0))


def load_factory(path: str) -> Any:
    """The class named by `module:Class`; in the GUI thread only, for it imports widgets."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)


def factories(can: Callable[[str], bool]) -> tuple[str, ...]:
    """The call panel and every screen that this person may use."""
    return (CALL_PANEL, *(one.factory for one in SCREENS if can(one.permission)))
