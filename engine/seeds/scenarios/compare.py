"""Compares what a scenario expects with what playing it left."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.bootstrap import Engine
from engine.execution.tables import (
    ELEMENT_INSTANCE,
    INCIDENT,
    NOTICE,
    PROCESS_INSTANCE,
    USER_TASK_EXCLUSION,
)
from engine.kernel import exact_json
from engine.seeds.scenarios.act import rows_of
from engine.seeds.scenarios.play import Played, of_case, open_tasks
from engine.seeds.scenarios.read import Scenario, then_kind

Expected = Mapping[str, Any]


def differences(engine: Engine, scenario: Scenario, played: Played) -> list[str]:
    """A line for each expectation that does not hold, and for each refusal that was not expected."""
    found: list[str] = []
    expected_refusals = set()
    for number, entry in enumerate(scenario.then, start=1):
        kind = then_kind(entry)
        if kind == "refused":
            expected_refusals.add(entry["refused"])
        wrong = _CHECKS[kind](engine, played, entry)
        if wrong:
            found.append(f"then {number}: {wrong}")
    if not any(then_kind(entry) == "incident" for entry in scenario.then):
        found.extend(f"incident at {element}: {code} {facts}" for code, element, facts in _incidents(engine))
    for number, refusal in played.refusals.items():
        if number not in expected_refusals:
            found.append(f"step {number} was refused: {refusal.code} {sorted(refusal.fields)}")
    return found


def _task(engine: Engine, played: Played, entry: Expected) -> str:
    """Of several that are open, one that is for these people on this day will do."""
    tasks = open_tasks(engine, played.root_key, entry["task"], entry.get("having"))
    if not tasks:
        return f"{entry['task']} is not open"
    found = [(_people(engine, task), _due_day(engine, task)) for task in tasks]
    who, on = entry.get("who"), entry.get("on")
    wanted = sorted(who) if isinstance(who, list) else [who]
    if any((who is None or people == wanted) and (on is None or day == str(on)) for people, day in found):
        return ""
    said = ", ".join(f"is for {people} due on {day}" for people, day in found)
    return f"{entry['task']} {said}"


def _due_day(engine: Engine, task: Mapping[str, Any]) -> str | None:
    due: datetime | None = task["due_at"]
    return None if due is None else due.astimezone(engine.settings.zone).date().isoformat()


def _people(engine: Engine, task: Mapping[str, Any]) -> list[str]:
    """Who may work on it, without those whom four eyes keep away."""
    if task["assignee"] is not None:
        return [task["assignee"]]
    with engine.read() as reader:
        people = set(task["candidate_users"])
        for group in task["candidate_groups"]:
            people.update(reader.organisation.holders(group))
        away = select(USER_TASK_EXCLUSION.c.person).where(USER_TASK_EXCLUSION.c.task_key == task["key"])
        return sorted(people - set(reader.connection.scalars(away)))


def _no_task(engine: Engine, played: Played, entry: Expected) -> str:
    is_open = bool(open_tasks(engine, played.root_key, entry["no_task"], entry.get("having")))
    return f"{entry['no_task']} is open" if is_open else ""


def _register(engine: Engine, _played: Played, entry: Expected) -> str:
    where = entry.get("where", {})
    rows = rows_of(engine, entry["register"], where)
    if not rows:
        return f"{entry['register']} has no row with {where}"
    wanted = {name: _plain(value) for name, value in entry.get("equals", {}).items()}
    found = {name: _plain(rows[0].get(name)) for name in wanted}
    return "" if found == wanted else f"{entry['register']} has {exact_json.dumps(found)}"


def _plain(value: Any) -> Any:
    """As JSON has it, every number exact: 80000 and 80000.00 are the same amount."""
    return exact_json.loads(exact_json.dumps(value))


def _refused(_engine: Engine, played: Played, entry: Expected) -> str:
    refusal = played.refusals.get(entry["refused"])
    if refusal is None:
        return f"step {entry['refused']} was not refused"
    if refusal.code != entry.get("code", refusal.code):
        return f"step {entry['refused']} was refused with {refusal.code}"
    if "field" in entry and entry["field"] not in refusal.fields:
        return f"step {entry['refused']} was refused for {sorted(refusal.fields)}"
    return ""


def _ended(engine: Engine, played: Played, entry: Expected) -> str:
    """The case ended there, or one that it called or set going."""
    instance = PROCESS_INSTANCE.c
    reached = (
        select(instance.state)
        .join(ELEMENT_INSTANCE, ELEMENT_INSTANCE.c.instance_key == instance.key)
        .where(of_case(played.root_key), ELEMENT_INSTANCE.c.element_id == entry["ended"])
    )
    with engine.read() as reader:
        states = set(reader.connection.scalars(reached))
        state = reader.connection.scalar(select(instance.state).where(instance.key == played.root_key))
    if "completed" in states:
        return ""
    return f"the case is {state}" if state != "completed" else f"the case did not end at {entry['ended']}"


def _notice(engine: Engine, _played: Played, entry: Expected) -> str:
    wanted = select(NOTICE.c.facts).where(NOTICE.c.kind == entry["notice"])
    if "to" in entry:
        wanted = wanted.where(NOTICE.c.person == entry["to"])
    having = {name: _plain(value) for name, value in entry.get("having", {}).items()}
    with engine.read() as reader:
        told = [dict(facts) for facts in reader.connection.scalars(wanted)]
    times = sum(all(_plain(facts.get(name)) == value for name, value in having.items()) for facts in told)
    expected = entry.get("times")
    if (expected is None and times == 0) or (expected is not None and times != expected):
        return f"{entry['notice']} was told {times} times"
    return ""


def _incident(engine: Engine, _played: Played, entry: Expected) -> str:
    rows = _incidents(engine)
    wanted = [code for code, element, _facts in rows if element == entry.get("on", element)]
    return "" if entry["incident"] in wanted else f"incidents: {rows}"


def _incidents(engine: Engine) -> list[tuple[str, str, Any]]:
    open_ones = select(INCIDENT.c.code, INCIDENT.c.element_id, INCIDENT.c.facts).where(
        INCIDENT.c.resolved_at.is_(None)
    )
    with engine.read() as reader:
        return [(code, element, facts) for code, element, facts in reader.connection.execute(open_ones)]


_CHECKS: Mapping[str, Callable[[Engine, Played, Expected], str]] = {
    "task": _task,
    "no_task": _no_task,
    "register": _register,
    "refused": _refused,
    "ended": _ended,
    "notice": _notice,
    "incident": _incident,
}
