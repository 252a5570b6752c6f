"""The standard loop: an activity again and again, while its condition holds and at most so many times."""

from __future__ import annotations

from typing import Any

from engine.bpmn.behaviours.multi_instance import Inner
from engine.bpmn.behaviours.subscriptions import open_boundaries
from engine.bpmn.elements import Behaviour, ElementToken
from engine.bpmn.graph import Loop
from engine.bpmn.tokens import ROUNDS_WITHOUT_WAIT, Mover


class LoopBody(Behaviour):
    """All rounds together, with the events on the rim. `n` rounds have begun; `go`: there is another one."""

    is_scope = True

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        loop = _loop(token)
        begins = not loop.test_before or _holds(mover, token.owner.key, loop, {"loopCounter": 0})
        mover.enter_history(token)
        mover.scopes.open(token.key, token.parent_key)
        token.internal["n"] = 0
        open_boundaries(mover, token)
        if begins:
            _begin(mover, token, token.internal.get("r", 0))
        else:
            mover.finish(token)
        return None

    def child_left(self, mover: Mover, scope: ElementToken, child: ElementToken) -> None:
        if scope.internal.pop("go", None):
            _begin(mover, scope, child.internal.get("r", 0) + 1)
        else:
            mover.end_scope(scope)


class Round(Inner):
    """One round: the condition is asked before it is undone, so that a fault in it can be tried again."""

    def finishing(self, mover: Mover, token: ElementToken) -> None:
        loop, body = _loop(token), token.owner
        is_last = loop.most is not None and body.internal["n"] >= loop.most
        if not is_last and _holds(mover, token.key, loop):
            body.internal["go"] = 1


def _loop(token: ElementToken) -> Loop:
    loop = token.node.loop
    if loop is None:
        raise AssertionError(f"{token.node.id} is no loop")
    return loop


def _holds(mover: Mover, key: int, loop: Loop, known: dict[str, Any] | None = None) -> bool:
    return loop.condition is None or mover.evaluate(key, loop.condition, known) is True


def _begin(mover: Mover, body: ElementToken, rounds: int) -> None:
    body.internal["n"] += 1
    token = mover.new(mover.model.specs[f"{body.node.id}#"], body)
    if rounds > ROUNDS_WITHOUT_WAIT:
        token.internal["over"] = 1
    elif rounds:
        token.internal["r"] = rounds
    mover.scopes.open(token.key, body.key)
    mover.scopes.put(token.key, "loopCounter", body.internal["n"])
    token.make_ready()
