"""Called cases whose caller is not there, has ended, or belongs to another case.

Whether the caller waits at a call activity is asked of its tokens, with the rest of the running cases.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import or_, select

from engine.execution.check.finding import AT_ONCE, Finding, Lend, snapshot
from engine.execution.tables import PROCESS_INSTANCE

_C = PROCESS_INSTANCE.alias("called")
_P = PROCESS_INSTANCE.alias("caller")
_BROKEN = (
    select(_C.c.key, _C.c.parent_key, _P.c.key.label("there"), _P.c.state)
    .select_from(_C.outerjoin(_P, _P.c.key == _C.c.parent_key))
    .where(_C.c.parent_key.isnot(None), _C.c.state == "active")
    .where(or_(_P.c.key.is_(None), _P.c.state != "active", _P.c.root_key != _C.c.root_key))
)


def check(lend: Lend) -> Iterator[Finding]:
    with snapshot(lend) as reader:
        for row in reader.connection.execute(_BROKEN, execution_options={"yield_per": AT_ONCE}):
            facts = {"caller": row.parent_key}
            if row.there is None:
                yield Finding("caller_gone", facts, row.key)
            elif row.state != "active":
                yield Finding("caller_ended", facts, row.key)
            else:
                yield Finding("caller_of_another_case", facts, row.key)
