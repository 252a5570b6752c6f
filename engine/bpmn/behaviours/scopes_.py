"""The process itself and embedded subprocesses: scopes in which tokens live."""

from __future__ import annotations

from engine.bpmn.behaviours.activities import open_activity
from engine.bpmn.elements import Behaviour, ElementToken
from engine.bpmn.graph import Node
from engine.bpmn.tokens import Mover


class Subprocess(Behaviour):
    is_scope = True

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        open_activity(mover, token)
        if token.internal.pop("bare", None):
            # A modification opened the scope in order to put a token somewhere inside it.
            return None
        start = mover.model.specs[none_start(mover, token.node)]
        mover.spawn(start, token, **{"r": rounds} if (rounds := token.internal.get("r")) else {})
        return None


def none_start(mover: Mover, scope: Node) -> str:
    """The start event that nothing triggers."""
    return next(name for name in scope.starts if mover.model.nodes[name].event is None)
