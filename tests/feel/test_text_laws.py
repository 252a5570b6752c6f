"""Text functions against Python's, in code points: Chinese, emoji and combining marks count one."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import feel
from feel.grammar import nodes

ALPHABET = st.characters(exclude_categories=["Cs"]) | st.sampled_from("合同章ab🐎é́ ")
TEXTS = st.text(ALPHABET, max_size=12)
PLACES = st.integers(-13, 13)


def value(text: str, **values: Any) -> Any:
    return feel.evaluate(text, values)


@given(TEXTS)
def test_length_and_case_are_pythons(text: str) -> None:
    assert value("string length(s)", s=text) == len(text)
    assert value("upper case(s)", s=text) == text.upper()
    assert value("lower case(s)", s=text) == text.lower()


@given(TEXTS, PLACES, st.integers(1, 13))
def test_a_part_of_a_text_is_pythons_slice(text: str, place: int, length: int) -> None:
    first = place - 1 if place > 0 else len(text) + place
    inside = 0 < abs(place) <= len(text)

    if inside:
        assert value("substring(s, p)", s=text, p=place) == text[first:]
        assert value("substring(s, p, n)", s=text, p=place, n=length) == text[first : first + length]


@given(TEXTS, TEXTS)
def test_containing_beginning_and_ending_are_pythons(text: str, part: str) -> None:
    for whole in (text, text + part, part + text, text + part + text):
        assert value("contains(s, p)", s=whole, p=part) is (part in whole)
        assert value("starts with(s, p)", s=whole, p=part) is whole.startswith(part)
        assert value("ends with(s, p)", s=whole, p=part) is whole.endswith(part)
        if part in whole and part:
            assert value("substring before(s, p)", s=whole, p=part) == whole.partition(part)[0]
            assert value("substring after(s, p)", s=whole, p=part) == whole.partition(part)[2]


@given(st.lists(TEXTS, max_size=5), st.sampled_from([",", "、", "--"]))
def test_joined_texts_are_pythons(parts: list[str], between: str) -> None:
    assert value("string join(xs, d)", xs=parts, d=between) == between.join(parts)


@given(TEXTS, TEXTS)
def test_texts_are_added_and_ordered_by_code_points(one: str, other: str) -> None:
    assert value("a + b", a=one, b=other) == one + other
    assert value("a < b", a=one, b=other) is (one < other)
    assert value("a = b", a=one, b=other) is (one == other)


@given(TEXTS)
def test_a_text_is_written_into_an_expression_and_read_from_it(text: str) -> None:
    printed = feel.print_expression(nodes.Literal(0, text))

    assert feel.evaluate(printed) == text


@given(TEXTS)
def test_json_of_a_text_comes_back(text: str) -> None:
    assert value("from json(to json(s))", s=text) == text
    assert value("from base64(to base64(s))", s=text) == text


@given(st.text("ab.", max_size=6), st.sampled_from(["a", "ab", "b."]))
def test_splitting_and_joining_at_a_plain_text_gives_the_text(text: str, mark: str) -> None:
    pattern = mark.replace(".", "[.]")

    assert value("string join(split(s, p), m)", s=text, p=pattern, m=mark) == text
    assert value("split(s, p)", s=text, p=pattern) == text.split(mark)
    assert value("replace(s, p, r)", s=text, p=pattern, r="-") == text.replace(mark, "-")
