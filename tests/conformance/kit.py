"""The DMN technology compatibility kit: each case evaluates decisions, services or knowledge models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from lxml import etree

from engine.decisions import evaluate_decision
from engine.kernel.clock import FixedClock
from engine.kernel.errors import EngineError
from tests.conformance.agreement import Case, agrees, temporal

NS = "{http://www.omg.org/spec/DMN/20160719/testcase}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
CLOCK = FixedClock("2026-03-04T09:30:00+00:00")
LEVELS = ("compliance-level-2", "compliance-level-3")


@dataclass(frozen=True)
class Model:
    """A file of the kit, and its neighbours, which it may import."""

    data: bytes
    imports: tuple[bytes, ...]


def cases_of(folder: Path) -> Iterator[Case]:
    """Every case of a level, evaluated."""
    for path in sorted(folder.glob("*/*-test-*.xml")):
        root = etree.parse(str(path)).getroot()
        model = _model(path.parent, str(root.findtext(f"{NS}modelName")))
        for case in root.iter(f"{NS}testCase"):
            yield _case(path, case, model)


def _model(folder: Path, name: str) -> Model:
    others = tuple(path.read_bytes() for path in sorted(folder.glob("*.dmn")) if path.name != name)
    return Model((folder / name).read_bytes(), others)


def _case(path: Path, case: etree._Element, model: Model) -> Case:
    nodes = list(case.iter(f"{NS}resultNode"))
    expected = [_value_of(node.find(f"{NS}expected")) for node in nodes]
    inputs = {node.get("name") or "": _value_of(node) for node in case.iter(f"{NS}inputNode")}
    got = [_result(model, case, node, inputs) for node in nodes]
    names, kind = [node.get("name") for node in nodes], case.get("type")
    return Case(
        feature=path.parent.name,
        name=f"{path.stem}/{case.get('id')}",
        expects_null=all(value is None for value in expected),
        ok=all(_agrees(*triple, kind) for triple in zip(got, expected, names, strict=True)),
        seen="; ".join(f"got {one!r} not {other!r}" for one, other in zip(got, expected, strict=True)),
    )


def _agrees(got: Any, expected: Any, name: str | None, kind: str | None) -> bool:
    """A service of several outputs is expected as a context, or each of its outputs by name."""
    by_name = kind == "decisionService" and isinstance(got, dict) and name in got
    return agrees(got, expected) or (by_name and agrees(got[name], expected))


def _result(model: Model, case: etree._Element, node: etree._Element, inputs: dict[str, Any]) -> Any:
    """The value, or the refusal itself, which agrees with nothing."""
    kind = case.get("type") or "decision"
    name = node.get("name") if kind == "decision" else case.get("invocableName")
    try:
        return evaluate_decision(
            model.data, name or "", inputs, imports=model.imports, kind=_KINDS[kind], clock=CLOCK
        )
    except EngineError as error:
        return error


_KINDS: dict[str, Any] = {"decision": "decision", "decisionService": "decisionService", "bkm": "bkm"}


def _value_of(holder: etree._Element | None) -> Any:
    """The value inside `expected`, `inputNode`, `item` or `component`."""
    if holder is None:
        return None
    components = holder.findall(f"{NS}component")
    if components:
        return {component.get("name"): _value_of(component) for component in components}
    items = holder.find(f"{NS}list")
    if items is not None:
        return (
            None
            if items.get(f"{XSI}nil") == "true"
            else [_value_of(item) for item in items.findall(f"{NS}item")]
        )
    value = holder.find(f"{NS}value")
    return None if value is None or value.get(f"{XSI}nil") == "true" else _typed(value)


def _typed(value: etree._Element) -> Any:
    kind = (value.get(f"{XSI}type") or "xsd:string").split(":")[-1]
    text = value.text or ""
    if kind in ("decimal", "double", "float", "integer", "int", "long"):
        return Decimal(text)
    if kind == "boolean":
        return text in ("true", "1")
    if kind in ("date", "time", "dateTime", "duration", "dayTimeDuration", "yearMonthDuration"):
        return temporal(kind, text)
    return text
