"""Cases that an event starts: a message or a signal for a start event of the version in force, or a time."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

import feel
from engine.execution.cases import Case, evaluator, new_case
from engine.execution.definitions import ProcessDefinition
from engine.execution.step import Step
from engine.execution.tables import START_SUBSCRIPTION
from engine.storage.prepared import Prepared

STARTER = "starter"
MOST_AT_ONCE = 100
log = logging.getLogger("neiqin.starts")
_S = START_SUBSCRIPTION.c
_STARTS = Prepared(
    select(_S.process_id, _S.definition_key, _S.element_id)
    .where(_S.kind == bindparam("kind"), _S.name == bindparam("n"))
    .order_by(_S.process_id, _S.definition_key, _S.element_id)
)


@dataclass(frozen=True)
class StartEvent:
    definition: ProcessDefinition
    element_id: str


def waiting(step: Step, kind: str, name: str) -> Iterator[StartEvent]:
    """The start events of the versions in force that begin with this message or signal."""
    definitions, in_force = step.services.definitions, dict[str, int | None]()
    for process_id, key, element_id in _STARTS.fetch_all(step.connection, {"kind": kind, "n": name}):
        if process_id not in in_force:
            in_force[process_id] = definitions.in_force(step.connection, "process", process_id, step.now)
        if in_force[process_id] == key:
            yield StartEvent(definitions.process(step.connection, key), element_id)


def begin(
    step: Step,
    start: StartEvent,
    variables: Mapping[str, Any],
    sender: Case | None,
    *,
    at_once: bool = True,
) -> Case:
    """A case that runs to its first wait states, in the name of who started the case that sent the event.

    Not `at_once`: it begins and nothing else; whatever may fail is left to the job that moves it. So it is
    with those that come after the hundredth case of a step, as what begins may send what begins the next.
    """
    definition = start.definition
    at_once = at_once and sum(case.revision is None for case in step.cases.values()) < MOST_AT_ONCE
    starter = step.actor.user_id if sender is None else sender.started_by
    title = title_of(step, definition, {**variables, STARTER: starter}) if at_once else definition.name
    case = new_case(step, definition, started_by=starter, title=title)
    step.history(
        case.key, "case_started", start.element_id, process=definition.id, version=definition.version
    )
    case.instance.start(dict(variables), start.element_id, {STARTER: starter}, at_once=at_once)
    return case


def title_of(step: Step, definition: ProcessDefinition, values: Mapping[str, Any]) -> str:
    """What the process calls a case that begins with these values; else its own name.

    A title that cannot be said is no reason not to begin: there is no case yet that could hold an incident.
    """
    template = definition.process.root.rules.get("title")
    try:
        said = None if template is None else evaluator(step).evaluate(template, values)
    except feel.FeelError as error:
        log.warning("title of %s: %s", definition.id, error)
        said = None
    return str(said)[:200] if said else definition.name
