"""A row of choices whose counts change while the choices stay; it knows nothing of what is counted."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt

from casedesk.ui.widgets import Button, ChoiceRow


class CountedRow(ChoiceRow):
    """A row of buttons, each with a count behind its words.

    New counts go into the buttons that are there: a new button would lose the keyboard, and its place in the
    order of tab stops.
    """

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Write the counts, by the key of the choice."""
        for key, button in self._buttons.items():
            if isinstance(button, Button) and key in counts:
                button.set_count(str(counts[key]))

    def focus_chosen(self) -> None:
        """Put the keyboard on the choice that holds."""
        button = self._buttons.get(self.value)
        if button is not None:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)
