"""The message catalogue: every word a person reads passes through `say` or `count`; it knows no screen.

English is the source: the key of a message is its English text, with `$name` for what is filled in.
To add a language: `resources/i18n/<language>/LC_MESSAGES/casedesk.po`, made from `resources/i18n/casedesk.pot`.
"""

from __future__ import annotations

import gettext
from string import Template

_translations: gettext.NullTranslations = gettext.NullTranslations()


def use_translations(translations: gettext.NullTranslations) -> None:
    """Set the language of every later message; called once by `app.py` and by the command line."""
    global _translations
    _translations = translations


def say(message: str, /, **values: object) -> str:
    """The message in the chosen language with `$name` fields filled in; a missing field is a KeyError."""
    text = _translations.gettext(message)
    return Template(text).substitute(values) if values else text


def count(one: str, many: str, n: int, /, **values: object) -> str:
    """The singular or plural message for `n`, which also fills the field `$n`."""
    return Template(_translations.ngettext(one, many, n)).substitute(values, n=n)
