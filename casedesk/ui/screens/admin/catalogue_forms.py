"""The forms about calendars, products and milestone templates: fields, and the command each sends; no widget."""

from __future__ import annotations

from casedesk.contract.admin import (
    AddCalendar,
    AddHolidays,
    ChangeCalendar,
    ChangeProduct,
    RemoveCalendarDay,
    SetCalendarDay,
    TemplateStep,
)
from casedesk.contract.desk import AddProduct, ProductRow
from casedesk.rules.opening_hours import DAYS
from casedesk.ui.forms import Choice, FieldKind, FieldSpec, Form
from casedesk.ui.screens.admin import form_fields as fields
from casedesk.ui.screens.admin.editing import TemplateEditing
from casedesk.ui.screens.admin.state import AdminState
from casedesk.ui.text import day
from casedesk.words import say

# Calendars


def add_calendar_form(state: AdminState, _record: str) -> Form:
    """A new calendar; the working week of an office is filled in."""
    office = dict.fromkeys(DAYS[:5], "08:00-17:00")
    zone = state.lists.company.zone if state.lists.company else ""
    key = fields.line(
        "key", say("Short name"), say("Write a short name."), say("for programs, as late_shift")
    )
    return Form(
        "add_calendar", say("New calendar"), say("Add the calendar"), say("The calendar is added."),
        (fields.line("name", say("Name"), say("Write the name.")), key, _zone(), *_week()),
        values={"zone": zone, **office}, note=_week_note(),
    )  # fmt: skip


def send_add_calendar(form: Form, _state: AdminState) -> AddCalendar:
    return AddCalendar(
        key=form.value("key"), name=form.value("name"), zone=form.value("zone"), week=_week_of(form)
    )


def calendar_form(state: AdminState, record: str) -> Form | None:
    """Name, zone and week of a calendar."""
    calendar = state.lists.calendar(record)
    if calendar is None:
        return None
    return Form(
        "calendar", say("The week"), say("Save the week"), say("The calendar is saved."),
        (fields.line("name", say("Name"), say("Write the name.")), _zone(), *_week()),
        subject=record, base=str(calendar.version), note=_week_note(),
        values={"name": calendar.name, "zone": calendar.zone, **calendar.week},
    )  # fmt: skip


def send_calendar(form: Form, _state: AdminState) -> ChangeCalendar:
    return ChangeCalendar(
        calendar=form.subject,
        version=int(form.base),
        name=form.value("name"),
        zone=form.value("zone"),
        week=_week_of(form),
    )


def day_form(state: AdminState, record: str) -> Form | None:
    """A day that differs from its weekday."""
    calendar = state.lists.calendar(record)
    if calendar is None:
        return None
    return Form(
        "day", say("A day that differs"), say("Save the day"), say("The day is saved."),
        (
            FieldSpec("day", say("Day"), FieldKind.DAY, say("Say which day.")),
            fields.line("name", say("Why"), say("Say why, as Christmas Eve.")),
            fields.line("hours", say("Open"), hint=say("as 08:00-12:00; empty is closed")),
        ),
        subject=record,
    )  # fmt: skip


def send_day(form: Form, _state: AdminState) -> SetCalendarDay:
    chosen = form.day("day")
    if chosen is None:
        raise ValueError("a day was to be sent that was not chosen; its gaps have to be met first")
    return SetCalendarDay(
        calendar=form.subject, day=chosen, name=form.value("name"), hours=form.value("hours")
    )


def remove_day_form(state: AdminState, record: str) -> Form | None:
    """Which day is like its weekday again."""
    calendar = state.lists.calendar(record)
    if calendar is None or not calendar.days:
        return None
    today = state.now.date()
    days = [Choice(one.day.isoformat(), day(one.day, today), one.name) for one in calendar.days]
    coming = next((one.day for one in calendar.days if one.day >= today), calendar.days[-1].day)
    return Form(
        "remove_day", say("A day that differs"), say("Take it out"),
        say("The day is like its weekday again."),
        (fields.choice("day", say("Day"), days, say("Say which day."), wide=True),),
        subject=record, values={"day": coming.isoformat()},
    )  # fmt: skip


def send_remove_day(form: Form, _state: AdminState) -> RemoveCalendarDay:
    chosen = form.day("day")
    if chosen is None:
        raise ValueError("a day was to be sent that was not chosen; its gaps have to be met first")
    return RemoveCalendarDay(calendar=form.subject, day=chosen)


def holidays_form(state: AdminState, record: str) -> Form | None:
    """The public holidays of a year."""
    calendar = state.lists.calendar(record)
    if calendar is None:
        return None
    country = state.lists.company.country if state.lists.company else ""
    return Form(
        "holidays", say("Public holidays"), say("Close these days"),
        say("The public holidays are in the calendar."),
        (
            fields.line("year", say("Year"), say("Write the year.")),
            fields.line("country", say("Country"), say("Write the country."), say("as GB")),
            fields.line("region", say("Region"), hint=say("as ENG, where it has its own")),
        ),
        subject=record, note=say("Days that are in the calendar already stay as they are."),
        values={"year": str(state.now.year), "country": country},
    )  # fmt: skip


def send_holidays(form: Form, _state: AdminState) -> AddHolidays:
    return AddHolidays(
        calendar=form.subject,
        year=fields.whole(form.value("year")),
        country=form.value("country"),
        region=form.value("region"),
    )


def _zone() -> FieldSpec:
    return fields.line("zone", say("Time zone"), say("Write the time zone."), say("as Europe/London"))


def day_names() -> dict[str, str]:
    """The days of a week by their short names, in words."""
    names = (
        say("Monday"), say("Tuesday"), say("Wednesday"), say("Thursday"), say("Friday"), say("Saturday"), say("Sunday"),
    )  # fmt: skip
    return dict(zip(DAYS, names, strict=True))


def _week() -> tuple[FieldSpec, ...]:
    return tuple(fields.line(key, name) for key, name in day_names().items())


def _week_note() -> str:
    return say("Hours as 08:00-12:00, 13:00-17:00; an empty day is closed.")


def _week_of(form: Form) -> dict[str, str]:
    return {key: form.value(key) for key in DAYS if form.value(key)}


# Products


def add_product_form(state: AdminState, _record: str) -> Form:
    """A new product."""
    kinds = fields.kinds_of_order(state.lists)
    code = fields.line("code", say("Code"), say("Write a short code."), say("as FIBRE500"))
    return Form(
        "add_product", say("New product"), say("Add the product"), say("The product is added."),
        (code, *_product_fields(state)),
        values={"service": "other", "price": "0.00", "setup_price": "0.00", "term_months": "0", "monthly": fields.YES,
                "template": kinds[0].key if kinds else ""},
    )  # fmt: skip


def send_add_product(form: Form, _state: AdminState) -> AddProduct:
    return AddProduct(
        code=form.value("code"),
        name=form.value("name"),
        detail=form.value("detail"),
        service=form.value("service"),
        price=fields.amount(form.value("price")),
        monthly=form.value("monthly") == fields.YES,
        setup_price=fields.amount(form.value("setup_price")),
        term_months=fields.whole(form.value("term_months")),
        template=form.value("template"),
    )


def product_form(state: AdminState, record: str) -> Form | None:
    """Everything about a product but its code."""
    one = state.lists.product(record)
    if one is None:
        return None
    return Form(
        "product", say("Price and name"), say("Save"), say("The product is saved."), _product_fields(state),
        subject=record, base=str(one.version), note=say("Orders keep the price they were written with."),
        values={
            "name": one.name, "detail": one.detail, "service": one.service, "price": f"{one.price:.2f}",
            "setup_price": f"{one.setup_price:.2f}", "term_months": str(one.term_months), "template": one.template,
            "monthly": fields.YES if one.charge == "monthly" else fields.NO,
        },
    )  # fmt: skip


def send_product(form: Form, _state: AdminState) -> ChangeProduct:
    return ChangeProduct(
        product=form.subject,
        version=int(form.base),
        name=form.value("name"),
        detail=form.value("detail"),
        service=form.value("service"),
        price=fields.amount(form.value("price")),
        monthly=form.value("monthly") == fields.YES,
        setup_price=fields.amount(form.value("setup_price")),
        term_months=fields.whole(form.value("term_months")),
        template=form.value("template"),
    )


def withdrawing(product: ProductRow) -> ChangeProduct:
    """Withdraw a product, or offer it again."""
    return ChangeProduct(product=product.code, version=product.version, active=not product.active)


def _product_fields(state: AdminState) -> tuple[FieldSpec, ...]:
    return (
        fields.line("name", say("Name"), say("Write the name customers read.")),
        fields.line("detail", say("Words after the name")),
        fields.line("price", say("Price"), say("Write the price.")),
        fields.yes_or_no("monthly", say("Paid"), say("every month"), say("once")),
        fields.line("setup_price", say("Once at the start")),
        fields.line("term_months", say("Minimum term in months")),
        fields.line("service", say("Kind of service"), say("Write the kind, as internet."), say("as internet")),
        fields.choice(
            "template", say("Kind of order"), fields.kinds_of_order(state.lists), say("Choose how it is delivered.")
        ),
    )  # fmt: skip


# Milestone templates


def add_template_form(_state: AdminState, _record: str) -> Form:
    """A new kind of order; its milestones are written in the editor."""
    key = fields.line(
        "key", say("Short name"), say("Write a short name."), say("for programs, as moving_house")
    )
    return Form(
        "add_template", say("New kind of order"), say("Write its milestones"), "",
        (fields.line("name", say("Name"), say("Write the name.")), key),
    )  # fmt: skip


def rename_form(state: AdminState, _record: str) -> Form | None:
    """Another name for the kind of order that is open."""
    if state.editing is None:
        return None
    name = fields.line("name", say("Name"), say("Write the name."))
    return Form(
        "rename", say("Name of this kind of order"), say("Take it over"), "", (name,),
        subject=state.editing.key, values={"name": state.editing.name},
    )  # fmt: skip


def add_step_form(state: AdminState, _record: str) -> Form | None:
    """A milestone behind the chosen one."""
    editing = state.editing
    if editing is None:
        return None
    key = fields.line(
        "key", say("Short name"), say("Write a short name."), say("for programs, as line_built")
    )
    chosen = editing.step
    return Form(
        "add_step", say("New milestone"), say("Take it in"), "", (*_step_fields(state, editing, ""), key),
        subject=editing.key,
        values={"working_days": "1", "customer_visible": fields.YES, "depends_on": chosen.key if chosen else "",
                "team": chosen.team if chosen else next((one.key for one in fields.teams(state.lists)), "")},
    )  # fmt: skip


def step_form(state: AdminState, _record: str) -> Form | None:
    """The chosen milestone."""
    editing = state.editing
    step = editing.step if editing else None
    if editing is None or step is None:
        return None
    return Form(
        "step", say("Milestone $n", n=editing.position(step.key)), say("Take it over"), "",
        _step_fields(state, editing, step.key), subject=f"{editing.key} {step.key}", base=step.key,
        values={"name": step.name, "team": step.team, "depends_on": " ".join(step.depends_on),
                "working_days": str(step.working_days), "we_do": step.we_do, "you_do": step.you_do,
                "customer_visible": fields.YES if step.customer_visible else fields.NO},
    )  # fmt: skip


def written_step(form: Form, editing: TemplateEditing) -> TemplateStep:
    """The milestone that a form describes."""
    old = editing.find(form.base)
    return TemplateStep(
        key=old.key if old else form.value("key"),
        name=form.value("name"),
        team=form.value("team"),
        working_days=fields.whole(form.value("working_days")),
        depends_on=form.ticked("depends_on"),
        is_promise=old.is_promise if old else not editing.steps,
        customer_visible=form.value("customer_visible") == fields.YES,
        we_do=form.value("we_do"),
        you_do=form.value("you_do"),
    )


def _step_fields(state: AdminState, editing: TemplateEditing, own: str) -> tuple[FieldSpec, ...]:
    others = tuple(Choice(one.key, one.name) for one in editing.steps if one.key != own)
    return (
        fields.line("name", say("Name"), say("Write the name.")),
        fields.choice("team", say("Team"), fields.teams(state.lists), say("Choose a team.")),
        fields.line("working_days", say("Working days"), say("Write how many days."), say("0 is at once")),
        fields.yes_or_no("customer_visible", say("Customer"), say("sees it"), say("does not see it")),
        FieldSpec("depends_on", say("Depends on"), FieldKind.TICKS, choices=others),
        FieldSpec("we_do", say("What we do"), FieldKind.TEXT, hint=say("in letters, messages and calls")),
        FieldSpec("you_do", say("What you do"), FieldKind.TEXT, hint=say("empty: nothing")),
    )
