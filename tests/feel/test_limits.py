"""Hostile and careless texts end in a named refusal with a place, soon."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import feel
from feel.limits import DEFAULT, Meter


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("(" * 41 + "1" + ")" * 41, "depth"),
        ("[" * 500 + "]" * 500, "depth"),
        ("-" * 500 + "1", "depth"),
        ("]" * 500, "depth"),
        ("1 in " * 300 + "1", "depth"),
        ("(1.." * 300 + "1", "depth"),
        ("< " * 300 + "1", "depth"),
        ("not(" * 100 + "true" + ")" * 100, "depth"),
        ("a" + ".a" * 300, "depth"),
        ("if true then " * 60 + "1" + " else 2" * 60, "depth"),
        ("x instance of " + "list<" * 100 + "number" + ">" * 100, "depth"),
        ("1" * 4001, "source"),
        ("9**9**9", "number"),
        ("1e40", "number"),
        ("10 ** 34", "number"),
        ("for i in 1..1000000 return i", "list"),
        ("for i in 1..5000, j in 1..5000 return 1", "steps"),
        ('for i in 1..4990 return "' + "a" * 3000 + '"', "memory"),
        ('for i in 1..30 return if i = 1 then "a" else partial[-1] + partial[-1]', "text"),
        ("for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]]", "steps"),
        ("string(for i in 1..40 return if i = 1 then [1] else [partial[-1], partial[-1]])", "text"),
        ("(function(f) f(f))(function(f) f(f))", "call_depth"),
        ("{f: function(n, g) g(n, g), r: f(1, f)}.r", "call_depth"),
        ('matches("' + "a" * 500 + '", "(a?){500}a{500}")', "steps"),
        ('matches("a", "(((a{1000}){1000}){1000}){1000}")', "pattern"),
        ('matches("a", "' + "(" * 300 + ")" * 300 + '")', "pattern"),
        ('for i in 1..500 return matches("a", "' + "a" * 1000 + '(" + string(i))', "steps"),
        ('for i in 1..500 return replace("a", "b", "' + "$1" * 1000 + '")', "steps"),
        ('for i in 1..4900 return contains("' + "x" * 3000 + '", "xy")', "steps"),
        ("for i in 1..500 return partition([" + "1," * 999 + "1], 1)", "memory"),
        ('replace(substring("' + "a" * 3000 + '", 1), "a", "' + "$1" * 400 + '")', "steps"),
    ],
)
def test_what_is_too_large_is_refused_by_the_name_of_the_limit(text: str, limit: str) -> None:
    with pytest.raises(feel.FeelBudgetError) as refused:
        feel.evaluate(text)

    assert refused.value.limit == limit
    assert refused.value.position >= 0
    assert refused.value.line >= 1
    assert refused.value.column >= 1


def test_a_pattern_that_makes_backtracking_endless_is_answered() -> None:
    assert feel.evaluate('matches("' + "a" * 1000 + '!", "(a+)+$")') is False


def test_a_million_items_are_refused_before_they_are_filtered() -> None:
    with pytest.raises(feel.FeelBudgetError) as refused:
        feel.evaluate("xs[item > 1]", {"xs": [Decimal(1)] * 1_000_000})
    assert refused.value.limit == "steps"


@pytest.mark.parametrize("text", ['"\\uD800"', "\ud800", "`a\udc00`"])
def test_half_a_character_is_refused(text: str) -> None:
    with pytest.raises(feel.FeelSyntaxError) as refused:
        feel.parse(text)
    assert refused.value.code == "lone_surrogate"


def test_half_a_character_does_not_come_in_through_json() -> None:
    assert feel.evaluate("from json(t)", {"t": '"\\ud800"'}) is None
    assert feel.evaluate("from json(t)", {"t": '"\\ud83d\\udc0e"'}) == "🐎"


@pytest.mark.parametrize(
    "text", ["__class__", "a.__class__", 'a["__class__"]', "a.__init__.__globals__", "().a"]
)
def test_nothing_of_python_can_be_reached(text: str) -> None:
    with suppress(feel.FeelSyntaxError):
        assert feel.evaluate(text, {"a": {"b": 1}}) in (None, [])


def test_objects_of_the_caller_are_refused() -> None:
    with pytest.raises(feel.FeelEvaluationError) as refused:
        feel.evaluate("a.b", {"a": object()})
    assert refused.value.code == "foreign_value"


def test_look_around_is_refused_by_name() -> None:
    with pytest.raises(feel.FeelUnsupported):
        feel.evaluate('matches("aa", "(?=a)")')


def test_a_back_reference_that_makes_matching_endless_ends_at_the_limit() -> None:
    with pytest.raises(feel.FeelBudgetError) as refused:
        feel.evaluate('matches("' + "a" * 200 + '!", "^(a*)*(a*)*\\\\1(a*)*$")')
    assert refused.value.limit in ("steps", "memory")


HAN = "".join(chr(0x4E00 + place) for place in range(19_000))


@pytest.mark.parametrize(
    ("text", "pattern", "limit"),
    [
        ("a", "a" * 4_001, "pattern"),
        ("a", "[" + "ab" * 2_000 + "]", "pattern"),
        (HAN, "[" + "\\p{Lu}" * 500 + "]x", "steps"),
        (HAN, "[" + "\u4e00-\u5341-[" * 38 + "a" + "]" * 39 + "x", "steps"),
        ("\u03b1" * 3_000 + "b" + "\u03b1" * 16_000, "^(\u03b1*)b.*?\\1x", "steps"),
    ],
)
def test_a_pattern_that_is_slow_at_each_character_pays_for_it(text: str, pattern: str, limit: str) -> None:
    with pytest.raises(feel.FeelBudgetError) as refused:
        feel.evaluate('matches(text, pattern, "i")', {"text": text, "pattern": pattern})
    assert refused.value.limit == limit


def test_a_set_of_thousands_of_characters_is_no_slower_than_one_of_few() -> None:
    signs = "".join(chr(0x100 + 2 * place) for place in range(3_000))
    assert feel.evaluate("matches(text, pattern)", {"text": HAN, "pattern": f"[{signs}]x"}) is False


def test_a_pattern_costs_the_same_whether_or_not_it_was_used_before() -> None:
    spent = []
    for _ in range(2):
        meter = Meter(DEFAULT)
        feel.parse('matches("a", "[a-f]+never-used-before")').evaluate({}, budget=meter)
        spent.append((meter.steps, meter.walked))
    assert spent[0] == spent[1]


def test_external_functions_are_refused_by_name() -> None:
    with pytest.raises(feel.FeelUnsupported) as refused:
        feel.parse('function(a) external {java: {class: "java.lang.Math"}}')
    assert refused.value.construct == "external function"


def test_a_mistake_names_its_line_and_column() -> None:
    with pytest.raises(feel.FeelSyntaxError) as refused:
        feel.parse("amount >\n  100 and\n  )")

    assert (refused.value.line, refused.value.column) == (3, 3)
    assert refused.value.expected == "expression"


SIGNS = '( ) [ ] { } , : . .. ? - + * / ** < <= > >= = != 1 2.5 "a" @"P1D" " // `c`'
WORDS = (
    "a b item partial and or in if then else for return some every satisfies between instance of number "
    "function null true false not( sum( date("
)
PIECES = st.sampled_from(SIGNS.split() + WORDS.split())


@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_any_mixture_of_words_is_parsed_or_refused(text: str) -> None:
    for read in (feel.parse, feel.parse_unary_tests):
        with suppress(feel.FeelError):
            read(text)


@given(st.text(max_size=200))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    with suppress(feel.FeelError):
        feel.parse(text)


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.decimals(allow_nan=False, allow_infinity=False) | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(PIECES, max_size=25).map(" ".join), VALUES, VALUES)
def test_any_expression_gives_a_value_or_a_named_refusal(text: str, a: Any, b: Any) -> None:
    with suppress(feel.FeelError):
        feel.evaluate(text, {"a": a, "b": b})


@pytest.mark.parametrize("name", sorted(feel.BUILTIN_NAMES))
@settings(max_examples=15)
@given(st.lists(VALUES, max_size=4))
def test_builtins_take_any_arguments(name: str, arguments: list[Any]) -> None:
    words = ", ".join(f"a{place}" for place in range(len(arguments)))
    values = {f"a{place}": argument for place, argument in enumerate(arguments)}
    with suppress(feel.FeelError):
        feel.evaluate(f"{name}({words})", values)
