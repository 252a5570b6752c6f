"""A value as a short text: the beginning of long texts, lists and contexts, however large they are."""

from __future__ import annotations

from itertools import islice
from typing import Any

from feel.limits import DEFAULT, Meter
from feel.outward import written
from feel.values import Range

CHARACTERS = 120
_ITEMS = 8
_DEPTH = 4
_MORE = "…"


def brief(value: Any) -> str:
    """At most 120 characters; costs little for any value."""
    return _cut(_brief(value, 0), CHARACTERS)


def _brief(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return written(_cut(value, CHARACTERS), Meter(DEFAULT))
    if isinstance(value, list | dict) and value and depth >= _DEPTH:
        return f"[{_MORE}]" if isinstance(value, list) else f"{{{_MORE}}}"
    if isinstance(value, list):
        return f"[{_several([_brief(item, depth + 1) for item in value[:_ITEMS]], len(value))}]"
    if isinstance(value, dict):
        pairs = [f"{_cut(key, 40)}: {_brief(item, depth + 1)}" for key, item in islice(value.items(), _ITEMS)]
        return f"{{{_several(pairs, len(value))}}}"
    if isinstance(value, Range):
        opening, closing = "[" if value.start_included else "(", "]" if value.end_included else ")"
        return f"{opening}{_end(value.start, depth)}..{_end(value.end, depth)}{closing}"
    return _cut(written(value, Meter(DEFAULT)), CHARACTERS)


def _end(value: Any, depth: int) -> str:
    return "" if value is None else _brief(value, depth + 1)


def _several(shown: list[str], count: int) -> str:
    return ", ".join([*shown, _MORE] if count > len(shown) else shown)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + _MORE
