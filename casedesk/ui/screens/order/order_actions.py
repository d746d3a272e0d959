"""What can be done with an order, declared once for keys, buttons, the menu and the command palette.

To add one: a line here and its slot in `view.OrderScreen._bind_actions`.
"""

from __future__ import annotations

from casedesk.ui.actions import Action, Where

_R = Where.RECORD

MAIN = Action("order_main", "Do the next step of this order", "Ctrl+Return", "check", where=_R)
COPY = Action("order_copy", "Copy the order number", "Ctrl+Shift+C", "copy", where=_R)
PRINT = Action("order_print", "Print", "Ctrl+P", "printer", "issue_document", _R)
SAVE_LIST = Action("order_save_list", "Save the list in front as a file", "Ctrl+E", "save", where=_R)
PROMISE = Action("order_promise", "New promise", "Ctrl+D", "calendar-check", "place_order", _R)
HAND_OVER = Action("order_hand_over", "Hand over", "Ctrl+H", "hand-over", "offer_handover", _R)
TAKE_BACK = Action("order_take_back", "Take back the offer", "W", "undo", "offer_handover", _R)
ASSIGN = Action("order_assign", "Give to a colleague", "G", "hand-over", "assign", _R)
TAKE = Action("order_take", "Take it from the queue", "T", "person", "take", _R)
DONE = Action("order_done", "Record as done", "R", "check", "work_milestone", _R)
DONE_ON = Action(
    "order_done_on", "Record as done on another day", "Shift+R", "calendar", "work_milestone", _R
)
START = Action("order_start", "Start", "S", "play", "work_milestone", _R)
FORECAST = Action("order_forecast", "Change the forecast", "F", "timer", "work_milestone", _R)
BLOCK = Action("order_block", "Blocked, or go on", "B", "stop", "work_milestone", _R)
SKIP = Action("order_skip", "Leave a milestone out", "K", "minus", "skip_milestone", _R)
LINES = Action("order_lines", "Change lines", "L", "pencil", "change_lines", _R)
NEXT_STEP = Action("order_next_step", "Set the next step", "N", "flag", "take", _R)
HOLD = Action("order_hold", "Put on hold, or go on", "Ctrl+Shift+H", "pause", "hold_order", _R)
CANCEL = Action("order_cancel", "Cancel the order", "Ctrl+Shift+X", "close", "cancel_order", _R)
COMPLETE = Action("order_complete", "Complete the order", "", "flag", "complete_order", _R)
CASE = Action("order_case", "Open the case", "C", "person", where=_R)
THEIRS = Action("order_take_theirs", "Take the colleague's value", "Alt+T", "check", where=_R)
MINE = Action("order_keep_mine", "Keep what is written here", "Alt+M", "check", where=_R)
