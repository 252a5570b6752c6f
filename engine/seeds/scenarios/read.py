"""Reads a scenario file and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.seeds.yaml_text import read_yaml

# First key -> the other keys that may stand beside it.
_STEPS: Mapping[str, frozenset[str]] = {
    "start": frozenset({"at", "who", "values"}),
    "task": frozenset({"at", "who", "having", "values"}),
    "message": frozenset({"at", "key", "values"}),
    "action": frozenset({"at", "row", "who", "values"}),
    "withdraw": frozenset({"at", "who"}),
    "advance_to": frozenset(),
}
_THEN: Mapping[str, frozenset[str]] = {
    "task": frozenset({"who", "on", "having"}),
    "no_task": frozenset({"having"}),
    "register": frozenset({"where", "equals"}),
    "refused": frozenset({"code", "field"}),
    "ended": frozenset(),
    "notice": frozenset({"to", "times", "having"}),
    "incident": frozenset({"on"}),
}


class ScenarioWrong(Exception):
    """The file is no scenario: where, and why."""


@dataclass(frozen=True)
class Scenario:
    """clock: the instant at which it begins; steps and then as in the file, each known by its first key."""

    name: str
    clock: datetime
    data: str
    steps: tuple[Mapping[str, Any], ...]
    then: tuple[Mapping[str, Any], ...]


def read_scenario(path: Path) -> Scenario:
    """Raises ScenarioWrong."""
    found = read_yaml(path)
    if not isinstance(found, dict) or not {"name", "given", "steps", "then"} <= found.keys():
        raise ScenarioWrong(f"{path.name}: needs name, given, steps and then")
    for part, known in (("steps", _STEPS), ("then", _THEN)):
        for number, entry in enumerate(found[part], start=1):
            _check(f"{path.name}: {part} {number}", entry, known)
    return Scenario(
        found["name"],
        moment(found["given"]["clock"]),
        found["given"].get("data", "demo"),
        tuple(found["steps"]),
        tuple(found["then"]),
    )


def kind_of(entry: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """Which of the known kinds an entry is."""
    return next(kind for kind in known if kind in entry)


def step_kind(entry: Mapping[str, Any]) -> str:
    return kind_of(entry, _STEPS)


def then_kind(entry: Mapping[str, Any]) -> str:
    return kind_of(entry, _THEN)


def moment(text: str | datetime) -> datetime:
    """An instant with its offset. Raises ScenarioWrong."""
    found = text if isinstance(text, datetime) else datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ScenarioWrong(f"{text}: an instant needs its offset, such as +08:00")
    return found


def _check(where: str, entry: Any, known: Mapping[str, frozenset[str]]) -> None:
    kinds = [kind for kind in known if isinstance(entry, dict) and kind in entry]
    if len(kinds) != 1:
        raise ScenarioWrong(f"{where}: exactly one of {', '.join(known)}")
    unknown = entry.keys() - known[kinds[0]] - {kinds[0]}
    if unknown:
        raise ScenarioWrong(f"{where}: {', '.join(sorted(unknown))} is not known beside {kinds[0]}")
