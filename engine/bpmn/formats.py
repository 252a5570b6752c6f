"""Formats of the saved state: one that an older program stored is read through the chain of conversions.

A change of the format is a new number, a converter from the one before, and a stored state of the old one
under `tests/engine/bpmn/states/`. Converters are kept for as long as cases may be stored in their format;
what is loaded is written in the present one at the next step. A format of a newer program is refused,
untouched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from engine.kernel.errors import EngineError

State: TypeAlias = dict[str, Any]
# From a state of one format one of the next; it may change what it is given.
Converter: TypeAlias = Callable[[State], State]

FORMAT = 1
# Format -> what makes the next one of it. Number 1 is the first that was ever stored.
CONVERTERS: dict[int, Converter] = {}


class StateUnreadable(EngineError):
    """A saved state does not fit this program or this model (facts: reason, and format or element_id)."""


def read(text: str, format: int = FORMAT, converters: Mapping[int, Converter] | None = None) -> State:
    """The state in the present format. Raises StateUnreadable."""
    state = _parsed(text)
    known = CONVERTERS if converters is None else converters
    at = state.get("format")
    if not isinstance(at, int) or isinstance(at, bool):
        raise StateUnreadable(reason="state_damaged", format=at)
    if at > format:
        raise StateUnreadable(reason="unknown_format", format=at, known=format)
    while at < format:
        if at not in known:
            raise StateUnreadable(reason="format_too_old", format=at)
        state = known[at](state)
        at += 1
        # Said here and not by each converter, so that none can leave the chain or go in a circle.
        state["format"] = at
    return state


def _parsed(text: str) -> State:
    try:
        state = json.loads(text)
    except json.JSONDecodeError as error:
        raise StateUnreadable(reason="state_damaged", format=None) from error
    if not isinstance(state, dict):
        raise StateUnreadable(reason="state_damaged", format=None)
    return state
