"""Values are converted to the declared types, and what does not fit is null."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from engine.decisions import evaluate, evaluate_decision, read
from tests.engine.decisions.models import decision, given, item, knowledge, literal, model, structure

TYPES = (
    item("tLevel", "string", allowed='"low", "high"'),
    item("tLevels", "tLevel", many=True),
    item("tScore", "number", allowed="[0..100]"),
    item("tScores", "number", many=True, allowed="[0..100]"),
    item("tPair", "number", many=True, constraint="count(?) = 2"),
    structure("tPerson", name="string", age="tScore"),
    structure("tTree", label="string", below="tTrees"),
    item("tTrees", "tTree", many=True),
    item("tOther", "tPerson"),
)
ANN = {"name": "Ann", "age": Decimal(3)}


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("number", "1", Decimal(1)),
        ("number", '"1"', None),
        ("number", "[1]", Decimal(1)),
        ("number", "[1, 2]", None),
        ("string", '["a"]', "a"),
        ("Any", "[1]", [Decimal(1)]),
        ("list", "[1]", [Decimal(1)]),
        ("list", "1", [Decimal(1)]),
        ("context", "{a: 1}", {"a": Decimal(1)}),
        ("dateTime", '@"2026-03-04"', dt.datetime(2026, 3, 4, tzinfo=dt.UTC)),
        ("date and time", '[@"2026-03-04"]', dt.datetime(2026, 3, 4, tzinfo=dt.UTC)),
        ("date", '@"2026-03-04T10:00:00"', None),
        ("dayTimeDuration", '@"P1D"', dt.timedelta(days=1)),
        ("yearMonthDuration", '@"P1D"', None),
        ("tLevel", '"low"', "low"),
        ("tLevel", '"middle"', None),
        ("tLevels", '["low", "high"]', ["low", "high"]),
        ("tLevels", '["low", "middle"]', None),
        ("tLevels", '"low"', ["low"]),
        ("tScores", "[1, 100]", [Decimal(1), Decimal(100)]),
        ("tScores", "[1, 101]", None),
        ("tPair", "[1, 2]", [Decimal(1), Decimal(2)]),
        ("tPair", "[1, 2, 3]", None),
        ("tPerson", '{name: "Ann", age: 3}', ANN),
        ("tPerson", '{name: "Ann", age: 3, more: 1}', {**ANN, "more": Decimal(1)}),
        ("tPerson", '{name: "Ann"}', None),
        ("tPerson", '{name: "Ann", age: null}', {"name": "Ann", "age": None}),
        ("tPerson", '{name: "Ann", age: 101}', None),
        ("tOther", '[{name: "Ann", age: 3}]', ANN),
        ("tTree", '{label: "a", below: [{label: "b", below: []}]}', {
            "label": "a", "below": [{"label": "b", "below": []}]
        }),
        ("tTree", '{label: "a", below: [{label: 1, below: []}]}', None),
        ("number", "null", None),
        ("tUnknown", "1", Decimal(1)),
    ],
)  # fmt: skip
def test_what_a_decision_gives_is_of_its_type(kind: str, text: str, value: Any) -> None:
    assert evaluate_decision(model(*TYPES, decision("d", literal(text), kind=kind)), "d", {}) == value


@pytest.mark.parametrize(
    ("kind", "value", "seen"),
    [
        ("number", 3, Decimal(3)),
        ("number", 0.5, Decimal("0.5")),
        ("number", "3", None),
        ("tScore", 101, None),
        ("tScores", 5, [Decimal(5)]),
        ("tPerson", {"name": "Ann", "age": 3}, ANN),
        ("tPerson", {"name": "Ann"}, {"name": "Ann"}),
        ("tPerson", {"name": 3}, None),
        ("dateTime", dt.date(2026, 3, 4), dt.datetime(2026, 3, 4, tzinfo=dt.UTC)),
        ("", object(), None),
    ],
)
def test_what_comes_from_outside_is_of_its_type(kind: str, value: Any, seen: Any) -> None:
    data = model(*TYPES, given("x", kind), decision("d", literal("x"), "input:x"))

    assert evaluate_decision(data, "d", {"x": value}) == seen


@pytest.mark.parametrize(
    ("argument", "value"),
    [("1", Decimal(2)), ("[1]", Decimal(2)), ('"1"', None), ("null", None), ("[1, 2]", None)],
)
def test_arguments_are_converted_and_a_misfit_makes_the_call_null(argument: str, value: Any) -> None:
    body = knowledge("f", {"x": "number"}, literal("if x = null then null else x + 1"))
    data = model(body, decision("d", literal(f"f({argument})"), "knowledge:f"))

    assert evaluate_decision(data, "d", {}) == value


def test_a_call_with_a_misfit_never_runs_the_body() -> None:
    body = knowledge("f", {"x": "number"}, literal("x = null"))

    assert evaluate_decision(model(body, decision("d", literal('f("a")'), "knowledge:f")), "d", {}) is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [("string", None), ("number", Decimal(1)), ("tFunction", Decimal(1)), ("function", [Decimal(1)])],
)
def test_the_result_of_knowledge_is_of_its_type(kind: str, value: Any) -> None:
    function = (
        '<itemDefinition name="tFunction"><functionItem outputTypeRef="number"><parameters name="x"/>'
        "</functionItem></itemDefinition>"
    )
    body = knowledge("f", {"x": ""}, literal("[x]"), kind=kind)

    assert (
        evaluate_decision(model(function, body, decision("d", literal("f(1)"), "knowledge:f")), "d", {})
        == value
    )


def test_entries_and_columns_are_of_their_types() -> None:
    entry = f'<contextEntry><variable name="a" typeRef="number"/>{literal("[1]")}</contextEntry>'
    other = f'<contextEntry><variable name="b" typeRef="string"/>{literal("1")}</contextEntry>'
    column = f'<relation><column name="c" typeRef="number"/><row>{literal("[2]")}</row></relation>'
    data = model(decision("d", f"<context>{entry}{other}</context>"), decision("e", column))

    assert evaluate_decision(data, "d", {}) == {"a": Decimal(1), "b": None}
    assert evaluate_decision(data, "e", {}) == [{"c": Decimal(2)}]


def test_a_process_notes_another_type_and_keeps_the_value() -> None:
    outcome = evaluate(read(model(decision("d", literal("1"), kind="string")), "d.dmn")[0], {})

    assert outcome.value == 1
    assert outcome.notes == (("type_mismatch", {"element": "d", "given": "number"}),)
