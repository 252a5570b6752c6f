"""The seals of a company file that are not in the register yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engine.registers.seals.tables import SEAL
from engine.registers.shared.rows import Reader


def missing(reader: Reader, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Their columns, as a person would enter them."""
    known = set(reader.connection.scalars(select(SEAL.c.seal_code)))
    return [row for row in rows if row["seal_code"] not in known]
