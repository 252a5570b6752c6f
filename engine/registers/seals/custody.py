"""Where the seals are and who keeps them; other registers ask and change it through here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.seals.tables import IN_USE, MISSING, OUT, SEAL, VOID
from engine.registers.shared import rows
from engine.registers.shared.seal_kinds import KINDS, STATUS

_AT_HOME = {"held_by": None, "out_since": None, "back_by": None, "out_for": None}
Row = dict[str, Any]


@dataclass(frozen=True)
class Outing:
    """number: of the seal use that a seal is out for, by which it also comes back; instance_key: its case."""

    number: str
    instance_key: int
    held_by: Sequence[str] = ()
    since: datetime | None = None
    back_by: datetime | None = None


@dataclass(frozen=True)
class Said:
    """To whom it was said that a seal is missing, and where it was declared void."""

    police_reported_at: datetime | None
    police_report_no: str
    void_declared_on: date
    void_declared_in: str


def seals_of(step: Step, kinds: Sequence[str], *, lock: bool = False) -> list[Row]:
    """The seals of these kinds that are not void, by code. Raises OperationRefused for a kind without any.

    lock   nobody else can move them until this step ends; of two who ask at once, the second waits
    """
    statement = (
        select(SEAL)
        .where(SEAL.c.kind.in_(kinds), SEAL.c.status != VOID, SEAL.c.is_void.is_(False))
        .order_by(SEAL.c.seal_code)
    )
    if lock:
        statement = statement.with_for_update()
    rows = _rows(step, statement)
    absent = [kind for kind in kinds if kind not in {row["kind"] for row in rows}]
    if absent:
        raise OperationRefused(reason="seal_kind_unknown", kinds=[KINDS.get(kind, kind) for kind in absent])
    return rows


def keepers_of(step: Step, kinds: Sequence[str]) -> list[str]:
    """Keepers first, then their backups; active people only."""
    rows = seals_of(step, kinds)
    named = [row["keeper"] for row in rows] + [row["backup_keeper"] for row in rows if row["backup_keeper"]]
    return [person for person in dict.fromkeys(named) if step.organisation.is_active(person)]


def require_here(step: Step, kinds: Sequence[str]) -> None:
    """Raises OperationRefused where no seal of a kind lies in its safe."""
    rows = seals_of(step, kinds, lock=True)
    here = {row["kind"] for row in rows if row["status"] == IN_USE}
    for row in rows:
        if row["kind"] not in here:
            raise _not_here(row)


def require_out_for(step: Step, kinds: Sequence[str], number: str) -> None:
    """Raises OperationRefused where a seal is not with those who took it for this use."""
    rows = seals_of(step, kinds, lock=True)
    with_them = {row["kind"] for row in rows if _is_out_for(row, number)}
    for row in rows:
        if row["kind"] not in with_them:
            raise _not_here(row)


def take_out(step: Step, kinds: Sequence[str], outing: Outing) -> None:
    """One seal of each kind leaves the office. Raises OperationRefused where none is there."""
    require_here(step, kinds)
    for kind in kinds:
        row = next(row for row in seals_of(step, [kind]) if row["status"] == IN_USE)
        set_status(
            step,
            row,
            OUT,
            outing.instance_key,
            held_by=list(outing.held_by),
            out_since=outing.since or step.now,
            back_by=outing.back_by,
            out_for=outing.number,
        )


def take_back(step: Step, kinds: Sequence[str], outing: Outing, status: str, note: str | None) -> None:
    """The seals that are out for this use come back; one that was reported missing stays missing."""
    for row in _all_of(step, kinds):
        if _is_out_for(row, outing.number):
            set_status(step, row, status, outing.instance_key, note=note, **_AT_HOME)


def report_missing(step: Step, kinds: Sequence[str], outing: Outing, note: str | None) -> list[str]:
    """The seals that are out for this use are missing from now on; returns their codes."""
    lost = [row for row in _all_of(step, kinds) if _is_out_for(row, outing.number)]
    for row in lost:
        set_status(step, row, MISSING, outing.instance_key, note=note, missing_since=step.now)
    return [row["seal_code"] for row in lost]


def declare_void(step: Step, kinds: Sequence[str], outing: Outing, said: Said) -> list[str]:
    """The seals that went missing on this use are void: whoever finds one can do nothing with it."""
    lost = [
        row for row in _all_of(step, kinds) if row["status"] == MISSING and row["out_for"] == outing.number
    ]
    for row in lost:
        set_status(
            step,
            row,
            VOID,
            outing.instance_key,
            police_reported_at=said.police_reported_at,
            police_report_no=said.police_report_no,
            void_declared_on=said.void_declared_on,
            void_declared_in=said.void_declared_in,
        )
    return [row["seal_code"] for row in lost]


def set_status(step: Step, row: Row, status: str, instance_key: int, **values: Any) -> None:
    rows.update(step, SEAL, "seals", row, {"status": status, **values}, instance_key)


def _all_of(step: Step, kinds: Sequence[str]) -> list[Row]:
    """Those that are void too: a kind of which the only seal is gone can still be looked at."""
    statement = select(SEAL).where(SEAL.c.kind.in_(kinds)).order_by(SEAL.c.seal_code).with_for_update()
    return _rows(step, statement)


def _rows(step: Step, statement: Select[Any]) -> list[Row]:
    found = step.connection.execute(statement).mappings()
    return [{str(name): value for name, value in row.items()} for row in found]


def _is_out_for(row: Row, number: str) -> bool:
    # A seal that was taken out before its row said for what is anybody's who brings one back.
    return row["status"] == OUT and row["out_for"] in (number, None)


def _not_here(row: Row) -> OperationRefused:
    seal, code = KINDS.get(row["kind"], row["kind"]), row["seal_code"]
    if row["status"] == OUT and row["held_by"] and row["back_by"] is not None:
        return OperationRefused(
            reason="seal_out",
            seal=seal,
            seal_code=code,
            held_by=row["held_by"],
            since=row["out_since"],
            back_by=row["back_by"],
            number=row["out_for"],
        )
    state = STATUS.get(row["status"], row["status"])
    return OperationRefused(reason="seal_not_available", seal=seal, seal_code=code, state=state)
