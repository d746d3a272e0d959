#!/usr/bin/env python3
"""Open CaseDesk or run its tests on a machine that has nothing but Python.

    python3 run.py desk [...]    the practice desk
    python3 run.py test [...]    all tests; further words go to pytest
    python3 run.py install       only make what the two above need (for continuous integration)

The libraries go into `.venv` beside this file, at the versions and hashes of the lock files. Nothing else of
the machine is changed, except that Debian packages which Qt needs are installed where this user may do that.
Standard library only, and readable to Python 3.8, which must get as far as the sentence that refuses it.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent
DESK_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-test.lock"  # holds all of DESK_LOCK: tests/conformity/test_lock.py

VENV_PACKAGE = "python{}.{}-venv".format(*sys.version_info[:2])
DISK_NEEDED_MB = 1500
MEGABYTE = 1024 * 1024

# Shared library -> Debian package. Qt does not import without these.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
# Qt opens a window only with these, and prints only with the last.
WINDOW_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libcups.so.2": "libcups2",
}
# The last line of pip's complaint that names one of these words -> what to tell the person.
DOWNLOAD_FAILURES = (
    ("No space left on device", f"the disk is full. Free about {DISK_NEEDED_MB} MB"),
    (
        "DO NOT MATCH THE HASHES",
        "a download is not the file that was checked. Nothing came of it; wait a while",
    ),
    ("NewConnectionError", "the package index cannot be reached. Connect this computer to the network"),
    ("NameResolutionError", "the package index cannot be reached. Connect this computer to the network"),
    ("ConnectTimeoutError", "the package index does not answer. Check the network"),
    ("ReadTimeoutError", "the download stopped half way. Check the network"),
    ("SSLError", "the package index's certificate was refused. Check this computer's date and certificates"),
    ("No matching distribution", "a library has no build for this computer and this Python"),
)


class Refusal(Exception):
    """A foreseen failure: one sentence that says what is wrong and what to do."""


def say(text: str) -> None:
    """Progress and warnings go to standard error, as in the program itself."""
    print("run.py: " + text, file=sys.stderr, flush=True)


def on_linux() -> bool:
    """Asked through a function, or type checkers take the other system's half for dead code."""
    return sys.platform.startswith("linux")


def digest(lock: Path) -> str:
    """What the stamp holds of an installed lock."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


class Environment:
    """The virtual environment beside this file: made once, filled from a lock, made anew when it is broken.

    `.venv/locked` is its stamp: UNFINISHED until all is installed, then the digest of the installed lock.
    A `.venv` without a stamp was made by somebody else; it is filled as it is if its Python starts.
    """

    UNFINISHED = "unfinished"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self._stamp = folder / "locked"

    def fill(self, lock: Path, *also_good: Path) -> bool:
        """Install `lock` unless it or one of `also_good` is in already; True when something was installed."""
        if self.starts() and self._stamped() in {digest(good) for good in (lock, *also_good)}:
            return False
        enough_disk()
        if self._stamped() == self.UNFINISHED or not self.starts():
            self._make()
        self._stamp.write_text(self.UNFINISHED, encoding="utf-8")
        say(f"installing the libraries of {lock.name} (once; a few minutes)")
        self._install(lock)
        self._stamp.write_text(digest(lock), encoding="utf-8")
        return True

    def _stamped(self) -> str:
        return self._stamp.read_text(encoding="utf-8") if self._stamp.is_file() else ""

    def starts(self) -> bool:
        """Whether its Python is there, runs and is new enough."""
        return self._succeeds("-c", f"import sys; sys.exit(sys.version_info < {OLDEST_PYTHON})")

    def _succeeds(self, *words: str) -> bool:
        if not self.python.exists():
            return False
        try:
            tried = subprocess.run([str(self.python), *words], capture_output=True, check=False)
        except OSError:  # the Python it was made from is gone, or is another processor's
            return False
        return tried.returncode == 0

    def _make(self) -> None:
        bare = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
        command = [sys.executable, "-m", "venv", "--clear", *bare, str(self.folder)]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
        if made.returncode != 0:
            raise Refusal(f"{self.folder} cannot be made: {(made.stderr or made.stdout).strip()}")

    def _pip(self) -> list[str]:
        if self._succeeds("-c", "import pip"):
            return [str(self.python), "-m", "pip"]
        return [sys.executable, "-m", "pip", "--python", str(self.python)]

    def _install(self, lock: Path) -> None:
        pip = [*self._pip(), "--disable-pip-version-check", "--no-input", "install"]
        command = [*pip, "--require-hashes", "--only-binary", ":all:", "--requirement", str(lock)]
        complaints = []
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, errors="replace") as running:
            assert running.stderr is not None  # noqa: S101 - asked for in the line above
            for line in running.stderr:
                sys.stderr.write(line)
                complaints.append(line)
        if running.returncode != 0:
            raise Refusal(download_failure("".join(complaints)))


def download_failure(complaint: str) -> str:
    """One sentence for what pip wrote before it gave up."""
    for sign, sentence in DOWNLOAD_FAILURES:
        if sign in complaint:
            return f"the libraries were not installed: {sentence}, then run the same command again."
    return "the libraries were not installed; pip says why in its last lines above."


def enough_disk() -> None:
    """Refuse before the download instead of in the middle of it."""
    free_mb = shutil.disk_usage(str(ROOT)).free // MEGABYTE
    if free_mb < DISK_NEEDED_MB:
        raise Refusal(
            f"{free_mb} MB are free on the disk of {ROOT}; CaseDesk needs {DISK_NEEDED_MB} MB there."
        )


def have_packages(environment: Environment, libraries: dict[str, str]) -> None:
    """See to it, in one go, that the system has what pip cannot bring: Python's venv, Qt's libraries."""
    packages = [] if environment.starts() or makes_environments() else [VENV_PACKAGE]
    packages += sorted(
        {package for library, package in libraries.items() if on_linux() and not loads(library)}
    )
    if packages:
        install_packages(packages)


def makes_environments() -> bool:
    """Whether this Python can make a virtual environment and put libraries into it; Debian's may not."""
    importlib.invalidate_caches()
    able = importlib.util.find_spec("ensurepip") or importlib.util.find_spec("pip")
    return bool(importlib.util.find_spec("venv") and able)


def install_packages(packages: list[str]) -> None:
    """Install Debian packages where this user may; else refuse with the one line to run."""
    named = " ".join(packages)
    line = f"apt-get install --no-install-recommends {named}"
    if shutil.which("apt-get") is None:
        raise Refusal(f"this system lacks what Debian and Ubuntu call {named}. Install it, then try again.")
    if os.geteuid() != 0:
        raise Refusal(
            f"some system packages are missing. Run this, then the same command again:\n    sudo {line}"
        )
    say(f"installing the system packages {named}")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    for command in (["apt-get", "-qq", "update"], [*line.split(), "-y", "-qq"]):
        if subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, check=False).returncode != 0:
            raise Refusal(f"apt-get failed and says why above. Try by hand:\n    {line}")


def loads(library: str) -> bool:
    """Whether the dynamic linker finds a library, asked the way Qt will ask."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def have_screen() -> None:
    """Qt ends with a core dump where no window can be opened; say it in a sentence before."""
    if on_linux() and not any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))):
        raise Refusal("there is no screen to open a window on. Start this from a desktop session.")


def open_desk(words: list[str]) -> int:
    """The practice desk, on a fresh practice database."""
    have_screen()
    environment = Environment(ROOT / ".venv")
    have_packages(environment, {**QT_LIBRARIES, **WINDOW_LIBRARIES})
    environment.fill(DESK_LOCK, TEST_LOCK)
    found = os.environ.get("PYTHONPATH")
    importable = dict(os.environ, PYTHONPATH=os.pathsep.join([str(ROOT), found] if found else [str(ROOT)]))
    return subprocess.call([str(environment.python), "-m", "casedesk", "practice", *words], env=importable)


def run_tests(words: list[str]) -> int:
    """All tests on all cores, or what pytest makes of `words`."""
    environment = install()
    spread = ["-n", str(cores()), "--dist", "worksteal"]
    own = {"-n", "--numprocesses", "--pdb"} & set(words)
    command = [str(environment.python), "-m", "pytest", *([] if own else spread), *words]
    return subprocess.call(command, cwd=str(ROOT))


def install() -> Environment:
    """All that tests and checks need."""
    environment = Environment(ROOT / ".venv")
    have_packages(environment, QT_LIBRARIES)
    environment.fill(TEST_LOCK)
    return environment


def only_install(words: list[str]) -> int:
    """The third job: no words of its own."""
    if words:
        raise Refusal("install takes no further words.")
    install()
    return 0


def cores() -> int:
    """The processors this program may use, which can be fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if on_linux() else os.cpu_count() or 1


JOBS = {"desk": open_desk, "test": run_tests, "install": only_install}


def main(words: list[str]) -> int:
    """Exit status: that of the program or pytest; 1 refused; 2 wrong usage; 130 interrupted."""
    if sys.version_info < OLDEST_PYTHON:
        found = ".".join(map(str, sys.version_info[:3]))
        say(f"CaseDesk needs Python 3.11 or newer; this is Python {found}. Start run.py with a newer one.")
        return 1
    if not words or words[0] not in JOBS:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        return JOBS[words[0]](words[1:])
    except Refusal as refusal:
        say(str(refusal))
        return 1
    except KeyboardInterrupt:
        say("interrupted; run the same command again.")
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
