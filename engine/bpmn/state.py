"""The saved state of an instance: its live tokens in our own compact format, with its version (`formats`).

`{"format": 1, "next": 12, "tokens": [[key, parent key, element, state, internal], ...], ...}`; `state` is one
letter, `internal` holds counters and flags only. Parents come before their children. Variables are rows of
their own. Optional: `"done"`, `"called"` when true, `"queue"` (keys in running order) when a step stopped at
its move limit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.bpmn import formats, joins, spiff
from engine.bpmn.elements import ElementToken
from engine.bpmn.formats import FORMAT, StateUnreadable
from engine.bpmn.tokens import Mover

_LETTERS = {spiff.WAITING: "w", spiff.READY: "r", spiff.STARTED: "s", spiff.ERROR: "e"}
_STATES = {letter: state for state, letter in _LETTERS.items()}
_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class LiveToken:
    """state = `active` (waits, or a scope with tokens inside), `ready`, `joining` or `incident`."""

    key: int
    element_id: str
    parent_key: int | None
    state: str
    is_scope: bool


def dump(mover: Mover) -> str:
    """JSON text of the live tokens."""
    tokens = [_row(token) for _, token in sorted(mover.tokens.items())]
    state: dict[str, Any] = {"format": FORMAT, "next": mover.next_key, "tokens": tokens}
    if mover.is_done:
        state["done"] = True
    if mover.called:
        state["called"] = True
    queue = [token.key for token in mover.queue if token.state == spiff.READY and token.is_alive]
    if queue:
        state["queue"] = queue
    return _encode(state)


def _row(token: ElementToken) -> list[Any]:
    # Past the properties of the token: a list of hundreds has as many tokens, written in every step.
    row: list[Any] = [token.id, token._parent, token.task_spec.name, _LETTERS[token._state]]
    if token.internal_data:
        row.append(token.internal_data)
    return row


def load(mover: Mover, text: str, variables: Iterable[tuple[int, str, str]]) -> None:
    """Fill an empty mover. Raises StateUnreadable for another program's format or an unknown element."""
    state = formats.read(text)
    mover.scopes.load(variables)
    for row in state["tokens"]:
        _load_token(mover, *row)
    mover.next_key = state["next"]
    mover.is_done = state.get("done", False)
    mover.called = state.get("called", False)
    mover.queue.extend(mover.tokens[key] for key in state.get("queue", ()))


def _load_token(
    mover: Mover, key: int, parent: int | None, name: str, letter: str, internal: dict[str, Any] | None = None
) -> None:
    spec = mover.model.specs.get(name)
    if spec is None:
        raise StateUnreadable(reason="unknown_element", element_id=name)
    owner = mover.tokens[parent] if parent is not None else None
    token = ElementToken(mover.workflow, spec, owner, key)
    token._state = _STATES[letter]
    if internal:
        token.internal_data = internal
    if letter == "w" and parent is not None:
        mover.joins[parent, name] = token
    # Whoever has begun has a scope; so has an event or an inner instance that still carries variables.
    if letter == "s" or (internal and "fin" in internal) or mover.scopes.has_variables(key):
        mover.scopes.open(key, parent)


def stuck(mover: Mover) -> list[tuple[int, str]]:
    """Joins (key, element id) that no live token can satisfy any more, as after a jump out of a branch."""
    starving = {join.key: join for join in mover.joins.values()}
    # A join that can still fire may feed another one; what is left when nothing changes any more is stuck.
    while fed := [key for key, join in starving.items() if _can_fire(mover, join, starving)]:
        for key in fed:
            del starving[key]
    return [(join.key, join.spec.name) for join in starving.values()]


def _can_fire(mover: Mover, join: ElementToken, starving: Mapping[int, ElementToken]) -> bool:
    if join.spec.is_inclusive:
        return not any(token.key in starving for token in joins.blockers(mover, join))
    reach, arrived = mover.model.reach[join.spec.name], join.internal["in"]
    alive = {token.node.id for token in join.owner.inside if token.key not in starving}
    return all(flow in arrived or reach[flow] & alive for flow in reach)


_WORDS = {spiff.STARTED: "active", spiff.READY: "ready", spiff.WAITING: "joining", spiff.ERROR: "incident"}


def live(token: ElementToken) -> LiveToken:
    """The token as the outside sees it."""
    word = "incident" if "x" in token.internal else _WORDS[token.state]
    spec = token.spec
    return LiveToken(
        token.key, token.node.id, token.parent_key, word, spec.is_body or spec.behaviour.is_scope
    )
