"""One desk at a time on this computer: a second start hands its wish to the first; it knows no window."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from casedesk.errors import WrongUsage
from casedesk.rules.order_number import understood
from casedesk.words import say

SCHEME = "casedesk"
_ANSWER_MS = 2000
_LONGEST_MESSAGE = 4096
_HEARD = b"heard\n"


@dataclass(frozen=True)
class Wish:
    """What a second start wants of the running desk; without anything it only brings it to the front."""

    order: str = ""
    phone: str = ""


def wish_of(text: str) -> Wish:
    """The wish of an order number or of `casedesk://order/41072981`; WrongUsage for anything else."""
    if text.lower().startswith(f"{SCHEME}:"):
        return _wish_of_address(text)
    read = understood(text)
    if read is None or not read.valid:
        raise WrongUsage(say("“$text” is not an order number. Check its digits.", text=text))
    return Wish(order=read.digits)


def _wish_of_address(address: str) -> Wish:
    parts = urlsplit(address)
    kind, value = parts.netloc.lower(), unquote(parts.path.strip("/"))
    if kind == "order" and value:
        return wish_of(value)
    if kind == "phone" and value:
        return Wish(phone=value)
    raise WrongUsage(
        say(
            "“$address” is not an address of CaseDesk. Write casedesk://order/NUMBER or casedesk://phone/NUMBER.",
            address=address,
        )
    )


def server_name(home: Path, desk: str) -> str:
    """The name by which starts find each other: one per folder of this computer and kind of desk."""
    digest = hashlib.sha256(f"{home}\n{desk}".encode()).hexdigest()
    return f"casedesk-{digest[:24]}"


def hand_over(name: str, wish: Wish) -> bool:
    """Send a wish to the running desk; False when none runs or none answers."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(_ANSWER_MS):
        return False
    socket.write(json.dumps(asdict(wish)).encode() + b"\n")
    heard = socket.waitForBytesWritten(_ANSWER_MS) and socket.waitForReadyRead(_ANSWER_MS)
    answer = bytes(socket.readAll().data()) if heard else b""
    socket.disconnectFromServer()
    return answer == _HEARD


class SingleInstance(QObject):
    """Listens for later starts; `wished(Wish)` is emitted for each.

    Only this user can connect. A name left behind by a desk that crashed is taken over, but only after nobody
    answered there: taking it from a living desk would make it deaf.
    """

    wished = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connected)

    def listen(self) -> bool:
        """Begin to listen; False where the computer does not allow it, and the desk works all the same."""
        if self._server.listen(self._name):
            return True
        QLocalServer.removeServer(self._name)
        return self._server.listen(self._name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    @Slot()
    def _on_connected(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(self._on_ready)
            socket.disconnected.connect(socket.deleteLater)
            if socket.canReadLine():
                self._take(socket)

    @Slot()
    def _on_ready(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._take(socket)

    def _take(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > _LONGEST_MESSAGE:
                socket.abort()
            return
        wish = _read(bytes(socket.readLine(_LONGEST_MESSAGE).data()))
        if wish is None:
            socket.abort()
            return
        socket.write(_HEARD)
        socket.flush()
        self.wished.emit(wish)


def _read(message: bytes) -> Wish | None:
    """The wish in a message; whatever another program sends here is only ever text."""
    try:
        found = json.loads(message)
        return Wish(order=str(found["order"])[:32], phone=str(found["phone"])[:64])
    except (ValueError, KeyError, TypeError):
        return None
