"""Proposed changes, for the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from engine.decisions.sheet import Row
from engine.deployment.decision_changes.tables import DECISION_CHANGE, OPEN
from engine.execution.step import Reader
from engine.kernel.errors import NotFound

_C = DECISION_CHANGE.c


def open_changes(reader: Reader) -> list[Mapping[str, Any]]:
    """Of every table, oldest first: what waits for somebody."""
    query = select(DECISION_CHANGE).where(_C.state == OPEN).order_by(_C.key)
    return [dict(row) for row in reader.connection.execute(query).mappings()]


def changes_of(reader: Reader, decision_id: str, most: int = 20) -> list[Mapping[str, Any]]:
    """Newest first."""
    query = select(DECISION_CHANGE).where(_C.decision_id == decision_id).order_by(_C.key.desc()).limit(most)
    return [dict(row) for row in reader.connection.execute(query).mappings()]


def change(reader: Reader, key: int) -> Mapping[str, Any]:
    """Raises NotFound."""
    row = reader.connection.execute(select(DECISION_CHANGE).where(_C.key == key)).mappings().first()
    if row is None:
        raise NotFound(kind="decision_change", key=key)
    return dict(row)


def rows_of(change: Mapping[str, Any]) -> Sequence[Row]:
    return [Row(one["id"], tuple(one["tests"]), tuple(one["results"]), one["note"]) for one in change["rows"]]
