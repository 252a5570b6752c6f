"""Removes files that no row names: uploads whose step was refused or cut, once they are a day old (ruling
20).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from engine.bootstrap import Engine
from engine.execution.tables import ATTACHMENT, USER_TASK, VARIABLE
from forms.kept_files import SUFFIX, hash_of


def sweep_orphans(engine: Engine) -> int:
    """How many were removed. A file counts as named by an attachment, a variable or a draft that holds its
    hash.
    """
    return len(engine.files.store.sweep(lambda hashes: _named(engine, hashes), engine.clock.real_now()))


def _named(engine: Engine, hashes: list[str]) -> set[str]:
    with engine.read() as reader:
        attached = select(ATTACHMENT.c.sha256).where(ATTACHMENT.c.sha256.in_(hashes))
        named = set(reader.connection.scalars(attached))
        if named.issuperset(hashes):
            return named
        for sha256 in set(hashes) - named:
            held = select(VARIABLE.c.name).where(VARIABLE.c.value.contains(sha256)).limit(1)
            if reader.connection.execute(held).first() is not None:
                named.add(sha256)
        drafts = select(USER_TASK.c.draft).where(
            USER_TASK.c.draft.isnot(None), USER_TASK.c.state == "created"
        )
        for draft in reader.connection.scalars(drafts):
            named |= set(_in_draft(draft)) & set(hashes)
    return named


def _in_draft(draft: Any) -> Iterator[str]:
    """Drafts keep signed references under names that end in `.kept`."""
    for name, texts in (draft.get("texts") or {}).items():
        if name.endswith(SUFFIX):
            yield from (found for text in texts if (found := hash_of(text)) is not None)
