"""run.py: what it does before anything is installed, and what it says when it cannot go on."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
import venv
from pathlib import Path
from types import SimpleNamespace

import pytest

import run

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    """A lock that asks for nothing, so that installing it needs no network."""
    file = tmp_path / "requirements.lock"
    file.write_text("", encoding="utf-8")
    return file


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> run.Environment:
    """One without a pip of its own, which is made ten times as fast; pip's other door is used instead."""
    _without(monkeypatch, "ensurepip")
    return run.Environment(tmp_path / "environment")


def _without(monkeypatch: pytest.MonkeyPatch, *modules: str) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None if name in modules else real(name))


def test_it_can_be_read_by_an_old_python() -> None:
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_it_uses_the_standard_library_only() -> None:
    tree = ast.parse((ROOT / "run.py").read_text(encoding="utf-8"))
    direct = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named = {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in direct | named} <= sys.stdlib_module_names


def test_an_old_python_gets_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2))
    assert run.main(["desk"]) == 1
    assert capsys.readouterr().err == (
        "run.py: CaseDesk needs Python 3.11 or newer; this is Python 3.9.2. Start run.py with a newer one.\n"
    )


def test_a_wrong_word_shows_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["desc"]) == 2
    assert "python3 run.py desk" in capsys.readouterr().err


def test_the_readme_opens_with_its_two_commands() -> None:
    first_screen = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:20]
    commands = [line.strip().split("  ")[0] for line in first_screen if line.startswith("    ")]
    assert commands == ["python3 run.py desk", "python3 run.py test"]


def test_an_environment_has_its_own_pip(tmp_path: Path, lock: Path) -> None:
    environment = run.Environment(tmp_path / "environment")
    environment.fill(lock)
    subprocess.run([environment.python, "-m", "pip", "--version"], check=True, capture_output=True)


def test_libraries_are_installed_once_until_the_lock_changes(
    environment: run.Environment, lock: Path
) -> None:
    assert environment.fill(lock) is True
    assert environment.fill(lock) is False
    lock.write_text("# changed\n", encoding="utf-8")
    assert environment.fill(lock) is True


def test_the_desk_is_content_with_the_libraries_of_the_tests(
    environment: run.Environment, lock: Path
) -> None:
    wider = lock.with_name("requirements-test.lock")
    wider.write_text("# wider\n", encoding="utf-8")
    environment.fill(wider)
    assert environment.fill(lock, wider) is False


@pytest.mark.parametrize("damage", ["python", "unfinished"])
def test_a_broken_environment_is_made_anew(environment: run.Environment, lock: Path, damage: str) -> None:
    environment.fill(lock)
    left_over = environment.folder / "left over"
    left_over.touch()
    if damage == "python":
        environment.python.unlink()
    else:
        (environment.folder / "locked").write_text(run.Environment.UNFINISHED, encoding="utf-8")
    assert environment.fill(lock) is True
    assert environment.python.exists()
    assert not left_over.exists()


def test_somebody_elses_environment_is_used_and_kept(environment: run.Environment, lock: Path) -> None:
    venv.create(environment.folder, with_pip=False)
    own = environment.folder / "own"
    own.touch()
    assert environment.fill(lock) is True
    assert own.exists()


@pytest.mark.parametrize(("complaint", "sentence"), run.DOWNLOAD_FAILURES)
def test_a_failed_download_is_told_in_a_sentence(complaint: str, sentence: str) -> None:
    told = run.download_failure(f"WARNING: retrying\nERROR: {complaint}: something\n")
    assert sentence in told
    assert told.endswith("run the same command again.")


def test_an_unknown_download_failure_points_to_pip() -> None:
    assert "pip says why" in run.download_failure("ERROR: the sky fell\n")


def test_a_library_that_is_nowhere_is_refused(
    environment: run.Environment, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock.write_text(f"casedesk-no-such-library==1 --hash=sha256:{'0' * 64}\n", encoding="utf-8")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(run.Refusal, match="no build for this computer"):
        environment.fill(lock)
    assert (environment.folder / "locked").read_text(encoding="utf-8") == run.Environment.UNFINISHED


def test_a_full_disk_is_told_before_the_download(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=20 * run.MEGABYTE))
    with pytest.raises(run.Refusal, match="20 MB are free"):
        run.enough_disk()


def _as_user(monkeypatch: pytest.MonkeyPatch, user: int) -> list[list[str]]:
    """Make run.py think it is that user on a Debian machine; the list collects what it would run."""
    ran: list[list[str]] = []

    def pretend(command: list[str], **_: object) -> SimpleNamespace:
        ran.append(command)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(run, "on_linux", lambda: True)
    monkeypatch.setattr(run.os, "geteuid", lambda: user, raising=False)
    monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(run.subprocess, "run", pretend)
    return ran


LACKING = {"libother.so.1": "libother1", "libnowhere.so.0": "libnowhere0"}


def test_a_user_is_told_one_line_for_all_that_is_missing(
    environment: run.Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    _without(monkeypatch, "ensurepip", "pip")
    ran = _as_user(monkeypatch, 1000)
    with pytest.raises(run.Refusal) as refused:
        run.have_packages(environment, LACKING)
    told = str(refused.value).splitlines()[-1].strip()
    assert told == (f"sudo apt-get install --no-install-recommends {run.VENV_PACKAGE} libnowhere0 libother1")
    assert ran == []


def test_missing_packages_are_installed_for_root(
    environment: run.Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    _without(monkeypatch, "venv")
    ran = _as_user(monkeypatch, 0)
    run.have_packages(environment, LACKING)
    assert [command[0] for command in ran] == ["apt-get", "apt-get"]
    assert {run.VENV_PACKAGE, "libnowhere0", "libother1"} <= set(ran[-1])


def test_pip_alone_is_enough(environment: run.Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = _as_user(monkeypatch, 0)
    run.have_packages(environment, {})
    assert ran == []


def test_a_desk_without_a_screen_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "on_linux", lambda: True)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(run.Refusal, match="no screen"):
        run.have_screen()


def test_pytest_is_spread_over_the_cores_unless_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(run, "install", lambda: run.Environment(ROOT / ".venv"))
    monkeypatch.setattr(run.subprocess, "call", lambda command, **_: ran.append(command) or 0)
    run.run_tests(["tests/rules"])
    run.run_tests(["-n", "0", "tests/rules"])
    assert ran[0][3:] == ["-n", str(run.cores()), "--dist", "worksteal", "tests/rules"]
    assert ran[1][3:] == ["-n", "0", "tests/rules"]
