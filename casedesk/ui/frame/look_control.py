"""Zoom, theme, row height and letter keys: applied at once and kept in the settings; it knows no screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from casedesk.settings import SettingsFile
from casedesk.ui import window_actions as do
from casedesk.ui.actions import Action
from casedesk.ui.notifications import Notifications
from casedesk.ui.theme import ZOOM_STEPS, Density, ThemeChoice, largest_zoom, look
from casedesk.words import say

_THEMES = {
    do.LOOK_LIGHT: ThemeChoice.LIGHT,
    do.LOOK_DARK: ThemeChoice.DARK,
    do.LOOK_SYSTEM: ThemeChoice.SYSTEM,
}
_DENSITIES = {
    do.ROWS_COMPACT: Density.COMPACT,
    do.ROWS_NORMAL: Density.NORMAL,
    do.ROWS_ROOMY: Density.ROOMY,
}
ZOOM_MESSAGE = "zoom"


class LookControl(QObject):
    """How the window looks, as the person likes it; `slots` are what the actions do."""

    def __init__(
        self, settings: SettingsFile, notifications: Notifications, window_width: Callable[[], int]
    ) -> None:
        super().__init__()
        self._settings = settings
        self._notifications = notifications
        self._window_width = window_width

    @property
    def slots(self) -> dict[Action, Callable[[], None]]:
        themes = {action: self._theme_setter(theme) for action, theme in _THEMES.items()}
        densities = {action: self._density_setter(density) for action, density in _DENSITIES.items()}
        own: dict[Action, Callable[[], None]] = {
            do.ZOOM_IN: lambda: self._step(1),
            do.ZOOM_OUT: lambda: self._step(-1),
            do.ZOOM_NORMAL: lambda: self.set_zoom(100),
            do.LETTER_KEYS: self.switch_letter_keys,
        }
        return {**themes, **densities, **own}

    def choose_theme(self, theme: ThemeChoice) -> None:
        look().choose_theme(theme)
        self._settings.change(theme=theme.value)

    def set_zoom(self, percent: int) -> None:
        """Take a zoom, but none at which the window would be narrower than the smallest supported one."""
        largest = max(100, largest_zoom(self._window_width()))
        self._notifications.withdraw(ZOOM_MESSAGE)
        if percent > largest:
            self._notifications.tell(
                say("The window is too narrow for more than $n %.", n=largest),
                say("Make it wider first."),
                key=ZOOM_MESSAGE,
            )
        look().set_zoom(min(percent, largest))
        self._settings.change(zoom=look().zoom)

    def switch_letter_keys(self) -> None:
        """Switch keys of one letter off or on; screens opened from now on follow."""
        on = not self._settings.now.single_letters
        self._settings.change(single_letters=on)
        self._notifications.tell(
            say("Keys of one letter are on.") if on else say("Keys of one letter are off."),
            say("It holds for everything opened from now on."),
            key="letter-keys",
        )

    def _step(self, by: int) -> None:
        at = ZOOM_STEPS.index(look().zoom) + by
        self.set_zoom(ZOOM_STEPS[max(0, min(at, len(ZOOM_STEPS) - 1))])

    def _theme_setter(self, theme: ThemeChoice) -> Callable[[], None]:
        return lambda: self.choose_theme(theme)

    def _density_setter(self, density: Density) -> Callable[[], None]:
        def choose() -> None:
            look().set_density(density)
            self._settings.change(density=density.name.lower())

        return choose
