"""Renames in forms and in the catalogues that translate them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from tests.workflows.renaming import expressions
from tests.workflows.renaming.names import Names, components

# Texts that are no words and no FEEL: a choice's value, a role, a register, a layout's row.
_FIXED = frozenset(
    {"id", "key", "path", "type", "value", "see", "edit", "source", "row", "widget", "subtype"}
)


def form(data: bytes, names: Names) -> bytes:
    found = json.loads(data)
    found["id"] = names.ids[found["id"]]
    for component in components(found):
        if component.get("id"):
            component["id"] = names.ids[component["id"]]
        for part in ("key", "path"):
            if component.get(part):
                component[part] = _path(component[part], names)
    return _written(_texts(found, names))


def catalogue(data: bytes, names: Names) -> bytes:
    """`<element id>`, `<field>.<attribute>`, `<component id>.<attribute>` -> words."""
    found = json.loads(data)
    return _written({_key(key, names): expressions.words(text, names.fields) for key, text in found.items()})


def _key(key: str, names: Names) -> str:
    if key in names.ids:
        return names.ids[key]
    head, dot, rest = key.partition(".")
    return names.fields.get(head, names.ids.get(head, head)) + dot + rest


def _path(path: str, names: Names) -> str:
    head, dot, rest = path.partition(".")
    return names.fields[head] + dot + rest


def _texts(value: Any, names: Names) -> Any:
    if isinstance(value, dict):
        rows = _in_rows(value, names) if value.get("type") == "dynamiclist" else names
        return {
            key: one
            if key in _FIXED and isinstance(one, str)
            else _texts(one, rows if key == "components" else names)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [_texts(one, names) for one in value]
    return expressions.words(value, names.fields) if isinstance(value, str) else value


def _in_rows(rows: dict[str, Any], names: Names) -> Names:
    """In a row of a list its own keys stand before the variables of the case."""
    own = {part for one in components(rows) for part in (one.get("key"), one.get("path"))}
    return replace(names, fields={old: new for old, new in names.fields.items() if old not in own})


def _written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode()
