"""Decision tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.decisions import hit_policies
from engine.decisions.frame import Frame
from engine.decisions.model import Input, Output, Rule


@dataclass(frozen=True, slots=True)
class Table:
    """Rules over inputs; one output column gives values, several give contexts."""

    element: str
    hit_policy: str
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]

    def evaluate(self, frame: Frame) -> Any:
        """The value by the hit policy; null (or the default) when no rule matches."""
        values = [frame.run(column.expression, column.id) for column in self.inputs]
        frame.trace.inputs = {
            column.label or column.expression.text: value
            for column, value in zip(self.inputs, values, strict=True)
        }
        self._note_foreign_values(values, frame)
        matching = [rule for rule in self.rules if self._matches(rule, values, frame)]
        if self.hit_policy == "FIRST":
            matching = matching[:1]
        hits = [hit_policies.Hit(rule, self._results(rule, frame)) for rule in matching]
        if not hits:
            frame.trace.matched = ()
            return self._default(frame)
        chosen = hit_policies.choose(self, hits, frame)
        frame.trace.matched = tuple(hit.rule.id for hit in chosen.hits)
        return chosen.value

    def _matches(self, rule: Rule, values: list[Any], frame: Frame) -> bool:
        return all(
            frame.passes(tests, value, cell)
            for tests, value, cell in zip(rule.tests, values, rule.cells, strict=False)
        )

    def _results(self, rule: Rule, frame: Frame) -> tuple[Any, ...]:
        cells = rule.cells[len(self.inputs) :]
        return tuple(frame.run(result, cell) for result, cell in zip(rule.results, cells, strict=True))

    def _note_foreign_values(self, values: list[Any], frame: Frame) -> None:
        for column, value in zip(self.inputs, values, strict=True):
            if column.allowed is not None and not frame.passes(column.allowed, value, column.id):
                frame.trace.notes.append(
                    ("input_not_allowed", {"input": column.label or column.id, "value": value})
                )

    def _default(self, frame: Frame) -> Any:
        if not any(output.default for output in self.outputs):
            return None
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
