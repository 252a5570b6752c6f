"""`zeebe:ioMapping`: what goes into an element's own scope and what comes out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.bpmn.graph import Mapping_
from engine.bpmn.scopes import assign

if TYPE_CHECKING:
    from engine.bpmn.elements import ElementToken
    from engine.bpmn.tokens import Mover


def take_in(mover: Mover, token: ElementToken) -> None:
    """Open the element's scope and set its local variables; a later input sees an earlier one."""
    mover.scopes.open(token.key, token.parent_key)
    if token.node.inputs:
        for name, value in _mapped(mover, token.key, token.node.inputs).items():
            mover.scopes.put(token.key, name, value)


def hand_out(mover: Mover, token: ElementToken, variables: Mapping[str, Any] | None) -> None:
    """With an output mapping only what is mapped leaves the element; without one, everything that came.

    Mapped values are merged from the scope above, unmapped ones from the element's own scope upward.
    """
    key, above = token.key, token.parent_key
    if above is None:
        return
    if token.node.outputs:
        for name, value in (variables or {}).items():
            mover.scopes.put(key, name, value)
        mover.scopes.merge_up(above, _mapped(mover, key, token.node.outputs))
    elif variables:
        mover.scopes.merge_up(key if mover.scopes.is_open(key) else above, variables)


def hand_over(mover: Mover, token: ElementToken) -> None:
    """The same for an event that is passed at once: the variables it brought are its local ones."""
    key, above = token.key, token.parent_key
    if above is None or not (token.node.outputs or mover.scopes.is_open(key)):
        return
    mover.scopes.open(key, above)
    values = _mapped(mover, key, token.node.outputs) if token.node.outputs else mover.scopes.own(key)
    mover.scopes.close(key)
    mover.scopes.merge_up(above, values)


def _mapped(mover: Mover, key: int, lines: Sequence[Mapping_]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for line in lines:
        assign(values, line.target, mover.evaluate(key, line.source, values))
    return values
