"""Decision tables of a file."""

from __future__ import annotations

from lxml import etree

import feel
from engine.decisions.document import line_of
from engine.decisions.findings import Findings, part, parts
from engine.decisions.hit_policies import AGGREGATIONS, POLICIES
from engine.decisions.item_types import name_of
from engine.decisions.model import Input, Output, Rule
from engine.decisions.table import Table
from engine.decisions.value_types import ANYTHING, Named, Restricted, ValueType

_SHORT = {
    "U": "UNIQUE",
    "F": "FIRST",
    "A": "ANY",
    "P": "PRIORITY",
    "R": "RULE ORDER",
    "O": "OUTPUT ORDER",
    "C": "COLLECT",
}


def read_table(element: etree._Element, findings: Findings, owner: str) -> Table:
    """A decision table; problems name the rule and the column."""
    policy = element.get("hitPolicy") or "UNIQUE"
    policy = _SHORT.get(policy, policy)
    if policy not in POLICIES:
        findings.add("unknown_hit_policy", element, owner, hit_policy=policy)
        policy = "UNIQUE"
    inputs = tuple(_input(column, findings, owner) for column in parts(element, "input"))
    outputs = tuple(_output(column, findings, owner) for column in parts(element, "output"))
    _check_outputs(element, findings, owner, outputs, policy)
    rules = tuple(
        _rule(row, number, findings, owner, inputs, outputs)
        for number, row in enumerate(parts(element, "rule"), 1)
    )
    return Table(
        element.get("id") or owner,
        policy,
        _aggregation(element, findings, owner, policy, outputs),
        inputs,
        outputs,
        rules,
    )


def _aggregation(
    element: etree._Element, findings: Findings, owner: str, policy: str, outputs: tuple[Output, ...]
) -> str:
    aggregation = element.get("aggregation") or ""
    if aggregation not in AGGREGATIONS or (aggregation and policy != "COLLECT"):
        findings.add("unknown_aggregation", element, owner, aggregation=aggregation, hit_policy=policy)
        return ""
    if aggregation and len(outputs) > 1:
        findings.add("aggregation_of_several_outputs", element, owner, aggregation=aggregation)
    return aggregation


def _check_outputs(
    element: etree._Element, findings: Findings, owner: str, outputs: tuple[Output, ...], policy: str
) -> None:
    if not outputs:
        findings.add("output_missing", element, owner)
    names = [output.name for output in outputs]
    if len(outputs) > 1 and (not all(names) or len(set(names)) != len(names)):
        findings.add("output_names", element, owner, names=names)
    if policy in ("PRIORITY", "OUTPUT ORDER") and not any(output.values for output in outputs):
        findings.add("priorities_missing", element, owner, hit_policy=policy)


def _input(column: etree._Element, findings: Findings, owner: str) -> Input:
    expression = part(column, "inputExpression")
    label = column.get("label") or ""
    if expression is None:
        findings.add("input_expression_missing", column, owner, input=label)
        return Input(column.get("id") or "", label, feel.parse("null"))
    allowed = part(column, "inputValues")
    kind = ANYTHING if findings.book is None else findings.book.of(expression)
    return Input(
        column.get("id") or "",
        label,
        findings.expression(expression, owner, input=label),
        expression.get("typeRef") or "",
        _tests_of(kind) if allowed is None else findings.tests(allowed, owner, input=label),
    )


def _output(column: etree._Element, findings: Findings, owner: str) -> Output:
    name = name_of(column)
    values, default = part(column, "outputValues"), part(column, "defaultOutputEntry")
    kind = ANYTHING if findings.book is None else findings.book.of(column)
    allowed, listed = None, _listed_by(kind)
    if values is not None:
        allowed, listed = findings.listed(values, owner, output=name)
    return Output(
        column.get("id") or "",
        name,
        column.get("label") or "",
        column.get("typeRef") or "",
        listed,
        None if default is None else findings.expression(default, owner, output=name),
        allowed,
        kind,
    )


def _tests_of(kind: ValueType) -> feel.UnaryTests | None:
    kind = kind.resolved() if isinstance(kind, Named) else kind
    return kind.tests if isinstance(kind, Restricted) else None


def _listed_by(kind: ValueType) -> feel.Expression | None:
    """The values of a type in their order, which is the priority where the column lists none itself."""
    kind = kind.resolved() if isinstance(kind, Named) else kind
    return kind.listed if isinstance(kind, Restricted) else None


def _rule(
    row: etree._Element,
    number: int,
    findings: Findings,
    owner: str,
    inputs: tuple[Input, ...],
    outputs: tuple[Output, ...],
) -> Rule:
    tests, results = list(parts(row, "inputEntry")), list(parts(row, "outputEntry"))
    if len(tests) != len(inputs) or len(results) != len(outputs):
        shape = {"tests": len(tests), "inputs": len(inputs), "results": len(results), "outputs": len(outputs)}
        findings.add("rule_shape", row, owner, rule=number, **shape)
    where = row.get("id") or str(number)
    description = part(row, "description")
    # A row of a broken shape has been reported; it is kept in the shape of its table.
    tests, results = tests[: len(inputs)], results[: len(outputs)]
    return Rule(
        where,
        number,
        tuple(findings.tests(cell, where, rule=number, input=place) for place, cell in enumerate(tests, 1)),
        tuple(
            findings.expression(cell, where, rule=number, output=place)
            for place, cell in enumerate(results, 1)
        ),
        line_of(row),
        tuple(cell.get("id") or where for cell in (*tests, *results)),
        "" if description is None else description.text or "",
    )
