"""Says in one sentence each what this machine lacks; runs before anything is installed, on any Python 3.

    python3 webapp/preflight.py        exit 0 = nothing is missing, 1 = the sentences stand on standard error

Standard library only, and no syntax newer than Python 3.7: an old Python must be able to read it.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from typing import Any, Callable

OLDEST = (3, 11)


def python_is_too_old(version: tuple[int, ...] = (*sys.version_info[:3],)) -> str | None:
    """The sentence for a Python older than OLDEST, else None."""
    if tuple(version[:2]) >= OLDEST:
        return None
    found = ".".join(str(part) for part in version[:3])
    return (
        "Python {}.{} or newer is needed, and {} is {}: install one and name it, e.g. "
        "`make PYTHON=/path/to/python3.11 run`."
    ).format(OLDEST[0], OLDEST[1], sys.executable or "python3", found)


def venv_is_missing(find: Callable[[str], object] = importlib.util.find_spec) -> str | None:
    """The sentence for a Python that cannot make an environment with pip in it, else None."""
    if find("venv") is not None and find("ensurepip") is not None:
        return None
    return "Python's venv with ensurepip is missing: on Debian and Ubuntu run `apt-get install python3-venv`."


def ssl_is_missing(load: Callable[[str], Any] = importlib.import_module) -> str | None:
    """The sentence for a Python that cannot speak TLS to a package index, else None."""
    try:
        load("ssl")
    except ImportError:
        return "This Python was built without the module ssl: install the headers and build it again."
    return None


def sqlite_lacks_search(load: Callable[[str], Any] = importlib.import_module) -> str | None:
    """The sentence for an SQLite that is absent or was built without full-text search, else None."""
    try:
        sqlite3 = load("sqlite3")
    except ImportError:
        return "This Python was built without the module sqlite3: install the headers and build it again."
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
    except sqlite3.OperationalError:
        return "The SQLite {} of this Python has no full-text search (FTS5): install one that has it.".format(
            sqlite3.sqlite_version
        )
    finally:
        connection.close()
    return None


def missing() -> list[str]:
    """All sentences, in the order in which they are best mended."""
    checks = (python_is_too_old, venv_is_missing, ssl_is_missing, sqlite_lacks_search)
    return [sentence for sentence in (check() for check in checks) if sentence]


def main() -> int:
    sentences = missing()
    for sentence in sentences:
        print("neiqin: " + sentence, file=sys.stderr)
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
