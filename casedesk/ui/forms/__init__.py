"""Small forms that open inside a page, declared as fields and drawn by one card; they know no screen and no record.

Form(kind, title, submit, done, fields, values=...): value, day, instant, ticked, gaps, has_text, with_value
FieldSpec(key, label, FieldKind.LINE | TEXT | DAY | WHEN | CHOICE | LARGE | COLLEAGUE | TICKS, missing="...")
InlineForm(form, now): show_form(form, gaps), focus_first, focus_field; typed(key, text), save_requested,
    away_requested
FormSlot(now): show_form(form or None, gaps); open_form and the signals of the open form
"""

from casedesk.ui.forms.form_slot import FormSlot
from casedesk.ui.forms.inline_form import InlineForm
from casedesk.ui.forms.spec import Choice, FieldKind, FieldSpec, Form

__all__ = ["Choice", "FieldKind", "FieldSpec", "Form", "FormSlot", "InlineForm"]
