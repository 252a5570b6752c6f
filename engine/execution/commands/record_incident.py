"""A step was rolled back by a fault: what it said is kept in a step of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.execution.carry_out.incidents import add_incident
from engine.execution.cases import Case, load_case, lock_root
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.errors import ProcessFault
from engine.permissions import rules


@dataclass(frozen=True)
class RecordIncident:
    instance_key: int
    token_key: int
    element_id: str
    code: str
    facts: dict[str, Any]


def for_fault(fault: ProcessFault) -> RecordIncident | None:
    """The command for a fault that names its case, else None."""
    facts = dict(fault.facts)
    instance_key = facts.pop("instance_key", None)
    if instance_key is None:
        return None
    element, token = str(facts.pop("element_id", "")), int(facts.pop("token_key", 0))
    return RecordIncident(instance_key, token, element, str(facts.pop("reason", fault.code)), facts)


def _load(step: Step, command: RecordIncident) -> Case:
    lock_root(step, command.instance_key)
    return load_case(step, command.instance_key)


def _run(step: Step, command: RecordIncident, case: Case) -> int:
    return add_incident(
        step, case, command.token_key, command.element_id, "user_task", None, command.code, command.facts
    )


HANDLER = Handler(
    RecordIncident,
    action="incident.record",
    load=_load,
    rule=rules.is_system,
    run=_run,
    chain=lambda command, _case: f"instance:{command.instance_key}",
    object=lambda command, _case: f"element:{command.element_id}",
    instance_key=lambda command, _case: command.instance_key,
)
