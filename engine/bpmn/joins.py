"""Joins: one waiting token for each gateway and scope, which counts what came in by each flow.

A parallel join fires when every flow has brought a token. An inclusive join does so too, and otherwise as
soon as no other token can still make a difference, by the rule of the standard (BPMN 2.0.2, 13.4.3): it waits
for a token from which a path leads to a flow that has brought none, unless a path leads from there to a flow
that has brought one as well; no path counts that passes the gateway itself. Nothing is counted beforehand:
the rule is asked of the drawing and of where the tokens are whenever nothing else can move.
"""

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


def release(mover: Mover) -> bool:
    """Let the inclusive joins go on that wait for nobody any more. True when one did."""
    free = [
        (mover.tokens[scope_key], join)
        for (scope_key, _), join in mover.joins.items()
        if join.spec.is_inclusive and not blockers(mover, join)
    ]
    for scope, join in free:
        _fire(mover, scope, join)
    return bool(free)


def blockers(mover: Mover, join: ElementToken) -> list[ElementToken]:
    """The tokens that an inclusive join waits for."""
    reach, arrived = mover.model.reach[join.spec.name], join.internal["in"]
    full = frozenset[str]().union(*(reach[flow] for flow in arrived))
    empty = frozenset[str]().union(*(reach[flow] for flow in reach if flow not in arrived))
    wanted = empty - full
    return [token for token in join.owner.inside if token is not join and token.node.id in wanted]


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
