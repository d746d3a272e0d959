"""Where a database file must not lie: network drives and synchronised folders of the three systems."""

from __future__ import annotations

from pathlib import PurePath, PurePosixPath, PureWindowsPath

import pytest

from casedesk.rules.storage_places import (
    REMOTE_DRIVE,
    Mount,
    PlaceFault,
    SyncedFolder,
    mounts_of_linux,
    mounts_of_macos,
    unfit_place,
)

MOUNTINFO = r"""
22 27 0:21 / /proc rw,nosuid,nodev,noexec,relatime shared:12 - proc proc rw
27 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw,errors=remount-ro
30 27 259:3 / /home rw,relatime shared:2 master:3 - btrfs /dev/nvme0n1p3 rw,space_cache
41 30 0:44 / /home/uma/office rw,relatime shared:3 - nfs4 files:/office rw,vers=4.2
42 30 0:45 / /home/uma/My\040Share rw,relatime - cifs //files/share rw,vers=3.1.1
43 30 0:46 / /home/uma/far rw,nosuid,nodev,relatime - fuse.sshfs uma@far: rw
44 30 0:47 / /home/uma/stick rw,relatime - vfat /dev/sda1 rw
45 30 0:48 / /home/uma/over rw,relatime - nfs files:/over rw
46 30 0:49 / /home/uma/over rw,relatime - tmpfs tmpfs rw
47 27 0:50 / /run/user/1000/gvfs rw,relatime - fuse.gvfsd-fuse gvfsd-fuse rw
48 27 0:51 / /mnt/cloud rw,relatime - fuse.rclone remote: rw
"""
MOUNT_OF_MACOS = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse, protect)
//uma@files/office on /Volumes/office (smbfs, nodev, nosuid, mounted by uma)
files:/export on /Volumes/On the way (nfs, nodev)
"""
WINDOWS = [Mount(PureWindowsPath("C:\\"), "local"), Mount(PureWindowsPath("Z:\\"), REMOTE_DRIVE)]


def fault(file: PurePath, mounts: list[Mount], *synced: SyncedFolder) -> tuple[str, str] | None:
    found = unfit_place(file, mounts, synced)
    return (found.fault.value, found.what) if found else None


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("/home/uma/.local/share/CaseDesk/casedesk.db", None),
        ("/home/uma/office/casedesk.db", ("network", "nfs4")),
        ("/home/uma/office/deep/er/casedesk.db", ("network", "nfs4")),
        ("/home/uma/officers/casedesk.db", None),
        ("/home/uma/My Share/casedesk.db", ("network", "cifs")),
        ("/home/uma/far/casedesk.db", ("network", "fuse.sshfs")),
        ("/home/uma/stick/casedesk.db", None),
        ("/home/uma/over/casedesk.db", None),
        ("/run/user/1000/gvfs/smb-share/casedesk.db", ("network", "fuse.gvfsd-fuse")),
        ("/mnt/cloud/casedesk.db", ("network", "fuse.rclone")),
        ("/home/uma/Dropbox/casedesk.db", ("synchronised", "Dropbox")),
        ("/home/uma/Nextcloud/desk/casedesk.db", ("synchronised", "Nextcloud")),
        ("/home/uma/dropbox.db", None),
    ],
)
def test_on_linux(file: str, found: tuple[str, str] | None) -> None:
    assert fault(PurePosixPath(file), mounts_of_linux(MOUNTINFO)) == found


@pytest.mark.parametrize(
    ("file", "found"),
    [
        ("/Users/uma/Library/Application Support/CaseDesk/casedesk.db", None),
        ("/Volumes/office/casedesk.db", ("network", "smbfs")),
        ("/Volumes/On the way/casedesk.db", ("network", "nfs")),
        (
            "/Users/uma/Library/Mobile Documents/com~apple~CloudDocs/casedesk.db",
            ("synchronised", "iCloud"),
        ),
        ("/Users/uma/Library/CloudStorage/OneDrive-Fernhill/casedesk.db", ("synchronised", "cloud storage")),
        ("/Users/uma/Google Drive/casedesk.db", ("synchronised", "Google Drive")),
        ("/Users/uma/Documents/casedesk.db", ("synchronised", "iCloud")),
    ],
)
def test_on_macos(file: str, found: tuple[str, str] | None) -> None:
    documents = SyncedFolder(PurePosixPath("/Users/uma/Documents"), "iCloud")
    assert fault(PurePosixPath(file), mounts_of_macos(MOUNT_OF_MACOS), documents) == found


@pytest.mark.parametrize(
    ("file", "found"),
    [
        (r"C:\Users\uma\AppData\Local\CaseDesk\casedesk.db", None),
        (r"Z:\desk\casedesk.db", ("network", REMOTE_DRIVE)),
        (r"\\files\share\casedesk.db", ("network", REMOTE_DRIVE)),
        (r"C:\Users\uma\OneDrive\Documents\casedesk.db", ("synchronised", "OneDrive")),
        (r"C:\Users\uma\OneDrive - Fernhill Telecom\casedesk.db", ("synchronised", "OneDrive")),
        (r"C:\Users\uma\Dropbox (Personal)\casedesk.db", ("synchronised", "Dropbox")),
        (r"C:\Users\uma\iCloudDrive\casedesk.db", ("synchronised", "iCloud")),
        (r"C:\Users\uma\My Drive\casedesk.db", ("synchronised", "Google Drive")),
        (r"c:\users\uma\WORK\desk\casedesk.db", ("synchronised", "OneDrive")),
        (r"C:\Users\uma\OneDriveBackup\casedesk.db", None),
    ],
)
def test_on_windows(file: str, found: tuple[str, str] | None) -> None:
    named_otherwise = SyncedFolder(PureWindowsPath(r"C:\Users\uma\Work"), "OneDrive")
    assert fault(PureWindowsPath(file), WINDOWS, named_otherwise) == found


def test_what_is_no_mount_table_names_no_mount() -> None:
    assert mounts_of_linux("nonsense\n\n1 2 3 - \n") == mounts_of_macos("nonsense\n") == []
    assert unfit_place(PurePosixPath("/anywhere/casedesk.db"), []) is None


def test_the_later_of_two_mounts_at_a_point_is_seen() -> None:
    point = PurePosixPath("/data")
    under_nfs = [Mount(point, "ext4"), Mount(point, "nfs")]
    assert fault(point / "casedesk.db", under_nfs) == (PlaceFault.NETWORK.value, "nfs")
