"""`python -m benchmarks.start_desk TEXT --db URL ...`: the desk, started by its own command line.

What it cost until its frame was painted, and until the answer was there: the hits of TEXT, typed into the search
field as soon as there is one, as whoever has a caller on the line does; or My Desk, when TEXT is empty. Then it closes.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer, Slot

from benchmarks.own_costs import Figures, cpu_ms, resident_megabytes, tell
from casedesk import app
from casedesk.cli.main import main
from casedesk.ui.start import SignedIn

TEXT = sys.argv[1]


class WatchedProgram(app.Program):
    """The program, watched from outside: it paints, signs in, and shows its first answer."""

    def show(self, *, with_practice: bool = False) -> None:
        self._figures: Figures = {}
        self.window.painted.connect(self._on_painted)
        super().show(with_practice=with_practice)

    @Slot(object)
    def sign_in(self, signed_in: SignedIn) -> None:
        super().sign_in(signed_in)
        # After the screen's own listener: the rows stand in their table when it is told to us.
        self.window.navigation.front.presenter.changed.connect(self._on_changed)  # type: ignore[union-attr]

    @Slot()
    def _on_painted(self) -> None:
        self._figures |= {"painted": [cpu_ms()], "SQLAlchemy": ["sqlalchemy" in sys.modules]}
        self.window.search.find(TEXT)

    @Slot(object)
    def _on_changed(self, state: object) -> None:
        shown = getattr(state, "hits", ()) if TEXT else getattr(state, "detail", None)
        if not shown or "answered" in self._figures:
            return
        self._figures |= {
            "answered": [cpu_ms()],
            "hits": [len(shown) if TEXT else 1],
            "megabytes": [resident_megabytes()],
        }
        tell(self._figures)
        QTimer.singleShot(0, self.window.close)


if __name__ == "__main__":
    app.Program = WatchedProgram  # type: ignore[misc]  # the command line makes the program itself
    sys.exit(main(sys.argv[2:]))
