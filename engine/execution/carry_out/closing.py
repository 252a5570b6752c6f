"""A token left: what it waited for is closed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, bindparam, select

from engine.bpmn.effects import SubscriptionClosed, WaitClosed
from engine.bpmn.graph import Node, Process
from engine.execution.cases import Case, load_case
from engine.execution.step import Step
from engine.execution.tables import (
    INCIDENT,
    JOB,
    PROCESS_INSTANCE,
    SIGNAL_SUBSCRIPTION,
    SUBSCRIPTION,
    TIMER,
    USER_TASK,
    USER_TASK_CANDIDATE,
)
from engine.storage.prepared import Prepared


def _of_token(table: Table) -> ColumnElement[bool]:
    return and_(table.c.instance_key == bindparam("i"), table.c.token_key == bindparam("t"))


def _of_event(table: Table) -> ColumnElement[bool]:
    return and_(_of_token(table), table.c.element_id == bindparam("e"))


_OPEN_TASKS = Prepared(select(USER_TASK.c.key).where(_of_token(USER_TASK), USER_TASK.c.state == "created"))
_END_TASK = Prepared(
    USER_TASK.update()
    .where(USER_TASK.c.key == bindparam("k"), USER_TASK.c.state == "created")
    .values(state="canceled", ended_at=bindparam("at", type_=USER_TASK.c.ended_at.type))
)
_DROP_CANDIDATES = Prepared(
    USER_TASK_CANDIDATE.delete().where(USER_TASK_CANDIDATE.c.task_key == bindparam("k"))
)
_WAITING_TIMERS = TIMER.update().where(TIMER.c.state == "waiting").values(state="canceled")
_END_TIMERS = Prepared(_WAITING_TIMERS.where(_of_token(TIMER)))
_END_TIMER = Prepared(_WAITING_TIMERS.where(_of_event(TIMER)))
_END_JOBS = Prepared(
    JOB.update()
    .where(_of_token(JOB), JOB.c.state == "created")
    .values(state="canceled", ended_at=bindparam("at", type_=JOB.c.ended_at.type))
)
_DROP_SUBSCRIPTIONS = Prepared(SUBSCRIPTION.delete().where(_of_token(SUBSCRIPTION)))
_DROP_SUBSCRIPTION = Prepared(SUBSCRIPTION.delete().where(_of_event(SUBSCRIPTION)))
_DROP_SIGNALS = Prepared(SIGNAL_SUBSCRIPTION.delete().where(_of_token(SIGNAL_SUBSCRIPTION)))
_DROP_SIGNAL = Prepared(SIGNAL_SUBSCRIPTION.delete().where(_of_event(SIGNAL_SUBSCRIPTION)))
_RESOLVE = Prepared(
    INCIDENT.update()
    .where(_of_token(INCIDENT), INCIDENT.c.resolved_at.is_(None))
    .values(resolved_at=bindparam("at", type_=INCIDENT.c.resolved_at.type), resolved_by=bindparam("who"))
)
_OPEN_INCIDENT = Prepared(
    select(INCIDENT.c.key)
    .where(INCIDENT.c.instance_key == bindparam("i"), INCIDENT.c.resolved_at.is_(None))
    .limit(1)
)
_CALLED = Prepared(
    select(PROCESS_INSTANCE.c.key).where(
        PROCESS_INSTANCE.c.root_key == bindparam("r"),
        PROCESS_INSTANCE.c.parent_key == bindparam("i"),
        PROCESS_INSTANCE.c.parent_token == bindparam("t"),
        PROCESS_INSTANCE.c.state == "active",
    )
)


def close(step: Step, case: Case, effect: WaitClosed) -> None:
    """Notes the token; `flush` closes its rows once the element it stood at is known."""
    step.closed.append((case.key, effect.key))


def close_one(step: Step, case: Case, effect: SubscriptionClosed) -> None:
    """Closes a single subscription; what else the token waits for stays."""
    wanted = {"i": case.key, "t": effect.key, "e": effect.event_id}
    for rows in (step.writes.timers, step.writes.subscriptions, step.writes.signal_subscriptions):
        rows[:] = [row for row in rows if not _is_row_of(row, case.key, effect.key, effect.event_id)]
    for statement in (_END_TIMER, _DROP_SUBSCRIPTION, _DROP_SIGNAL):
        statement.execute(step.connection, wanted)


def _is_row_of(row: dict[str, Any], case_key: int, token: int, event_id: str) -> bool:
    return (row["instance_key"], row["token_key"], row["element_id"]) == (case_key, token, event_id)


def flush(step: Step) -> list[Case]:
    """Closes the rows of every noted token, touching only the tables that its element can have rows in.

    Returns the called cases that were cancelled with their caller: they move now.
    """
    cancelled: list[Case] = []
    while step.closed:
        case_key, token = step.closed.pop()
        case = load_case(step, case_key)
        for kind in _kinds(case, case.elements_left.get(token)):
            if kind == "call":
                cancelled.extend(_cancel_called(step, case, token))
            else:
                _CLOSERS[kind](step, case, token)
    return cancelled


def _kinds(case: Case, element_id: str | None) -> Iterable[str]:
    node = case.definition.process.nodes.get(element_id or "")
    if node is None or case.has_incident:
        return (*_CLOSERS, "call")
    return _kinds_of(case.definition.process, node)


def _kinds_of(process: Process, node: Node) -> Iterable[str]:
    """Only what the drawing gives the element can wait there."""
    if node.kind == "userTask":
        yield "task"
    if node.job is not None:
        yield "job"
    if node.called is not None:
        yield "call"
    hosts_others = node.event_subprocesses or node.kind in ("receiveTask", "eventBasedGateway")
    events = [node.event, *(process.nodes[boundary].event for boundary in node.boundaries)]
    awaited = {event.kind for event in events if event is not None}
    if hosts_others or "timer" in awaited:
        yield "timer"
    if hosts_others or "message" in awaited:
        yield "subscription"
    if hosts_others or "signal" in awaited:
        yield "signal"


def close_task(step: Step, case: Case, token: int) -> None:
    """Cancels the open task of the token; it is in nobody's inbox any more."""
    for row in _drop_written(step.writes.user_tasks, case.key, token):
        step.writes.candidates[:] = [
            each for each in step.writes.candidates if each["task_key"] != row["key"]
        ]
        step.writes.exclusions[:] = [
            each for each in step.writes.exclusions if each["task_key"] != row["key"]
        ]
    if token in case.tasks_ended:
        return
    for (key,) in _OPEN_TASKS.fetch_all(step.connection, {"i": case.key, "t": token}):
        _END_TASK.execute(step.connection, {"k": key, "at": step.now})
        _DROP_CANDIDATES.execute(step.connection, {"k": key})


def _close_timers(step: Step, case: Case, token: int) -> None:
    _drop_written(step.writes.timers, case.key, token)
    _END_TIMERS.execute(step.connection, {"i": case.key, "t": token})


def _close_jobs(step: Step, case: Case, token: int) -> None:
    _drop_written(step.writes.jobs, case.key, token)
    _END_JOBS.execute(step.connection, {"i": case.key, "t": token, "at": step.now})


def _close_subscriptions(step: Step, case: Case, token: int) -> None:
    _drop_written(step.writes.subscriptions, case.key, token)
    _DROP_SUBSCRIPTIONS.execute(step.connection, {"i": case.key, "t": token})


def _close_signals(step: Step, case: Case, token: int) -> None:
    _drop_written(step.writes.signal_subscriptions, case.key, token)
    _DROP_SIGNALS.execute(step.connection, {"i": case.key, "t": token})


def _cancel_called(step: Step, case: Case, token: int) -> list[Case]:
    """A caller that was cancelled takes its called cases with it."""
    stored = [
        key for (key,) in _CALLED.fetch_all(step.connection, {"r": case.root_key, "i": case.key, "t": token})
    ]
    called = [load_case(step, key) for key in stored]
    called += [
        other
        for other in step.cases.values()
        if other.key not in stored and (other.parent_key, other.parent_token) == (case.key, token)
    ]
    running = [child for child in called if child.state == "active" and not child.instance.is_done]
    for child in running:
        child.instance.cancel()
    return running


def _resolve_incidents(step: Step, case: Case, token: int) -> None:
    if not case.has_incident:
        return
    written = step.writes.incidents
    for row in _drop_written(written, case.key, token):
        # Met and settled in one step: it stands in the table as it stands in history.
        step.connection.execute(INCIDENT.insert().values(**row))
    row = {"i": case.key, "t": token, "at": step.now, "who": step.actor.user_id}
    _RESOLVE.execute(step.connection, row)
    is_open = _OPEN_INCIDENT.fetch_one(step.connection, {"i": case.key}) is not None
    case.has_incident = is_open or any(one["instance_key"] == case.key for one in written)


def _drop_written(rows: list[dict[str, Any]], case_key: int, token: int) -> list[dict[str, Any]]:
    """Takes out what this same step had gathered for the token; returns it."""
    dropped = [row for row in rows if (row["instance_key"], row["token_key"]) == (case_key, token)]
    if dropped:
        rows[:] = [row for row in rows if (row["instance_key"], row["token_key"]) != (case_key, token)]
    return dropped


_CLOSERS = {
    "task": close_task,
    "timer": _close_timers,
    "job": _close_jobs,
    "subscription": _close_subscriptions,
    "signal": _close_signals,
    "incident": _resolve_incidents,
}
