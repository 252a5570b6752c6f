"""Which files the rows name: attachments, variables, the drafts of open tasks, and rows of registers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from engine.execution.step import Reader
from engine.execution.tables import ATTACHMENT, REGISTER_FILE, REGISTER_PROPOSAL, USER_TASK, VARIABLE
from engine.kernel import exact_json
from forms.kept_files import SUFFIX, hash_of

_DRAFTS = select(USER_TASK.c.instance_key, USER_TASK.c.draft).where(
    USER_TASK.c.draft.isnot(None),
    # One that is known by a key waits for the task that takes it over.
    (USER_TASK.c.state == "created")
    | ((USER_TASK.c.state == "canceled") & USER_TASK.c.draft_key.isnot(None)),
)

_PROPOSED = select(REGISTER_PROPOSAL.c["values"]).where(REGISTER_PROPOSAL.c.state == "waiting")


def named(reader: Reader, hashes: list[str]) -> set[str]:
    """Which of these hashes an attachment, a row of a register, a variable or a draft holds."""
    connection = reader.connection
    found: set[str] = set()
    for column in (ATTACHMENT.c.sha256, REGISTER_FILE.c.sha256):
        found.update(connection.scalars(select(column).where(column.in_(hashes))))
    if found.issuperset(hashes):
        return found
    for sha256 in set(hashes) - found:
        held = select(VARIABLE.c.name).where(VARIABLE.c.value.contains(sha256)).limit(1)
        if connection.execute(held).first() is not None:
            found.add(sha256)
    for _, draft in connection.execute(_DRAFTS):
        found |= set(_in_draft(draft)) & set(hashes)
    for values in connection.scalars(_PROPOSED):
        found |= {sha256 for sha256, _ in _in_value(values)} & set(hashes)
    return found


def every(reader: Reader, at_once: int) -> Iterator[tuple[int | None, str, str]]:
    """(case, content hash, file name) of all that is named, one after the other; what two rows name comes
    twice. What stands in a register has no case.
    """
    connection, streamed = reader.connection, {"yield_per": at_once}
    attached = select(ATTACHMENT.c.instance_key, ATTACHMENT.c.sha256, ATTACHMENT.c.filename)
    for case, sha256, name in connection.execute(attached, execution_options=streamed):
        yield case, sha256, name
    entered = select(REGISTER_FILE.c.sha256, REGISTER_FILE.c.filename)
    for sha256, name in connection.execute(entered, execution_options=streamed):
        yield None, sha256, name
    for values in connection.scalars(_PROPOSED, execution_options=streamed):
        for sha256, name in _in_value(values):
            yield None, sha256, name
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
