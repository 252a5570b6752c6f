"""Which files the rows name: attachments, variables, and the drafts of open tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from engine.execution.step import Reader
from engine.execution.tables import ATTACHMENT, USER_TASK, VARIABLE
from engine.kernel import exact_json
from forms.kept_files import SUFFIX, hash_of

_DRAFTS = select(USER_TASK.c.instance_key, USER_TASK.c.draft).where(
    USER_TASK.c.draft.isnot(None), USER_TASK.c.state == "created"
)


def named(reader: Reader, hashes: list[str]) -> set[str]:
    """Which of these hashes an attachment, a variable or a draft holds."""
    connection = reader.connection
    found = set(connection.scalars(select(ATTACHMENT.c.sha256).where(ATTACHMENT.c.sha256.in_(hashes))))
    if found.issuperset(hashes):
        return found
    for sha256 in set(hashes) - found:
        held = select(VARIABLE.c.name).where(VARIABLE.c.value.contains(sha256)).limit(1)
        if connection.execute(held).first() is not None:
            found.add(sha256)
    for _, draft in connection.execute(_DRAFTS):
        found |= set(_in_draft(draft)) & set(hashes)
    return found


def every(reader: Reader, at_once: int) -> Iterator[tuple[int, str, str]]:
    """(case, content hash, file name) of all that is named, one after the other; what two rows name comes
    twice.
    """
    connection, streamed = reader.connection, {"yield_per": at_once}
    attached = select(ATTACHMENT.c.instance_key, ATTACHMENT.c.sha256, ATTACHMENT.c.filename)
    for case, sha256, name in connection.execute(attached, execution_options=streamed):
        yield case, sha256, name
    held = select(VARIABLE.c.instance_key, VARIABLE.c.value).where(VARIABLE.c.value.contains('"sha256"'))
    for case, text in connection.execute(held, execution_options=streamed):
        for sha256, name in _in_value(exact_json.loads(text)):
            yield case, sha256, name
    for case, draft in connection.execute(_DRAFTS, execution_options=streamed):
        for sha256 in _in_draft(draft):
            yield case, sha256, ""


def _in_value(value: Any) -> Iterator[tuple[str, str]]:
    """Files are described by objects with these two names, at any depth."""
    if isinstance(value, list):
        for one in value:
            yield from _in_value(one)
    elif isinstance(value, dict):
        if isinstance(value.get("sha256"), str) and "file_key" in value:
            yield value["sha256"], str(value.get("name") or "")
        for one in value.values():
            yield from _in_value(one)


def _in_draft(draft: Any) -> Iterator[str]:
    """Drafts keep signed references under names that end in `.kept`."""
    for name, texts in (draft.get("texts") or {}).items():
        if name.endswith(SUFFIX):
            yield from (found for text in texts if (found := hash_of(text)) is not None)
