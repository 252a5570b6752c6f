"""A value of a register's row as the pages show it, by the kind of its column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from flask import g

from engine.execution.ports import Column, Register
from webapp import filters, registry

NUMBERS = frozenset({"money", "price", "number", "qty", "pct"})
NOTHING = "—"
# States that every register may use; their colour is the same everywhere.
TONES = {
    "active": "ok",
    "valid": "ok",
    "done": "ok",
    "paid": "ok",
    "closed": "",
    "expired": "late",
    "overdue": "late",
    "void": "late",
}


@dataclass(frozen=True)
class Part:
    """One of the values of a cell. href: empty where it leads nowhere; is_outside: it leaves the product."""

    words: str
    href: str = ""
    is_outside: bool = False


@dataclass(frozen=True)
class Cell:
    """words: the whole value; parts: where some of it leads somewhere; heads and lines: of a list of rows.

    tone   colour of a state, None where the value is none
    """

    label: str
    kind: str
    words: str
    tone: str | None = None
    parts: Sequence[Part] = ()
    heads: Sequence[tuple[str, str]] = ()
    lines: Sequence[Sequence[Cell]] = field(default_factory=tuple)

    @property
    def is_number(self) -> bool:
        return self.kind in NUMBERS


def visible_columns(register: Register) -> list[Column]:
    return [column for column in register.columns if not column.see or column.see & g.actor.roles]


def cell(column: Column, row: Mapping[str, Any], place: str = "") -> Cell:
    """Several values of one cell stand side by side. place: address of the row's page, for its files."""
    value = row.get(column.key)
    label = registry.words(column.label)
    if column.kind == "rows":
        return _rows(column, value, label, place)
    items = list(value) if isinstance(value, list | tuple) else [value]
    parts = [_part(column, item, place) for item in items if item is not None and item != ""]
    words = filters.listed(part.words for part in parts) or NOTHING
    tone = TONES.get(value, "") if column.kind == "enum" and isinstance(value, str) else None
    return Cell(label, column.kind, words, tone, parts if any(part.href for part in parts) else ())


def _rows(column: Column, value: Any, label: str, place: str) -> Cell:
    items = [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
    heads = [(registry.words(one.label), one.kind) for one in column.columns]
    lines = [[cell(one, item, place) for one in column.columns] for item in items]
    words = registry.rows_count(len(items)) if items else NOTHING
    return Cell(label, "rows", words, None, (), heads, lines)


def _part(column: Column, value: Any, place: str) -> Part:
    words = said(column, value)
    if column.kind == "instance":
        return Part(g.t("task.case"), f"/instances/{value}")
    if column.kind == "files" and isinstance(value, Mapping):
        sha256 = str(value.get("sha256") or "")
        return Part(str(value.get("name") or sha256), f"{place}/files/{sha256}" if sha256 and place else "")
    if column.kind == "reference" and registry.is_visible(column.register):
        return Part(words, f"/registers/{column.register}/at?code={quote(str(value), safe='')}")
    if column.kind == "page" and str(value).startswith("/"):
        return Part(registry.words(column.label), str(value))
    if column.kind == "url" and str(value).startswith(("https://", "http://")):
        return Part(words, str(value), is_outside=True)
    return Part(words)


def said(column: Column, value: Any) -> str:
    """One value in words."""
    if isinstance(value, str) and value in column.options:
        return registry.words(column.options[value])
    if isinstance(value, Mapping):
        return str(value.get("name") or value.get("title") or "…")
    return filters.cell(value, column.kind)


def plain(column: Column, row: Mapping[str, Any]) -> Any:
    """A value for a sheet: numbers and dates stay what they are, everything else is text."""
    value = row.get(column.key)
    if column.kind in NUMBERS or column.kind == "date" or value is None:
        return value
    shown = cell(column, row)
    if column.kind != "rows":
        return shown.words
    return "\n".join(" · ".join(one.words for one in line) for line in shown.lines)


def heading(register: Register, one: Mapping[str, Any]) -> str:
    """The row in short: its first column."""
    columns = visible_columns(register)
    return cell(columns[0], one).words if columns else str(one.get("key", ""))
