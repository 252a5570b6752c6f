"""No text of a user ever becomes Python: expressions have an evaluator of their own."""

from __future__ import annotations

import ast

import pytest

from tests.support.source import Module, dotted, imported_names, modules

FORBIDDEN = {"eval", "exec", "compile", "__import__", "builtins.eval", "builtins.exec", "builtins.compile"}


def violations(module: Module) -> list[str]:
    tree = module.tree
    names = imported_names(tree)
    return [
        module.at(node, name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute | ast.Name)
        and isinstance(node.ctx, ast.Load)
        and (name := dotted(node, names)) in FORBIDDEN
    ]


def test_the_product_evaluates_no_python():
    assert [found for module in modules() for found in violations(module)] == []


@pytest.mark.parametrize(
    "text",
    [
        "eval(condition)",
        "exec(script)",
        "compile(a, b, 'eval')",
        "import builtins as b\nb.eval(x)",
        "run = eval",
    ],
)
def test_evaluating_is_found(text):
    assert violations(Module("feel/evaluate.py", text)) != []


def test_a_pattern_may_be_compiled():
    assert violations(Module("feel/lexer.py", "import re\nre.compile('a')")) == []
