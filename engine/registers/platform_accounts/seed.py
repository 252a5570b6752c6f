"""The accounts of a company file, each with a password that is drawn here and that nobody has seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.permissions import rules
from engine.registers.platform_accounts.queries import ENTERED, NAME, find
from engine.registers.platform_accounts.set_password import drawn, put
from engine.registers.platform_accounts.tables import ACCOUNT
from engine.registers.shared import rows
from engine.registers.shared.rows import Reader


@dataclass(frozen=True)
class SeedAccounts:
    rows: tuple[Mapping[str, Any], ...]


def missing(reader: Reader, wanted: Sequence[Mapping[str, Any]]) -> list[SeedAccounts]:
    left = tuple(row for row in wanted if find(reader, row) is None)
    return [SeedAccounts(left)] if left else []


def _run(step: Step, command: SeedAccounts, _subject: None) -> None:
    for values in command.rows:
        key = ENTERED.write(step, None, {**values, "last_rotated_on": None})
        put(step, key, drawn())
        if values.get("last_rotated_on"):
            changed = date.fromisoformat(values["last_rotated_on"])
            rows.update(step, ACCOUNT, NAME, rows.locked(step, ACCOUNT, key), {"last_rotated_on": changed})


HANDLER = Handler(
    SeedAccounts,
    action="platform_account.seed",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_run,
    chain=lambda _command, _subject: f"register:{NAME}",
    object=lambda _command, _subject: f"register:{NAME}",
)
