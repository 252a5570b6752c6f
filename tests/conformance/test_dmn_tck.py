"""The DMN technology compatibility kit: each case evaluates decisions or services."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine import decisions
from engine.kernel.errors import DefinitionRejected, EngineError
from tests.conformance.agreement import Tally, agrees, hold_floor, temporal

NS = "{http://www.omg.org/spec/DMN/20160719/testcase}"
NOW = dt.datetime(2026, 3, 4, 9, 30, tzinfo=dt.UTC)
CLOCK = {"now": lambda: NOW, "today": NOW.date}
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@pytest.mark.parametrize("level", ["compliance-level-2", "compliance-level-3"])
def test_the_compatibility_kit_computes_what_it_expects(level: str, conformance: Path) -> None:
    hold_floor(f"dmn-tck {level}", tally_of(conformance / "dmn-tck" / level))


def tally_of(folder: Path) -> Tally:
    tally = Tally()
    for path in sorted(folder.glob("*/*-test-*.xml")):
        root = etree.parse(str(path)).getroot()
        model = path.parent / str(root.findtext(f"{NS}modelName"))
        definitions = definitions_of(model)
        for case in root.iter(f"{NS}testCase"):
            count_case(tally, f"{path.stem}/{case.get('id')}", case, definitions)
    return tally


def definitions_of(model: Path) -> decisions.Definitions | str:
    """What the file holds, or why it was refused."""
    try:
        return decisions.read_definitions(model.read_bytes(), model.name)
    except DefinitionRejected as refused:
        problem = refused.problems[0]
        return f"refused: {problem.code} {problem.element} {problem.facts}"


def count_case(
    tally: Tally, name: str, case: etree._Element, definitions: decisions.Definitions | str
) -> None:
    nodes = list(case.iter(f"{NS}resultNode"))
    expected = [value_of(node.find(f"{NS}expected")) for node in nodes]
    if isinstance(definitions, str):
        got: list[Any] = [definitions] * len(nodes)
    else:
        inputs = {node.get("name") or "": value_of(node) for node in case.iter(f"{NS}inputNode")}
        got = [result(definitions, case, node, inputs) for node in nodes]
    seen = "; ".join(
        f"{node.get('name')}: {one!r} not {other!r}"
        for node, one, other in zip(nodes, got, expected, strict=True)
    )
    ok = all(map(agrees, got, expected))
    tally.count(name, expects_null=all(value is None for value in expected), ok=ok, seen=seen)


def result(
    definitions: decisions.Definitions, case: etree._Element, node: etree._Element, inputs: dict[str, Any]
) -> Any:
    """The value of a decision or a service; a fault counts as null, as the kit says."""
    name = node.get("name")
    try:
        if case.get("type") == "decisionService":
            service = next(one for one in definitions.services if one.name == case.get("invocableName"))
            value = decisions.evaluate_service(service, inputs, CLOCK)
            return value if len(service.outputs) == 1 or not isinstance(value, dict) else value.get(str(name))
        decision = next((one for one in definitions.decisions if one.name == name), None)
        return (
            f"no decision {name}" if decision is None else decisions.evaluate(decision, inputs, CLOCK).value
        )
    except EngineError:
        return None


def value_of(holder: etree._Element | None) -> Any:
    """The value inside `expected`, `inputNode`, `item` or `component`."""
    if holder is None:
        return None
    components = holder.findall(f"{NS}component")
    if components:
        return {component.get("name"): value_of(component) for component in components}
    items = holder.find(f"{NS}list")
    if items is not None:
        return (
            None
            if items.get(f"{XSI}nil") == "true"
            else [value_of(item) for item in items.findall(f"{NS}item")]
        )
    value = holder.find(f"{NS}value")
    return None if value is None or value.get(f"{XSI}nil") == "true" else typed(value)


def typed(value: etree._Element) -> Any:
    kind = (value.get(f"{XSI}type") or "xsd:string").split(":")[-1]
    text = value.text or ""
    if kind in ("decimal", "double", "float", "integer", "int", "long"):
        return Decimal(text)
    if kind == "boolean":
        return text in ("true", "1")
    if kind in ("date", "time", "dateTime", "duration", "dayTimeDuration", "yearMonthDuration"):
        return temporal(kind, text)
    return text


def test_models_are_read_without_a_python_error(conformance: Path) -> None:
    for model in sorted(conformance.glob("dmn-tck/**/*.dmn")):
        assert definitions_of(model)
