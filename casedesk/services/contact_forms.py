"""Phones and e-mail addresses as typed, beside their normal form; it knows no table."""

from __future__ import annotations

from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email

from casedesk.errors import RefusedByRule
from casedesk.words import say


@dataclass(frozen=True)
class ContactForm:
    """What was typed and, where it could be read, its normal form: E.164 or a lower-case e-mail address."""

    typed: str
    normal: str | None


def phone_form(typed: str, country: str) -> ContactForm:
    """A phone number in any spelling; RefusedByRule when no phone could be rung by it."""
    form = lenient_phone_form(typed, country)
    if form.normal is None:
        raise RefusedByRule(
            say(
                "“$typed” is not a phone number. Write it with its area code, or with + and the country code.",
                typed=typed,
            ),
            rule="possible_phone",
            value=typed,
        )
    return form


def lenient_phone_form(typed: str, country: str) -> ContactForm:
    """The same for numbers of other systems: what cannot be read is kept as it was typed."""
    try:
        parsed = phonenumbers.parse(typed, country or None)
    except phonenumbers.NumberParseException:
        return ContactForm(typed, None)
    if not phonenumbers.is_possible_number(parsed):
        return ContactForm(typed, None)
    return ContactForm(typed, phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def lenient_email_form(typed: str) -> ContactForm:
    """The same for addresses of other systems: what cannot be read is kept as it was typed."""
    try:
        return email_form(typed)
    except RefusedByRule:
        return ContactForm(typed, None)


def email_form(typed: str) -> ContactForm:
    """An e-mail address; RefusedByRule says what is wrong with it."""
    try:
        checked = validate_email(typed, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise RefusedByRule(
            say("“$typed” is not an e-mail address: $why", typed=typed, why=str(error)),
            rule="email_form",
            value=typed,
        ) from None
    return ContactForm(typed, checked.normalized.casefold())
