"""Faults of a model, and the way an error takes through the scopes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from engine.bpmn import catching
from engine.bpmn.effects import ErrorThrown, IncidentRaised
from engine.bpmn.fault import Fault
from engine.bpmn.graph import ERROR
from engine.kernel.errors import EngineError
from engine.kernel.exact_json import NotJson

if TYPE_CHECKING:
    from engine.bpmn.elements import ElementToken
    from engine.bpmn.tokens import Mover


# What becomes an incident on the element. Everything else is a fault of ours and must roll the step back.
FAULTS = (EngineError, NotJson)


def describe(error: Exception) -> tuple[str, dict[str, Any]]:
    """The incident's code and facts."""
    if isinstance(error, EngineError):
        reason = "reason" if isinstance(error, Fault) else ""
        return error.code, {name: fact for name, fact in error.facts.items() if name != reason}
    return "value_not_storable", {"detail": str(error)}


def hold(mover: Mover, token: ElementToken, code: str, facts: Mapping[str, Any]) -> None:
    """Put an incident on a token that waits for an answer from outside; its timers keep running."""
    token.internal["x"] = 1
    mover.effects.append(IncidentRaised(token.key, token.node.id, code, dict(facts)))


def ask_again(mover: Mover, token: ElementToken) -> None:
    """An incident while waiting is tried again: what it asks for may fail again."""
    del token.internal["x"]
    try:
        token.spec.behaviour.ask(mover, token)
    except FAULTS as error:
        hold(mover, token, *describe(error))


def throw(mover: Mover, token: ElementToken, code: str, variables: Mapping[str, Any]) -> bool:
    """Let an error rise from the token to the nearest scope that catches it; False when none does.

    In a called instance the callers are asked then, and the token waits for what they say.
    """
    if catching.rise(mover, token, ERROR, code, variables) is not None:
        return True
    if not mover.called:
        return False
    token.internal["w"] = 1
    mover.effects.append(ErrorThrown(token.key, token.node.id, code, dict(variables)))
    return True
