"""Files that are entered on a row's page belong to the row, and are lent to whoever may see them there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.execution.ports import Column, Register
from engine.execution.step import Reader, Step
from engine.execution.tables import ATTACHMENT, PROCESS_INSTANCE, REGISTER_FILE
from engine.kernel.actor import Actor
from engine.kernel.errors import NotFound
from engine.register_rows import history
from engine.register_rows.subject import visible_register, visible_row
from forms import submission
from forms.schema import Form

_F = REGISTER_FILE.c


def keep(step: Step, register: str, key: int, form: Form, values: Mapping[str, Any]) -> None:
    """Notes the files of a form with the row; one that is there already is not noted again."""
    known = select(_F.sha256, _F.filename).where(_F.register == register, _F.row_key == key)
    there: set[tuple[str, str]] | None = None
    for ref, kept in submission.stored_files(form, values):
        if there is None:
            there = {(sha256, name) for sha256, name in step.connection.execute(known)}
        if (kept["sha256"], kept["name"]) in there:
            continue
        step.writes.register_files.append(
            {
                "key": step.keys.next(),
                "register": register,
                "row_key": key,
                "column": ref.partition(".")[0],
                "filename": kept["name"],
                "media_type": kept["media_type"],
                "size": int(kept["size"]),
                "sha256": kept["sha256"],
                "added_by": step.actor.user_id,
                "added_at": step.now,
            }
        )


def lent(reader: Reader, actor: Actor, register_name: str, key: int, sha256: str) -> Mapping[str, Any]:
    """{"filename", "media_type", "size", "sha256"} of a file that stands in a column of the row which the
    actor may see.

    Raises NotFound for everything else: also for a content that the row names and that nobody entered with
    it, on its page or in a case of it. A row may have been written by a message from outside.
    """
    register = visible_register(reader, actor, register_name)
    row = visible_row(reader, register, key)
    named = _named(register, row, actor, sha256)
    known = None if named is None else _entered(reader, register_name, key, row, sha256)
    if named is None or known is None:
        raise NotFound(kind="register_file", key=key)
    return {**known, "filename": str(named.get("name") or known["filename"])}


def _named(register: Register, row: Mapping[str, Any], actor: Actor, sha256: str) -> Mapping[str, Any] | None:
    """What the row says of the file, in a column that is open to this actor."""
    for column in register.columns:
        if not column.see or column.see & actor.roles:
            for one in files_in(column, row.get(column.key)):
                if one.get("sha256") == sha256:
                    return one
    return None


def files_in(column: Column, value: Any) -> list[Mapping[str, Any]]:
    """The files that stand in a value, those in the rows of a list too."""
    items = [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
    if column.kind == "files":
        return items
    if column.kind != "rows":
        return []
    return [
        file for inner in column.columns for item in items for file in files_in(inner, item.get(inner.key))
    ]


def _entered(
    reader: Reader, register: str, key: int, row: Mapping[str, Any], sha256: str
) -> Mapping[str, Any] | None:
    names = ("filename", "media_type", "size", "sha256")
    own = select(*(_F[name] for name in names)).where(
        _F.register == register, _F.row_key == key, _F.sha256 == sha256
    )
    found = reader.connection.execute(own.limit(1)).mappings().first()
    if found is not None:
        return dict(found)
    roots = history.roots_of(reader, register, key, row)
    parts = select(PROCESS_INSTANCE.c.key).where(PROCESS_INSTANCE.c.root_key.in_(roots))
    of_case = select(*(ATTACHMENT.c[name] for name in names)).where(
        ATTACHMENT.c.sha256 == sha256, ATTACHMENT.c.instance_key.in_(parts)
    )
    found = reader.connection.execute(of_case.limit(1)).mappings().first() if roots else None
    return None if found is None else dict(found)
