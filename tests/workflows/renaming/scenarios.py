"""Renames in scenario files: processes, elements, and the fields that people fill."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from engine.seeds.yaml_text import read_yaml
from tests.workflows.renaming.names import Names, announced_names

# Entries whose text is an id where it is known as one.
_IDS = frozenset({"start", "task", "no_task", "ended", "on", "message"})


def scenario(path: Path, names: Names) -> bytes:
    found = read_yaml(path)
    for part in ("steps", "then"):
        found[part] = [_entry(entry, names) for entry in found[part]]
    return str(yaml.dump(found, Dumper=_Exact, allow_unicode=True, sort_keys=False)).encode()


class _Exact(yaml.SafeDumper):
    """Numbers are read as decimals, and written as they stood."""


_Exact.add_representer(
    Decimal, lambda dumper, number: dumper.represent_scalar("tag:yaml.org,2002:float", str(number))
)


def _is_of_registers(entry: dict[str, Any]) -> bool:
    """What a register asks for on its pages, and what it announces, it says in its own words."""
    return "action" in entry or entry.get("message") in announced_names()


def _entry(entry: dict[str, Any], names: Names) -> dict[str, Any]:
    renamed = {
        key: names.ids.get(value, value) if key in _IDS and isinstance(value, str) else value
        for key, value in entry.items()
    }
    if isinstance(entry.get("values"), dict) and not _is_of_registers(entry):
        renamed["values"] = {names.fields.get(key, key): value for key, value in entry["values"].items()}
    if "having" in entry and "notice" not in entry:
        # Which of several tasks is meant is told by their variables, of notices by what they say.
        renamed["having"] = {names.fields.get(key, key): value for key, value in entry["having"].items()}
    if "field" in entry:
        # In a list: `<list>-<row>-<field>`.
        head, dash, rest = entry["field"].partition("-")
        renamed["field"] = names.fields.get(head, head) + dash + rest
    return renamed
