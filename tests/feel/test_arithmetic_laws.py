"""Arithmetic against Python's own decimals and fractions."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

import feel

SMALL = st.decimals(min_value=-(10**12), max_value=10**12, places=4)
WHOLE = st.integers(-(10**9), 10**9).map(Decimal)
CONTEXT = decimal.Context(prec=34, rounding=decimal.ROUND_HALF_EVEN)
# Half a unit of the 34th digit.
CLOSE = Fraction(1, 10**33)


def value(text: str, **values: Any) -> Any:
    return feel.evaluate(text, values)


@given(SMALL, SMALL)
def test_sums_and_products_are_those_of_34_digits(a: Decimal, b: Decimal) -> None:
    assert value("a + b", a=a, b=b) == CONTEXT.add(a, b)
    assert value("a - b", a=a, b=b) == CONTEXT.subtract(a, b)
    assert value("a * b", a=a, b=b) == CONTEXT.multiply(a, b)


@given(SMALL, SMALL)
def test_a_quotient_is_as_near_to_the_fraction_as_34_digits_can_be(a: Decimal, b: Decimal) -> None:
    quotient = value("a / b", a=a, b=b)

    if not b:
        assert quotient is None
        return
    exact = Fraction(a) / Fraction(b)
    assert abs(Fraction(quotient) - exact) <= abs(exact) * CLOSE


@given(SMALL, SMALL, SMALL)
def test_sums_of_amounts_are_exact_in_any_order(a: Decimal, b: Decimal, c: Decimal) -> None:
    exact = Fraction(a) + Fraction(b) + Fraction(c)

    for text in ("a + b + c", "c + (b + a)", "sum([b, c, a])", "sum(a, b, c)"):
        assert Fraction(value(text, a=a, b=b, c=c)) == exact


@given(st.lists(SMALL, min_size=1, max_size=20))
def test_sum_mean_least_and_greatest_are_pythons(amounts: list[Decimal]) -> None:
    assert value("sum(xs)", xs=amounts) == sum(amounts)
    assert value("min(xs)", xs=amounts) == min(amounts)
    assert value("max(xs)", xs=amounts) == max(amounts)
    assert value("mean(xs) * count(xs) - sum(xs) < 0.0001", xs=amounts) is True
    exact = Fraction(sum(Fraction(amount) for amount in amounts), len(amounts))
    assert abs(Fraction(value("mean(xs)", xs=amounts)) - exact) <= abs(exact) * CLOSE


@given(WHOLE, WHOLE)
def test_modulo_has_the_sign_of_the_divisor(a: Decimal, b: Decimal) -> None:
    assume(b)

    assert value("modulo(a, b)", a=a, b=b) == int(a) % int(b)


@given(st.integers(-50, 50), st.integers(0, 12))
def test_whole_powers_are_exact(base: int, exponent: int) -> None:
    assert value("a ** n", a=base, n=exponent) == Decimal(base**exponent)


@given(SMALL, st.integers(0, 3))
def test_rounding_is_that_of_its_name(amount: Decimal, places: int) -> None:
    step = Decimal(1).scaleb(-places)
    modes = {
        "decimal": decimal.ROUND_HALF_EVEN,
        "round half up": decimal.ROUND_HALF_UP,
        "round half down": decimal.ROUND_HALF_DOWN,
        "round up": decimal.ROUND_UP,
        "round down": decimal.ROUND_DOWN,
        "floor": decimal.ROUND_FLOOR,
        "ceiling": decimal.ROUND_CEILING,
    }
    for name, mode in modes.items():
        assert value(f"{name}(a, n)", a=amount, n=places) == amount.quantize(step, rounding=mode), name


@given(SMALL, SMALL, SMALL)
def test_numbers_are_ordered_as_numbers(a: Decimal, b: Decimal, c: Decimal) -> None:
    for sign, holds in (("<", a < b), ("<=", a <= b), (">", a > b), (">=", a >= b), ("=", a == b)):
        assert value(f"a {sign} b", a=a, b=b) is holds
    assert value("a between b and c", a=a, b=b, c=c) is (b <= a <= c)


@given(SMALL)
def test_a_number_written_and_read_is_the_same(amount: Decimal) -> None:
    assert value("number(string(a)) = a", a=amount) is True
    assert value("-(-a) = a", a=amount) is True
    assert value("abs(a)", a=amount) == abs(amount)


@given(SMALL)
def test_an_operator_with_a_null_beside_it_gives_null(amount: Decimal) -> None:
    for sign in "+-*/":
        assert value(f"a {sign} b", a=amount, b=None) is None
        assert value(f"b {sign} a", a=amount, b=None) is None
