"""The PostgreSQL server of a test run: the one that is given, or our own, which lives as long as the run.

Our own listens on a socket in its folder alone, so two runs on one machine never meet, and keeps fsync on,
so that a crash test sees what a crash does. PostgreSQL refuses to run as root; another user owns it then.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

# The controller of a run keeps the address that NEIQIN_DATABASE_URL gave here, for its workers.
SERVER_VARIABLE = "NEIQIN_TESTS_SERVER"
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{folder}'
max_connections = 200
timezone = 'UTC'
log_timezone = 'UTC'
"""


def given_server() -> str | None:
    """Address of the server that the caller named, in SQLAlchemy's form; None for none, and for SQLite."""
    url = os.environ.get(SERVER_VARIABLE, "")
    if not url.startswith(("postgresql", "postgres:")):
        return None
    return "postgresql+psycopg://" + url.split("://", 1)[1]


def binaries() -> Path | None:
    """Folder of initdb, pg_ctl and postgres: of the search path, else the newest of Debian's, else None."""
    found = shutil.which("initdb")
    if found:
        return Path(os.path.realpath(found)).parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return debian[-1].parent if debian else None


def start(folder: Path) -> str:
    """Start a server in a new folder of a short name; returns the address of its first database."""
    data = folder / "data"
    folder.mkdir(mode=0o700)
    identity = _identity()
    if identity:
        os.chown(folder, identity["user"], identity["group"])
    _run(
        folder,
        "initdb",
        "-D",
        data,
        "-U",
        "neiqin",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "-A",
        "trust",
        "--no-sync",
    )
    with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(SETTINGS.format(folder=folder))
    _run(folder, "pg_ctl", "start", "-D", data, "-l", folder / "log", "-w", "-t", "60", "-s")
    return f"postgresql+psycopg://neiqin@/postgres?host={folder}"


def stop(folder: Path) -> None:
    """Stop the server of the folder, if one runs there; its data is thrown away, so it may stop at once."""
    data = folder / "data"
    if (data / "postmaster.pid").exists():
        _run(folder, "pg_ctl", "stop", "-D", data, "-m", "immediate", "-w", "-s")


def restart(folder: Path) -> None:
    """Let the server of the folder fall down as it stands, and come up again from its journal."""
    _run(
        folder,
        "pg_ctl",
        "restart",
        "-D",
        folder / "data",
        "-l",
        folder / "log",
        "-m",
        "immediate",
        "-w",
        "-s",
    )


def _run(folder: Path, program: str, *arguments: object) -> None:
    place = binaries()
    assert place is not None, "PostgreSQL is not installed"
    # Output goes to a file and not a pipe: the server inherits it, and a pipe would stay open for its life.
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        done = subprocess.run(
            [place / program, *map(str, arguments)],
            cwd=folder,
            env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8", "HOME": str(folder)},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            check=False,
            **_identity(),
        )
        said.seek(0)
        if done.returncode:
            raise RuntimeError(f"{program} ended with {done.returncode}: {said.read()}{_log(folder)}")


def _log(folder: Path) -> str:
    log = folder / "log"
    return log.read_text("utf-8", "replace")[-2000:] if log.exists() else ""


def _identity() -> dict[str, Any]:
    """Who the server runs as: us, unless we are root."""
    if os.geteuid() != 0:
        return {}
    person = next((found for found in map(_account, ("postgres", "nobody")) if found), None)
    if person is None:
        subprocess.run(["useradd", "--system", "--no-create-home", "postgres"], check=True)
        person = pwd.getpwnam("postgres")
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}


def _account(name: str) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None
