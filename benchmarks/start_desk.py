"""`python -m benchmarks.start_desk TEXT --db URL ...`: the desk, started by its own command line.

What it cost until its frame was painted, and until a search for TEXT was answered; then it closes.
"""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import QTimer, Slot

from benchmarks.own_costs import Figures, cpu_ms, resident_megabytes, tell
from casedesk import app
from casedesk.cli.main import main
from casedesk.ui.start import SignedIn

TEXT = sys.argv[1]


class WatchedProgram(app.Program):
    """The program, watched from outside: it paints, signs in, and is asked the first question."""

    def show(self, *, with_practice: bool = False) -> None:
        self._figures: Figures = {}
        self.window.painted.connect(self._on_painted)
        super().show(with_practice=with_practice)

    @Slot(object)
    def sign_in(self, signed_in: SignedIn) -> None:
        from casedesk.contract.cases import Find

        super().sign_in(signed_in)
        if self.window.desk is not None:
            self.window.desk.read("benchmark", Find(text=TEXT), self._on_found, self)

    @Slot()
    def _on_painted(self) -> None:
        self._figures |= {"painted": [cpu_ms()], "SQLAlchemy": ["sqlalchemy" in sys.modules]}

    def _on_found(self, answer: Any) -> None:
        self._figures |= {
            "found": [cpu_ms()],
            "hits": [len(answer.hits)],
            "megabytes": [resident_megabytes()],
        }
        tell(self._figures)
        QTimer.singleShot(0, self.window.close)


if __name__ == "__main__":
    app.Program = WatchedProgram  # type: ignore[misc]  # the command line makes the program itself
    sys.exit(main(sys.argv[2:]))
