"""The real check of this computer, and that every door refuses a place that would damage the file."""

from __future__ import annotations

import json
import sys
from pathlib import Path, PurePosixPath

import pytest

from casedesk import paths
from casedesk.cli.main import main
from casedesk.db import storage
from casedesk.db.engine import open_database
from casedesk.db.upgrade import upgrade
from casedesk.errors import DatabaseUnreachable


def test_this_computers_own_table_is_read(tmp_path: Path) -> None:
    if sys.platform.startswith("linux"):
        points = [one.point for one in storage.mounts_of(tmp_path)]
        assert PurePosixPath("/proc") in points
    assert storage.unfit_place_of(tmp_path / "casedesk.db") is None


@pytest.fixture
def network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that this computer believes to be on a file server."""
    folder = tmp_path / "server"
    folder.mkdir()
    table = f"27 1 0:1 / / rw - ext4 /dev/sda rw\n28 27 0:2 / {folder} rw - nfs4 files:/desk rw\n"
    (tmp_path / "mountinfo").write_text(table)
    monkeypatch.setattr(storage, "_MOUNTS_OF_LINUX", tmp_path / "mountinfo")
    return folder


def test_nothing_opens_a_file_on_a_network_drive(network: Path) -> None:
    url = f"sqlite:///{network / 'casedesk.db'}"
    for opens in (open_database, upgrade):
        with pytest.raises(DatabaseUnreachable, match=r"lies on a network drive.*use PostgreSQL for a team"):
            opens(url)
    assert list(network.iterdir()) == []


def test_a_link_into_such_a_folder_is_followed(network: Path, tmp_path: Path) -> None:
    link = tmp_path / "looks-local"
    link.symlink_to(network)
    assert storage.unfit_place_of(link / "casedesk.db") is not None


def test_dropbox_is_found_under_any_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = tmp_path / ".dropbox" / "info.json"
    told.parent.mkdir()
    told.write_text(json.dumps({"personal": {"path": str(tmp_path / "Cloud")}}))
    monkeypatch.setenv("HOME", str(tmp_path))
    unfit = storage.unfit_place_of(tmp_path / "Cloud" / "casedesk.db")
    assert unfit is not None
    assert unfit.what == "Dropbox"
    told.write_text("[not, what, is, expected")
    assert storage.unfit_place_of(tmp_path / "Cloud" / "casedesk.db") is None


def test_onedrive_is_found_by_what_windows_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Company"))
    unfit = storage.unfit_place_of(tmp_path / "Company" / "casedesk.db")
    assert unfit is not None
    assert unfit.what == "OneDrive"


def test_the_doors_say_what_to_do_instead(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CASEDESK_HOME", str(tmp_path / "Dropbox"))
    for words in (["init"], ["ask", "staff"], ["doctor"]):
        assert main(words) in (1, 3)
        told = capsys.readouterr()
        assert "a folder that Dropbox synchronises" in told.out + told.err
        assert "let Dropbox keep the backups" in told.out + told.err
    assert not paths.embedded_database().exists()
