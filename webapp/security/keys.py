"""Keys that come from outside: whole numbers of 63 bits. A larger one names nothing and meets no database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from werkzeug.routing import IntegerConverter, Map

HIGHEST = 2**63 - 1


class KeyConverter(IntegerConverter):
    """`<int:key>` in a route; the path of a larger number is unknown."""

    def __init__(self, map: Map, *args: Any, **kwargs: Any) -> None:
        super().__init__(map, *args, **{"max": HIGHEST, **kwargs})


def key(text: str) -> int | None:
    """The key that a text says, None where it can be none."""
    if not (text.isascii() and text.isdigit() and len(text) <= 19):
        return None
    number = int(text)
    return number if number <= HIGHEST else None


def keys(texts: Iterable[str], most: int) -> list[int]:
    """The keys among the first texts, in their order."""
    found = (key(text) for text in list(texts)[:most])
    return [one for one in found if one is not None]
