"""When two people change the same value of an order: what the order says now, and both values in words; no widget."""

from __future__ import annotations

from datetime import date

from casedesk.contract.orders import OrderDetail
from casedesk.ui.forms import Form
from casedesk.ui.forms.spec import iso
from casedesk.ui.screens.order.state import Clash, LinesEditing
from casedesk.ui.text import day
from casedesk.words import say

_VALUE_FIELDS = {"promise": "promised_on", "forecast": "forecast_on", "next_step": "step"}


def base_now(form: Form, order: OrderDetail) -> str:
    """What the order says now about what the form changes; the form's own base where it replaces nothing."""
    if form.kind == "promise":
        return iso(order.promised_on)
    if form.kind == "next_step":
        return order.next_step
    if form.kind == "forecast":
        step = next((one for one in order.milestones if one.key == form.subject), None)
        return iso(step.forecast_on) if step else ""
    return form.base


def form_clash(form: Form | None, order: OrderDetail, who: str, today: date) -> Clash | None:
    """Both values, if what the form changes is no longer what it was when the form was opened."""
    if form is None or form.base == base_now(form, order):
        return None
    mine = form.value(_VALUE_FIELDS[form.kind])
    return Clash(who, _in_words(base_now(form, order), today), _in_words(mine, today))


def lines_clash(editing: LinesEditing | None, order: OrderDetail, who: str) -> Clash | None:
    """Both sets of lines, if other ones are in force than when the editor was opened."""
    if editing is None or editing.base == order.lines:
        return None
    return Clash(who, order.headline, ", ".join(one.name for one in editing.lines))


def _in_words(value: str, today: date) -> str:
    try:
        return day(date.fromisoformat(value), today)
    except ValueError:
        return value or say("nothing yet")
