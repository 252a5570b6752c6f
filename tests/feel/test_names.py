"""What an expression reads and calls, and names of several words."""

from __future__ import annotations

from decimal import Decimal

import pytest

import feel


def test_the_free_names_are_the_first_parts_of_paths() -> None:
    expression = feel.parse("order.amount > limit and some l in order.lines satisfies l.qty > 1")

    assert expression.names == {"order", "limit"}


def test_names_in_a_filter_may_be_properties_of_its_items() -> None:
    expression = feel.parse("lines[qty > least]")

    assert expression.names == {"lines", "qty", "least"}
    assert expression.possible_names == {"qty", "least"}


def test_keys_parameters_and_iterators_are_not_free() -> None:
    assert feel.parse("{a: 1, b: a + x}").names == {"x"}
    assert feel.parse("function(a) a + x").names == {"x"}
    assert feel.parse("for a in xs, b in a return b").names == {"xs"}


def test_called_functions_are_named_apart() -> None:
    expression = feel.parse('holders("clerk", substring(territory, 1, 2))')

    assert expression.functions == {"holders", "substring"}
    assert expression.names == {"territory"}


def test_declared_names_may_have_spaces_and_signs() -> None:
    names = ("Monthly Salary", "days in weekend", "a+b")

    assert feel.parse("Monthly Salary * 12", names).evaluate({"Monthly Salary": 100}) == Decimal(1200)
    assert feel.parse("count(days in weekend)", names).evaluate({"days in weekend": [1, 2]}) == Decimal(2)
    assert feel.parse("a + b", names).evaluate({"a+b": 7}) == Decimal(7)


def test_backticks_write_any_name() -> None:
    assert feel.evaluate("`order-id` + 1", {"order-id": 1}) == Decimal(2)


def test_words_that_nobody_declared_are_a_mistake() -> None:
    with pytest.raises(feel.FeelSyntaxError) as refused:
        feel.parse("Monthly Salary * 12")

    assert (refused.value.code, refused.value.line, refused.value.column) == ("unexpected_token", 1, 9)


def test_a_template_is_an_expression_only_with_an_equals_sign() -> None:
    assert feel.template("clerk") == "clerk"
    expression = feel.template("=manager(starter)")
    assert isinstance(expression, feel.Expression)
    assert expression.text == "manager(starter)"


def test_parsing_the_same_text_again_gives_the_same_object() -> None:
    assert feel.parse("a + 1") is feel.parse("a + 1")


@pytest.mark.parametrize(
    "name",
    ["नाम", "ชื่อ", "🐎bew", "a🐎", "customer’s name", "tiếng việt", "價々", "date of birth", "in stock"],
)
def test_names_of_any_script_and_with_keywords_inside_are_names(name: str) -> None:
    assert feel.evaluate(f"{{{name}: 1, again: {name} + 1}}.again") == Decimal(2)


def test_a_key_in_quotes_is_a_name_afterwards() -> None:
    assert feel.evaluate('{"net total": 5, gross: net total + 1}.gross') == Decimal(6)


def test_punctuation_of_full_width_is_no_part_of_a_name() -> None:
    with pytest.raises(feel.FeelSyntaxError) as refused:
        feel.parse("金额，数量")
    assert refused.value.position == 2
