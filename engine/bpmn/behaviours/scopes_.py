"""The process itself and embedded subprocesses: scopes in which tokens live."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.behaviours.activities import open_activity
from engine.bpmn.behaviours.subscriptions import open_listeners
from engine.bpmn.catching import BROUGHT
from engine.bpmn.elements import Behaviour, ElementToken
from engine.bpmn.graph import Node
from engine.bpmn.tokens import Mover
from engine.kernel.errors import NotFound


class Subprocess(Behaviour):
    is_scope = True

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        open_activity(mover, token)
        if token.internal.get("bare"):
            # A modification opened the scope in order to put a token somewhere inside it.
            open_listeners(mover, token)
            del token.internal["bare"]
            return None
        rounds = {"r": token.internal["r"]} if "r" in token.internal else {}
        mover.spawn(
            mover.model.specs[self._start(mover, token)], token, self._brought(mover, token), **rounds
        )
        return None

    def _start(self, mover: Mover, token: ElementToken) -> str:
        return none_start(mover, token.node)

    def _brought(self, mover: Mover, token: ElementToken) -> Mapping[str, Any] | None:
        """What the start event is given."""
        return None


class EventSubprocess(Subprocess):
    """Begins when its start event has happened, which hands over what the event brought."""

    def _start(self, mover: Mover, token: ElementToken) -> str:
        return token.node.starts[0]

    def _brought(self, mover: Mover, token: ElementToken) -> Mapping[str, Any] | None:
        brought: Mapping[str, Any] | None = mover.scopes.take(token.key, BROUGHT)
        return brought


def none_start(mover: Mover, scope: Node) -> str:
    """The id of the start event that nothing triggers. Raises NotFound."""
    start = mover.model.process.plain_start(scope)
    if start is None:
        raise NotFound(reason="no_plain_start", element_id=scope.id)
    return start.id
