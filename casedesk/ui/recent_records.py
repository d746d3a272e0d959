"""The records a person opened last, kept in the settings by their ids alone; it knows no record and no name."""

from __future__ import annotations

from casedesk.settings import SettingsFile, without_password
from casedesk.ui.place import Place

MOST = 10
_KINDS = frozenset({"case", "order"})


class RecentRecords:
    """The last ten cases and orders of one person at one database, the last one first."""

    def __init__(self, settings: SettingsFile, login: str, database: str) -> None:
        self._settings = settings
        self._person = f"{login} {without_password(database)}"

    def places(self) -> tuple[Place, ...]:
        """What was opened, the last first; what cannot be read in the settings is left out."""
        written = self._settings.now.recent.get(self._person, "")
        pairs = (entry.partition(":") for entry in written.split())
        return tuple(Place(kind, key) for kind, _, key in pairs if kind in _KINDS and key)

    def remember(self, place: Place) -> None:
        """Put an opened record at the front; other screens are no records."""
        if place.screen not in _KINDS or not place.key:
            return
        others = [one for one in self.places() if one != place]
        kept = " ".join(f"{one.screen}:{one.key}" for one in (place, *others)[:MOST])
        self._settings.change(recent={**self._settings.now.recent, self._person: kept})
