"""Reads the file that describes a company: departments, people, rows of registers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from engine.seeds.yaml_text import read_yaml

SHIPPED = Path(__file__).parents[2] / "workflows"
FILE = Path("organisation") / "demo.yaml"
DEMO = SHIPPED / FILE
# The processes were in force before the first case began, of the demo and of any scenario.
DEPLOYED_BEFORE = timedelta(days=120)


@dataclass(frozen=True)
class Company:
    """What the file says; an entry holds its command's arguments, and a manager stands before his people.

    registers   rows by the name of their register
    """

    name: str
    opens_at: datetime
    departments: tuple[Mapping[str, Any], ...]
    people: tuple[Mapping[str, Any], ...]
    registers: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


def company_file(workflows: Path) -> Path:
    """The company described beside these processes; the one shipped, where there is none."""
    own = workflows / FILE
    return own if own.is_file() else DEMO


def read_company(path: Path = DEMO) -> Company:
    """Raises KeyError or ValueError for a file that lacks something."""
    found = read_yaml(path)
    return Company(
        found["company"],
        datetime.fromisoformat(found["demo_clock"]),
        tuple(found["departments"]),
        tuple(found["people"]),
        found.get("registers", {}),
    )
