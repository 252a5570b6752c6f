"""Decisions by the letter of the standard: what is visible, what is null, what is refused."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.decisions import evaluate_decision, explain_decision
from engine.kernel.clock import FixedClock
from engine.kernel.errors import DefinitionRejected
from tests.engine.decisions.models import (
    decision,
    given,
    imports,
    item,
    knowledge,
    literal,
    model,
    output,
    service,
    structure,
    table,
)


def test_a_decision_is_found_by_name_and_by_id() -> None:
    data = model(decision("Unit price", literal("1")))

    assert evaluate_decision(data, "Unit price", {}) == evaluate_decision(data, "Unit_price", {}) == 1


def test_only_what_is_required_is_visible() -> None:
    data = model(
        given("a"),
        decision("b", literal("2")),
        knowledge("f", {}, literal("a")),
        decision("bare", literal("[a, b, f()]")),
        decision("drawn", literal("[a, b, f()]"), "input:a", "decision:b", "knowledge:f"),
    )

    assert evaluate_decision(data, "bare", {"a": 1}) == [None, None, None]
    assert evaluate_decision(data, "drawn", {"a": 1}) == [1, 2, None]


def test_names_with_signs_are_names_only_where_they_can_be_meant() -> None:
    data = model(
        given("a-b"),
        given("a"),
        given("b"),
        decision("name", literal("a-b"), "input:a-b"),
        decision("calculation", literal("a-b"), "input:a", "input:b"),
    )
    values = {"a-b": 10, "a": 3, "b": 1}

    assert evaluate_decision(data, "name", values) == 10
    assert evaluate_decision(data, "calculation", values) == 2


def test_names_of_arguments_and_of_keys_in_texts_may_have_several_words() -> None:
    data = model(
        knowledge("f", {"a-b": "", "c d": ""}, literal("a-b + c d")),
        decision("called", literal("f(c d: 2, a-b: 1)"), "knowledge:f"),
        decision("person", literal('{first name: "Ann", age: 3}')),
        decision("read", literal("person.first name"), "decision:person"),
    )

    assert evaluate_decision(data, "called", {}) == 3
    assert evaluate_decision(data, "read", {}) == "Ann"


def test_an_error_is_null_and_the_rest_goes_on() -> None:
    data = model(
        decision("broken", literal("1 / 0")), decision("d", literal("[broken, 1]"), "decision:broken")
    )

    assert evaluate_decision(data, "d", {}) == [None, 1]


def test_the_clock_is_given() -> None:
    clock = FixedClock("2026-03-04T09:30:00+00:00")

    assert (
        evaluate_decision(model(decision("d", literal("string(today())"))), "d", {}, clock=clock)
        == "2026-03-04"
    )


def test_a_fault_elsewhere_in_the_file_does_not_matter() -> None:
    data = model(decision("good", literal("1")), decision("bad", literal("1 +")))

    assert evaluate_decision(data, "good", {}) == 1
    with pytest.raises(DefinitionRejected) as refused:
        evaluate_decision(data, "bad", {})
    assert [(one.code, one.element, one.line) for one in refused.value.problems] == [
        ("unexpected_end", "bad", 3)
    ]


def test_a_name_that_the_file_does_not_hold_is_refused() -> None:
    with pytest.raises(DefinitionRejected) as refused:
        evaluate_decision(model(decision("d", literal("1"))), "e", {})

    assert [(one.code, one.element) for one in refused.value.problems] == [("decision_unknown", "e")]


def test_a_number_that_is_too_great_is_null() -> None:
    data = model(decision("great", literal("1e6145")), decision("d", literal("[great, 1]"), "decision:great"))

    assert evaluate_decision(data, "d", {}) == [None, 1]


def test_a_decision_without_logic_is_null() -> None:
    assert evaluate_decision(model(decision("d", "")), "d", {}) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("double(4)", 8),
        ("double(n: 4)", 8),
        ("double(m: 4)", None),
        ("double()", None),
        ("double(1, 2)", None),
        ("factorial(10)", 3628800),
        ("endless(1)", None),
    ],
)
def test_knowledge_is_called_by_place_or_by_name(text: str, value: Any) -> None:
    data = model(
        knowledge("double", {"n": "number"}, literal("n * 2")),
        knowledge("factorial", {"n": ""}, literal("if n < 2 then 1 else n * factorial(n - 1)")),
        knowledge("endless", {"n": ""}, literal("endless(n) + endless(n)")),
        decision("d", literal(text), "knowledge:double", "knowledge:factorial", "knowledge:endless"),
    )

    assert evaluate_decision(data, "d", {}) == value


def test_knowledge_is_evaluated_alone() -> None:
    data = model(knowledge("double", {"n": "number"}, literal("n * 2")), decision("d", literal("1")))

    assert evaluate_decision(data, "double", {"n": 4}, kind="bkm") == 8
    assert evaluate_decision(data, "double", {"n": "a"}, kind="bkm") is None


SHOP = (
    given("quantity", "number"),
    decision("price", literal("10"), kind="number"),
    decision("net", literal("price * quantity"), "decision:price", "input:quantity"),
    decision("gross", literal("net * 2"), "decision:net"),
    service("one", ["gross"], ["quantity"], ["price"]),
    service("two", ["net", "gross"], ["quantity"]),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("one(3, 5)", 30),
        ("one(price: 5, quantity: 3)", 30),
        ('one(3, "a")', None),
        ("one(3)", None),
        ("two(3)", {"net": 30, "gross": 60}),
        ("two(3).gross", 60),
    ],
)
def test_a_service_is_a_function_of_its_inputs(text: str, value: Any) -> None:
    data = model(*SHOP, decision("d", literal(text), "knowledge:one", "knowledge:two"))

    assert evaluate_decision(data, "d", {}) == value


def test_a_service_is_evaluated_alone_and_its_input_decisions_are_given() -> None:
    data = model(*SHOP)

    assert evaluate_decision(data, "one", {"price": 5, "quantity": 3}, kind="decisionService") == 30
    assert evaluate_decision(data, "two", {"quantity": 3}, kind="decisionService") == {"net": 30, "gross": 60}
    assert evaluate_decision(data, "gross", {"quantity": 3, "price": 5}) == 60


BASE = model(
    structure("tPerson", name="string"),
    given("Person name", "string"),
    decision("Greeting", literal('"Hello " + Person name'), "input:Person_name"),
    knowledge("greet", {"person": "tPerson"}, literal('"Hello " + person.name')),
    namespace="base",
)


def above(namespace: str) -> bytes:
    return model(
        imports("base model", "base"),
        decision("Louder", literal('base model.Greeting + "!"'), "decision:base#Greeting"),
        namespace=namespace,
    )


def test_an_imported_decision_reads_inputs_under_the_name_of_the_import() -> None:
    assert evaluate_decision(
        above("m"), "Louder", {"base model": {"Person name": "Ann"}}, imports=[BASE]
    ) == ("Hello Ann!")


def test_a_model_that_is_imported_on_two_ways_has_inputs_on_each() -> None:
    top = model(
        imports("left", "l"),
        imports("right", "r"),
        decision("d", literal("[left.Louder, right.Louder]"), "decision:l#Louder", "decision:r#Louder"),
        namespace="top",
    )
    inputs = {side: {"base model": {"Person name": side}} for side in ("left", "right")}

    assert evaluate_decision(top, "d", inputs, imports=[BASE, above("l"), above("r")]) == [
        "Hello left!",
        "Hello right!",
    ]


@pytest.mark.parametrize("name", ["base", "base model", ""])
def test_knowledge_and_types_are_imported_with_their_names(name: str) -> None:
    prefix = f"{name}." if name else ""
    binding = f'<binding><parameter name="person"/>{literal("someone")}</binding>'
    data = model(
        imports(name, "base"),
        given("someone", f"{prefix}tPerson"),
        decision("called", literal(f"{prefix}greet(someone)"), "input:someone", "knowledge:base#greet"),
        decision(
            "boxed",
            f"<invocation>{literal(f'{prefix}greet')}{binding}</invocation>",
            "input:someone",
            "knowledge:base#greet",
        ),
        decision("typed", literal(f"someone instance of {prefix}tPerson"), "input:someone"),
    )

    def value(decision: str, person: Any) -> object:
        return evaluate_decision(data, decision, {"someone": person}, imports=[BASE])

    assert value("called", {"name": "Ann"}) == value("boxed", {"name": "Ann"}) == "Hello Ann"
    assert value("typed", {"name": "Ann"}) is True
    assert value("called", {"name": 1}) is None


def test_what_is_imported_must_be_given() -> None:
    with pytest.raises(DefinitionRejected) as refused:
        evaluate_decision(above("m"), "Louder", {})

    assert [(one.code, one.line) for one in refused.value.problems] == [("import_missing", 2)]


def test_files_that_import_each_other_are_refused() -> None:
    one = model(imports("b", "b"), decision("d", literal("1")), namespace="a")
    other = model(imports("a", "a"), decision("d", literal("1")), namespace="b")

    with pytest.raises(DefinitionRejected) as refused:
        evaluate_decision(one, "d", {}, imports=[other])
    assert [problem.code for problem in refused.value.problems] == ["import_cycle"]


def test_the_outcome_names_every_table_that_ran_with_its_inputs() -> None:
    rules = table(["n"], ["< 5 | 1", "- | 2"], "COLLECT")
    data = model(knowledge("f", {"n": ""}, rules), decision("d", literal("[f(3), f(7)]"), "knowledge:f"))

    outcome = explain_decision(data, "d", {})

    assert outcome.value == [[1, 2], [2]]
    assert [(one.table, one.inputs, one.matched) for one in outcome.tables] == [
        ("T", {"n": Decimal(3)}, ("R1", "R2")),
        ("T", {"n": Decimal(7)}, ("R2",)),
    ]


def test_a_circle_of_requirements_is_refused() -> None:
    data = model(decision("a", literal("b"), "decision:b"), decision("b", literal("a"), "decision:a"))

    with pytest.raises(DefinitionRejected) as refused:
        evaluate_decision(data, "a", {})
    assert {problem.code for problem in refused.value.problems} == {"requirement_cycle"}


def test_a_service_inside_itself_comes_to_an_end() -> None:
    data = model(decision("a", literal("s() + 1"), "knowledge:s"), service("s", ["a"]))

    assert evaluate_decision(data, "a", {}) is None


COLOURS = '"red", "amber", "green"'
ALL = ['>= 0 | "green" | 1', '>= 5 | "red" | 2', '>= 3 | "amber" | 2', '>= 9 | "red" | 3']
TWO = [output("colour", values=COLOURS), output("weight", values="3, 2, 1")]


@pytest.mark.parametrize(
    ("policy", "n", "value"),
    [
        ("UNIQUE", 1, {"colour": "green", "weight": 1}),
        ("UNIQUE", 4, None),
        ("ANY", 4, None),
        ("FIRST", 9, {"colour": "green", "weight": 1}),
        ("PRIORITY", 5, {"colour": "red", "weight": 2}),
        ("PRIORITY", 9, {"colour": "red", "weight": 3}),
        ("RULE ORDER", 4, [{"colour": "green", "weight": 1}, {"colour": "amber", "weight": 2}]),
        ("OUTPUT ORDER", 4, [{"colour": "amber", "weight": 2}, {"colour": "green", "weight": 1}]),
        ("COLLECT", -1, []),
        ("COLLECT:COUNT", -1, {"colour": 0, "weight": 0}),
        ("COLLECT:MAX", -1, None),
        ("RULE ORDER", -1, None),
        ("COLLECT:COUNT", 5, {"colour": 3, "weight": 3}),
    ],
)
def test_hit_policies_with_two_outputs(policy: str, n: int, value: Any) -> None:
    data = model(given("n"), decision("d", table(["n"], ALL, policy, TWO), "input:n"))

    assert evaluate_decision(data, "d", {"n": n}) == value


@pytest.mark.parametrize(("policy", "value"), [("SUM", 6), ("MIN", 1), ("MAX", 3), ("COUNT", 3)])
def test_collected_values_are_one(policy: str, value: int) -> None:
    rules = table(["n"], ["- | 1", "- | 2", "- | 3"], f"COLLECT:{policy}")

    assert evaluate_decision(model(decision("d", rules)), "d", {}) == value


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (output(), "blue"),
        (output(values=COLOURS), None),
        (output(kind="number"), None),
        (output(kind="tColour"), None),
        (output(values='"blue"'), "blue"),
    ],
)
def test_a_result_outside_its_column_makes_the_table_null(column: str, value: Any) -> None:
    colour = item("tColour", "string", allowed=COLOURS)

    assert (
        evaluate_decision(model(colour, decision("d", table([], ['"blue"'], outputs=[column]))), "d", {})
        == value
    )


def test_priorities_may_come_from_the_type() -> None:
    rules = table([], ['"green"', '"red"'], "PRIORITY", [output(kind="tColour")])
    data = model(item("tColour", "string", allowed=COLOURS), decision("d", rules))

    assert evaluate_decision(data, "d", {}) == "red"


def test_a_value_outside_the_listed_inputs_makes_the_table_null() -> None:
    rules = table(["n"], ["- | 1"]).replace(
        "</input>", "<inputValues><text>1, 2</text></inputValues></input>"
    )
    data = model(given("n"), decision("d", rules, "input:n"))

    assert evaluate_decision(data, "d", {"n": 2}) == evaluate_decision(data, "d", {}) == 1
    outcome = explain_decision(data, "d", {"n": 3})
    assert (outcome.value, outcome.notes) == (None, (("input_not_allowed", {"input": "n", "value": 3}),))


def test_defaults_are_given_for_each_output() -> None:
    rules = table(["1"], ["2 | 3 | 4"], outputs=[output("a", default='"none"'), output("b")])

    assert evaluate_decision(model(decision("d", rules)), "d", {}) == {"a": "none", "b": None}
