"""Throw-away databases: made empty or as a copy of a filled template, dropped afterwards.

Only databases that this module made are ever dropped; `refuse_filled` guards whatever else is given.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, inspect, make_url, text
from sqlalchemy.pool import NullPool

from tests.support import run

PREFIX = "neiqin_test_"

Fill = Callable[[str], object]


class HoldsData(Exception):
    """The database has tables, so it is somebody's; tests and benchmarks work in an empty one."""


class Databases:
    """Makes databases of one kind, `sqlite` or `postgresql`, and throws them away at `close`."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.kind = kind
        self._folder = folder
        self._made: list[str] = []

    def empty(self) -> str:
        """Address of a new empty database."""
        if self.kind == "sqlite":
            return f"sqlite:///{self._new_file()}"
        return self._create("template0")

    def copy_of(self, fill: Fill) -> str:
        """Address of a new database like the one that `fill(url)` makes; it is asked once a run.

        `fill` is a function of a module (its name is the template's name) and leaves no connection open.
        """
        if self.kind == "sqlite":
            target = self._new_file()
            shutil.copyfile(_sqlite_template(fill), target)
            return f"sqlite:///{target}"
        return self._create(_postgres_template(fill))

    def close(self) -> None:
        while self._made:
            drop(self._made.pop())

    def _new_file(self) -> Path:
        return self._folder / f"database-{secrets.token_hex(4)}.sqlite3"

    def _create(self, template: str) -> str:
        name = f"{PREFIX}{run.identity()}_{secrets.token_hex(4)}"
        url = _create(name, template)
        self._made.append(name)
        return url


def drop(name: str) -> None:
    if not name.startswith(PREFIX):
        raise HoldsData(f"{name} was not made by a test run")
    with _maintenance() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))


def drop_all_of_run() -> None:
    """On a server that was given: drop the templates, and what a killed worker left."""
    with _maintenance() as connection:
        made = connection.execute(
            text("SELECT datname FROM pg_database WHERE starts_with(datname, :prefix)"),
            {"prefix": f"{PREFIX}{run.identity()}_"},
        )
        names = list(made.scalars())
    for name in names:
        drop(name)


def refuse_filled(url: str) -> None:
    """Raises HoldsData unless the database has no table at all."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
    if tables:
        raise HoldsData(f"{make_url(url).database} has tables ({', '.join(sorted(tables)[:5])}, ...)")


def _word(fill: Fill) -> str:
    name = f"{getattr(fill, '__module__', '')}.{getattr(fill, '__qualname__', '')}"
    if "<" in name:
        raise ValueError("A template is filled by a function of a module, which every worker names alike")
    return hashlib.sha256(name.encode()).hexdigest()[:12]


def _sqlite_template(fill: Fill) -> Path:
    path = run.folder() / f"template-{_word(fill)}.sqlite3"
    with run.lock("templates"):
        if not path.exists():
            draft = path.with_suffix(".draft")
            draft.unlink(missing_ok=True)
            fill(f"sqlite:///{draft}")
            _fold_journal(draft)
            draft.rename(path)
    return path


def _fold_journal(path: Path) -> None:
    """Bring everything into the one file, so that a copy of it is whole."""
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    finally:
        connection.close()


def _postgres_template(fill: Fill) -> str:
    name = f"{PREFIX}{run.identity()}_t_{_word(fill)}"
    ready = run.folder() / f"template-{_word(fill)}.ready"
    with run.lock("templates"):
        if not ready.exists():
            drop(name)
            fill(_create(name, "template0"))
            ready.touch()
    return name


def _create(name: str, template: str) -> str:
    with _maintenance() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    return make_url(run.server()).set(database=name).render_as_string(hide_password=False)


@contextmanager
def _maintenance() -> Iterator[Connection]:
    """A connection for CREATE and DROP DATABASE, which take no transaction."""
    options: dict[str, Any] = {"poolclass": NullPool, "isolation_level": "AUTOCOMMIT"}
    with create_engine(run.server(), **options).connect() as connection:
        yield connection
