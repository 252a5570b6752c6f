"""Messages that start cases. While a case runs that a message with a key has started, none of that key starts
another one of its process; when it has ended, the oldest that is kept does. As in Camunda, a message that
was published before the process was deployed starts none: it was not meant for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import bindparam, func, select

from engine.bpmn.graph import MESSAGE
from engine.execution.carry_out import kept_messages, starts
from engine.execution.cases import Case, load_case
from engine.execution.step import Step
from engine.execution.tables import DEFINITION, STARTED_BY_MESSAGE
from engine.storage.prepared import Prepared

_S = STARTED_BY_MESSAGE.c
_D = DEFINITION.c
_FIRST_VERSION = Prepared(select(func.min(_D.key)).where(_D.kind == "process", _D.id == bindparam("p")))
_RUNNING = Prepared(
    select(_S.instance_key).where(_S.process_id == bindparam("p"), _S.correlation_key == bindparam("k"))
)
_KEY_OF = Prepared(select(_S.correlation_key).where(_S.instance_key == bindparam("i")))
_STARTED = Prepared(STARTED_BY_MESSAGE.insert(), ["process_id", "correlation_key", "instance_key"])
_ENDED = Prepared(STARTED_BY_MESSAGE.delete().where(_S.instance_key == bindparam("i")))


def may_begin(step: Step, start: starts.StartEvent, correlation_key: str) -> bool:
    """Without a key any number may run."""
    wanted = {"p": start.definition.id, "k": correlation_key}
    return not correlation_key or _RUNNING.fetch_one(step.connection, wanted) is None


def begin(
    step: Step,
    start: starts.StartEvent,
    message_key: int,
    correlation_key: str,
    variables: Mapping[str, Any],
    sender: Case | None,
) -> Case:
    case = starts.begin(step, start, variables, sender)
    if correlation_key:
        row = {"process_id": case.definition.id, "correlation_key": correlation_key, "instance_key": case.key}
        _STARTED.execute(step.connection, row)
    kept_messages.receive(step, message_key, case)
    return case


def start_next(step: Step, ended: Case) -> list[Case]:
    """The case that takes its place, when a message for one is kept."""
    process = ended.definition.process
    events = [process.nodes[name].event for name in process.root.starts]
    names = [str(event.name) for event in events if event is not None and event.kind == MESSAGE]
    found = _KEY_OF.fetch_one(step.connection, {"i": ended.key}) if names else None
    if found is None:
        return []
    for name in names:
        kept_messages.hold(step, name, found[0])
    _ENDED.execute(step.connection, {"i": ended.key})
    [[deployed]] = _FIRST_VERSION.fetch_all(step.connection, {"p": ended.definition.id})
    for name in names:
        for start in starts.waiting(step, "message", name):
            kept = kept_messages.oldest(step, ended.definition.id, name, found[0], after=deployed)
            if start.definition.id == ended.definition.id and kept is not None:
                sender = None if kept.sender_instance is None else load_case(step, kept.sender_instance)
                return [begin(step, start, kept.key, found[0], kept.variables, sender)]
    return []
