"""Operations that need no register: telling people, asking for dates anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution import reschedule
from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.kernel.errors import OperationRefused


def notify(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """In-app notice and e-mail to persons and to the holders of roles.

    Variables: `persons` (list of ids), `roles` (list of codes); header or variable `kind` says which
    sentence; all other
    variables are its facts. Nobody to tell is refused: a reminder to no one would be silence.
    """
    values = dict(call.variables)
    kind = str(values.pop("kind", None) or call.headers.get("kind", "reminder"))
    persons = [str(person) for person in values.pop("persons", None) or [] if person]
    for role in values.pop("roles", None) or []:
        persons += step.organisation.holders(str(role))
    people = [person for person in dict.fromkeys(persons) if step.organisation.is_active(person)]
    if not people:
        raise OperationRefused(reason="nobody_to_tell")
    for person in people:
        step.notice(person, kind, values, instance_key=call.instance_key)
        payload = {"to": person, "kind": kind, "facts": values, "instance_key": str(call.instance_key)}
        step.outbox("email", payload, f"{kind}:{call.idempotency_key}:{person}", call.instance_key)
    return {"told": people}


BUILT_IN = (
    Operation(
        "notify",
        notify,
        inputs={"persons": "list?", "roles": "list?", "kind": "text?"},
        outputs={"told": "list"},
        irreversible=True,
    ),
    reschedule.OPERATION,
)
