"""What is known of the company itself: names, address, money, tax words, rules, logo."""

from __future__ import annotations

import re
from pathlib import Path

from sqlalchemy import select, update

from casedesk.contract.admin import ChangeCompany, SetLogo
from casedesk.contract.values import Made
from casedesk.documents.pictures import can_be_printed
from casedesk.errors import NotFound, RefusedByRule
from casedesk.models import Company, Order, Product, StoredFile
from casedesk.rules.vocabulary import EntryKind
from casedesk.services.calendars import known_zone
from casedesk.services.handlers import handles
from casedesk.services.people import team_id_of
from casedesk.services.setting_changes import (
    COMPANY_ID,
    record_setting,
    require_name,
    require_version,
    set_values,
)
from casedesk.services.stored_files import store_file
from casedesk.services.unit_of_work import Change, UnitOfWork
from casedesk.words import say

LARGEST_LOGO = 1_000_000
MOST_DAYS_OR_YEARS = 365
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
_TAKEN_AS_GIVEN = (
    "name", "legal_name", "street", "postcode", "city", "phone", "email", "prices_include_tax", "tax_words",
    "late_words", "cancel_days", "loyal_years", "go_live_on", "headed_paper",
)  # fmt: skip
_FORMS = {
    "country": (re.compile(r"[A-Z]{2}"), "GB"),
    "currency": (re.compile(r"[A-Z]{3}"), "GBP"),
    "language": (re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"), "en-GB"),
}


@handles(ChangeCompany)
def change_company(work: UnitOfWork, command: ChangeCompany) -> Made:
    """New values of what was given; every desk reads them at its next command."""
    company = work.session.get_one(Company, 1)
    require_version(say("The company"), company.version, command.version)
    require_name(command.name)
    _require_form(command)
    _require_days(command)
    if command.currency and command.currency != company.currency:
        _change_currency(work, company.currency, command.currency)
    values = {field: getattr(command, field) for field in (*_TAKEN_AS_GIVEN, *_FORMS)}
    values["zone"] = known_zone(command.zone) if command.zone else None
    changes = set_values(company, values)
    if command.default_team:
        changes |= set_values(company, {"default_team_id": team_id_of(work, command.default_team)})
    return Made(record_setting(work, EntryKind.COMPANY, "company", COMPANY_ID, changes, is_fact=True))


@handles(SetLogo)
def set_logo(work: UnitOfWork, command: SetLogo) -> Made:
    """A copy of the picture in the database, so that every desk prints it."""
    company = work.session.get_one(Company, 1)
    old = work.session.get(StoredFile, company.logo_id) if company.logo_id else None
    new = store_file(work, _picture(Path(command.file))) if command.file.strip() else None
    if (old, new) == (None, None):
        return Made(COMPANY_ID)
    company.logo_id = new.id if new else None
    change = Change(old.sha256 if old else None, new.sha256 if new else None)
    return Made(record_setting(work, EntryKind.COMPANY, "company", COMPANY_ID, {"logo": change}))


def _picture(path: Path) -> bytes:
    """The bytes of a PNG or JPEG; one more than the limit at the most, so that a huge file is never read whole."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_LOGO + 1)
    except OSError as error:
        raise NotFound(
            say("The file $file cannot be read: $why", file=path.name, why=error.strerror or "")
        ) from None
    if not content.startswith(_PICTURES):
        raise RefusedByRule(
            say("$file is no PNG or JPEG picture. Save the logo as one of these.", file=path.name),
            rule="logo_picture",
        )
    if len(content) <= LARGEST_LOGO and not can_be_printed(content):
        raise RefusedByRule(
            say("$file is damaged and could not be printed. Save the logo again.", file=path.name),
            rule="logo_damaged",
        )
    if len(content) > LARGEST_LOGO:
        raise RefusedByRule(
            say(
                "$file is larger than 1 MB. Save a smaller picture; 1,000 pixels are plenty.", file=path.name
            ),
            rule="logo_size",
        )
    return content


def _require_form(command: ChangeCompany) -> None:
    for field, (form, example) in _FORMS.items():
        value = getattr(command, field)
        if value is not None and not form.fullmatch(value):
            raise RefusedByRule(
                say("“$value” is not understood; write it as $example.", value=value, example=example),
                rule=field,
            )


def _require_days(command: ChangeCompany) -> None:
    for value in (command.cancel_days, command.loyal_years):
        if value is not None and not 0 <= value <= MOST_DAYS_OR_YEARS:
            raise RefusedByRule(
                say("Write a number from 0 to $most, not $n.", most=MOST_DAYS_OR_YEARS, n=value),
                rule="small_number",
            )


def _change_currency(work: UnitOfWork, old: str, new: str) -> None:
    """Prices stay as they are and are meant in the new currency; orders never change theirs."""
    if work.session.scalar(select(Order.id).limit(1)):
        raise RefusedByRule(
            say("There are orders in $currency, so the company's currency stays.", currency=old),
            rule="currency_fixed",
        )
    work.session.execute(update(Product).values(currency=new, version=Product.version + 1))
