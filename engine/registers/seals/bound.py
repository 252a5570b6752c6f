"""What forms of a case may write into the register of seals (`bind: seals.<column>`): a new seal, or where
one lies.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.seals import entry
from engine.registers.seals.tables import SEAL
from engine.registers.shared import rows
from engine.registers.shared.values import Values

# Which seal it is and who keeps it is for an administrator; these two a keeper may put right.
CHANGEABLE = ("location", "note")
FIXED = ("seal_code", "kind", "keeper", "backup_keeper")


def write(step: Step, values: Values, instance_key: int) -> dict[str, Any]:
    """{"key", "before"}: before is what stood there, null for a new row.

    Raises OperationRefused, or InvalidInput with the columns that are wrong.
    """
    if not values.text_or_none("key"):
        told = {name: values.text_or_none(name) for name in FIXED + CHANGEABLE if values.holds(name)}
        return {"key": str(entry.write(step, None, told, instance_key)), "before": None}
    row = _locked(step, values.key("key"))
    for name in FIXED:
        if values.holds(name) and values.text_or_none(name) != row[name]:
            raise OperationRefused(reason="column_fixed", input=name)
    told = {name: values.text_or_none(name) for name in CHANGEABLE if values.holds(name)}
    rows.update(step, SEAL, entry.NAME, row, told, instance_key)
    return {"key": str(row["key"]), "before": {name: row[name] for name in told}}


def restore(step: Step, values: Values, instance_key: int) -> dict[str, Any]:
    """Puts back what `write` found; a seal that it entered is void."""
    row = _locked(step, values.key("key"))
    entered = {"is_void": True, "void_reason": values.text_or_none("reason")}
    before = values.context_or_none("before")
    rows.update(step, SEAL, entry.NAME, row, entered if before is None else before, instance_key)
    return {}


def _locked(step: Step, key: int) -> dict[str, Any]:
    """Raises OperationRefused."""
    if step.connection.scalar(select(SEAL.c.key).where(SEAL.c.key == key)) is None:
        raise OperationRefused(reason="row_unknown", register=entry.NAME, key=str(key))
    return rows.locked(step, SEAL, key)
