"""What must hold between the rows after any crash. Each yields a sentence a fault; silence is good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from engine.bootstrap import Engine
from engine.bpmn.instance import Instance
from engine.execution import check
from engine.execution import tables as t
from engine.execution.expressions import StepEvaluator
from engine.execution.step import Reader
from engine.kernel.clock import SystemClock


def faults(engine: Engine) -> list[str]:
    """All of them, in the words of their checks."""
    with engine.read() as reader:
        return [
            sentence
            for check in (completions, cases, timers, attachments, outbox, numbers)
            for sentence in check(reader)
        ] + [f"check: {finding}" for finding in check.findings(engine.read, SystemClock().now())]


def completions(reader: Reader) -> Iterator[str]:
    """A completed task has one completion, one line of history, one audit row; no other task has any."""
    done = {row["key"] for row in _rows(reader, t.USER_TASK) if row["state"] == "completed"}
    held = Counter(row["task_key"] for row in _rows(reader, t.COMPLETION))
    told = Counter(
        int(row["facts"]["task"]) for row in _rows(reader, t.HISTORY) if row["kind"] == "task_completed"
    )
    audited = Counter(
        int(row["object"].partition(":")[2])
        for row in _rows(reader, t.AUDIT)
        if row["action"] == "user_task.complete"
    )
    for name, found in (("completion", held), ("history", told), ("audit", audited)):
        for key in done ^ found.keys():
            yield f"task {key}: completed and {name} disagree"
        yield from (f"task {key}: {count} times in {name}" for key, count in found.items() if count != 1)


def cases(reader: Reader) -> Iterator[str]:
    """The saved tokens and the rows of a case say the same: open tasks, waiting timers, live elements."""
    tasks, timers_ = _by_case(reader, t.USER_TASK), _by_case(reader, t.TIMER)
    elements = _by_case(reader, t.ELEMENT_INSTANCE)
    for row in _rows(reader, t.PROCESS_INSTANCE):
        key = row["key"]
        instance = _instance(reader, row)
        live = {token.key: token.element_id for token in instance.tokens}
        written = {one["token_key"]: one["element_id"] for one in elements[key] if one["left_at"] is None}
        if live != written:
            yield f"case {key}: tokens {live} but live elements {written}"
        if (row["state"] == "active") != bool(live):
            yield f"case {key}: is {row['state']} with tokens {live}"
        for name, rows, state in (("task", tasks[key], "created"), ("timer", timers_[key], "waiting")):
            waiting = {one["token_key"] for one in rows if one["state"] == state}
            if not waiting <= live.keys():
                yield f"case {key}: a {name} waits at no token"
        asked = {token for token, element in live.items() if element.startswith("UserTask")}
        if asked != {one["token_key"] for one in tasks[key] if one["state"] == "created"}:
            yield f"case {key}: a token stands at a task that is not there"


def timers(reader: Reader) -> Iterator[str]:
    """A timer that fired is told once in its case's history, and none that did not."""
    fired = Counter(row["instance_key"] for row in _rows(reader, t.TIMER) if row["state"] == "fired")
    told = Counter(row["instance_key"] for row in _rows(reader, t.HISTORY) if row["kind"] == "timer_fired")
    for key in fired.keys() | told.keys():
        if fired[key] != told[key]:
            yield f"case {key}: {fired[key]} timers fired, {told[key]} told"


def attachments(reader: Reader) -> Iterator[str]:
    """Every file that a row names is there and has its hash."""
    store = reader.services.files.store
    for row in _rows(reader, t.ATTACHMENT):
        if not store.exists(row["sha256"]) or not store.is_intact(row["sha256"]):
            yield f"attachment {row['key']}: its file is missing or changed"


def outbox(reader: Reader) -> Iterator[str]:
    """No message is there twice."""
    for key, count in Counter(row["key"] for row in _rows(reader, t.OUTBOX)).items():
        if count != 1:
            yield f"outbox {key}: {count} rows"


def numbers(reader: Reader) -> Iterator[str]:
    """The numbers given out are 1..last of their counter, each to one case."""
    for row in _rows(reader, t.NUMBER_COUNTER):
        wanted = [f"{row['prefix']}-{row['year']}-{number:04d}" for number in range(1, row["last"] + 1)]
        given = sorted(
            case["business_key"]
            for case in _rows(reader, t.PROCESS_INSTANCE)
            if case["business_key"] is not None
        )
        if given != wanted:
            yield f"numbers {row['prefix']}: given {len(given)}, counted {row['last']}, or not in a row"


def _instance(reader: Reader, row: dict[str, Any]) -> Instance:
    definition = reader.services.definitions.process(reader.connection, row["definition_key"])
    found = reader.connection.execute(
        select(t.VARIABLE.c.scope, t.VARIABLE.c.name, t.VARIABLE.c.value).where(
            t.VARIABLE.c.instance_key == row["key"]
        )
    )
    variables = [(scope, name, value) for scope, name, value in found]
    return Instance.load(definition.model, StepEvaluator({}), row["tokens"], variables)


def _rows(reader: Reader, table: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in reader.connection.execute(select(table)).mappings()]


def _by_case(reader: Reader, table: Any) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in _rows(reader, table):
        found.setdefault(row["instance_key"], []).append(row)
    for row in _rows(reader, t.PROCESS_INSTANCE):
        found.setdefault(row["key"], [])
    return found
