"""Removes files that no row names: uploads whose step was refused or cut, once they are a day old (ruling
20).
"""

from __future__ import annotations

from engine.bootstrap import Engine
from engine.execution.named_files import named


def sweep_orphans(engine: Engine) -> int:
    """How many were removed. A file counts as named by an attachment, a variable or a draft that holds its
    hash.
    """
    return len(engine.files.store.sweep(lambda hashes: _named(engine, hashes), engine.clock.real_now()))


def _named(engine: Engine, hashes: list[str]) -> set[str]:
    with engine.read() as reader:
        return named(reader, hashes)
