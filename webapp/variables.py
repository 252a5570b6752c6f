"""The data of a case in words: values as people read them, structures as short lists."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask import g

from webapp import filters, names

LONGEST = 400
MOST_ITEMS = 8


def shown(values: Mapping[str, Any], process_id: str) -> list[dict[str, str]]:
    """One line a variable, by name. What the person may not see is not in `values` any more."""
    return [
        {"label": _label(name, process_id), "name": name, "shown": text(value)}
        for name, value in values.items()
    ]


def _label(name: str, process_id: str) -> str:
    english = names.english(process_id).get(name) if g.language == "en" else None
    return english or name


def text(value: Any) -> str:
    """A JSON value as a short text."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return str(g.t("yes" if value else "no"))
    if isinstance(value, Decimal | int):
        return filters.number(value)
    if isinstance(value, list):
        return _list(value)
    if isinstance(value, Mapping):
        return "；".join(f"{key} {text(item)}" for key, item in list(value.items())[:MOST_ITEMS])[:LONGEST]
    return filters.data(str(value)[:LONGEST])


def _list(items: list[Any]) -> str:
    if not items:
        return "—"
    if all(isinstance(item, Mapping) and "file_key" in item for item in items):
        return filters.listed(str(item["name"]) for item in items)
    more = f" …（{len(items)}）" if len(items) > MOST_ITEMS else ""
    return filters.listed(text(item) for item in items[:MOST_ITEMS])[:LONGEST] + more
