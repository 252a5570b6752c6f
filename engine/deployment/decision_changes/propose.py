"""A process owner proposes a changed table, with the reason and the day from which it shall be in force."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from engine.decisions.sheet import MOST_ROWS, Row
from engine.deployment.decision_changes.in_force import TableVersion, latest_key, version_of
from engine.deployment.decision_changes.preview import preview
from engine.deployment.decision_changes.tables import DECISION_CHANGE, OPEN
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.kernel.errors import Conflict, InvalidInput, NotFound, Problem
from engine.permissions import rules

SHORTEST_REASON = 5
APPROVERS = "process_approver"


@dataclass(frozen=True)
class ProposeDecisionChange:
    """base: key of the version that was changed; effective_from: a day of the company, None = at once."""

    decision_id: str
    base: int
    rows: Sequence[Row]
    reason: str
    effective_from: date | None = None


def _load(step: Step, command: ProposeDecisionChange) -> TableVersion:
    key = latest_key(step, command.decision_id)
    if key is None:
        raise NotFound(kind="decision_table", id=command.decision_id)
    if key != command.base:
        raise Conflict(reason="decision_changed_meanwhile", decision=command.decision_id)
    return version_of(step, key)


def _run(step: Step, command: ProposeDecisionChange, base: TableVersion) -> dict[str, Any]:
    wrong = _wrong(step, command, base)
    if wrong:
        raise InvalidInput(fields=wrong)
    row = {
        "key": step.keys.next(),
        "decision_id": command.decision_id,
        "base": command.base,
        "rows": [_plain(one) for one in command.rows],
        "reason": command.reason.strip(),
        "effective_from": _instant(step, command.effective_from),
        "state": OPEN,
        "proposed_by": step.actor.user_id,
        "proposed_at": step.now,
    }
    step.connection.execute(DECISION_CHANGE.insert().values(**row))
    step.audit_detail(reason=row["reason"], rows=row["rows"])
    facts = {
        "name": base.sheet.name,
        "by": step.actor.user_id,
        "reason": row["reason"],
        "change": str(row["key"]),
    }
    for person in step.organisation.holders(APPROVERS):
        if person not in step.actor.persons:
            step.notice(person, "decision_change_proposed", facts)
    return {"change_key": row["key"]}


def _wrong(step: Step, command: ProposeDecisionChange, base: TableVersion) -> dict[str, list[Problem]]:
    wrong: dict[str, list[Problem]] = {}
    if len(command.reason.strip()) < SHORTEST_REASON:
        wrong["reason"] = [Problem("too_short", facts={"least": SHORTEST_REASON})]
    day = command.effective_from
    if day is not None and day < step.services.calendar.local_date(step.now):
        wrong["effective_from"] = [Problem("day_has_passed")]
    shapes = {(len(row.tests), len(row.results)) for row in command.rows}
    if len(command.rows) > MOST_ROWS or shapes - {(len(base.sheet.inputs), len(base.sheet.outputs))}:
        wrong["rows"] = [Problem("rows_malformed")]
        return wrong
    seen = preview(step, base, command.rows)
    if seen.problems:
        wrong["rows"] = list(seen.problems)
    elif not seen.changes:
        wrong["rows"] = [Problem("nothing_changed")]
    return wrong


def _plain(row: Row) -> dict[str, Any]:
    return {"id": row.id, "tests": list(row.tests), "results": list(row.results), "note": row.note}


def _instant(step: Step, day: date | None) -> datetime | None:
    """The first instant of the day; a day that has begun already counts from now."""
    if day is None or day == step.services.calendar.local_date(step.now):
        return None
    return step.services.calendar.at(day, time()).astimezone(UTC)


HANDLER = Handler(
    ProposeDecisionChange,
    action="decision_change.propose",
    load=_load,
    rule=rules.is_process_owner,
    run=_run,
    chain=lambda command, _base: f"decision:{command.decision_id}",
    object=lambda command, _base: f"decision:{command.decision_id}",
)
