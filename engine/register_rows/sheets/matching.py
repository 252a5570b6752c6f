"""Which column of a file fills which field, told by its heading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.register_rows.sheets.table import Table, refused

MOST_TOLD = 8


@dataclass(frozen=True)
class Matched:
    """rows: as `ImportRegisterRows` takes them; unknown: headings that mean no field and are not read."""

    rows: tuple[tuple[int, dict[str, Any]], ...]
    unknown: tuple[str, ...]


def match(table: Table, names: Mapping[str, frozenset[str]]) -> Matched:
    """names: field key -> what its heading may be, in any language. Raises InvalidInput."""
    by_heading = {_plain(word): key for key, words in names.items() for word in words}
    keys = [by_heading.get(_plain(heading)) for heading in table.headings]
    known = [key for key in keys if key is not None]
    for place, key in enumerate(keys):
        if key is not None and key in keys[:place]:
            raise refused("sheet_heading_twice", heading=table.headings[place])
    if not known:
        raise refused("sheet_no_heading", headings=[one for one in table.headings if one][:MOST_TOLD])
    rows = tuple(
        (line.number, {key: cell for key, cell in zip(keys, line.cells, strict=False) if key is not None})
        for line in table.lines
    )
    unknown = [one for one, key in zip(table.headings, keys, strict=True) if key is None and one]
    return Matched(rows, tuple(unknown))


def _plain(heading: str) -> str:
    return heading.rstrip("*").strip().casefold()
