"""Patterns answer as a browser does for the subset that is taken, and never take long."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.pattern_parser import PatternRefused
from forms.patterns import Pattern

ATOMS = st.sampled_from(["a", "b", ".", r"\d", r"\w", r"\s", "[ab]", "[^a]", "[a-c1]", r"\.", "^", "$"])
COUNTS = st.sampled_from(["", "", "*", "+", "?", "{2}", "{1,2}", "{0,}", "*?"])


def _counted(pair: tuple[str, str]) -> str:
    atom, count = pair
    return atom if atom in "^$" else atom + count


PIECES = st.recursive(
    st.tuples(ATOMS, COUNTS).map(_counted),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.tuples(inner, inner).map(lambda two: f"(?:{two[0]}|{two[1]})"),
        st.tuples(inner, COUNTS).map(lambda pair: f"({pair[0]}){pair[1]}"),
    ),
    max_leaves=6,
)


@given(PIECES, st.text(alphabet="abc1. \n", max_size=8))
def test_a_pattern_answers_as_python_does_where_both_mean_the_same(pattern: str, text: str) -> None:
    # Python's `$` also fits before a last line end; JavaScript's does not.
    same = re.compile(pattern.replace("$", r"\Z"), re.ASCII)
    assert Pattern(pattern).found_in(text) == bool(same.search(text))


@pytest.mark.parametrize(
    "pattern",
    [
        "(?=a)",
        "(?!a)",
        "(?<=a)",
        r"(a)\1",
        "(?<n>a)",
        r"\bword",
        r"\p{L}",
        "a**",
        "*a",
        "(",
        ")",
        "[a",
        "a{3,1}",
        "\\",
    ],
)
def test_constructs_outside_the_subset_are_refused(pattern: str) -> None:
    with pytest.raises(PatternRefused) as error:
        Pattern(pattern)
    assert error.value.code == "pattern_unsupported"


@pytest.mark.parametrize(
    "pattern", ["a" * 201, "a{900}", "((){999}){999}", "(" * 30 + "a" + ")" * 30, "(a{50}){50}"]
)
def test_patterns_that_would_grow_too_big_are_refused(pattern: str) -> None:
    with pytest.raises(PatternRefused) as error:
        Pattern(pattern)
    assert error.value.code == "pattern_too_big"


def test_digits_and_letters_are_those_of_ascii() -> None:
    assert not Pattern(r"^\d+$").found_in("１２３")
    assert not Pattern(r"^\w+$").found_in("é")
    assert Pattern(r"^[\u4e00-\u9fa5]{2,4}$").found_in("林晓岚")
