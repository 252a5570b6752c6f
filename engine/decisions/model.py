"""Decisions as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import feel
from engine.decisions.frame import Logic, Match
from engine.decisions.value_types import ANYTHING, ValueType
from engine.kernel.errors import Problem


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
    allowed: feel.UnaryTests | None = None
    kind: ValueType = ANYTHING


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


@dataclass(slots=True, eq=False)
class Home:
    """One model: its elements by id, and the models it imports by the name of the import.

    names    of all elements of its requirements graph and of its imports
    faults   what is wrong inside an element, by its key
    """

    namespace: str = ""
    elements: dict[str, Element] = field(default_factory=dict)
    imports: dict[str, Home] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    faults: dict[str, list[Problem]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Need:
    """A requirement: the key of an element, in the model that a path of import names leads to."""

    path: tuple[str, ...]
    key: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a function takes: a name and its type."""

    name: str
    kind: ValueType = ANYTHING


@dataclass(frozen=True, slots=True)
class InputData:
    """A value from outside, by the name of its variable."""

    id: str
    name: str
    variable: str
    kind: ValueType = ANYTHING


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a function that decisions and other models call by name."""

    id: str
    name: str
    variable: str
    logic: Logic
    parameters: tuple[Parameter, ...] = ()
    result: ValueType = ANYTHING
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service: some decisions as one function of input data and input decisions."""

    id: str
    name: str
    variable: str
    outputs: tuple[Need, ...]
    inputs: tuple[Need, ...]
    result: ValueType = ANYTHING
    home: Home = field(default_factory=Home, repr=False, compare=False)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of what the service is called with, in order."""
        return tuple(element_of(self.home, need).variable for need in self.inputs)


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
    kind: ValueType = ANYTHING
    needs: tuple[Need, ...] = ()
    hit_policy: str = ""
    aggregation: str = ""
    inputs: tuple[Input, ...] = ()
    outputs: tuple[Output, ...] = ()
    rules: tuple[Rule, ...] = ()
    line: int = 0
    home: Home = field(default_factory=Home, repr=False, compare=False)

    @property
    def required(self) -> tuple[str, ...]:
        """Ids of the decisions of the same file that this one reads."""
        return tuple(
            need.key
            for need in self.needs
            if not need.path and isinstance(self.home.elements.get(need.key), Decision)
        )


Element = InputData | Decision | Knowledge | Service


def element_of(home: Home, need: Need) -> Element:
    """The element that a requirement means."""
    for name in need.path:
        home = home.imports[name]
    return home.elements[need.key]


@dataclass(frozen=True, slots=True)
class Definitions:
    """Everything of one file.

    warnings   what is left out when it runs, such as a function in Java
    """

    name: str
    decisions: tuple[Decision, ...]
    services: tuple[Service, ...] = ()
    knowledge: tuple[Knowledge, ...] = ()
    inputs: tuple[str, ...] = ()
    home: Home = field(default_factory=Home, repr=False, compare=False)
    warnings: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a decision gave and why.

    matched    ids (or 1-based numbers as text) of the rules that gave the value, in the table's order
    inputs     value of each input column, by its label or expression
    notes      what a person should know although there is a value: ("input_not_allowed", facts)
    required   outcomes of the decisions that were evaluated for this one, in the order of evaluation
    tables     every table that was run for it, those inside functions and contexts included, first 100
    """

    decision: str
    value: Any
    matched: tuple[str, ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    required: tuple[Outcome, ...] = ()
    tables: tuple[Match, ...] = field(default=(), compare=False)
