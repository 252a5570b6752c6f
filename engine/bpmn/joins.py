"""Parallel joins: one waiting token for each gateway and scope, which counts what came in by each flow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.bpmn import spiff
from engine.bpmn.graph import Flow

if TYPE_CHECKING:
    from engine.bpmn.elements import ElementSpec, ElementToken
    from engine.bpmn.tokens import Mover


def arrive(mover: Mover, scope: ElementToken, spec: ElementSpec, flow: Flow, rounds: int) -> None:
    """A token comes in by the flow; the join fires when every flow has brought one."""
    join = mover.joins.get((scope.key, spec.name)) or _wait(mover, scope, spec, {})
    arrived = join.internal["in"]
    arrived[flow.id] = arrived.get(flow.id, 0) + 1
    if rounds:
        join.internal["r"] = max(rounds, join.internal.get("r", 0))
    if len(arrived) == len(spec.node.incoming):
        _fire(mover, scope, join)


def _wait(mover: Mover, scope: ElementToken, spec: ElementSpec, arrived: dict[str, int]) -> ElementToken:
    join = mover.new(spec, scope)
    join.mark(spiff.WAITING)
    join.internal["in"] = arrived
    mover.joins[scope.key, spec.name] = join
    return join


def _fire(mover: Mover, scope: ElementToken, join: ElementToken) -> None:
    arrived: dict[str, int] = join.internal.pop("in")
    del mover.joins[scope.key, join.spec.name]
    surplus = {flow: count - 1 for flow, count in arrived.items() if count > 1}
    if surplus:
        # A second token on a flow stays at the gateway for its next round, as BPMN says.
        _wait(mover, scope, join.spec, surplus)
    join.make_ready()
