"""Asks this computer where a database file lies and refuses places in which it would be damaged; opens no file."""

from __future__ import annotations

import ctypes
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from casedesk.errors import DatabaseUnreachable
from casedesk.rules.storage_places import (
    REMOTE_DRIVE,
    Mount,
    PlaceFault,
    SyncedFolder,
    UnfitPlace,
    mounts_of_linux,
    mounts_of_macos,
    unfit_place,
)
from casedesk.words import say

_MOUNTS_OF_LINUX = Path("/proc/self/mountinfo")
_ONEDRIVE_VARIABLES = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")


def require_fit_place(file: Path) -> None:
    """DatabaseUnreachable, with what to do instead, where a database file must not lie."""
    unfit = unfit_place_of(file)
    if unfit is not None:
        raise DatabaseUnreachable(_sentence(file, unfit), file=str(file), place=unfit.fault.value)


def unfit_place_of(file: Path) -> UnfitPlace | None:
    """What is wrong with the place of a file that may not be there yet."""
    # As it is written and as it is: a link may lead into such a folder, and a drive letter to a network.
    for way in dict.fromkeys((file.absolute(), file.resolve())):
        unfit = unfit_place(way, mounts_of(way), tuple(synced_folders()))
        if unfit is not None:
            return unfit
    return None


def mounts_of(file: Path) -> list[Mount]:
    """The mounts of this computer; on Windows only the drive of the file."""
    if sys.platform == "win32":
        return _drive_of_windows(file)
    if sys.platform == "darwin":
        told = subprocess.run(["/sbin/mount"], capture_output=True, text=True, check=False)
        return mounts_of_macos(told.stdout)
    with suppress(OSError):
        return mounts_of_linux(_MOUNTS_OF_LINUX.read_text(encoding="utf-8", errors="surrogateescape"))
    return []


if sys.platform == "win32":

    def _drive_of_windows(file: Path) -> list[Mount]:
        remote = 4
        is_remote = ctypes.windll.kernel32.GetDriveTypeW(file.anchor) == remote
        return [Mount(Path(file.anchor), REMOTE_DRIVE if is_remote else "local")]


def synced_folders() -> Iterator[SyncedFolder]:
    """The folders that OneDrive, Dropbox and iCloud say they synchronise, whatever they are called."""
    for variable in _ONEDRIVE_VARIABLES:
        if folder := os.environ.get(variable):
            yield SyncedFolder(Path(folder), "OneDrive")
    yield from (SyncedFolder(folder, "Dropbox") for folder in _dropbox_folders())
    if sys.platform == "darwin":
        cloud = Path.home() / "Library" / "Mobile Documents" / "com~apple~CloudDocs"
        for name in ("Desktop", "Documents"):
            if (cloud / name).exists():
                yield SyncedFolder(Path.home() / name, "iCloud")


def _dropbox_folders() -> Iterator[Path]:
    """Dropbox writes down where its folders are, under whatever name."""
    homes = [os.environ.get("APPDATA"), os.environ.get("LOCALAPPDATA"), os.environ.get("HOME")]
    for home in filter(None, homes):
        for name in ("Dropbox", ".dropbox"):
            with suppress(OSError, ValueError, AttributeError, TypeError):
                told = json.loads(Path(home, name, "info.json").read_text(encoding="utf-8"))
                yield from (Path(account["path"]) for account in told.values() if "path" in account)


def _sentence(file: Path, unfit: UnfitPlace) -> str:
    if unfit.fault is PlaceFault.NETWORK:
        return say(
            "$file lies on a network drive, where two computers would damage it. Keep the desk in a folder on a disk"
            " of this computer (CASEDESK_HOME names another), or use PostgreSQL for a team.",
            file=file,
        )
    return say(
        "$file lies in a folder that $service synchronises, which would damage it. Keep the desk in a folder that"
        " stays on this computer (CASEDESK_HOME names another), and let $service keep the backups.",
        file=file,
        service=unfit.what,
    )
