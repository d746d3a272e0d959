"""The way to a shared database: its address, one's own login and the password, which is not stored."""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

from PySide6.QtWidgets import QLineEdit, QWidget

from casedesk.settings import without_password
from casedesk.ui.dialogs.form_page import FormPage
from casedesk.ui.widgets import Field, TextLine
from casedesk.words import say

_EXAMPLE = "postgresql://server.example/casedesk"


class ConnectPage(FormPage):
    """Asks for address, login and password; `address` puts them together."""

    def __init__(self, known: str = "", parent: QWidget | None = None) -> None:
        parts = urlsplit(known)
        self._address = TextLine(_without_login(known))
        self._login = TextLine(parts.username or "")
        self._password = TextLine()
        self._password.setEchoMode(QLineEdit.EchoMode.Password)
        self._password_field = Field(
            say("Password"),
            self._password,
            hint=say("Not stored on this computer. Leave it empty if you have none."),
        )
        super().__init__(
            say("Sign in to the shared database"),
            say("Your administrator knows the address of the database and your login."),
            say("Connect"),
            (
                Field(
                    say("Address of the database"),
                    self._address,
                    required=True,
                    hint=say("For example $address", address=_EXAMPLE),
                ),
                Field(say("Your login"), self._login, required=True),
                self._password_field,
            ),
            parent,
        )
        self.set_stored(say("Nothing is stored yet") if not known else without_password(known))
        if known:
            self.setFocusProxy(self._password if parts.username else self._login)

    @property
    def address(self) -> str:
        """The address with login and password, for the driver only."""
        return with_login(self._address.text().strip(), self._login.text().strip(), self._password.text())

    def is_missing(self, field: Field) -> bool:
        return field is not self._password_field and super().is_missing(field)


def with_login(address: str, login: str, password: str) -> str:
    """A database's address for one person; signs that mean something in an address are escaped."""
    parts = urlsplit(address if "://" in address else f"postgresql://{address}")
    who = quote(login, safe="")
    if password:
        who = f"{who}:{quote(password, safe='')}"
    place = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{who}@{place}"))


def _without_login(address: str) -> str:
    parts = urlsplit(address)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
