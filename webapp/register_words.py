"""What happened to a row, in words: who changed which column, from what, to what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import g

from engine.execution.ports import Column, Register
from webapp import registry
from webapp.register_cells import NOTHING, cell

OWN = {"is_void": "bool", "void_reason": "text"}


@dataclass(frozen=True)
class Change:
    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Event:
    """What one person did to a row at one moment."""

    at: datetime
    by: str
    on_behalf_of: str | None
    instance_key: int | None
    is_entry: bool
    changes: Sequence[Change]


def events(register: Register, lines: Sequence[Mapping[str, Any]]) -> list[Event]:
    """Lines of one step stand together; newest first, as they came."""
    groups: list[list[Mapping[str, Any]]] = []
    for line in lines:
        if groups and _step(groups[-1][0]) == _step(line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [_event(register, group) for group in groups]


def _step(line: Mapping[str, Any]) -> tuple[Any, ...]:
    return line["at"], line["by"], line["instance_key"]


def _event(register: Register, lines: Sequence[Mapping[str, Any]]) -> Event:
    first = lines[0]
    told = [change_of(register, one["column"], one["old"], one["new"]) for one in reversed(lines)]
    return Event(
        first["at"],
        first["by"],
        first["on_behalf_of"],
        first["instance_key"],
        any(one["column"] == "" for one in lines),
        [one for one in told if one.label],
    )


def change_of(register: Register, name: str, old: Any, new: Any) -> Change:
    """A column that the page does not show is called by its own name."""
    if not name:
        return Change("", "", "")
    column = column_of(register, name)
    return Change(registry.words(column.label), value_words(column, old), value_words(column, new))


def column_of(register: Register, name: str) -> Column:
    found = next((one for one in register.columns if one.key == name), None)
    if found is not None:
        return found
    words = g.t(f"register.{name}") if name in OWN else name
    return Column(name, {g.language: words}, OWN.get(name, "text"))


def value_words(column: Column, value: Any) -> str:
    """A value as JSON holds it, e.g. an instant as ISO text."""
    shown = cell(column, {column.key: _typed(column, value)})
    if shown.lines:
        return "; ".join(
            " · ".join(one.words for one in line if one.words != NOTHING) for line in shown.lines
        )
    return shown.words


def _typed(column: Column, value: Any) -> Any:
    if isinstance(value, list):
        return [_typed(column, item) for item in value] if column.kind != "rows" else value
    if not isinstance(value, str):
        return value
    try:
        if column.kind == "datetime":
            return datetime.fromisoformat(value)
        if column.kind == "date":
            return date.fromisoformat(value)
    except ValueError:
        return value
    return value
