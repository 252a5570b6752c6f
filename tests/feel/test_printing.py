"""The canonical text of a tree: parsed again it is the same tree, printed again the same text."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given

import feel
from feel.grammar import nodes
from feel.grammar.nodes import Node
from feel.printing import print_expression, print_tests
from tests.feel.shapes import shape
from tests.feel.trees import TREES


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("(a+b)  *c", "(a + b) * c"),
        ("a+(b*c)", "a + b * c"),
        ("a-(b-c)", "a - (b - c)"),
        ("(a and b) or c", "a and b or c"),
        ("a and (b or c)", "a and (b or c)"),
        ("((a))", "a"),
        ("]1..5[", "(1..5)"),
        ("x in (1,2, > 5)", "x in (1, 2, > 5)"),
        ("if a then 1 else if b then 2 else 3", "if a then 1 else if b then 2 else 3"),
        ('date ( "2026-01-01" )', 'date("2026-01-01")'),
        ('@"2026-01-01"', '@"2026-01-01"'),
        ("lines[ qty>1 ].price", "lines[qty > 1].price"),
        ("`order-id`+1", "`order-id` + 1"),
        ("{a:1,'b':2}".replace("'", '"'), "{a: 1, b: 2}"),
        ("for x in 1..3,y in xs return x", "for x in 1..3, y in xs return x"),
        ("x instance of list < number >", "x instance of list<number>"),
        ('substring(string:"ab",start position:1)', 'substring(string: "ab", start position: 1)'),
        ("a /* why */ + 1 // what", "a + 1"),
        ("function(a, b: number) a", "function(a, b: number) a"),
    ],
)
def test_the_text_of_a_tree_has_one_form(text: str, printed: str) -> None:
    assert print_expression(feel.parse(text).tree) == printed


@pytest.mark.parametrize(
    ("cell", "printed"),
    [
        ("", "-"),
        (" - ", "-"),
        ("not( 1,2 )", "not(1, 2)"),
        ("<5 , [1..2]", "< 5, [1..2]"),
        ("(not(x))", "(not(x))"),
    ],
)
def test_the_text_of_a_cell_has_one_form(cell: str, printed: str) -> None:
    tree = cell_tree(cell)

    assert print_tests(tree) == printed
    assert shape(cell_tree(printed)) == shape(tree)


def cell_tree(cell: str) -> nodes.Tests:
    tree = feel.parse_unary_tests(cell).tree
    assert isinstance(tree, nodes.Tests)
    return tree


@given(TREES)
def test_a_printed_tree_is_parsed_to_itself(tree: Node) -> None:
    text = print_expression(tree)

    parsed = feel.parse(text).tree

    assert shape(parsed) == shape(tree)
    assert print_expression(parsed) == text


@pytest.mark.parametrize("name", ["feel-scala", "feelin"])
def test_expressions_of_others_survive_printing(name: str, conformance: Path) -> None:
    cases = json.loads((conformance / "feel" / f"{name}.json").read_text(encoding="utf-8"))["cases"]
    for case in cases:
        unary = case["kind"] == "unary"
        try:
            tree = (feel.parse_unary_tests if unary else feel.parse)(case["expression"]).tree
        except feel.FeelError:
            continue
        if isinstance(tree, nodes.Tests):
            again: Node = feel.parse_unary_tests(print_tests(tree)).tree
        else:
            again = feel.parse(print_expression(tree)).tree
        assert shape(again) == shape(tree), case["expression"]


def test_a_negative_literal_is_written_as_a_negation() -> None:
    assert print_expression(nodes.Literal(0, Decimal("-5.0"))) == "(-5.0)"


@pytest.mark.parametrize("tree", [nodes.Literal(0, object()), nodes.Name(0, "a`b"), nodes.Node(0)])
def test_what_no_text_means_is_refused(tree: Node) -> None:
    with pytest.raises(feel.FeelError) as refused:
        print_expression(tree)

    assert refused.value.code == "unprintable"
