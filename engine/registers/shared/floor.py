"""Who may see a floor price and set the prices that hang on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine.execution.step import Step
from engine.kernel.errors import Problem

SEES_FLOOR = frozenset({"sales_manager", "finance_manager", "general_manager"})


def may(step: Step) -> bool:
    return step.actor.is_system or bool(step.actor.roles & SEES_FLOOR)


def not_yours(step: Step, values: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[tuple[str, Problem]]:
    """Problems at the prices that somebody else would set.

    A refusal of his list price would tell where the floor lies, so that he may set neither.
    """
    if not may(step):
        for name in names:
            if values.get(name) is not None:
                yield name, Problem("price_not_yours")
