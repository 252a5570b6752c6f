"""Plays a scenario's steps on an engine whose clock can be moved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, func, select

from engine.bootstrap import Engine
from engine.execution.cases import load_variables
from engine.execution.commands.publish_message import PublishMessage
from engine.execution.definitions import FormDefinition
from engine.execution.kept_drafts import form_subject
from engine.execution.step import Reader
from engine.execution.tables import MESSAGE, PROCESS_INSTANCE, START_TIMER, TIMER, USER_TASK
from engine.jobs.messages import expire_due
from engine.jobs.start_timers import start_due
from engine.jobs.timers import fire_due
from engine.jobs.workers import work_due
from engine.kernel import exact_json
from engine.kernel.actor import Actor
from engine.kernel.errors import EngineError, InvalidInput
from engine.processes.cancel import CancelCase
from engine.processes.start import StartProcess, start_form
from engine.seeds.scenarios.act import act
from engine.seeds.scenarios.posted import as_browser_sends
from engine.seeds.scenarios.read import Scenario, ScenarioWrong, moment, step_kind
from engine.user_tasks.claim import ClaimTask
from engine.user_tasks.complete import CompleteTask

WORKER = "scenario"
SYSTEM = "system"


class MovableClock(Protocol):
    def now(self) -> datetime: ...

    def move_to(self, at: datetime) -> None: ...


@dataclass(frozen=True)
class Refusal:
    """What a step was refused with; fields: the names of the form fields that were wrong."""

    code: str
    fields: frozenset[str] = frozenset()


@dataclass
class Played:
    """What playing left: the last case that was started and what was refused, by step number."""

    root_key: int | None = None
    refusals: dict[int, Refusal] = field(default_factory=dict)


def play(engine: Engine, clock: MovableClock, scenario: Scenario, before: Played | None = None) -> Played:
    """Raises ScenarioWrong where a step cannot even be tried: no such task is open, no such step is known.

    before   what an earlier part of the same scenario left
    """
    clock.move_to(scenario.clock)
    played = Played() if before is None else before
    for number, step in enumerate(scenario.steps, start=1):
        if "at" in step:
            advance_to(engine, clock, moment(step["at"]))
        try:
            _play(engine, clock, played, step)
        except InvalidInput as wrong:
            played.refusals[number] = Refusal(wrong.code, frozenset(wrong.facts["fields"]))
        except EngineError as refused:
            played.refusals[number] = Refusal(refused.code)
        work_due(engine, WORKER)
    return played


def advance_to(engine: Engine, clock: MovableClock, at: datetime) -> None:
    """Lets time pass: every timer on the way fires, and every message expires, at its own instant."""
    while (due := _next_due(engine)) is not None and due < at:
        # A timer fires after its instant and not at it.
        clock.move_to(max(due + timedelta(seconds=1), clock.now()))
        if fire_due(engine) + start_due(engine) + expire_due(engine) == 0:
            break
        work_due(engine, WORKER)
    clock.move_to(at)
    fire_due(engine)
    start_due(engine)
    expire_due(engine)
    work_due(engine, WORKER)


def actor(engine: Engine, user_id: str) -> Actor:
    with engine.read() as reader:
        return Actor(user_id, reader.organisation.roles_of(user_id))


def open_tasks(
    engine: Engine, root_key: int | None, element_id: str, having: Mapping[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Open tasks of this element in the case, in those it called and in those it set going, oldest first.

    having   only those that see variables with these values: of several stages, this one
    """
    statement = (
        select(USER_TASK, PROCESS_INSTANCE.c.root_key)
        .join(PROCESS_INSTANCE, PROCESS_INSTANCE.c.key == USER_TASK.c.instance_key)
        .where(of_case(root_key), USER_TASK.c.element_id == element_id)
        .where(USER_TASK.c.state == "created")
        .order_by(USER_TASK.c.key)
    )
    with engine.read() as reader:
        tasks = [dict(row) for row in reader.connection.execute(statement).mappings()]
        found = [task for task in tasks if not having or _sees(reader, task, having)]
    # Its own before those of what it set going.
    return [task for task in found if task["root_key"] == root_key] or found


def _sees(reader: Reader, task: Mapping[str, Any], having: Mapping[str, Any]) -> bool:
    seen = load_variables(reader, task["instance_key"], task["token_key"])
    return all(seen.get(name) == value for name, value in _exact(having).items())


def of_case(root_key: int | None) -> ColumnElement[bool]:
    """The case with its parts, and what was begun after it: keys rise with time, and a scenario is alone."""
    return PROCESS_INSTANCE.c.root_key >= (0 if root_key is None else root_key)


def _play(engine: Engine, clock: MovableClock, played: Played, step: Mapping[str, Any]) -> None:
    kind = step_kind(step)
    if kind == "advance_to":
        advance_to(engine, clock, moment(step["advance_to"]))
        if played.root_key is None:
            # Time itself may have started it.
            played.root_key = _newest_case(engine)
    elif kind == "start":
        played.root_key = _start(engine, step)
    elif kind == "task":
        _complete(engine, played, step)
    elif kind == "message":
        _message(engine, played, step)
    elif kind == "action":
        act(engine, step, actor(engine, step["who"]))
    else:
        _withdraw(engine, played, step)


def _newest_case(engine: Engine) -> int | None:
    newest = select(func.max(PROCESS_INSTANCE.c.root_key))
    with engine.read() as reader:
        found: int | None = reader.connection.scalar(newest)
    return found


def _start(engine: Engine, step: Mapping[str, Any]) -> int:
    process_id, values = step["start"], step.get("values", {})
    if step["who"] == SYSTEM:
        # As a calling process would: variables instead of a form.
        started = engine.execute(StartProcess(process_id, values=_exact(values)), Actor.system(WORKER))
        return int(started["instance_key"])
    with engine.read() as reader:
        definition = reader.services.definitions.latest_process(reader.connection, process_id, reader.now)
        form = start_form(reader, definition)
    posted = {} if form is None else as_browser_sends(engine, form, values, f"start:{process_id}")
    started = engine.execute(StartProcess(process_id, posted), actor(engine, step["who"]))
    return int(started["instance_key"])


def _complete(engine: Engine, played: Played, step: Mapping[str, Any]) -> None:
    tasks = open_tasks(engine, played.root_key, step["task"], step.get("having"))
    if not tasks:
        raise ScenarioWrong(f"{step['task']}: no such task is open")
    # Of several, his own: each of them may be asked at once. Else one that is nobody's yet.
    wanted = (step["who"], None)
    task = next((one for who in wanted for one in tasks if one["assignee"] == who), tasks[0])
    who = actor(engine, step["who"])
    if task["assignee"] is None:
        engine.execute(ClaimTask(task["key"]), who)
    posted: Mapping[str, Any] = {}
    if task["form_key"] is not None:
        with engine.read() as reader:
            found: FormDefinition = reader.services.definitions.form(reader.connection, task["form_key"])
        posted = as_browser_sends(engine, found.form, step.get("values", {}), form_subject(task))
    engine.execute(CompleteTask(task["key"], posted), who)


def _withdraw(engine: Engine, played: Played, step: Mapping[str, Any]) -> None:
    if played.root_key is None:
        raise ScenarioWrong("withdraw: no case was started")
    engine.execute(CancelCase(played.root_key, step["withdraw"]), actor(engine, step["who"]))


def _message(engine: Engine, played: Played, step: Mapping[str, Any]) -> None:
    """From outside; where no case was started yet, the first that it starts is the one that is meant."""
    command = PublishMessage(step["message"], str(step["key"]), _exact(step.get("values", {})))
    engine.execute(command, Actor.system(WORKER))
    if played.root_key is None:
        with engine.read() as reader:
            played.root_key = reader.connection.scalar(select(func.min(PROCESS_INSTANCE.c.root_key)))


def _exact(values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = exact_json.loads(exact_json.dumps(values))
    return found


def _next_due(engine: Engine) -> datetime | None:
    with engine.read() as reader:
        instants = [
            reader.connection.scalar(select(func.min(due, type_=due.type)).where(state == "waiting"))
            for due, state in (
                (TIMER.c.try_at, TIMER.c.state),
                (START_TIMER.c.try_at, START_TIMER.c.state),
                (MESSAGE.c.expires_at, MESSAGE.c.state),
            )
        ]
    return min((instant for instant in instants if instant is not None), default=None)
