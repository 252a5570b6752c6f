"""Gateways. How tokens come together at a parallel join is told in `joins`."""

from __future__ import annotations

from engine.bpmn.effects import Left
from engine.bpmn.elements import Behaviour, ElementToken
from engine.bpmn.faults import Fault
from engine.bpmn.graph import Flow
from engine.bpmn.tokens import Mover


class Parallel(Behaviour):
    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        mover.enter_history(token)
        mover.effects.append(Left(token.key, token.node.id, "completed"))
        return True


class Exclusive(Parallel):
    """The first flow whose condition is true, in the order of the file; else the default."""

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        if len(token.node.outgoing) > 1:
            token.take = [_choose(mover, token)]
        return super().enter(mover, token)


def _choose(mover: Mover, token: ElementToken) -> Flow:
    node = token.node
    for flow in node.outgoing:
        if flow.id == node.default or flow.condition is None:
            continue
        if mover.evaluate(token.owner.key, flow.condition) is True:
            return flow
    for flow in node.outgoing:
        if flow.id == node.default:
            return flow
    raise Fault("no_flow_matches", flows=[flow.id for flow in node.outgoing])
