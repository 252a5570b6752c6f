"""The seals themselves are another register's: it is asked through its operations, never by import."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.execution.ports import OperationCall
from engine.execution.step import Step


def keepers(step: Step, call: OperationCall, kinds: Sequence[str]) -> list[str]:
    """Keepers first, then their backups. Raises OperationRefused for a kind without any seal."""
    found: list[str] = _ask(step, call, "keepers", kinds=list(kinds))["keepers"]
    return found


def require(step: Step, call: OperationCall, kinds: Sequence[str], *, outside: bool) -> None:
    """Raises OperationRefused where one is not where it should be."""
    _ask(step, call, "require", kinds=list(kinds), outside=outside)


def take_out(step: Step, call: OperationCall, kinds: Sequence[str]) -> None:
    """Raises OperationRefused where one is out, damaged or missing."""
    _ask(step, call, "take_out", kinds=list(kinds))


def take_back(
    step: Step, call: OperationCall, kinds: Sequence[str], condition: str, note: str | None
) -> None:
    _ask(step, call, "take_back", kinds=list(kinds), condition=condition, note=note)


def lose(step: Step, call: OperationCall, kinds: Sequence[str], note: str | None) -> list[str]:
    """Codes of the seals that are missing from now on."""
    codes: list[str] = _ask(step, call, "lose", kinds=list(kinds), note=note)["missing"]
    return codes


def _ask(step: Step, call: OperationCall, what: str, **variables: Any) -> Mapping[str, Any]:
    return step.services.operations[f"register.seals.{what}"].run(step, replace(call, variables=variables))
