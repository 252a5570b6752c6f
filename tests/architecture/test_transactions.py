"""One place begins and ends a transaction: a second one would commit half a step."""

from __future__ import annotations

import ast
import re

import pytest

from tests.support.source import Module, docstrings, modules

# A schema upgrade is a transaction of its own, before there is an engine; a trigger's body begins with BEGIN.
SCHEMA = ("engine/bootstrap/schema.py", "engine/bootstrap/migrations/")
OWNERS = ("engine/storage/", "engine/execution/", *SCHEMA)
METHODS = {"begin", "begin_nested", "commit", "rollback", "savepoint"}
STATEMENT = re.compile(r"^\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|START TRANSACTION)\b(?! ?\w* ?=)")


def violations(module: Module) -> list[str]:
    if module.path.startswith(OWNERS):
        return []
    tree = module.tree
    prose = docstrings(tree)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            found.append(module.at(node, f".{node.func.attr}()"))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            statement = STATEMENT.match(node.value)
            if statement:
                found.append(module.at(node, statement[0].strip()))
    return found


def test_only_storage_and_execution_begin_and_end_transactions():
    assert [found for module in modules() for found in violations(module)] == []


@pytest.mark.parametrize(
    "line",
    [
        "with database.begin() as connection: pass",
        "session.commit()",
        "connection.execute('BEGIN IMMEDIATE')",
        "connection.exec_driver_sql('ROLLBACK')",
    ],
)
def test_a_second_place_is_found(line):
    assert violations(Module("engine/registers/seals/commands.py", line)) != []
    assert violations(Module("engine/storage/database.py", line)) == []
