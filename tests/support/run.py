"""One test run over one or several processes: its folder, its locks, its server.

The controller makes the folder and removes it; workers find it through the environment. The server is
started by whoever first needs it, under a lock.
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support import postgres

FOLDER_VARIABLE = "NEIQIN_TESTS_RUN"
_PREFIX = "neiqin-tests-"
_OWNER = "owner"


def begin() -> None:
    """In the controller: sweep up after killed runs, make this one's folder, hide the caller's settings.

    Product code under test must never find the caller's database, data folder or secret key by accident.
    """
    with _only_sweeper():
        _sweep()
    data = os.environ.get("NEIQIN_DATA_DIR")
    server = os.environ.get("NEIQIN_DATABASE_URL", "")
    for name in [name for name in os.environ if name.startswith("NEIQIN_") or name == "PORT"]:
        del os.environ[name]
    os.environ[postgres.SERVER_VARIABLE] = server
    place = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    (place / _OWNER).write_text(_begun(os.getpid()) or "", "ascii")
    os.environ[FOLDER_VARIABLE] = str(place)
    if data:
        # The caller's disk holds the throw-away files too, in a folder of their own.
        folder = Path(data) / "tests"
        folder.mkdir(parents=True, exist_ok=True)
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))


def end() -> None:
    """In the controller: stop the server and remove the folder."""
    place = os.environ.pop(FOLDER_VARIABLE, None)
    if place:
        _remove(Path(place))


def folder() -> Path:
    return Path(os.environ[FOLDER_VARIABLE])


def identity() -> str:
    """A word that no other run has, for the names of databases."""
    return re.sub(r"\W", "_", folder().name.removeprefix(_PREFIX)).lower()


@contextmanager
def lock(name: str) -> Iterator[None]:
    """One process of the run at a time."""
    with (folder() / f"{name}.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def server() -> str:
    """Address of the PostgreSQL server; our own is started at the first call of the run."""
    given = postgres.given_server()
    if given:
        return given
    address = folder() / "server"
    with lock("server"):
        if not address.exists():
            address.write_text(postgres.start(_cluster(folder())), "utf-8")
    return address.read_text("utf-8")


def _cluster(place: Path) -> Path:
    # A sibling, since the run's folder may be entered by us alone and the server's user must enter his.
    return place.with_name(place.name + "-pg")


def _remove(place: Path) -> None:
    cluster = _cluster(place)
    if cluster.exists():
        postgres.stop(cluster)
        shutil.rmtree(cluster, ignore_errors=True)
    shutil.rmtree(place, ignore_errors=True)


@contextmanager
def _only_sweeper() -> Iterator[None]:
    """One at a time on this machine: two who begin at once would take the same folder away."""
    lock = Path(tempfile.gettempdir()) / f"neiqin-sweep-{os.geteuid()}.lock"
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _sweep() -> None:
    """Takes away what killed runs have left, and nothing whose owner lives."""
    for place in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        owner = re.fullmatch(rf"{_PREFIX}(\d+)-\w+", place.name)
        if owner and not _is_owned(place, int(owner[1])) and _is_ours(place):
            _remove(place)


def _is_ours(place: Path) -> bool:
    """False also for a folder that another run took away meanwhile."""
    try:
        return place.stat().st_uid == os.geteuid()
    except FileNotFoundError:
        return False


def _is_owned(place: Path, process: int) -> bool:
    """Whether the process that made the folder lives: its number may have been given to another since."""
    begun = _begun(process)
    if begun is None:
        return False
    try:
        return (place / _OWNER).read_text("ascii") in ("", begun)
    except FileNotFoundError:
        return True  # made this very moment: its owner has not written yet


def _begun(process: int) -> str | None:
    """When a process began, as the system counts; None where there is none, empty where it is not said."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        return ""
    try:
        stat = Path(f"/proc/{process}/stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    # The name of the program may hold spaces and brackets; what follows its last bracket is counted.
    return stat.rpartition(")")[2].split()[19]
