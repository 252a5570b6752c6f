"""`timers.reschedule`: a deadline has moved, so the open dates that hang on it are asked for anew.

Inside the scope (the id of a subprocess; without one, the whole case) every open timer with a date and every
open user task with a due date is evaluated again. What counts from an instant that has passed, a duration or
a cycle, goes on as it was, and what fired already does not fire again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from sqlalchemy import Table, select

import feel
from engine.calendars import timers
from engine.execution.carry_out.timers import working_time
from engine.execution.carry_out.user_tasks import due_at, due_sort
from engine.execution.cases import Case, load_case
from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step
from engine.execution.tables import TIMER, USER_TASK, USER_TASK_CANDIDATE
from engine.kernel.errors import OperationRefused


@dataclass(frozen=True)
class _Move:
    """A date that is another one now; `apply` writes it."""

    element_id: str
    before: datetime | None
    after: datetime | None
    apply: Callable[[], Any]

    def said(self) -> dict[str, str | None]:
        before, after = (None if at is None else at.isoformat() for at in (self.before, self.after))
        return {"element_id": self.element_id, "from": before, "to": after}


def reschedule(step: Step, call: OperationCall) -> Mapping[str, Any]:
    """{"moved": [{"element_id", "from", "to"}]}. Raises OperationRefused for a date that cannot be read."""
    case = load_case(step, call.instance_key)
    tokens = _tokens_in(case, call.variables.get("scope"))
    # All is asked before anything is written, so that one date that cannot be read leaves the others alone.
    moves = [*_timers(step, case, tokens), *_tasks(step, case, tokens)]
    for move in moves:
        move.apply()
    moved = [move.said() for move in moves]
    if moved:
        step.history(case.key, "rescheduled", call.element_id, moved=moved)
    return {"moved": moved}


def _tokens_in(case: Case, scope: Any) -> set[int]:
    at = {token.key: token.element_id for token in case.instance.tokens}
    if not scope:
        return set(at)
    if scope not in case.definition.process.nodes:
        raise OperationRefused(reason="scope_unknown", input="scope", scope=str(scope))
    return {key for key in at if any(at.get(one) == scope for one in case.instance.scopes_of(key))}


def _timers(step: Step, case: Case, tokens: set[int]) -> Iterator[_Move]:
    waiting = (TIMER.c.state == "waiting") & (TIMER.c.kind == "date")
    stored = step.connection.execute(
        select(TIMER).where(TIMER.c.instance_key == case.key, waiting).order_by(TIMER.c.key)
    )
    gathered = [row for row in step.writes.timers if row["kind"] == "date"]
    for row in _both(case, stored, gathered):
        if row["token_key"] in tokens:
            due = _timer_due(step, case, row)
            changes = {"due_at": due.at, "try_at": due.at, "is_whole_day": due.is_whole_day, "attempts": 0}
            if due.at != row["due_at"]:
                apply = partial(_change, step, TIMER, row, changes)
                yield _Move(row["element_id"], row["due_at"], due.at, apply)


def _both(case: Case, stored: Any, gathered: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
    """Rows that stand in the table, and those that this same step is about to write."""
    mine = [row for row in gathered if row["instance_key"] == case.key]
    return [*stored.mappings(), *mine]


def _timer_due(step: Step, case: Case, row: Mapping[str, Any]) -> timers.Due:
    node = case.definition.process.nodes[row["element_id"]]
    timer = node.event.timer if node.event is not None else None
    value = None if timer is None else case.instance.evaluate(row["token_key"], timer.value)
    try:
        return timers.first("date", value, step.now, step.services.zone, working_time(step, node))
    except timers.TimerRefused as refused:
        raise OperationRefused(**refused.facts, element_id=node.id) from refused


def _tasks(step: Step, case: Case, tokens: set[int]) -> Iterator[_Move]:
    is_open = (USER_TASK.c.instance_key == case.key) & (USER_TASK.c.state == "created")
    columns = (USER_TASK.c.key, USER_TASK.c.token_key, USER_TASK.c.element_id, USER_TASK.c.due_at)
    stored = step.connection.execute(select(*columns).where(is_open).order_by(USER_TASK.c.key))
    for row in _both(case, stored, step.writes.user_tasks):
        if row["token_key"] in tokens:
            after = _task_due(step, case, row)
            if after != row["due_at"]:
                apply = partial(_move_task, step, row, after)
                yield _Move(row["element_id"], row["due_at"], after, apply)


def _task_due(step: Step, case: Case, row: Mapping[str, Any]) -> datetime | None:
    node = case.definition.process.nodes[row["element_id"]]
    wanted = node.user_task.due_date if node.user_task is not None else None
    before: datetime | None = row["due_at"]
    if wanted is None:
        return before
    value = feel.to_json(case.instance.evaluate(row["token_key"], wanted))
    if isinstance(value, str) and value.startswith("P"):
        return before
    try:
        due = due_at(step, node, value)
    except (ValueError, timers.TimerRefused) as error:
        raise OperationRefused(
            reason="due_date_not_readable", element_id=node.id, value=str(value)
        ) from error
    return None if due is None else due.astimezone(UTC)


def _move_task(step: Step, row: Mapping[str, Any], after: datetime | None) -> None:
    sort = due_sort(after)
    _change(step, USER_TASK, row, {"due_at": after, "due_sort": sort})
    of_task = USER_TASK_CANDIDATE.c.task_key == row["key"]
    step.connection.execute(USER_TASK_CANDIDATE.update().where(of_task).values(due_sort=sort))
    for candidate in step.writes.candidates:
        if candidate["task_key"] == row["key"]:
            candidate["due_sort"] = sort


def _change(step: Step, table: Table, row: Mapping[str, Any], changes: dict[str, Any]) -> None:
    """A row that this same step gathered is changed where it waits to be written."""
    if isinstance(row, dict):
        row.update(changes)
    else:
        step.connection.execute(table.update().where(table.c.key == row["key"]).values(**changes))


# Done again it finds the dates of then: what undoes it is itself.
OPERATION = Operation(
    "timers.reschedule",
    reschedule,
    inputs={"scope": "text?"},
    outputs={"moved": "list"},
    inverse="timers.reschedule",
)
