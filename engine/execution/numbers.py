"""Gapless business numbers: a counter row per prefix and company year, taken inside the step (domain 0.7)."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from engine.execution.tables import NUMBER_COUNTER
from engine.storage.prepared import Prepared

_ADD = Prepared(
    NUMBER_COUNTER.update()
    .where(NUMBER_COUNTER.c.prefix == bindparam("p"), NUMBER_COUNTER.c.year == bindparam("y"))
    .values(last=NUMBER_COUNTER.c.last + 1)
)
_READ = Prepared(
    select(NUMBER_COUNTER.c.last).where(
        NUMBER_COUNTER.c.prefix == bindparam("p"), NUMBER_COUNTER.c.year == bindparam("y")
    )
)
_FIRST = Prepared(NUMBER_COUNTER.insert(), ["prefix", "year", "last"])


def take(connection: Connection, prefix: str, year: int) -> str:
    """`PREFIX-YYYY-NNNN`. A rollback gives the number back, so there are no gaps.

    Two first takers of a new prefix and year collide on the primary key; the executor tries the loser again.
    """
    key = {"p": prefix, "y": year}
    if _ADD.execute(connection, key) == 0:
        _FIRST.execute(connection, {"prefix": prefix, "year": year, "last": 1})
        return f"{prefix}-{year}-0001"
    found = _READ.fetch_one(connection, key)
    assert found is not None
    return f"{prefix}-{year}-{found[0]:04d}"
