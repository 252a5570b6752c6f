"""Events that have happened already when their token comes, and events that are waited for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn import mapping
from engine.bpmn.behaviours.subscriptions import open_listeners, subscribe
from engine.bpmn.catching import BROUGHT
from engine.bpmn.effects import Left
from engine.bpmn.elements import Behaviour, ElementToken
from engine.bpmn.graph import Node
from engine.bpmn.tokens import Mover


class Happened(Behaviour):
    """Start, boundary and link catch events: what the event brought is handed to the scope."""

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        mover.enter_history(token)
        mapping.hand_over(mover, token)
        mover.effects.append(Left(token.key, token.node.id, "completed"))
        return True


class Start(Happened):
    """The scope listens for its event subprocesses once its start event has handed over what it brought."""

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        passed = super().enter(mover, token)
        open_listeners(mover, token.owner)
        return passed


class Catch(Behaviour):
    """Intermediate timer, message and signal events. Behind an event-based gateway (`f`) it has happened."""

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        mover.enter_history(token)
        mapping.take_in(mover, token)
        if "f" in token.internal:
            mover.finish(token, mover.scopes.peek(token.key, BROUGHT))
        else:
            self.ask(mover, token)
        return None

    def ask(self, mover: Mover, token: ElementToken) -> None:
        subscribe(mover, token, token.node)

    def trigger(self, mover: Mover, token: ElementToken, event: Node, variables: Mapping[str, Any]) -> bool:
        if event.id != token.node.id or not waits(token):
            return False
        mover.come(token, variables)
        return True


def waits(token: ElementToken) -> bool:
    """It has asked the outside and nothing has come yet."""
    return "w" in token.internal and "fin" not in token.internal
