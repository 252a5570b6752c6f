"""The seals themselves are another register's: it is asked through its operations, never by import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.execution.ports import OperationCall
from engine.execution.step import Step

Row = Mapping[str, Any]


def keepers(step: Step, call: OperationCall, kinds: Sequence[str]) -> list[str]:
    """Keepers first, then their backups. Raises OperationRefused for a kind without any seal."""
    found: list[str] = _ask(step, call, "keepers", kinds=list(kinds))["keepers"]
    return found


def require(step: Step, call: OperationCall, row: Row, *, outside: bool) -> None:
    """Raises OperationRefused where one is not where it should be."""
    _ask(step, call, "require", **_of(row), outside=outside)


def take_out(step: Step, call: OperationCall, row: Row, since: datetime) -> None:
    """Raises OperationRefused where one is out, damaged or missing."""
    takers = row["taken_by"]
    _ask(step, call, "take_out", **_of(row), held_by=takers, since=since, back_by=row["back_by"])


def take_back(step: Step, call: OperationCall, row: Row, condition: str, note: str | None) -> None:
    _ask(step, call, "take_back", **_of(row), condition=condition, note=note)


def lose(step: Step, call: OperationCall, row: Row, note: str | None) -> list[str]:
    """Codes of the seals that are missing from now on."""
    codes: list[str] = _ask(step, call, "lose", **_of(row), note=note)["missing"]
    return codes


def declare_void(step: Step, call: OperationCall, row: Row, facts: Mapping[str, Any]) -> list[str]:
    """Codes of the missing seals that are void from now on; `facts` say to whom and where it was said."""
    codes: list[str] = _ask(step, call, "void", **_of(row), **facts)["void"]
    return codes


def _of(row: Row) -> dict[str, Any]:
    return {"kinds": list(row["seals"]), "number": row["number"]}


def _ask(step: Step, call: OperationCall, what: str, **variables: Any) -> Mapping[str, Any]:
    return step.services.operations[f"register.seals.{what}"].run(step, replace(call, variables=variables))
