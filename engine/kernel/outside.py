"""What comes in from outside the house and is to be kept: asked once, at every door.

People, workers and other systems send names and values. What no store keeps (a NUL, half a surrogate pair)
and what no evaluation can carry (4 MB, a hundred levels, a number of a million digits) is refused by its
name; whatever else it is, a script tag or a formula, is text and comes back as it was sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from math import isfinite
from typing import Any

from engine.kernel.errors import Problem

# Names that begin so are the token mover's own.
RESERVED = "#"
NAME_CHARACTERS = 200
DEPTH = 90
BYTES = 4_000_000
MAGNITUDE = 33
SMALLEST = -400

# Keys of indexes: PostgreSQL takes 2,704 bytes, which are as many signs as this at four bytes each.
KEY_CHARACTERS = 500

_UNKEPT = re.compile("[\x00\ud800-\udfff]")
_UNNAMED = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ITEM_BYTES = 16
_LONGEST_INT = 10 ** (MAGNITUDE + 1)


def is_keepable(text: str) -> bool:
    """Whether every store takes the text."""
    return _UNKEPT.search(text) is None


def key_problem(text: str) -> Problem | None:
    """What is wrong with a text that others are found by: a message's name, its correlation key, its id."""
    if len(text) > KEY_CHARACTERS:
        return Problem("key_too_long", facts={"most": KEY_CHARACTERS, "length": len(text)})
    return None if _UNNAMED.search(text) is None else Problem("text_control_character")


def problems_of(variables: Mapping[Any, Any]) -> dict[str, list[Problem]]:
    """Problems by the name of the variable; the size is that of all together."""
    found: dict[str, list[Problem]] = {}
    size = 0
    for name, value in variables.items():
        problem = _name_problem(name)
        if problem is None:
            problem, used = _look_at(value, BYTES - size)
            # What is refused anyway takes no room from the others, so that they are not blamed for it.
            size += used if problem is None else 0
        if problem is not None:
            found[shown(name)] = [problem]
    return found


def shown(name: Any) -> str:
    """A name that is refused, as an answer can carry it."""
    return str(name)[:NAME_CHARACTERS].encode("utf-8", "replace").decode().replace("\x00", "?")


def _name_problem(name: Any) -> Problem | None:
    if name == "" or (isinstance(name, str) and name.startswith(RESERVED)):
        return Problem("variable_name_reserved")
    if not isinstance(name, str) or len(name) > NAME_CHARACTERS or _UNNAMED.search(name):
        return Problem("variable_name_malformed", facts={"most": NAME_CHARACTERS})
    return None


def _look_at(value: Any, room: int) -> tuple[Problem | None, int]:
    """The first problem of a value, and its size. No recursion: its depth is what may be wrong."""
    size = 0
    waiting: list[tuple[Iterable[Any], int]] = [((value,), 0)]
    while waiting:
        items, depth = waiting.pop()
        for item in items:
            size += _ITEM_BYTES
            kind = type(item)
            if kind is str:
                size += len(item)
                if _UNKEPT.search(item):
                    return Problem("text_not_kept"), size
            elif item is None or kind is bool:
                continue
            elif isinstance(item, list | tuple | Mapping):
                if depth >= DEPTH:
                    return Problem("value_too_deep", facts={"most": DEPTH}), size
                waiting.append((_inside(item), depth + 1))
            elif not _fits(item):
                return Problem("number_out_of_range"), size
        if size > room:
            return Problem("value_too_large", facts={"most": BYTES}), size
    return None, size


def _inside(item: Any) -> list[Any]:
    """Names of members are texts like others; whatever else they are, the writer refuses."""
    if not isinstance(item, Mapping):
        return list(item)
    return [*(name for name in item if isinstance(name, str)), *item.values()]


def _fits(item: Any) -> bool:
    """Numbers only: dates and the like are made inside the house."""
    if isinstance(item, Decimal):
        return not item or bool(item.is_finite() and SMALLEST <= item.adjusted() <= MAGNITUDE)
    if isinstance(item, int):
        return bool(abs(item) < _LONGEST_INT)
    if isinstance(item, float):
        return isfinite(item) and bool(abs(item) < _LONGEST_INT)
    return True
