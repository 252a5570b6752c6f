"""Decision tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import feel
from engine.decisions import hit_policies
from engine.decisions.faults import DecisionFault
from engine.decisions.frame import Frame
from engine.decisions.matcher import Column, columns
from engine.decisions.model import Input, Output, Rule
from engine.decisions.value_types import ANYTHING, MISFIT, convert
from feel.grammar import nodes


class _Unanswered(Exception):
    """A value is outside what its column allows: the table gives null where the standard is followed."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rules over inputs; one output column gives values, several give contexts."""

    element: str
    hit_policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    columns: list[Column] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        cells = [(rule.tests, rule.cells) for rule in self.rules]
        object.__setattr__(self, "columns", columns(cells, len(self.inputs)))

    def evaluate(self, frame: Frame) -> Any:
        """The value by the hit policy; null (or the default) when no rule matches."""
        values = [frame.run(column.expression, column.id) for column in self.inputs]
        inputs = {
            column.label or column.expression.text: value
            for column, value in zip(self.inputs, values, strict=True)
        }
        matched: tuple[str, ...] = ()
        try:
            self._check_inputs(values, frame)
            hits = [
                hit_policies.Hit(rule, self._results(rule, frame)) for rule in self._matching(values, frame)
            ]
            if not hits:
                return self._default(frame)
            chosen = hit_policies.choose(self, hits, frame)
            matched = tuple(hit.rule.id for hit in chosen.hits)
            return chosen.value
        except _Unanswered:
            return None
        except DecisionFault as fault:
            return _null_of(fault, frame)
        finally:
            frame.trace.table(self.element, inputs, matched)

    def _matching(self, values: list[Any], frame: Frame) -> list[Rule]:
        alive = (1 << len(self.rules)) - 1
        for column, value in zip(self.columns, values, strict=True):
            if not alive:
                return []
            alive = column.hits(value, alive, frame)
        if self.hit_policy == "FIRST":
            alive &= -alive
        found = []
        while alive:
            lowest = alive & -alive
            found.append(self.rules[lowest.bit_length() - 1])
            alive ^= lowest
        return found

    def _results(self, rule: Rule, frame: Frame) -> tuple[Any, ...]:
        cells = rule.cells[len(self.inputs) :]
        return tuple(
            self._allowed(output, _value(result, cell, frame), rule, frame)
            for output, result, cell in zip(self.outputs, rule.results, cells, strict=True)
        )

    def _allowed(self, output: Output, value: Any, rule: Rule, frame: Frame) -> Any:
        """A result of the type and the values of its column."""
        if value is None or (output.kind is ANYTHING and output.allowed is None):
            return value
        converted = convert(output.kind, value, frame.trace.walk)
        if converted is MISFIT:
            self._violation(frame, rule, output, value)
            return value
        if output.allowed is not None and not frame.passes(output.allowed, converted, output.id):
            self._violation(frame, rule, output, value)
        return converted

    def _violation(self, frame: Frame, rule: Rule, output: Output, value: Any) -> None:
        name = output.name or output.label or output.id
        frame.trace.note("output_not_allowed", output=name, value=value, rule=rule.id)
        if frame.trace.strict:
            raise _Unanswered

    def _check_inputs(self, values: list[Any], frame: Frame) -> None:
        for column, value in zip(self.inputs, values, strict=True):
            if value is None or column.allowed is None or frame.passes(column.allowed, value, column.id):
                continue
            frame.trace.note("input_not_allowed", input=column.label or column.expression.text, value=value)
            if frame.trace.strict:
                raise _Unanswered

    def _default(self, frame: Frame) -> Any:
        if not any(output.default for output in self.outputs):
            return hit_policies.nothing(self)
        values = tuple(
            None if output.default is None else frame.run(output.default, output.id)
            for output in self.outputs
        )
        return self.shaped(values)

    def shaped(self, values: tuple[Any, ...]) -> Any:
        """The results of one rule as a value."""
        if len(self.outputs) == 1:
            return values[0]
        return {output.name: value for output, value in zip(self.outputs, values, strict=True)}


def _value(expression: feel.Expression, cell: str, frame: Frame) -> Any:
    tree = expression.tree
    return tree.value if isinstance(tree, nodes.Literal) else frame.run(expression, cell)


def _null_of(fault: DecisionFault, frame: Frame) -> None:
    """Null where errors of a table are null; work that never ends is no error of the table."""
    if not frame.trace.strict or fault.facts.get("reason") == "feel_budget":
        raise fault
    frame.trace.note(fault.facts["reason"], **{k: v for k, v in fault.facts.items() if k != "reason"})
