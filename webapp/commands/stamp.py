"""Whether this installation was made ready from exactly these files: then a start has nothing to look for.

The stamp is written last, so that a set-up that was cut anywhere is done again. It only saves time: without
it every step of the set-up finds by itself that there is nothing to do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from engine.bootstrap.settings import ROOT, Settings

FILE = "prepared"
MIGRATIONS = ROOT / "engine" / "bootstrap" / "migrations"


def is_fresh(settings: Settings) -> bool:
    """True when nothing has changed since the stamp, and the database that it speaks of is there."""
    path = settings.data_dir / FILE
    database = Path(settings.database_url.removeprefix("sqlite:///"))
    if not settings.database_url.startswith("sqlite:///") or not database.exists() or not path.exists():
        return False
    return path.read_text(encoding="ascii") == _content(settings)


def put(settings: Settings) -> None:
    (settings.data_dir / FILE).write_text(_content(settings), encoding="ascii")


def _content(settings: Settings) -> str:
    digest = hashlib.sha256(f"{settings.database_url} {settings.demo}".encode())
    for path in _sources(settings):
        state = path.stat()
        digest.update(f"\n{path} {state.st_size} {state.st_mtime_ns}".encode())
    return digest.hexdigest()


def _sources(settings: Settings) -> Iterator[Path]:
    for folder in (settings.workflows_dir, MIGRATIONS):
        yield from sorted(path for path in folder.rglob("*") if path.suffix != ".pyc" and path.is_file())
