"""How a row of master data is entered or changed: read, examined whole, written with its history.

Every problem is found in one go and named by its column; what the database holds too (unique codes, bounds)
is asked here first, because its refusals know no columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Table, Text, bindparam, select

from engine.execution.ports import Column
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, Problem
from engine.registers.shared import references, rows
from engine.registers.shared.typed import typed
from engine.storage.prepared import Prepared

Row = Mapping[str, Any]
Found = tuple[str, Problem]
LONGEST = 2_000


@dataclass(frozen=True)
class Entered:
    """What holds for the rows of one register.

    columns    of the register: their options and references are asked
    required   columns that must have a value
    defaults   what a new row has where nothing is said
    fixed      columns that stay as they were entered
    unique     groups of columns that no two rows share
    lengths    column -> most signs of a text, where that is not 2,000
    rules      (step, the row as it would be) -> what is wrong with it; asked of rows that are right so far
    ready      (step, the row as it would be) -> values that follow from the others, before all is examined
    """

    register: str
    table: Table
    columns: Sequence[Column]
    required: Sequence[str]
    defaults: Mapping[str, Any] = field(default_factory=dict)
    fixed: Sequence[str] = ()
    unique: Sequence[Sequence[str]] = ()
    lengths: Mapping[str, int] = field(default_factory=dict)
    rules: Callable[[Step, Row], Iterable[Found]] = lambda _step, _row: ()
    ready: Callable[[Step, Row], Mapping[str, Any]] = lambda _step, _row: {}

    def write(self, step: Step, key: int | None, values: Mapping[str, Any]) -> int:
        """Key of the row. Raises InvalidInput with every column that is wrong."""
        before = None if key is None else rows.locked(step, self.table, key)
        told = self._shaped(typed(self.table, values, step.services.zone))
        row = {**dict.fromkeys(self._names), **self.defaults, **(before or {}), **told}
        row |= self.ready(step, row)
        problems = list(self._problems(step, before, row)) or list(self.rules(step, row))
        if problems:
            raise InvalidInput(fields=_by_column(problems))
        if before is not None:
            held = self._shaped(before)
            changes = {name: row[name] for name in self._names if row[name] != held[name]}
            rows.update(step, self.table, self.register, before, changes)
            return int(before["key"])
        entered = {name: row[name] for name in self._names if row[name] is not None}
        return int(rows.insert(step, self.table, self.register, entered)["key"])

    def _shaped(self, row: Row) -> dict[str, Any]:
        """Each object of a list has all its columns: a form tells what is empty, a file leaves it out."""
        lists = {one.key: one for one in self.columns if one.kind == "rows" and row.get(one.key)}
        keys = {name: dict.fromkeys(part.key for part in one.columns) for name, one in lists.items()}
        return {**row, **{name: [{**empty, **one} for one in row[name]] for name, empty in keys.items()}}

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """The columns that say something of the row."""
        kept = {column.name for column in rows.kept()} | {"key"}
        return tuple(column.name for column in self.table.columns if column.name not in kept)

    @cached_property
    def _uniques(self) -> list[tuple[Sequence[str], Prepared]]:
        return [(names, _others(self.table, names)) for names in self.unique]

    def _problems(self, step: Step, before: Row | None, row: Row) -> Iterator[Found]:
        yield from _absent(self.required, row)
        yield from _fixed(self.fixed, before, row)
        yield from _too_long(self.table, self.lengths, row)
        for column in self.columns:
            yield from _unknown(step, column, before, row)
        for names, others in self._uniques:
            told = {name: row[name] for name in names}
            same = {**told, "row_key": row.get("key") or 0}
            if None not in told.values() and others.fetch_one(step.connection, same) is not None:
                yield names[-1], Problem("taken_already")


def _absent(names: Sequence[str], row: Row) -> Iterator[Found]:
    for name in names:
        if row[name] in (None, "", []):
            yield name, Problem("required")


def _fixed(names: Sequence[str], before: Row | None, row: Row) -> Iterator[Found]:
    for name in names:
        if before is not None and before[name] != row[name]:
            yield name, Problem("column_fixed", facts={"input": name})


def _too_long(table: Table, lengths: Mapping[str, int], row: Row) -> Iterator[Found]:
    for column in table.columns:
        value, most = row.get(column.name), lengths.get(column.name, LONGEST)
        if type(column.type) is Text and isinstance(value, str) and len(value) > most:
            yield column.name, Problem("text_too_long", facts={"max": most, "length": len(value)})


def _unknown(step: Step, column: Column, before: Row | None, row: Row) -> Iterator[Found]:
    """Codes that are no option, people that are gone, rows that are not there."""
    value = row.get(column.key)
    if value in (None, []) or (before is not None and value == before.get(column.key)):
        return
    for one in value if isinstance(value, list) else [value]:
        if column.kind == "enum" and column.options and one not in column.options:
            yield column.key, Problem("option_unknown")
        elif column.kind == "person" and not step.organisation.is_active(str(one)):
            yield column.key, Problem("person_unknown")
        elif column.kind == "reference" and references.row_of(step, column.register, str(one)) is None:
            yield column.key, Problem("row_not_there", facts=_named(step, column.register, one))


def _named(step: Step, register: str, code: Any) -> dict[str, Any]:
    found = step.services.registers.get(register)
    return {"register": register if found is None else found.title, "code": code}


def _others(table: Table, names: Sequence[str]) -> Prepared:
    """Another row with the same values."""
    same = [table.c[name] == bindparam(name) for name in names]
    return Prepared(select(table.c.key).where(*same, table.c.key != bindparam("row_key")).limit(1))


def _by_column(problems: Iterable[Found]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {}
    for name, problem in problems:
        found.setdefault(name, []).append(problem)
    return found
