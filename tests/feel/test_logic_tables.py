"""Three-valued logic, case by case, and its laws."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

import feel

VALUES = (True, False, None)
AND = {
    (True, True): True,
    (True, False): False,
    (True, None): None,
    (False, True): False,
    (False, False): False,
    (False, None): False,
    (None, True): None,
    (None, False): False,
    (None, None): None,
}
NOT = {True: False, False: True, None: None}


def value(text: str, **values: Any) -> Any:
    return feel.evaluate(text, values)


@pytest.mark.parametrize(("a", "b"), list(product(VALUES, VALUES)))
def test_and_or_not(a: bool | None, b: bool | None) -> None:
    # Or is the negation of and over negations.
    either = NOT[AND[NOT[a], NOT[b]]]

    assert value("a and b", a=a, b=b) is AND[a, b]
    assert value("a or b", a=a, b=b) is either
    assert value("not(a)", a=a) is NOT[a]
    assert value("all([a, b])", a=a, b=b) is AND[a, b]
    assert value("any([a, b])", a=a, b=b) is either


@pytest.mark.parametrize(("a", "b", "c"), list(product(VALUES, VALUES, VALUES)))
def test_a_chain_is_decided_like_its_pairs(a: bool | None, b: bool | None, c: bool | None) -> None:
    values = {"a": a, "b": b, "c": c}

    assert value("a and b and c", **values) is AND[AND[a, b], c]
    assert value("not(a and b) = (not(a) or not(b))", **values) is not False
    assert value("every x in [a, b, c] satisfies x", **values) is AND[AND[a, b], c]
    assert value("some x in [a, b, c] satisfies x", **values) is value("a or b or c", **values)
    assert value("a and (b or c)", **values) is value("(a and b) or (a and c)", **values)


@pytest.mark.parametrize("other", [1, "text", [], {}])
def test_what_is_no_boolean_counts_as_null(other: Any) -> None:
    assert value("a and b", a=True, b=other) is None
    assert value("a and b", a=False, b=other) is False
    assert value("a or b", a=True, b=other) is True
    assert value("a or b", a=False, b=other) is None
    assert value("if a then 1 else 2", a=other) == 2


@pytest.mark.parametrize("sign", ["<", "<=", ">", ">="])
@pytest.mark.parametrize("other", [None, "text", True, [1, 2], {}])
def test_what_has_no_order_is_neither_more_nor_less(sign: str, other: Any) -> None:
    assert value(f"1 {sign} b", b=other) is None
    assert value(f"b {sign} 1", b=other) is None


def test_null_equals_null_alone() -> None:
    assert value("a = null", a=None) is True
    assert value("missing = null") is True
    others: list[Any] = [0, "", False, {}]
    for other in others:
        assert value("a = null", a=other) is False
        assert value("a != null", a=other) is True
