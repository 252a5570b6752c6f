"""What a task is called, for a sentence about tasks of which the reader was told already."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, select

from engine.execution.step import Reader
from engine.execution.tables import USER_TASK
from engine.storage.prepared import Prepared

_NAME = Prepared(
    select(USER_TASK.c.process_id, USER_TASK.c.element_id, USER_TASK.c.name).where(
        USER_TASK.c.key == bindparam("k")
    )
)


class TaskName(NamedTuple):
    """Where the task is drawn, and its name there."""

    process_id: str
    element_id: str
    name: str


def task_name(reader: Reader, key: int) -> TaskName | None:
    """None where there is no such task. Asks for no permission: give it keys out of an answer alone."""
    found = _NAME.fetch_one(reader.connection, {"k": key})
    return None if found is None else TaskName(*found)
