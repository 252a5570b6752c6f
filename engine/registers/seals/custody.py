"""Where the seals are and who keeps them; other registers ask and change it through here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.seals.tables import IN_USE, MISSING, OUT, SEAL, VOID
from engine.registers.shared.rows import changed


def seals_of(step: Step, kinds: Sequence[str]) -> list[dict[str, Any]]:
    """The seals of these kinds that are not void, by code. Raises OperationRefused for a kind without any."""
    statement = (
        select(SEAL)
        .where(SEAL.c.kind.in_(kinds), SEAL.c.status != VOID, SEAL.c.is_void.is_(False))
        .order_by(SEAL.c.seal_code)
    )
    rows = [dict(row) for row in step.connection.execute(statement).mappings()]
    absent = [kind for kind in kinds if kind not in {row["kind"] for row in rows}]
    if absent:
        raise OperationRefused(reason="seal_kind_unknown", kinds=absent)
    return rows


def keepers_of(step: Step, kinds: Sequence[str]) -> list[str]:
    """Keepers first, then their backups; active people only."""
    rows = seals_of(step, kinds)
    named = [row["keeper"] for row in rows] + [row["backup_keeper"] for row in rows if row["backup_keeper"]]
    return [person for person in dict.fromkeys(named) if step.organisation.is_active(person)]


def require(step: Step, kinds: Sequence[str], statuses: Collection[str]) -> None:
    """Raises OperationRefused where a kind has no seal in one of these states (out, missing, damaged)."""
    rows = seals_of(step, kinds)
    usable = {row["kind"] for row in rows if row["status"] in statuses}
    for row in rows:
        if row["kind"] not in usable:
            raise OperationRefused(reason="seal_not_available", kind=row["kind"], status=row["status"])


def take_out(step: Step, kinds: Sequence[str]) -> None:
    """One seal of each kind leaves the office. Raises OperationRefused where none is there."""
    require(step, kinds, {IN_USE})
    for kind in kinds:
        row = next(row for row in seals_of(step, [kind]) if row["status"] == IN_USE)
        set_status(step, row["key"], OUT)


def take_back(step: Step, kinds: Sequence[str], status: str, note: str | None) -> None:
    """The seals that are out come back; one that was reported missing stays missing."""
    for row in seals_of(step, kinds):
        if row["status"] == OUT:
            set_status(step, row["key"], status, note=note)


def report_missing(step: Step, kinds: Sequence[str], note: str | None) -> list[str]:
    """The seals that are out are missing from now on; returns their codes."""
    lost = [row for row in seals_of(step, kinds) if row["status"] == OUT]
    for row in lost:
        set_status(step, row["key"], MISSING, note=note, missing_since=step.now)
    return [row["seal_code"] for row in lost]


def set_status(step: Step, key: int, status: str, **values: Any) -> None:
    step.connection.execute(
        SEAL.update().where(SEAL.c.key == key).values(status=status, **values, **changed(step, SEAL))
    )
