"""Rows that wait for a case which has ended or is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Select, and_, or_, select

from engine.bpmn.instance import ROOT
from engine.execution import tables as t
from engine.execution.check.cases import WAITING
from engine.execution.check.finding import AT_ONCE, Finding, Lend, snapshot

_PI = t.PROCESS_INSTANCE.c
_IS_NOT_RUNNING = or_(_PI.key.is_(None), _PI.state != "active")


def check(lend: Lend) -> Iterator[Finding]:
    for kind, (table, is_waiting) in WAITING.items():
        query = _left_over(table, table.c.element_id)
        yield from _found(lend, kind, query if is_waiting is None else query.where(is_waiting))
    live = t.ELEMENT_INSTANCE.c
    yield from _found(
        lend, "element", _left_over(t.ELEMENT_INSTANCE, live.element_id).where(live.left_at.is_(None))
    )
    # The variables of a case outlive it; those of its parts do not.
    variable = t.VARIABLE.c
    scopes = _left_over(t.VARIABLE, variable.scope).distinct()
    yield from _found(lend, "variable", scopes.where(or_(_PI.key.is_(None), variable.scope != ROOT)))


def _left_over(table: Any, at: Any) -> Select[Any]:
    same = and_(_PI.key == table.c.instance_key)
    return (
        select(table.c.instance_key, at.label("at"), _PI.key.label("case"))
        .select_from(table.outerjoin(t.PROCESS_INSTANCE, same))
        .where(_IS_NOT_RUNNING)
    )


def _found(lend: Lend, kind: str, query: Select[Any]) -> Iterator[Finding]:
    with snapshot(lend) as reader:
        for row in reader.connection.execute(query, execution_options={"yield_per": AT_ONCE}):
            code = "case_gone" if row.case is None else "case_ended"
            element = None if kind == "variable" else row.at
            yield Finding(code, {"what": kind}, row.instance_key, element)
