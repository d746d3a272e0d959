"""Where CaseDesk finds what it ships and keeps what belongs to this computer; it opens no file."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """A folder that lies beside the package in a checkout and inside it in an installed wheel."""
    inside = _PACKAGE / f"_{name}"
    return inside if inside.is_dir() else _PACKAGE.parent / name


def resources() -> Path:
    """The folder of shipped fonts, icons, documents, calendars and texts."""
    return _shipped("resources")


def migrations() -> Path:
    """The folder of Alembic revisions."""
    return _shipped("migrations")


def home() -> Path:
    """Everything CaseDesk keeps on this computer; `CASEDESK_HOME` moves it (never the roaming profile)."""
    moved = os.environ.get("CASEDESK_HOME")
    return (
        Path(moved) if moved else Path(platformdirs.user_data_dir("CaseDesk", appauthor=False, roaming=False))
    )


def embedded_database() -> Path:
    """The SQLite file of one's own desk."""
    return home() / "casedesk.db"


def practice_database() -> Path:
    """The SQLite file of the practice company; never the same file as a real desk."""
    return home() / "practice.db"


def drafts() -> Path:
    """Texts that were typed and not saved yet."""
    return home() / "drafts"


def logs() -> Path:
    """What went wrong, without people's data."""
    return home() / "logs"


def backups() -> Path:
    """Copies made before an upgrade or by `casedesk backup`."""
    return home() / "backups"


def settings_file() -> Path:
    """The desk's settings, TOML."""
    return home() / "settings.toml"
