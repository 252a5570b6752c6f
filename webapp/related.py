"""What hangs on a register's row: the rows of other registers that refer to it, with their sums.

Nothing is told twice: a register says in its columns which other it refers to, and nothing else is needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import g

from engine.execution.ports import Column, Register
from engine.kernel.errors import InvalidInput
from webapp import registry, web
from webapp.register_cells import Cell, cell, said, visible_columns

MOST = 20
MOST_COLUMNS = 6
LEAST_DATES = 3


@dataclass(frozen=True)
class Related:
    """Rows of one register: at most MOST, newest first; totals of its money columns over what is shown."""

    title: str
    name: str
    heads: Sequence[tuple[str, bool]]
    lines: Sequence[tuple[int, Sequence[Cell]]]
    totals: Sequence[tuple[str, str]]
    has_more: bool


def related(register: Register, row: Mapping[str, Any]) -> list[Related]:
    """Of every register that the person may open, in the order of their titles."""
    code = row.get(register.reference[0])
    if not isinstance(code, str) or not code:
        return []
    found = (_rows(other, register.name, code) for other in registry.visible())
    return [one for one in found if one is not None]


def _rows(other: Register, name: str, code: str) -> Related | None:
    for column in _pointing(other, name):
        try:
            page = other.list(web.reader(), {column.key: code}, "", None, MOST)
        except InvalidInput:
            # This register cannot be asked by that column.
            continue
        if page.rows:
            return _told(other, column, list(page.rows), page.next_cursor is not None)
    return None


def _pointing(other: Register, name: str) -> Iterator[Column]:
    return (one for one in visible_columns(other) if one.kind == "reference" and one.register == name)


def _told(other: Register, by: Column, rows: Sequence[Mapping[str, Any]], has_more: bool) -> Related:
    listed = [
        one for one in visible_columns(other) if one.in_list and one.key != by.key and one.kind != "rows"
    ]
    columns = listed[:MOST_COLUMNS]
    columns += [one for one in listed if one.kind == "money" and one not in columns][:2]
    sums = [
        (registry.words(one.label), said(one, sum((Decimal(row[one.key] or 0) for row in rows), Decimal(0))))
        for one in columns
        if one.kind == "money"
    ]
    return Related(
        registry.title(other),
        other.name,
        [(registry.words(one.label), one.kind == "money") for one in columns],
        [(int(row["key"]), [cell(column, row) for column in columns]) for row in rows],
        sums if len(rows) > 1 else [],
        has_more,
    )


@dataclass(frozen=True)
class Milestone:
    """A date of the row: past, today or to come."""

    words: str
    at: str
    state: str


def milestones(register: Register, row: Mapping[str, Any]) -> list[Milestone]:
    """The dates of a row in their order, where it has at least three of them."""
    today, told = g.now.astimezone(g.zone).date(), []
    for column in visible_columns(register):
        value = row.get(column.key)
        # Several moments side by side, as of those who confirmed one after the other, are no date of the row.
        if column.kind not in ("date", "datetime") or not isinstance(value, date):
            continue
        day = value.astimezone(g.zone).date() if isinstance(value, datetime) else value
        state = "done" if day < today else "now" if day == today else "next"
        told.append((day, Milestone(registry.words(column.label), said(column, value), state)))
    if len(told) < LEAST_DATES:
        return []
    return [one for _day, one in sorted(told, key=lambda each: each[0])]
