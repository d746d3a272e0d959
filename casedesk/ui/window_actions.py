"""The actions of the window itself, declared once; it knows neither window nor screen.

To add one: an `Action` here and its slot in `WindowKeys` (or, for how things look, in `LookControl`).
"""

from __future__ import annotations

from casedesk.ui.actions import Action, Where

_E = Where.EVERYWHERE

FIND = Action("find", "Find a customer or order", "Ctrl+K", "search", where=_E)
LOG_CALL = Action("log_call", "Log a call", "F8", "phone", "log_interaction", _E)
PARK_CALL = Action("park_call", "Park the call", "F7", "pause", "log_interaction", _E)
NEW_ORDER = Action("new_order", "New order", "Ctrl+N", "plus", "open_order", _E)
NOTICES = Action("notices", "What waits for me", "Ctrl+Shift+B", "bell", where=_E)
READ_NOTICES = Action("read_notices", "Mark all notices as read", "", "check", where=_E)
COMMANDS = Action("commands", "Commands", "Ctrl+Shift+P", "keyboard", where=_E)
HELP = Action("help", "Help for this screen", "F1", "question", where=_E)
LOOK_AGAIN = Action("look_again", "Read again", "F5", "reload", where=_E)
UNDO = Action("undo", "Undo the last act", "Ctrl+Z", "undo", where=_E)
STEP_BACK = Action("step_back", "One step back", "Esc", "arrow-left", where=_E)
GO_BACK = Action("go_back", "Back to the screen before", "Alt+Left", "arrow-left", where=_E)
NEXT_AREA = Action("next_area", "Next part of the window", "F6", "columns", where=_E)
AREA_BEFORE = Action("area_before", "Part of the window before", "Shift+F6", "columns", where=_E)
NEXT_OPEN = Action("next_open", "Next open record", "Ctrl+Tab", "folder", where=_E)
OPEN_BEFORE = Action("open_before", "Open record before", "Ctrl+Shift+Tab", "folder", where=_E)
CLOSE_RECORD = Action("close_record", "Close this record", "Ctrl+W", "close", where=_E)
ZOOM_IN = Action("zoom_in", "Everything larger", "Ctrl++", "plus", where=_E)
ZOOM_OUT = Action("zoom_out", "Everything smaller", "Ctrl+-", "minus", where=_E)
ZOOM_NORMAL = Action("zoom_normal", "Everything at 100 %", "Ctrl+0", "eye", where=_E)
LOOK_LIGHT = Action("look_light", "Look: light", "", "sun", where=_E)
LOOK_DARK = Action("look_dark", "Look: dark", "", "moon", where=_E)
LOOK_SYSTEM = Action("look_system", "Look: as the system", "", "eye", where=_E)
ROWS_COMPACT = Action("rows_compact", "Rows: compact", "", "bars", where=_E)
ROWS_NORMAL = Action("rows_normal", "Rows: normal", "", "bars", where=_E)
ROWS_ROOMY = Action("rows_roomy", "Rows: roomy", "", "bars", where=_E)
LETTER_KEYS = Action("letter_keys", "Single-letter keys on or off", "", "keyboard", where=_E)
OTHER_PERSON = Action("other_person", "Somebody else sits here", "", "people", where=_E)
OTHER_DATABASE = Action("other_database", "Open another database", "", "database", where=_E)
BACK_UP = Action("back_up", "Back up to a file", "", "save", "back_up", _E)
RESTORE = Action("restore", "Restore a backup", "", "history", "back_up", _E)
RENEW_PRACTICE = Action(
    "renew_practice", "Put the practice company back to its start", "", "reload", where=_E
)
QUIT = Action("quit", "Close CaseDesk", "Ctrl+Q", "sign-out", where=_E)

WITHOUT_DESK = frozenset({HELP, ZOOM_IN, ZOOM_OUT, ZOOM_NORMAL, STEP_BACK, QUIT})
"""What works before anybody has signed in."""
