"""What people are told about a text that is no FEEL."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import feel
from feel.help import Mistake, did_you_mean, mistake
from feel.help.similar import distance


def the_mistake(text: str, *, tests: bool = False) -> Mistake:
    found = mistake(text, tests=tests)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "code", "position", "expected"),
    [
        ("if a b", "unexpected_token", 5, ("then", "operator")),
        ("if a then 1", "unexpected_end", 11, ("else", "operator")),
        ("x between 1", "unexpected_end", 11, ("and", "operator")),
        ("1 +", "unexpected_end", 3, ("value",)),
        ("a.", "unexpected_end", 2, ("name",)),
        ("x instance of", "unexpected_end", 13, ("type",)),
        ("for x", "unexpected_end", 5, ("in",)),
        ("sum(1, 2", "unexpected_end", 8, (",", ")", "operator")),
        ("a b", "unexpected_token", 2, ("end", "operator")),
        ("[1, 2", "unexpected_end", 5, (",", "]", "operator")),
        ("{a: 1, b}", "unexpected_token", 8, (":", "operator", "value")),
        ('"abc', "unclosed_text", 0, ('"',)),
    ],
)
def test_a_mistake_says_where_it_is_and_what_was_expected(
    text: str, code: str, position: int, expected: tuple[str, ...]
) -> None:
    found = the_mistake(text)

    assert (found.code, found.position, found.expected) == (code, position, expected)


def test_a_place_is_told_in_characters_and_lines() -> None:
    found = the_mistake("金额 > 100 and\n  状态 == 1")

    assert (found.line, found.column, found.position) == (2, 7, 19)
    assert found.facts["column"] == 7


def test_a_bracket_that_nothing_closes_is_named_by_its_place() -> None:
    assert the_mistake("count(a[b > 1)").opened == 8
    assert the_mistake("(a) b").opened == 0


@pytest.mark.parametrize(
    ("text", "slip", "corrected"),
    [
        ("a == 1", "equals", "a = 1"),
        ("=a > 1", "equals_front", "a > 1"),
        ("= = a", "equals_front", "a"),
        ("a => 1", "at_least", "a >= 1"),
        ("a <> 1", "not_equals", "a != 1"),
        ("a == 1 && b", "and", "a = 1 and b"),
        ("a||b", "or", "a or b"),
        ("!a", "not", "not(a)"),
        ("!(a or b) and c", "not", "not(a or b) and c"),
        ("not done", "not", "not(done)"),
        ("a ^ 2", "power", "a ** 2"),
        ("a = 1;", "semicolon", "a = 1"),
        ("state = 'open'", "single_quotes", 'state = "open"'),
        ("state = “open”", "chinese_quotes", 'state = "open"'),
        ('"open”', "chinese_quotes", '"open"'),
        ("date（“2026-01-01”）", "chinese_sign", 'date("2026-01-01")'),
        ("sum（1，2）", "chinese_sign", "sum(1,2)"),
        ("a ≥ 5", "chinese_sign", "a >= 5"),
        ("a > １００", "chinese_sign", "a > 100"),
        ("金额 大于 5", "chinese_word", "金额 > 5"),
        ("如果 a 那么 1 否则 2", "chinese_word", "if a then 1 else 2"),
        ("金额 > 5万 并且 b", "unit", "金额 > 50000 and b"),
        ("rate > 50%", "percent", "rate > 0.5"),
        ("amount > 1,000,000", "thousands", "amount > 1000000"),
        ("a is not null", "is_null", "a != null"),
        ("a ? 1 : 2", "ternary", "if a then 1 else 2"),
        ("if a thne 1 else 2", "keyword", "if a then 1 else 2"),
        ("IF a THEN 1 ELSE 2", "keyword", "if a then 1 else 2"),
        ("some x in xs satisfy x > 1", "keyword", "some x in xs satisfies x > 1"),
        ("if a then 1 elif b then 2 else 3", "keyword", "if a then 1 else if b then 2 else 3"),
        ("[1, 2,]", "comma", "[1, 2]"),
        ("((a + 1", "unclosed_bracket", "((a + 1))"),
        ("sum([1, 2)", "unclosed_bracket", "sum([1, 2])"),
        ("f(1))", "extra_bracket", "f(1)"),
        ("(1, 2]", "", ""),
        ('contains(a, "abc)', "unclosed_text", 'contains(a, "abc")'),
        ("Monthly Salary * 12", "", ""),
    ],
)
def test_a_common_slip_is_recognised_and_mended(text: str, slip: str, corrected: str) -> None:
    found = the_mistake(text).slip

    assert (found.code if found else "", found.corrected if found else "") == (slip, corrected)
    if corrected:
        feel.parse(corrected)


@pytest.mark.parametrize("text", ["a != b", "a ** 2", '"（x）"', "a = (> 5)", '"a && b"', "a or b", "`a b`"])
def test_what_is_feel_is_no_mistake(text: str) -> None:
    assert mistake(text) is None


def test_cells_of_decision_tables_have_their_own_mistakes() -> None:
    assert mistake("> 5, < 3", tests=True) is None
    assert the_mistake("“公章”", tests=True).facts["corrected"] == '"公章"'


def test_a_refusal_of_size_has_a_place_and_no_advice() -> None:
    found = the_mistake("(" * 500)

    assert (found.code, found.expected) == ("feel_budget", ())


WORDS = "a b if then else for in return and or not is null 1 2.5 5万 50%"
SIGNS = "( ) [ ] { } , : . .. == = && ! ' \" “ ” （ ） ，"
PIECES = st.sampled_from([*WORDS.split(), *SIGNS.split()])


@given(st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=60))
def test_any_text_has_a_mistake_inside_itself_or_none(text: str) -> None:
    found = mistake(text)

    assert found is None or 0 <= found.position <= len(text)
    assert (
        found is None or found.slip is None or not found.slip.corrected or not mistake(found.slip.corrected)
    )


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("manager(starter)", True),
        ("amount > 100", True),
        ('if a then "x" else "y"', True),
        ("=amount > 100", False),
        ("linxiaolan", False),
        ("PT-2H", False),
        ("sales and finance together", False),
        ("2026-05-20", False),
        ("", False),
    ],
)
def test_a_text_that_lacks_its_sign_in_front_is_noticed(text: str, lacks: bool) -> None:
    assert feel.lacks_equals(text) is lacks


def test_a_cell_may_begin_with_the_sign() -> None:
    assert feel.parse_unary_tests("= 5").evaluate(5, {}) is True


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("ammount", ["amount", "discount", "copies"], ("amount",)),
        ("orderId", ["order_id", "orders"], ("order_id", "orders")),
        ("合同金客", ["合同金额", "合同编号"], ("合同金额",)),
        ("True", ["true", "tree"], ("true", "tree")),
        ("x", ["y", "amount"], ()),
        ("amount", ["amount"], ()),
        ("zzzz", ["amount"], ()),
    ],
)
def test_a_misspelt_word_brings_the_known_ones_to_mind(
    word: str, known: list[str], meant: tuple[str, ...]
) -> None:
    assert did_you_mean(word, known) == meant


def test_two_letters_changed_over_are_one_slip() -> None:
    assert distance("adn", "and") == 1
    assert distance("kitten", "sitting") == 3
