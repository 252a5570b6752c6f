"""What happened to a row, and the cases in which it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engine.execution.ports import Register
from engine.execution.step import Reader
from engine.execution.tables import PROCESS_INSTANCE, REGISTER_CHANGE
from engine.execution.visibility import may_see
from engine.kernel.actor import Actor

MOST = 200
_C, _PI = REGISTER_CHANGE.c, PROCESS_INSTANCE.c
# Stamps that say only that something else was changed.
_UNTOLD = frozenset({"last_call", "version"})


def changes(reader: Reader, actor: Actor, register: Register, key: int) -> list[dict[str, Any]]:
    """The newest 200 lines, newest first, without columns that this actor may not see.

    A case that the actor may not see is not named.
    """
    statement = (
        select(REGISTER_CHANGE)
        .where(_C.register == register.name, _C.row_key == key)
        .order_by(_C.id.desc())
        .limit(MOST)
    )
    hidden = {one.key for one in register.columns if one.see and not one.see & actor.roles} | _UNTOLD
    rows = [dict(row) for row in reader.connection.execute(statement).mappings()]
    open_cases: dict[int, bool] = {}
    for row in rows:
        case = row["instance_key"]
        if case is not None and case not in open_cases:
            open_cases[case] = may_see(reader.connection, actor, case)
        row["instance_key"] = case if case is not None and open_cases[case] else None
    return [row for row in rows if row["column"] not in hidden]


def cases(reader: Reader, actor: Actor, register: str, key: int, row: Mapping[str, Any]) -> list[Any]:
    """The cases that wrote the row or began with it, newest first; whole ones, which the actor may see."""
    roots = roots_of(reader, register, key, row)
    if not roots:
        return []
    statement = select(PROCESS_INSTANCE).where(_PI.key.in_(roots)).order_by(_PI.key.desc()).limit(MOST)
    found = reader.connection.execute(statement).mappings()
    return [dict(one) for one in found if may_see(reader.connection, actor, one["key"])]


def roots_of(reader: Reader, register: str, key: int, row: Mapping[str, Any]) -> Sequence[int]:
    """Keys of the whole cases, called parts counted to the case they belong to."""
    touched = (
        select(_C.instance_key)
        .where(_C.register == register, _C.row_key == key, _C.instance_key.is_not(None))
        .distinct()
    )
    keys = set(reader.connection.scalars(touched))
    own = row.get("instance_key")
    if isinstance(own, int):
        keys.add(own)
    if not keys:
        return []
    return sorted(reader.connection.scalars(select(_PI.root_key).where(_PI.key.in_(keys)).distinct()))
