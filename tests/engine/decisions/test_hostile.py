"""Files and inputs that were made to hurt: refused with a place or answered, in bounded work."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from engine.decisions import evaluate_decision, explain_decision, read_definitions
from engine.kernel.errors import DefinitionRejected
from tests.engine.decisions.models import decision, given, imports, item, knowledge, literal, model, structure

ROOT = Path(__file__).resolve().parents[3]
SHIPPED = [path.read_bytes() for path in sorted(ROOT.glob("workflows/*/*.dmn"))]


@pytest.mark.parametrize("seed", range(60))
def test_any_bytes_are_read_or_refused_with_a_place(seed: int) -> None:
    data = broken(random.Random(seed))

    try:
        read_definitions(data, "level.dmn")
        evaluate_decision(data, "d", {})
    except DefinitionRejected as refused:
        assert all(problem.file and problem.line for problem in refused.problems)  # noqa: PT017


def broken(dice: random.Random) -> bytes:
    data = bytearray(dice.choice([*SHIPPED, model(given("x", "number"), decision("d", literal("x + 1")))]))
    for _ in range(dice.randint(1, 6)):
        place = dice.randrange(len(data))
        length = dice.randint(1, 40)
        change = dice.choice(("set", "cut", "copy"))
        if change == "set":
            data[place] = dice.randrange(256)
        elif change == "cut":
            del data[place : min(place + length, len(data) - 1)]
        else:
            data[place:place] = data[:length]
    return bytes(data)


def endless(body: str, first: str) -> object:
    """What is noted of a decision that calls a knowledge model with this body."""
    data = model(
        knowledge("f", {"n": "", "x": ""}, literal(body)), decision("d", literal(first), "knowledge:f")
    )
    outcome = explain_decision(data, "d", {})
    assert outcome.value is None
    return {facts.get("limit") for _, facts in outcome.notes}


@pytest.mark.parametrize(
    ("body", "first", "limit"),
    [
        ("f(n, x) + f(n, x)", "f(1, 1)", "call_depth"),
        ("if n = 0 then x else f(n - 1, concatenate(x, x))", "f(35, [1, 2])", "list"),
        ("if n = 0 then x else f(n - 1, x + x)", 'f(35, "ab")', "text"),
        ("if n = 0 then x else f(n - 1, {a: x, b: x})", "f(35, 1)", "memory"),
        ("for i in 1..40000, j in 1..40000 return i", "f(1, 1)", "steps"),
    ],
)
def test_work_without_end_is_null_and_names_its_limit(body: str, first: str, limit: str) -> None:
    assert limit in str(endless(body, first))


def test_a_function_that_is_given_itself_comes_to_an_end() -> None:
    data = model(knowledge("f", {"g": ""}, literal("g(g)")), decision("d", literal("f(f)"), "knowledge:f"))

    assert evaluate_decision(data, "d", {}) is None


def test_a_value_that_is_deeper_than_any_is_null() -> None:
    value: dict[str, Any] = {}
    for _ in range(5_000):
        value = {"a": value}
    data = model(structure("tDeep", a="tDeep"), given("x", "tDeep"), decision("d", literal("x"), "input:x"))

    assert evaluate_decision(data, "d", {"x": value}) is None


def test_types_that_are_names_of_names_without_end_are_refused() -> None:
    data = model(*[item(f"t{n}", f"t{n + 1}") for n in range(200)], decision("d", literal("1"), kind="t0"))

    with pytest.raises(DefinitionRejected) as refused:
        evaluate_decision(data, "d", {})
    assert refused.value.problems[0].code == "item_definition_cycle"


def test_models_that_import_each_other_on_every_way_are_read() -> None:
    layers = [[f"n{row}{column}" for column in range(6)] for row in range(7)]
    files = [
        model(*[imports(name, name) for name in below], decision("d", literal("1")), namespace=namespace)
        for here, below in zip(layers, [*layers[1:], []], strict=True)
        for namespace in here
    ]
    top = model(imports("m", "n00"), decision("d", literal("m.d"), "decision:n00#d"), namespace="top")

    assert evaluate_decision(top, "d", {}, imports=files) == 1


def test_names_of_the_same_words_do_not_multiply() -> None:
    data = model(*[decision(f"na me {n}", literal(f"na me {n + 1}")) for n in range(1_000)])

    assert evaluate_decision(data, "na me 3", {}) is None


@pytest.mark.parametrize("count", [30, 60])
def test_lines_of_requirements_are_read_in_any_order(count: int) -> None:
    line = [decision(f"d{n}", literal(f"d{n + 1} + 1"), f"decision:d{n + 1}") for n in range(count)]
    data = model(*line, decision(f"d{count}", literal("0")))

    if count < 50:
        assert evaluate_decision(data, "d0", {}) == count
    else:
        with pytest.raises(DefinitionRejected) as refused:
            evaluate_decision(data, "d0", {})
        assert {problem.code for problem in refused.value.problems} == {"requirements_too_deep"}
        assert evaluate_decision(data, "d30", {}) == count - 30
