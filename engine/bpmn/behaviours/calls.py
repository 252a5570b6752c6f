"""Call activities. A called process is an instance of its own, with its own version, state and lock."""

from __future__ import annotations

from typing import Any

from engine.bpmn.behaviours.activities import Activity
from engine.bpmn.effects import CallStarted
from engine.bpmn.elements import ElementToken
from engine.bpmn.fault import Fault
from engine.bpmn.graph import CalledProcess
from engine.bpmn.tokens import Mover


class Call(Activity):
    def ask(self, mover: Mover, token: ElementToken) -> None:
        called = called_by(token)
        process_id = mover.evaluate(token.key, called.process_id)
        if not isinstance(process_id, str) or not process_id:
            raise Fault("process_id_not_text", value=str(process_id))
        if mover.resolve is not None and mover.resolve(process_id) is None:
            raise Fault("process_not_deployed", process_id=process_id)
        token.internal["w"] = 1
        given = mover.scopes.view if called.propagate_parent else mover.scopes.own
        mover.effects.append(CallStarted(token.key, token.node.id, process_id, given(token.key)))


def called_by(token: ElementToken) -> CalledProcess:
    called = token.node.called
    if called is None:
        raise AssertionError("the reader let a call activity without zeebe:calledElement pass")
    return called


def returned(token: ElementToken, variables: dict[str, Any]) -> dict[str, Any]:
    """What of the child's variables comes back: all of them, or only what the output mapping picks."""
    called = token.node.called
    if called is None or called.propagate_child or token.node.outputs:
        return variables
    return {}
