"""Conditions as managers write them on a gateway."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

import feel


def test_an_order_above_the_limit_needs_the_director() -> None:
    condition = feel.parse('amount > 100000 and status = "submitted"')

    assert condition.evaluate({"amount": 120000, "status": "submitted"}) is True
    assert condition.evaluate({"amount": 90000, "status": "submitted"}) is False


def test_chinese_names_and_values_are_ordinary_names_and_values() -> None:
    assert feel.evaluate('金额 > 5000 and 印章 in ("公章", "合同章")', {"金额": 6000, "印章": "公章"}) is True


def test_a_variable_that_is_absent_makes_the_comparison_null_and_never_an_error() -> None:
    assert feel.evaluate("amount > 100") is None
    assert feel.evaluate("amount = null") is True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("false and missing", False),
        ("true or missing", True),
        ("true and missing", None),
        ("false or 1", None),
        ('1 = "1"', None),
        ("1.0 = 1", True),
        ('"a" < 1', None),
        ("[1, 2] = [1, 2.0]", True),
        ("{a: 1} = {a: 1, b: 2}", False),
        ("5 between 1 and 5", True),
        ("5 in (1..5)", False),
        ("5 in ]1..5]", True),
        ("5 in [1..5[", False),
        ("5 in (< 2, > 4)", True),
        ("5 in [2, 5]", True),
        ('if missing then "yes" else "no"', "no"),
    ],
)
def test_logic_is_three_valued(text: str, expected: Any) -> None:
    assert feel.evaluate(text) is expected or feel.evaluate(text) == expected


def test_money_is_exact() -> None:
    assert feel.evaluate("0.1 + 0.2 = 0.3") is True
    assert feel.evaluate("price * 1.13", {"price": Decimal("19.99")}) == Decimal("22.5887")
    assert feel.evaluate("10 / 3") == Decimal("3.333333333333333333333333333333333")
    assert feel.evaluate("decimal(2.5, 0)") == Decimal(2)
    assert feel.evaluate("1 / 0") is None


def test_minus_binds_before_a_power_and_powers_go_from_left_to_right() -> None:
    assert feel.evaluate("-2 ** 2") == Decimal(4)
    assert feel.evaluate("2 ** 3 ** 2") == Decimal(64)


def test_lines_of_an_order_are_filtered_and_projected() -> None:
    order = {"lines": [{"sku": "A", "qty": 2}, {"sku": "B", "qty": 5}, {"sku": "C", "qty": 7}]}

    assert feel.evaluate("lines[qty > 3].sku", order) == ["B", "C"]
    assert feel.evaluate("lines[-1].sku", order) == "C"
    assert feel.evaluate("lines[4]", order) is None
    assert feel.evaluate("sum(lines.qty)", order) == Decimal(14)
    assert feel.evaluate("some line in lines satisfies line.qty > 6", order) is True
    assert feel.evaluate("every line in lines satisfies line.qty > 6", order) is False


def test_a_loop_sees_the_list_so_far() -> None:
    assert feel.evaluate("for i in 1..5 return if i = 1 then 1 else i * partial[-1]") == [1, 2, 6, 24, 120]


def test_the_last_working_copy_of_a_loop_stays_as_it_was() -> None:
    assert feel.evaluate("for i in 1..3 return partial") == [[], [[]], [[], [[]]]]


def test_functions_take_arguments_by_place_or_by_name() -> None:
    assert feel.evaluate('substring("monday", 1, 3)') == "mon"
    assert feel.evaluate('substring(string: "monday", start position: 4)') == "day"
    assert feel.evaluate("(function(a, b) a + b)(b: 1, a: 2)") == Decimal(3)


def test_host_functions_are_found_with_spaces_or_underscores_and_before_builtins() -> None:
    functions: dict[str, Any] = {"working_days_until": lambda start, end: 5, "count": lambda items: 99}

    assert feel.evaluate('working days until("a", "b")', {}, functions) == Decimal(5)
    assert feel.evaluate("count([])", {}, functions) == Decimal(99)


def test_a_host_function_with_wrong_arguments_is_named() -> None:
    with pytest.raises(feel.FeelEvaluationError) as refused:
        feel.evaluate("holders()", {}, {"holders": lambda role: [role]})

    assert refused.value.code == "wrong_arguments"
    assert refused.value.facts["function"] == "holders"


def test_a_mistake_inside_a_host_function_is_not_called_the_models_fault() -> None:
    def broken(role: str) -> Any:
        return role + 1  # type: ignore[operator]

    with pytest.raises(TypeError):
        feel.evaluate('holders("clerk")', {}, {"holders": broken})


def test_a_function_that_nobody_has_gives_null() -> None:
    assert feel.evaluate("no such thing(1)") is None


def test_a_variable_that_is_absent_is_null_even_if_a_builtin_has_its_name() -> None:
    assert feel.evaluate("date = null and count = null and duration = null") is True
    assert feel.evaluate("date", {"date": "2026-03-04"}) == "2026-03-04"
    assert feel.evaluate('date("2026-03-04").year', {"date": "x"}) == Decimal(2026)


def test_the_clock_is_the_callers() -> None:
    with pytest.raises(feel.FeelEvaluationError) as refused:
        feel.evaluate("now()")
    assert refused.value.code == "no_clock"

    noon = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)
    assert feel.evaluate('date(now()) - duration("P1D")', {}, {"now": lambda: noon}) == dt.date(2026, 3, 3)


def test_chance_is_refused_by_name() -> None:
    with pytest.raises(feel.FeelUnsupported) as refused:
        feel.evaluate("random number()")
    assert refused.value.construct == "random number"


@pytest.mark.parametrize("text", ["a == b", "a => b", "a =< b", "a <> b", "a < = b"])
def test_a_comparison_sign_of_another_language_is_refused(text: str) -> None:
    with pytest.raises(feel.FeelSyntaxError):
        feel.parse(text)


def test_a_range_of_one_end_is_compared_in_brackets() -> None:
    assert feel.evaluate("[1, 7][item in (> 5)] = [7]") is True
    assert feel.evaluate("a = (> 5)", {"a": 6}) is None
