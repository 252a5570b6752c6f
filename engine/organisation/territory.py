"""Territories by division code: a province covers its cities, a city its counties."""

from __future__ import annotations

import re
from collections.abc import Sequence

CODE = re.compile(r"[0-9]{6}")


def covers(own: Sequence[str], territory: str) -> bool:
    """True where one of the codes is the territory or lies above it; no code at all covers the whole country.

    >>> covers(["330000"], "330106")
    True
    >>> covers(["330000"], "320000")
    False
    """
    return not own or any(territory.startswith(_stem(code)) for code in own)


def _stem(code: str) -> str:
    """The code without trailing pairs of zeros: `330000` -> `33`, `330100` -> `3301`."""
    while code.endswith("00"):
        code = code[:-2]
    return code
