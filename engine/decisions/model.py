"""Decisions as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import feel
from engine.decisions.frame import Logic


@dataclass(frozen=True, slots=True)
class Input:
    """A column of conditions; `allowed` are its predefined values."""

    id: str
    label: str
    expression: feel.Expression
    type: str = ""
    allowed: feel.UnaryTests | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results; `values` in order of priority, None where the file names none."""

    id: str
    name: str
    label: str = ""
    type: str = ""
    values: feel.Expression | None = None
    default: feel.Expression | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row; `id` is the file's, or the 1-based number where it has none."""

    id: str
    number: int
    tests: tuple[feel.UnaryTests, ...]
    results: tuple[feel.Expression, ...]
    line: int = 0
    cells: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a function that decisions and other models call by name."""

    id: str
    name: str
    logic: Logic
    requires: tuple[Knowledge | Service, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service: some decisions as one function of input decisions and input data."""

    id: str
    name: str
    outputs: tuple[Decision, ...]
    parameters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a file, with what it requires.

    variable     the name under which other decisions read its result
    hit_policy   "" where the logic is no table; aggregation as SUM, MIN, MAX, COUNT
    """

    id: str
    name: str
    variable: str
    logic: Logic
    requires: tuple[Decision, ...] = ()
    knowledge: tuple[Knowledge | Service, ...] = ()
    hit_policy: str = ""
    aggregation: str = ""
    inputs: tuple[Input, ...] = ()
    outputs: tuple[Output, ...] = ()
    rules: tuple[Rule, ...] = ()
    line: int = 0

    @property
    def required(self) -> tuple[str, ...]:
        """Ids of the decisions of the same file that this one reads."""
        return tuple(decision.id for decision in self.requires)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision gave and why.

    matched    ids (or 1-based numbers as text) of the rules that gave the value, in the table's order
    inputs     value of each input column, by its label or expression
    notes      what a person should know although there is a value: ("input_not_allowed", facts)
    required   outcomes of the decisions that were evaluated for this one, in the order of evaluation
    """

    decision: str
    value: Any
    matched: tuple[str, ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    required: tuple[Outcome, ...] = ()
