"""Runs the engine's tests on a copy of the tree that has no registers: `python -m tests.without_registers`.

The engine must work without them, so that a company can bring its own. Rooms below the registers cannot
know them (the staircase of imports holds that) and are left out, and so is what needs them by nature.
Arguments are handed to pytest.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.support.source import ROOT

COPIED = ("engine", "feel", "forms", "workflows", "templates", "tests/engine", "tests/support")
FILES = ("pyproject.toml", "tests/__init__.py", "tests/conftest.py")
MOVED_AWAY = ("engine/registers", "tests/engine/registers")
BELOW = ("bpmn", "decisions", "documents", "kernel")
# The first schema holds the tables of the registers, so it is not what the models without them say; and the
# commands for rows are tried on the rows of one that is shipped.
NEEDS_THEM = ("bootstrap/test_migrations.py", "register_rows/test_commands.py")
# What a machine or a folder beside the checkout must bring is tried by `make test`.
CHOSEN = "not postgres and not libreoffice and not browser and not conformance and not faults"


def copy_to(folder: Path) -> None:
    """The engine and its tests, less the registers."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, folder / name)
    for name in MOVED_AWAY:
        shutil.rmtree(folder / name)


def command(arguments: Sequence[str] = ()) -> list[str]:
    left_out = [f"--ignore=tests/engine/{name}" for name in (*BELOW, *NEEDS_THEM)]
    pytest = [sys.executable, "-m", "pytest", "tests/engine", "-q", "-p", "no:cacheprovider", "-m", CHOSEN]
    return [*pytest, *left_out, *arguments]


def environment(folder: Path) -> dict[str, str]:
    """The copy comes before the checkout that the environment is installed from."""
    return {**os.environ, "PYTHONPATH": str(folder)}


def main(arguments: Sequence[str]) -> int:
    with tempfile.TemporaryDirectory(prefix="neiqin-without-registers-") as place:
        folder = Path(place)
        copy_to(folder)
        return subprocess.run(command(arguments), cwd=folder, env=environment(folder)).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
