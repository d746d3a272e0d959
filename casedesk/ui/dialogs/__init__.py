"""Pages before the frame, and dialogs; each module is imported when one of its names is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casedesk.ui.on_demand import on_demand

if TYPE_CHECKING:
    from casedesk.ui.dialogs.busy import BusyPage
    from casedesk.ui.dialogs.connect import ConnectPage
    from casedesk.ui.dialogs.first_start import FirstStartPage, StartChoice
    from casedesk.ui.dialogs.form_page import FormPage
    from casedesk.ui.dialogs.own_desk import OwnDeskPage
    from casedesk.ui.dialogs.print_preview import PrintPreview
    from casedesk.ui.dialogs.restore import RestorePage
    from casedesk.ui.dialogs.trouble import TroublePage
    from casedesk.ui.dialogs.who_are_you import WhoAreYouPage

__getattr__ = on_demand(
    __name__,
    {
        "busy": "BusyPage",
        "connect": "ConnectPage",
        "first_start": "FirstStartPage StartChoice",
        "form_page": "FormPage",
        "own_desk": "OwnDeskPage",
        "print_preview": "PrintPreview",
        "restore": "RestorePage",
        "trouble": "TroublePage",
        "who_are_you": "WhoAreYouPage",
    },
)

__all__ = [
    "BusyPage", "ConnectPage", "FirstStartPage", "FormPage", "OwnDeskPage", "PrintPreview", "RestorePage",
    "StartChoice", "TroublePage", "WhoAreYouPage",
]  # fmt: skip
