"""The decision tables that are deployed, each in its version in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engine.decisions.sheet import Sheet, read_sheet
from engine.execution.step import Reader, Step
from engine.execution.tables import DEFINITION, DEPLOYMENT
from engine.kernel.errors import NotFound

_D = DEFINITION.c


@dataclass(frozen=True)
class TableVersion:
    """One version of a table with its file."""

    key: int
    version: int
    filename: str
    content: bytes
    effective_from: datetime
    sheet: Sheet


@dataclass(frozen=True)
class VersionLine:
    """Who put a version into force, when and why."""

    version: int
    effective_from: datetime
    deployed_at: datetime
    deployed_by: str
    reason: str


def tables_in_force(reader: Reader) -> list[TableVersion]:
    """Every decision that is a table, by name."""
    ids = reader.connection.scalars(select(_D.id).where(_D.kind == "decision").distinct())
    found = []
    for id in ids:
        key = reader.services.definitions.in_force(reader.connection, "decision", id, reader.now)
        if (
            key is not None
            and reader.services.definitions.decision(reader.connection, key).decision.hit_policy
        ):
            found.append(version_of(reader, key))
    return sorted(found, key=lambda one: one.sheet.name)


def table_in_force(reader: Reader | Step, decision_id: str) -> TableVersion:
    """Raises NotFound."""
    key = reader.services.definitions.in_force(reader.connection, "decision", decision_id, reader.now)
    if key is None:
        raise NotFound(kind="decision_table", id=decision_id)
    return version_of(reader, key)


def version_of(reader: Reader | Step, key: int) -> TableVersion:
    row = reader.connection.execute(select(DEFINITION).where(_D.key == key)).mappings().one()
    content = bytes(row["content"])
    return TableVersion(
        row["key"],
        row["version"],
        row["filename"],
        content,
        row["effective_from"],
        read_sheet(content, row["filename"], row["id"]),
    )


def earlier_version(reader: Reader, decision_id: str, key: int) -> TableVersion | None:
    """The version of that key; None where the key belongs to something else."""
    of_table = (_D.key == key, _D.kind == "decision", _D.id == decision_id)
    found = reader.connection.scalar(select(_D.key).where(*of_table)) if key < 2**63 else None
    return None if found is None else version_of(reader, found)


def latest_key(reader: Reader | Step, decision_id: str) -> int | None:
    """Key of the newest version, in force already or from a later day on."""
    newest = select(_D.key).where(_D.kind == "decision", _D.id == decision_id).order_by(_D.version.desc())
    return reader.connection.scalar(newest.limit(1))


def versions(reader: Reader, decision_id: str, most: int = 50) -> Sequence[VersionLine]:
    """Newest first."""
    query = (
        select(_D.version, _D.effective_from, _D.deployed_at, DEPLOYMENT.c.deployed_by, DEPLOYMENT.c.reason)
        .join(DEPLOYMENT, DEPLOYMENT.c.key == _D.deployment_key)
        .where(_D.kind == "decision", _D.id == decision_id)
        .order_by(_D.version.desc())
        .limit(most)
    )
    return [VersionLine(*row) for row in reader.connection.execute(query)]
