"""The builtin functions, one family a module; importing this package fills the registry."""

from __future__ import annotations

from feel.builtins import (
    boolean,
    contexts,
    conversion,
    lists,
    matching,
    numeric,
    ranges,
    statistics,
    strings,
    temporals,
)
from feel.builtins.registry import BUILTINS

__all__ = [
    "BUILTINS",
    "boolean",
    "contexts",
    "conversion",
    "lists",
    "matching",
    "numeric",
    "ranges",
    "statistics",
    "strings",
    "temporals",
]
