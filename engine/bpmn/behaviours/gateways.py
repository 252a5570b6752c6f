"""Gateways. How tokens come together at a parallel join is told in `joins`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn import mapping
from engine.bpmn.behaviours.subscriptions import subscribe
from engine.bpmn.catching import BROUGHT
from engine.bpmn.effects import Left
from engine.bpmn.elements import Behaviour, ElementToken
from engine.bpmn.fault import Fault
from engine.bpmn.graph import Flow, Node
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


class Inclusive(Parallel):
    """Every flow whose condition is true; the default when none is."""

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        if len(token.node.outgoing) > 1:
            token.take = _choose_all(mover, token)
        return super().enter(mover, token)


class EventBased(Behaviour):
    """Waits for all events behind it at once; the first that comes is gone on with, the others are closed."""

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        mover.enter_history(token)
        mapping.take_in(mover, token)
        self.ask(mover, token)
        return None

    def ask(self, mover: Mover, token: ElementToken) -> None:
        for flow in token.node.outgoing:
            subscribe(mover, token, mover.model.nodes[flow.target])

    def trigger(self, mover: Mover, token: ElementToken, event: Node, variables: Mapping[str, Any]) -> bool:
        is_behind = any(flow.target == event.id for flow in token.node.outgoing)
        if not is_behind or "w" not in token.internal:
            return False
        brought = {BROUGHT: dict(variables)} if variables else None
        mover.spawn(mover.model.specs[event.id], token.owner, brought, f=1)
        mover.finish(token, take=[])
        return True


def _choose_all(mover: Mover, token: ElementToken) -> list[Flow]:
    node = token.node
    found = [
        flow
        for flow in node.outgoing
        if flow.id != node.default
        and (flow.condition is None or mover.evaluate(token.owner.key, flow.condition) is True)
    ]
    found = found or [flow for flow in node.outgoing if flow.id == node.default]
    if not found:
        raise Fault("no_flow_matches", flows=[flow.id for flow in node.outgoing])
    return found


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
