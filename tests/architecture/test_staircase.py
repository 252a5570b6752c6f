"""The staircase of imports, as import-linter reads it from pyproject.toml, really refuses a step upwards."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.source import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]


def run_linter(root: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports_command as main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(root)!r}); {program}", "--no-cache"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def house(tmp_path):
    """An empty copy of the house, every room one module."""
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    rooms = "bootstrap bpmn calendars decisions deployment documents execution jobs kernel notifications"
    rooms += " organisation permissions processes registers registers.orders registers.seals seeds storage"
    rooms += " user_tasks"
    for package in ["webapp", "engine", "forms", "feel", *(f"engine.{room}" for room in rooms.split())]:
        folder = tmp_path / package.replace(".", "/")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
    (tmp_path / "engine" / "bpmn" / "spiff.py").write_text("import SpiffWorkflow\n")
    (tmp_path / "engine" / "jobs" / "heartbeat.py").write_text("import apscheduler\n")
    (tmp_path / "webapp" / "cli.py").write_text("import engine.jobs.heartbeat\n")
    return tmp_path


def test_the_planned_house_stands(house):
    result = run_linter(house)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("feel", "import forms", "floors"),
        ("forms", "import engine.kernel", "floors"),
        ("engine/kernel", "import webapp", "floors"),
        ("engine/execution", "import engine.user_tasks", "rooms"),
        ("engine/registers", "import engine.organisation", "rooms"),
        ("engine/bpmn", "import engine.decisions", "rooms"),
        ("engine/bootstrap", "import engine.seeds", "rooms"),
        ("engine/bpmn", "import SpiffWorkflow", "spiff"),
        ("engine/execution", "import apscheduler", "heartbeat"),
        ("engine/execution", "import flask", "web"),
        ("forms", "import sqlalchemy", "database"),
        ("engine/registers/seals", "import engine.registers.orders", "registers"),
    ],
)
def test_a_step_upwards_is_refused(house, room, line, contract):
    (house / room / "planted.py").write_text(f"{line}\n")
    [name] = [one["name"] for one in CONTRACTS if one["id"] == contract]

    result = run_linter(house)

    assert result.returncode != 0
    assert f"{name} BROKEN" in " ".join(result.stdout.split())


def test_a_room_that_has_no_floor_is_refused(house):
    (house / "engine" / "attic").mkdir()
    (house / "engine" / "attic" / "__init__.py").touch()

    assert run_linter(house).returncode != 0
