"""Timers, jobs and the outbox are written by the execution room alone (ruling 25): others poll and send."""

from __future__ import annotations

import ast

import pytest

from tests.support.source import Module, modules

TABLES = {"JOB", "OUTBOX", "START_TIMER", "TIMER"}
WRITES = {"insert", "update", "delete"}
OWNER = "engine/execution/"


def violations(module: Module) -> list[str]:
    if module.path.startswith(OWNER):
        return []
    return [
        module.at(node, written)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and (written := _written(node)) in TABLES
    ]


def _written(call: ast.Call) -> str:
    """The table in `TABLE.insert()` or `insert(TABLE)`."""
    if isinstance(call.func, ast.Attribute) and call.func.attr in WRITES:
        return getattr(call.func.value, "id", "")
    if isinstance(call.func, ast.Name) and call.func.id in WRITES and call.args:
        return getattr(call.args[0], "id", "")
    return ""


def test_only_execution_writes_what_is_due():
    assert [found for module in modules() for found in violations(module)] == []


@pytest.mark.parametrize(
    "line", ["step.connection.execute(OUTBOX.insert().values(id=1))", "connection.execute(update(JOB))"]
)
def test_a_second_writer_is_found(line):
    assert violations(Module("engine/jobs/made.py", line)) != []
    assert violations(Module("engine/execution/commands/made.py", line)) == []
