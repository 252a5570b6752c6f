"""What forms may write into the register of seals (`bind: seals.<column>`): a new seal, or where one lies."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from engine.execution.step import Step
from engine.kernel.errors import OperationRefused
from engine.registers.seals.add_seal import AddSeal, add
from engine.registers.seals.tables import SEAL
from engine.registers.shared.rows import changed
from engine.registers.shared.values import Values

# Which seal it is and who keeps it stands from the day it was entered; these two a keeper may put right.
CHANGEABLE = ("location", "note")
FIXED = ("seal_code", "kind", "keeper", "backup_keeper")


def write(step: Step, values: Values) -> dict[str, Any]:
    """{"key", "before"}: before is what stood there, null for a new row.

    Raises OperationRefused, or InvalidInput with the columns that are wrong.
    """
    if not values.text_or_none("key"):
        return {"key": str(_add(step, values)), "before": None}
    key = values.key("key")
    row = _locked(step, key)
    for name in FIXED:
        if values.holds(name) and values.text_or_none(name) != row[name]:
            raise OperationRefused(reason="column_fixed", input=name)
    told = {name: values.text_or_none(name) for name in CHANGEABLE if values.holds(name)}
    _change(step, key, told)
    return {"key": str(key), "before": {name: row[name] for name in told}}


def restore(step: Step, values: Values) -> dict[str, Any]:
    """Puts back what `write` found; a seal that it entered is void."""
    key = values.key("key")
    _locked(step, key)
    entered = {"is_void": True, "void_reason": values.text_or_none("reason")}
    before = values.context_or_none("before")
    _change(step, key, entered if before is None else before)
    return {}


def _add(step: Step, values: Values) -> int:
    seal = AddSeal(
        values.text("seal_code"),
        values.text("kind"),
        values.text("keeper"),
        values.text_or_none("backup_keeper"),
        values.text_or_none("location"),
    )
    return add(step, seal)


def _locked(step: Step, key: int) -> Any:
    found = (
        step.connection.execute(select(SEAL).where(SEAL.c.key == key).with_for_update()).mappings().first()
    )
    if found is None:
        raise OperationRefused(reason="row_unknown", register="seals", key=str(key))
    return found


def _change(step: Step, key: int, told: dict[str, Any]) -> None:
    step.connection.execute(SEAL.update().where(SEAL.c.key == key).values(**told, **changed(step, SEAL)))
