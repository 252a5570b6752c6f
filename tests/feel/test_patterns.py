"""Patterns find what a backtracking matcher finds, without its endless searches."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import feel
from feel import patterns
from feel.limits import DEFAULT, Meter
from feel.patterns import compiled, find

# What is repeated takes a character each time: matchers differ in how they leave a round that took none.
CHARACTERS = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", "\\w"])
REPEATED = st.lists(st.lists(CHARACTERS, min_size=1, max_size=3).map("".join), min_size=1, max_size=3).map(
    lambda choices: f"(?:{'|'.join(choices)})"
)
ITEMS = st.recursive(
    CHARACTERS
    | st.sampled_from(["^", "$", "\\b"])
    | st.tuples(REPEATED, st.sampled_from(["*", "+", "?", "{1,2}", "{2}", "*?", "+?", "??"])).map("".join),
    lambda inner: (
        st.tuples(inner, inner).map("".join)
        | st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})")
    ),
    max_leaves=6,
)


@given(ITEMS, st.text("ab\n", max_size=8))
def test_the_first_match_is_the_one_that_backtracking_finds(pattern: str, text: str) -> None:
    expected = re.search(pattern.replace("$", "\\Z"), text)

    found = find(compiled(pattern, "", Meter(DEFAULT)), text, Meter(DEFAULT))

    assert (found and (found.start, found.end)) == (expected and expected.span())
    assert patterns.found(compiled(pattern, "", Meter(DEFAULT)), text, Meter(DEFAULT)) is (
        expected is not None
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('matches("YY-2026-0001", "^YY-[0-9]{4}-[0-9]{4}$")', True),
        ('matches("合同章", "^[\\u4E00-\\u9FFF]+$")', True),
        ('matches("abc", "ABC", "i")', True),
        ('matches("q", "[^Q]", "i")', False),
        ('matches("x", "[A-Z-[OI]]", "i")', True),
        ('matches("a.b", "a.b", "q")', True),
        ('matches("a b", "a\\s b", "x")', True),
        ('matches("Ä", "\\p{Lu}")', True),
        ('matches("a", "[z-a]")', None),
        ('matches("aA", "(a)\\1", "i")', True),
        ('matches("abcabd", "^(abc)\\1$")', False),
        ('matches("a", "(a\\1)")', None),
        ('matches("a-b:1", "^\\i\\c*$")', True),
        ('matches("αβγ", "^\\p{IsGreek}+$")', True),
        ('matches("合同", "^\\p{IsCJKUnifiedIdeographs}+$")', True),
        ('matches("a\nb", "^b$", "m")', True),
        ('matches("a\nb", "a.b")', False),
        ('matches("a\nb", "a.b", "s")', True),
        ('replace("hello", "(l)\\1", "[$1]")', "he[l]o"),
        ('matches("a", "a", "y")', None),
        ('replace("2026-03-04", "(\\d+)-(\\d+)-(\\d+)", "$3.$2.$1")', "04.03.2026"),
        ('replace("abc", "b", "[\\$0]")', "a[$0]c"),
        ('replace("abc", "b", "$2")', "ac"),
        ('replace("abc", "x*", "-")', None),
        ('split("abc", "")', ["a", "b", "c", ""]),
        ('split("a; b;c;;", ";\\s*")', ["a", "b", "c", "", ""]),
        ('extract("1234, 1256 and 99", "12[0-9]*")', ["1234", "1256"]),
    ],
)
def test_functions_of_patterns(text: str, expected: Any) -> None:
    assert feel.evaluate(text) == expected
