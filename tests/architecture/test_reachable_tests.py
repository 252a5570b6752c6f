"""A test that is never collected proves nothing: what looks like one is found by pytest."""

from __future__ import annotations

import ast
from pathlib import PurePosixPath
from typing import TypeGuard

import pytest

from tests.support.source import Module, modules


def violations(module: Module) -> list[str]:
    """Test functions in files that pytest does not open, and test files in which it finds nothing."""
    name = PurePosixPath(module.path).name
    tests = [node for node in ast.walk(module.tree) if _is_test(node)]
    if name.startswith("test_"):
        return [] if tests else [f"{module.path}: has no test"]
    if name == "conftest.py":
        return []
    return [module.at(node, f"{node.name} is not collected from this file") for node in tests]


def shadowed(module: Module) -> list[str]:
    """Tests that a later one of the same name in the same scope replaces."""
    found = []
    tree = module.tree
    scopes: list[ast.Module | ast.ClassDef] = [
        tree,
        *(one for one in tree.body if isinstance(one, ast.ClassDef)),
    ]
    for scope in scopes:
        seen: set[str] = set()
        for node in scope.body:
            if _is_test(node):
                if node.name in seen:
                    found.append(module.at(node, f"{node.name} stands twice"))
                seen.add(node.name)
    return found


def _is_test(node: ast.AST) -> TypeGuard[ast.FunctionDef | ast.AsyncFunctionDef]:
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")


def test_every_test_is_collected():
    assert [found for module in modules("tests") for found in violations(module) + shadowed(module)] == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tests/feel/dates.py", "def test_a_leap_day(): pass"),
        ("tests/feel/dates_test.py", "def test_a_leap_day(): pass"),
        ("tests/feel/test_dates.py", "def check_a_leap_day(): pass"),
    ],
)
def test_a_test_out_of_reach_is_found(path, text):
    assert violations(Module(path, text)) != []


def test_a_test_replaced_by_its_namesake_is_found():
    assert shadowed(Module("tests/test_x.py", "def test_a(): pass\ndef test_a(): pass")) != []
