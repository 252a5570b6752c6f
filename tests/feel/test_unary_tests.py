"""Cells of decision tables."""

from __future__ import annotations

from typing import Any

import pytest

import feel


@pytest.mark.parametrize(
    ("cell", "value", "passes"),
    [
        ("-", None, True),
        ("", 5, True),
        ("< 5", 4, True),
        ("[1..5], > 10", 11, True),
        ("not(1, 2)", 3, True),
        ("not(1, 2)", 2, False),
        ('"公章", "合同章"', "公章", True),
        ("? > 3 and ? < 6", 5, True),
        ("limit", 7, True),
        ("< limit", 7, False),
        ("null", None, True),
        ("< 5", None, False),
        ("true", False, False),
        ("not(1) or true", 1, True),
    ],
)
def test_a_cell_says_whether_a_value_passes(cell: str, value: Any, passes: bool) -> None:
    assert feel.parse_unary_tests(cell).evaluate(value, {"limit": 7}) is passes


def test_a_comparison_without_order_is_neither_true_nor_false() -> None:
    assert feel.parse_unary_tests("< 5").test("text", {}) is None
