"""What a changed table changes: row by row, and in the cases that it decided lately."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import select

import feel
from engine import decisions
from engine.decisions import Decision
from engine.decisions.sheet import Row, Sheet, write_sheet
from engine.deployment.decision_changes.in_force import TableVersion
from engine.execution.expressions import host_functions
from engine.execution.step import Reader, Step
from engine.execution.tables import HISTORY, PROCESS_INSTANCE
from engine.kernel.errors import DefinitionRejected, Problem

# The newest decisions of all tables are looked at, and of these so many by the changed one are tried.
LOOKED_AT, REPLAYED = 2_000, 300
# Policies by which one row decides; by the others every row that matches counts.
ONE_ROW = frozenset({"FIRST", "UNIQUE", "ANY"})


@dataclass(frozen=True)
class CellChange:
    """column counts from 0 over conditions, results and the note."""

    column: int
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """how = added, removed, changed or moved; number is the new place, of a removed row the old one."""

    how: str
    number: int
    row: Row
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True)
class Replay:
    """A decision of a running or ended case that would have come otherwise. Results are cells as written."""

    instance_key: int
    title: str
    at: datetime
    inputs: Mapping[str, Any]
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """problems: what keeps the table from being deployed; `replayed`: how many decisions were tried."""

    content: bytes
    changes: tuple[RowChange, ...]
    problems: tuple[Problem, ...] = ()
    replays: tuple[Replay, ...] = ()
    replayed: int = 0


def preview(reader: Reader | Step, base: TableVersion, rows: Sequence[Row]) -> Preview:
    content = write_sheet(base.content, base.filename, base.sheet.id, rows)
    changes = tuple(_changes(base.sheet, rows))
    try:
        after = _decision(content, base)
    except DefinitionRejected as rejected:
        return Preview(content, changes, rejected.problems)
    before = _decision(base.content, base)
    found = _decided(reader, base.sheet.id)
    replays = tuple(_replays(reader, found, before, after))
    return Preview(content, changes, (), replays, len(found))


def _decision(content: bytes, base: TableVersion) -> Decision:
    every = decisions.read(content, base.filename)
    return next(one for one in every if one.id == base.sheet.id)


def _changes(sheet: Sheet, rows: Sequence[Row]) -> Iterator[RowChange]:
    old = {row.id: row for row in sheet.rows}
    kept = {row.id for row in rows if row.id in old}
    for number, row in enumerate(sheet.rows, 1):
        if row.id not in kept:
            yield RowChange("removed", number, row)
    stays = _in_order(
        [row.id for row in sheet.rows if row.id in kept], [row.id for row in rows if row.id in kept]
    )
    for number, row in enumerate(rows, 1):
        before = old.get(row.id)
        if before is None:
            yield RowChange("added", number, row)
            continue
        cells = tuple(_cells(before, row))
        if cells:
            yield RowChange("changed", number, row, cells)
        elif row.id not in stays:
            yield RowChange("moved", number, row)


def _in_order(before: list[str], after: list[str]) -> set[str]:
    """Ids of the rows that need not be called moved."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return {id for block in blocks for id in before[block.a : block.a + block.size]}


def _cells(before: Row, after: Row) -> Iterator[CellChange]:
    pairs = zip(
        (*before.tests, *before.results, before.note), (*after.tests, *after.results, after.note), strict=True
    )
    for column, (old, new) in enumerate(pairs):
        if old != new:
            yield CellChange(column, old, new)


def _decided(reader: Reader | Step, decision_id: str) -> list[Any]:
    """The newest decisions by this table: case, title, instant, facts."""
    query = (
        select(HISTORY.c.instance_key, PROCESS_INSTANCE.c.title, HISTORY.c.at, HISTORY.c.facts)
        .join(PROCESS_INSTANCE, PROCESS_INSTANCE.c.key == HISTORY.c.instance_key)
        .where(HISTORY.c.kind == "decided")
        .order_by(HISTORY.c.id.desc())
        .limit(LOOKED_AT)
    )
    found = [row for row in reader.connection.execute(query) if row.facts.get("decision") == decision_id]
    return found[:REPLAYED]


def _replays(reader: Reader | Step, found: list[Any], before: Decision, after: Decision) -> Iterator[Replay]:
    services = reader.services
    functions = host_functions(reader.now, services.zone, services.feel_calendar, lambda: reader.organisation)
    for instance_key, title, at, facts in found:
        inputs = facts.get("inputs") or {}
        old, new = (_results(one, inputs, functions) for one in (before, after))
        if old != new:
            yield Replay(instance_key, title, at, inputs, old, new)


def _results(decision: Decision, inputs: Mapping[str, Any], functions: Any) -> tuple[str, ...]:
    """The results, as written, of the rows that match these inputs."""
    values = [_typed(inputs.get(one.label or one.expression.text), one.type) for one in decision.inputs]
    hits = [
        "; ".join(cell.text for cell in rule.results)
        for rule in decision.rules
        if all(
            test.test(value, {}, functions) is True for test, value in zip(rule.tests, values, strict=True)
        )
    ]
    return tuple(hits[:1] if decision.hit_policy in ONE_ROW else hits)


def _typed(value: Any, kind: str) -> Any:
    """History keeps dates as text."""
    if kind in ("date", "dateTime", "date and time", "time") and isinstance(value, str):
        name = "date" if kind == "date" else "time" if kind == "time" else "date and time"
        return feel.evaluate(f"{name}(text)", {"text": value})
    return value
