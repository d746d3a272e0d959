"""Makes the practice company for the start pages; loaded on a thread, and only when it has to be made."""

from __future__ import annotations

from casedesk.errors import CaseDeskError
from casedesk.services.practice import creation
from casedesk.ui.background import Report
from casedesk.ui.start import practice_address
from casedesk.words import say


def create_practice(report: Report) -> None:
    """Make the practice company anew in its file; `report` hears how far it is and may stop it."""

    def progress(so_far: int, in_all: int) -> None:
        if not report(so_far, in_all):
            raise CaseDeskError(say("Stopped. The practice company is as it was before."))

    creation.create(practice_address(), progress=progress)
