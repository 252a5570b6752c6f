"""A slip of one sign in a code is noticed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.registers.shared.check_digits import is_gtin14, is_identity_number, is_uscc

TODAY = date(2026, 5, 20)
USCC, GTIN, IDENTITY = "91990101MADEM1006W", "02990000000019", "990101198101150014"


@pytest.mark.parametrize("code", [USCC, "91990101MADEM2033X", "12990101MADEM301XQ", "91990101MADEM20846"])
def test_a_credit_code_with_its_check_sign_is_right(code: str) -> None:
    assert is_uscc(code)


@given(st.integers(0, 16), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_any_other_sign_in_a_credit_code_is_noticed(place: int, sign: str) -> None:
    assert is_uscc(USCC[:place] + sign + USCC[place + 1 :]) == (sign == USCC[place])


@pytest.mark.parametrize("code", ["", USCC[:-1], USCC + "0", USCC.lower(), USCC.replace("M", "I")])
def test_a_credit_code_of_another_shape_is_none(code: str) -> None:
    assert not is_uscc(code)


@given(st.integers(0, 13), st.sampled_from("0123456789"))
def test_any_other_digit_in_a_gtin_is_noticed(place: int, digit: str) -> None:
    assert is_gtin14(GTIN[:place] + digit + GTIN[place + 1 :]) == (digit == GTIN[place])


@pytest.mark.parametrize("number", [IDENTITY, "990101198303150039", "990101198606150060"])
def test_an_identity_number_with_its_check_digit_is_right(number: str) -> None:
    assert is_identity_number(number, TODAY)


@given(st.integers(0, 17), st.sampled_from("0123456789"))
def test_any_other_digit_in_an_identity_number_is_noticed(place: int, digit: str) -> None:
    wrong = IDENTITY[:place] + digit + IDENTITY[place + 1 :]

    assert is_identity_number(wrong, TODAY) == (wrong == IDENTITY)


@pytest.mark.parametrize("number", ["990101198113150014", "99010119810115001", "990101203101150013", ""])
def test_nobody_is_born_on_a_day_that_is_none_or_has_not_come(number: str) -> None:
    assert not is_identity_number(number, TODAY)
