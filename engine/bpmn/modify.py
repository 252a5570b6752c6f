"""Modification, as Camunda names it: tokens are put on elements and taken away (return, withdraw, jump)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from engine.bpmn import spiff
from engine.bpmn.behaviours import multi_instance
from engine.bpmn.effects import Ended
from engine.bpmn.elements import ElementToken
from engine.bpmn.graph import Node
from engine.bpmn.scopes import checked
from engine.bpmn.tokens import Mover
from engine.kernel.errors import EngineError, NotFound


class ModificationRefused(EngineError):
    """The change cannot be made without doubt (facts: reason, element_id)."""


Activation: TypeAlias = "tuple[str, int | None] | tuple[str, int | None, Mapping[str, Any]]"


def modify(mover: Mover, activate: Iterable[Activation] = (), terminate: Iterable[int] = ()) -> None:
    """Put tokens on elements (in a given scope, or in the one that runs), then take tokens away.

    Variables may be given: they are merged from the scope upward. An element whose given scope is its own
    running multi-instance gets one inner instance more, whose own the variables are. Tokens are taken away
    afterwards, because a scope that fell empty in between would end.
    """
    for element_id, scope_key, *given in activate:
        node, variables = _element(mover, element_id), checked(given[0] if given else None)
        body = mover.tokens.get(scope_key) if scope_key is not None else None
        if body is not None and body.spec.is_body and body.node.id == element_id and node.multi is not None:
            multi_instance.add(mover, body, variables)
            continue
        scope = _given_scope(mover, node, scope_key) if scope_key is not None else _running_scope(mover, node)
        mover.scopes.merge_up(scope.key, variables)
        mover.spawn(mover.model.specs[element_id], scope)
    for key in terminate:
        token = mover.tokens.get(key)
        if token is not None:
            _take_away(mover, token)


def _element(mover: Mover, element_id: str) -> Node:
    node = mover.model.nodes.get(element_id)
    if node is None or not node.scope:
        raise ModificationRefused(reason="unknown_element", element_id=element_id)
    if node.kind == "boundaryEvent":
        raise ModificationRefused(reason="boundary_event", element_id=element_id)
    return node


def _take_away(mover: Mover, token: ElementToken) -> None:
    if token.is_root:
        mover.terminate_instance(Ended("terminated"))
        return
    owner = token.owner
    mover.terminate(token)
    owner.spec.behaviour.child_terminated(mover, owner)


def _given_scope(mover: Mover, node: Node, key: int) -> ElementToken:
    scope = mover.tokens.get(key)
    if scope is None:
        raise NotFound(key=key)
    if scope.node.id != node.scope or scope.spec.is_body or scope.state != spiff.STARTED:
        raise ModificationRefused(reason="not_its_scope", element_id=node.id, scope_key=key)
    return scope


def _running_scope(mover: Mover, node: Node) -> ElementToken:
    """The one running instance of the element's scope; made when a plain subprocess does not run yet."""
    running = [
        token
        for token in mover.tokens.values()
        if token.node.id == node.scope and not token.spec.is_body and token.state == spiff.STARTED
    ]
    if len(running) == 1:
        return running[0]
    scope = mover.model.nodes[node.scope]
    if running:
        raise ModificationRefused(
            reason="scope_runs_several_times", element_id=node.id, scope=scope.id, count=len(running)
        )
    if scope.is_repeated or not scope.scope:
        raise ModificationRefused(reason="scope_does_not_run", element_id=node.id, scope=scope.id)
    token = mover.new(mover.model.specs[scope.id], _running_scope(mover, scope))
    token.internal["bare"] = 1
    token.mark(spiff.READY)
    token.run()
    return token
