"""FEEL expressions of other engines with the value they expect."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import feel
from tests.conformance.agreement import Tally, agrees, hold_floor, temporal


@pytest.mark.parametrize("name", ["feel-scala", "feelin"])
def test_expressions_of_other_engines_give_what_they_expect(name: str, conformance: Path) -> None:
    hold_floor(name, tally_of(conformance / "feel" / f"{name}.json"))


def tally_of(path: Path) -> Tally:
    tally = Tally()
    for case in json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)["cases"]:
        expected = decoded(case["expected"])
        got = outcome(case)
        label = f"{case['id']} {case['expression'].strip()!r} -> {expected!r}"
        tally.count(label, expects_null=expected is None, ok=agrees(got, expected), seen=f"got {got!r}")
    return tally


def outcome(case: dict[str, Any]) -> Any:
    """The value, or the refusal itself, which agrees with nothing."""
    context = decoded(case.get("context") or {})
    names = [name for name in context if " " in name]
    try:
        if case["kind"] == "unary":
            return feel.parse_unary_tests(case["expression"], names).test(decoded(case["input"]), context)
        return feel.parse(case["expression"], names).evaluate(context)
    except feel.FeelError as error:
        return error


def decoded(value: Any) -> Any:
    if isinstance(value, list):
        return [decoded(item) for item in value]
    if isinstance(value, dict):
        if "@type" in value:
            kind = value["@type"]
            return Decimal(value["value"]) if kind == "number" else temporal(kind, value["value"])
        return {key: decoded(item) for key, item in value.items()}
    return value
