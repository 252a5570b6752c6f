"""Incidents: what went wrong at an element, for an operator to see and to try again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.bpmn.effects import IncidentRaised
from engine.bpmn.formats import StateUnreadable
from engine.execution.cases import Case, load_case
from engine.execution.step import Step
from engine.execution.tables import PROCESS_INSTANCE
from engine.kernel.errors import DefinitionRejected

LONGEST = 1_000
_PI = PROCESS_INSTANCE.c


def raise_incident(step: Step, case: Case, effect: IncidentRaised) -> None:
    add_incident(step, case, effect.key, effect.element_id, "element", None, effect.code, effect.facts)


def add_incident(
    step: Step,
    case: Case,
    token_key: int,
    element_id: str,
    kind: str,
    subject_key: int | None,
    code: str,
    facts: Mapping[str, Any],
) -> int:
    """Writes the row, marks the case, tells the operators; returns the incident's key."""
    case.has_incident = True
    return _add(step, case.key, case.title, token_key, element_id, kind, subject_key, code, facts)


def add_incident_to(
    step: Step,
    instance_key: int,
    token_key: int,
    element_id: str,
    kind: str,
    subject_key: int | None,
    code: str,
    facts: Mapping[str, Any],
) -> int:
    """The same for a case that is not loaded yet. One that this program cannot read has its incident too.

    What was to be told of it would be tried for ever otherwise, before all others.
    """
    try:
        case = load_case(step, instance_key)
    except (StateUnreadable, DefinitionRejected):
        title = step.connection.scalar(select(_PI.title).where(_PI.key == instance_key))
        marked = {"has_incident": True, "revision": _PI.revision + 1}
        step.connection.execute(PROCESS_INSTANCE.update().where(_PI.key == instance_key).values(**marked))
        return _add(step, instance_key, str(title), token_key, element_id, kind, subject_key, code, facts)
    return add_incident(step, case, token_key, element_id, kind, subject_key, code, facts)


def _add(
    step: Step,
    instance_key: int,
    title: str,
    token_key: int,
    element_id: str,
    kind: str,
    subject_key: int | None,
    code: str,
    facts: Mapping[str, Any],
) -> int:
    key = step.keys.next()
    step.writes.incidents.append(
        {
            "key": key,
            "instance_key": instance_key,
            "token_key": token_key,
            "element_id": element_id,
            "kind": kind,
            "subject_key": subject_key,
            "code": code,
            "facts": {name: _shortened(fact) for name, fact in facts.items()},
            "created_at": step.now,
        }
    )
    step.history(instance_key, "incident", element_id, code=code, incident=key)
    for person in step.organisation.holders("operator"):
        step.notice(
            person,
            "incident",
            {"code": code, "element": element_id, "title": title},
            instance_key=instance_key,
            is_at_once=True,
        )
    return key


def _shortened(fact: Any) -> Any:
    """What a sentence can say: the value that was wrong may have megabytes."""
    return fact[:LONGEST] if isinstance(fact, str) else fact
