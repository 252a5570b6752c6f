"""Boxed iterators and filters: for, some, every, filter."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import feel
from engine.decisions.faults import DecisionFault
from engine.decisions.frame import Frame, Logic, Lookup

ITEMS = 50_000
_IN_RANGE = feel.parse("for i in r return i")


@dataclass(frozen=True, slots=True)
class Loop:
    """`for`, `some` or `every` over a list."""

    kind: str
    variable: str
    domain: Logic
    body: Logic

    def evaluate(self, frame: Frame) -> Any:
        """A list of values, or a three-valued answer; null where there is nothing to go over."""
        items = _items(self.domain.evaluate(frame), frame)
        if items is None:
            return None
        results: list[Any] = []
        outer: Lookup = _Partial(frame, results) if self.kind == "for" else frame
        for item in items:
            inner = Frame({self.variable: item}, outer, frame.functions, frame.trace)
            results.append(self.body.evaluate(inner))
        return results if self.kind == "for" else _quantified(results, decisive=self.kind == "some")


class _Partial:
    """Adds `partial`, the results so far; a copy is made only for a text that reads it."""

    __slots__ = ("outer", "results")

    def __init__(self, outer: Frame, results: list[Any]) -> None:
        self.outer = outer
        self.results = results

    def get(self, name: str, default: Any = None, /) -> Any:
        return list(self.results) if name == "partial" else self.outer.get(name, default)


def _items(value: Any, frame: Frame) -> list[Any] | None:
    """The items of a list or a range; a single value is no list here, as in FEEL's `for`."""
    if isinstance(value, feel.Range):
        value = frame.below({"r": value}).run(_IN_RANGE, "")
    if not isinstance(value, list):
        return None
    if len(value) > ITEMS:
        raise DecisionFault(decision=frame.trace.decision, reason="feel_budget", limit="list")
    return value


def _quantified(results: list[Any], *, decisive: bool) -> bool | None:
    """An answer needs a condition that is true or false for every item."""
    if any(not isinstance(result, bool) for result in results):
        return None
    return decisive if decisive in results else not decisive


@dataclass(frozen=True, slots=True)
class Filter:
    """The items that satisfy a condition."""

    domain: Logic
    match: Logic

    def evaluate(self, frame: Frame) -> Any:
        """As FEEL's filter, a single value counts as a list of one; unlike it, there is no index.

        A condition that is neither true, false nor null for some item makes all null.
        """
        value = self.domain.evaluate(frame)
        if value is None:
            return None
        items = value if isinstance(value, list) else [value]
        found = []
        for item in items:
            names = {"item": item, **item} if isinstance(item, dict) else {"item": item}
            result = self.match.evaluate(frame.below(names))
            if result is True:
                found.append(item)
            elif result is not None and result is not False:
                return None
        return found
