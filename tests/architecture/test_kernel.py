"""The kernel stands on the standard library alone, so that every room may stand on it."""

from __future__ import annotations

import ast
import sys

import pytest

from tests.support.source import Module, modules

ALLOWED = sys.stdlib_module_names | {"engine.kernel"}


def violations(module: Module) -> list[str]:
    found = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found += [module.at(node, name.name) for name in node.names if not _allowed(name.name)]
        elif isinstance(node, ast.ImportFrom) and not node.level and not _allowed(node.module or ""):
            found.append(module.at(node, str(node.module)))
    return found


def _allowed(name: str) -> bool:
    return name.split(".")[0] in ALLOWED or name == "engine.kernel" or name.startswith("engine.kernel.")


def test_the_kernel_imports_the_standard_library_alone():
    assert [found for module in modules("engine/kernel") for found in violations(module)] == []


@pytest.mark.parametrize(
    "line", ["import sqlalchemy", "from engine.storage import types", "import lxml.etree as x"]
)
def test_anything_else_is_found(line):
    assert violations(Module("engine/kernel/clock.py", line)) != []


def test_the_preflight_runs_before_anything_is_installed():
    [preflight] = [module for module in modules("webapp") if module.path == "webapp/preflight.py"]

    assert violations(preflight) == []
