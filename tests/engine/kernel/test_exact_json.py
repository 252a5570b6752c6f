"""JSON that keeps a price to the last digit and has one form to hash."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.kernel import exact_json
from engine.kernel.exact_json import NotJson

NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("text", ["1280.10", "0.1", "0.30", "123456789012345678901234567890.12", "-7", "0"])
def test_a_number_comes_back_digit_by_digit(text):
    value = exact_json.loads(text)

    assert isinstance(value, Decimal)
    assert exact_json.dumps(value) == text


@given(VALUES)
def test_whatever_is_written_reads_back_equal(value):
    assert exact_json.loads(exact_json.dumps(value)) == value


@given(VALUES)
def test_the_canonical_form_is_a_fixed_point(value):
    text = exact_json.dumps(value, canonical=True)

    assert exact_json.dumps(exact_json.loads(text), canonical=True) == text


def test_the_canonical_form_sorts_keys_and_has_no_spaces():
    value = {"印": [Decimal("1.50"), None, True], "b": 2, "a": {"z": 1, "y": "x"}}

    assert exact_json.dumps(value, canonical=True) == '{"a":{"y":"x","z":1},"b":2,"印":[1.50,null,true]}'
    assert exact_json.dumps({"b": 1, "a": 2}) == '{"b":1,"a":2}'


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1E+5"), "100000"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("1E+41"), "1E+41"),
        (0.1, "0.1"),
        (True, "true"),
        (date(2026, 5, 20), '"2026-05-20"'),
        (time(9, 30), '"09:30:00"'),
        (datetime(2026, 5, 20, 1, tzinfo=UTC), '"2026-05-20T01:00:00+00:00"'),
        ((1, "a"), '[1,"a"]'),
        (frozenset({"b", "a"}), '["a","b"]'),
        ('a"\n\x00', '"a\\"\\n\\u0000"'),
    ],
)
def test_each_kind_of_value_has_one_text(value, text):
    assert exact_json.dumps(value) == text


@pytest.mark.parametrize(
    "value",
    [
        Decimal("NaN"),
        Decimal("Infinity"),
        float("nan"),
        float("-inf"),
        "\ud800",
        {"key": ["\udfff"]},
        {"\ud800": 1},
        object(),
        b"bytes",
        {1: "a number is no key"},
    ],
)
@pytest.mark.parametrize("canonical", [False, True])
def test_what_json_cannot_hold_is_refused(value, canonical):
    with pytest.raises(NotJson):
        exact_json.dumps(value, canonical=canonical)


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "[1,", "{'a': 1}", ""])
def test_text_that_is_not_json_is_refused(text):
    with pytest.raises(ValueError):
        exact_json.loads(text)


def test_keys_of_mixed_types_are_refused_with_the_type_that_is_wrong():
    with pytest.raises(NotJson, match="int"):
        exact_json.dumps({"a": 1, 2: "b"}, canonical=True)
