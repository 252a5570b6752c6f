"""A form to compare trees by."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import Any

from feel.grammar import nodes
from feel.grammar.nodes import Node, Type


def shape(value: Any) -> Any:
    """A tree without its positions; values are compared as they are written (1.0 is not 1)."""
    if is_dataclass(value) and isinstance(value, Node | nodes.Iterator | Type):
        parts = [
            (part.name, shape(getattr(value, part.name))) for part in fields(value) if part.name != "pos"
        ]
        return type(value).__name__, parts
    if isinstance(value, tuple):
        # The links of a chain carry the position of their operator at the end.
        link = len(value) == 3 and isinstance(value[1], Node) and isinstance(value[2], int)
        return [shape(part) for part in (value[:2] if link else value)]
    return type(value).__name__, repr(value)
