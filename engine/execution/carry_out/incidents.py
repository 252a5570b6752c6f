"""Incidents: what went wrong at an element, for an operator to see and to try again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.effects import IncidentRaised
from engine.execution.cases import Case
from engine.execution.step import Step

LONGEST = 1_000


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
    key = step.keys.next()
    case.has_incident = True
    step.writes.incidents.append(
        {
            "key": key,
            "instance_key": case.key,
            "token_key": token_key,
            "element_id": element_id,
            "kind": kind,
            "subject_key": subject_key,
            "code": code,
            "facts": {name: _shortened(fact) for name, fact in facts.items()},
            "created_at": step.now,
        }
    )
    step.history(case.key, "incident", element_id, code=code, incident=key)
    for person in step.organisation.holders("operator"):
        step.notice(
            person,
            "incident",
            {"code": code, "element": element_id, "title": case.title},
            instance_key=case.key,
            is_at_once=True,
        )
    return key


def _shortened(fact: Any) -> Any:
    """What a sentence can say: the value that was wrong may have megabytes."""
    return fact[:LONGEST] if isinstance(fact, str) else fact
