"""Expressions of other engines with the value they expect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import feel
from tests.conformance.agreement import Case, agrees, temporal

SETS = ("feel-scala", "feelin")


def cases_of(path: Path) -> Iterator[Case]:
    """Every case of a file, evaluated."""
    for case in json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal, parse_int=Decimal)["cases"]:
        expected = _decoded(case["expected"])
        got = _outcome(case)
        yield Case(
            feature=case["group"],
            name=f"{case['id']} {case['expression'].strip()!r} -> {expected!r}",
            expects_null=expected is None,
            ok=agrees(got, expected),
            seen=f"got {got!r}",
        )


def _outcome(case: dict[str, Any]) -> Any:
    """The value, or the refusal itself, which agrees with nothing."""
    context = _decoded(case.get("context") or {})
    names = [name for name in context if " " in name]
    try:
        if case["kind"] == "unary":
            return feel.parse_unary_tests(case["expression"], names).test(_decoded(case["input"]), context)
        return feel.parse(case["expression"], names).evaluate(context)
    except feel.FeelError as error:
        return error


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        return [_decoded(item) for item in value]
    if isinstance(value, dict):
        if "@type" in value:
            kind = value["@type"]
            return Decimal(value["value"]) if kind == "number" else temporal(kind, value["value"])
        return {key: _decoded(item) for key, item in value.items()}
    return value
