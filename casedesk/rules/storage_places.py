"""Which places a database file must not lie in: network drives and folders that are synchronised.

Two computers that write one SQLite file damage it, and a synchroniser copies it while it is half written. Source:
design/safety.md, SQLite. It reads nothing: who asks gives the mounts. To add a service: a line in
`SYNCHRONISED_NAMES` and a row in `tests/rules/test_storage_places.py`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath, PurePosixPath, PureWindowsPath

REMOTE_DRIVE = "remote"
"""The file system's name for a drive letter that Windows calls remote."""

# fmt: off
NETWORK_FILE_SYSTEMS = frozenset({
    "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "afs", "ncp", "ncpfs", "webdav", "davfs", "davfs2",
    "sshfs", "rclone", "ceph", "glusterfs", "lustre", "gpfs", "beegfs", "ocfs2", "gfs", "gfs2", "orangefs",
    "gvfsd-fuse", "s3fs", REMOTE_DRIVE,
})
# fmt: on

SYNCHRONISED_NAMES = (
    ("OneDrive", re.compile(r"OneDrive(?:[ -].+)?", re.IGNORECASE)),
    ("Dropbox", re.compile(r"Dropbox(?: \(.+\)|-.+)?", re.IGNORECASE)),
    ("iCloud", re.compile(r"iCloud ?Drive|iCloud~.+|com~apple~CloudDocs|Mobile Documents", re.IGNORECASE)),
    ("Google Drive", re.compile(r"Google ?Drive(?:[ -].+)?|My Drive", re.IGNORECASE)),
    ("Nextcloud", re.compile(r"Nextcloud\d*|ownCloud", re.IGNORECASE)),
    ("cloud storage", re.compile(r"CloudStorage", re.IGNORECASE)),
)
"""Names of folders that these services give theirs, whole."""

_OCTAL = re.compile(r"\\([0-7]{3})")
_MACOS_MOUNT = re.compile(r"^.+? on (?P<point>/.*) \((?P<kind>[^,)]+)")


class PlaceFault(StrEnum):
    """What is wrong with a place."""

    NETWORK = "network"
    SYNCHRONISED = "synchronised"


@dataclass(frozen=True)
class Mount:
    """A part of the tree of files, with the kind of file system it lies on."""

    point: PurePath
    file_system: str


@dataclass(frozen=True)
class SyncedFolder:
    """A folder that a service says it keeps the same on several computers."""

    folder: PurePath
    service: str


@dataclass(frozen=True)
class UnfitPlace:
    """Why a file must not lie there; `what` is the file system or the service."""

    fault: PlaceFault
    what: str


def unfit_place(
    file: PurePath, mounts: Iterable[Mount], synced: Sequence[SyncedFolder] = ()
) -> UnfitPlace | None:
    """What is wrong with the place of `file`, which is absolute and without links; None where it may lie."""
    kind = _file_system_of(file, mounts)
    if _is_network(kind):
        return UnfitPlace(PlaceFault.NETWORK, kind)
    service = next((one.service for one in synced if file.is_relative_to(one.folder)), "")
    service = service or _service_named_in(file)
    return UnfitPlace(PlaceFault.SYNCHRONISED, service) if service else None


def mounts_of_linux(mountinfo: str) -> list[Mount]:
    """The mounts in the text of `/proc/self/mountinfo`, in its order; a later one hides an earlier one."""
    found = []
    for line in mountinfo.splitlines():
        own, _, rest = line.partition(" - ")
        columns, kinds = own.split(" "), rest.split(" ")
        if len(columns) > 4 and kinds[0]:
            found.append(Mount(PurePosixPath(_unescaped(columns[4])), kinds[0]))
    return found


def mounts_of_macos(mount_output: str) -> list[Mount]:
    """The mounts in what the program `mount` prints."""
    found = (_MACOS_MOUNT.match(line) for line in mount_output.splitlines())
    return [Mount(PurePosixPath(one["point"]), one["kind"]) for one in found if one]


def _file_system_of(file: PurePath, mounts: Iterable[Mount]) -> str:
    if isinstance(file, PureWindowsPath) and file.drive.startswith("\\\\"):
        return REMOTE_DRIVE
    holding = [one for one in mounts if file.is_relative_to(one.point)]
    # Of two at the same point the later one is seen; `max` would give the earlier one.
    deepest = max(reversed(holding), key=lambda one: len(one.point.parts), default=None)
    return deepest.file_system if deepest else ""


def _is_network(file_system: str) -> bool:
    """Also where a program brings the drive in ("fuse.sshfs")."""
    name = file_system.lower()
    return name in NETWORK_FILE_SYSTEMS or name.removeprefix("fuse.") in NETWORK_FILE_SYSTEMS


def _service_named_in(file: PurePath) -> str:
    for part in file.parent.parts:
        for service, name in SYNCHRONISED_NAMES:
            if name.fullmatch(part):
                return service
    return ""


def _unescaped(point: str) -> str:
    """A blank in a mount point is written \\040."""
    return _OCTAL.sub(lambda found: chr(int(found[1], 8)), point)
