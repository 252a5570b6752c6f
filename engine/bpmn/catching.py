"""Who catches an event: boundary events, event subprocesses, and the way up of errors and escalations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from engine.bpmn.effects import SubscriptionClosed
from engine.bpmn.graph import Node

if TYPE_CHECKING:
    from engine.bpmn.elements import ElementToken
    from engine.bpmn.tokens import Mover

# What an event brought, kept in the scope of its event subprocess until that begins.
BROUGHT = "#brought"


def fire_boundary(mover: Mover, host: ElementToken, event: Node, variables: Mapping[str, Any] | None) -> None:
    """A boundary event has happened: an interrupting one ends its host first.

    The rounds of its host go on being counted, so that an error which leads back to what throws it is found.
    """
    scope, rounds = host.owner, {"r": host.internal["r"]} if "r" in host.internal else {}
    if event.interrupting:
        mover.terminate(host)
    mover.spawn(mover.model.specs[event.id], scope, variables, **rounds)


def start_event_subprocess(
    mover: Mover, scope: ElementToken, event: Node, variables: Mapping[str, Any] | None
) -> None:
    """The start event of an event subprocess has happened.

    An interrupting one takes away whatever runs in the scope, other event subprocesses too, and from then on
    nothing starts another: the scope ends with this one. Events on the scope's own rim stay.
    """
    if event.interrupting:
        scope.internal["es"] = 1
        for token in scope.inside:
            mover.terminate(token)
        mover.effects += [SubscriptionClosed(scope.key, listener) for listener in scope.spec.listeners]
    brought = {BROUGHT: dict(variables)} if variables else None
    mover.spawn(mover.model.specs[event.scope], scope, brought)


def can_start(scope: ElementToken, event_id: str) -> bool:
    """The scope listens to this start event, and has neither been interrupted nor come to its end."""
    internal = scope.internal
    return event_id in scope.spec.listeners and "es" not in internal and "fin" not in internal


def rise(
    mover: Mover, token: ElementToken, kind: str, code: str, variables: Mapping[str, Any]
) -> Node | None:
    """Let an error or escalation rise from the token to the nearest scope that catches it; who has caught it.

    In each scope its event subprocesses come first, then the events on its rim. A scope that an event
    subprocess has interrupted has no other to offer, and an event subprocess never catches what it throws.
    """
    at = token
    while True:
        caught = _catcher(mover, at.spec.boundaries, kind, code)
        if caught is not None:
            fire_boundary(mover, at, caught, variables)
            return caught
        if at.is_root:
            return None
        scope = at.owner
        others = (name for name in scope.spec.listeners if mover.model.nodes[name].scope != at.node.id)
        caught = _catcher(mover, (name for name in others if can_start(scope, name)), kind, code)
        if caught is not None:
            start_event_subprocess(mover, scope, caught, variables)
            return caught
        at = scope


def _catcher(mover: Mover, events: Iterable[str], kind: str, code: str) -> Node | None:
    """The event that names the code, else the one that catches all of its kind."""
    everything = None
    for name in events:
        node = mover.model.nodes[name]
        if node.event is None or node.event.kind != kind:
            continue
        if node.event.code == code:
            return node
        if node.event.code is None:
            everything = everything or node
    return everything
