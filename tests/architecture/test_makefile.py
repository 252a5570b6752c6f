"""The README's commands are targets of the Makefile, and the Makefile lists what it can do."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests import without_registers
from tests.support.source import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
PINNED = {
    "help",
    "setup",
    "run",
    "test",
    "check",
    "bench",
    "faults",
    "lint",
    "types",
    "format",
    "lock",
    "clean",
}


def listed() -> set[str]:
    done = subprocess.run(["make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(re.findall(r"^  make ([a-z-]+)", done.stdout, re.MULTILINE))


def test_plain_make_lists_every_target_for_people():
    declared = set(re.findall(r"^\.PHONY: ([a-z-]+)$", MAKEFILE, re.MULTILINE))

    assert listed() == declared
    assert declared >= PINNED


def test_every_command_of_the_pages_for_newcomers_exists():
    pages = "".join((ROOT / page).read_text("utf-8") for page in ("README.md", "CONTRIBUTING.md"))
    named = set(
        re.findall(r"`?make ([a-z-]+)", "\n".join(re.findall(r"```.*?```|`[^`\n]+`", pages, re.DOTALL)))
    )

    assert {"run", "test"} <= named <= listed()


def test_ci_runs_what_a_developer_runs():
    assert re.search(r"^make check\b", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE)
    assert re.search(r"^check: lint types test apart\b", MAKEFILE, re.MULTILINE)


def test_the_engine_is_tried_without_its_registers(tmp_path):
    without_registers.copy_to(tmp_path)
    find = (
        "import engine, sys; from importlib.util import find_spec as find;"
        "print(engine.__path__[0]); sys.exit(find('engine.registers') is not None)"
    )
    there = subprocess.run(
        [sys.executable, "-c", find],
        cwd=tmp_path, env=without_registers.environment(tmp_path), capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert Path(there.stdout.strip()) == tmp_path / "engine"
    assert "without_registers" in MAKEFILE
