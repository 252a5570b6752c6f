"""Four eyes: who is kept away from a task because of what he did before (domain 0.5, on person ids, never on
roles).

A task's `neiqin:mustDifferFrom` names earlier steps: element ids of the same process (a user task; a call
activity means
everyone who completed a task inside it), the word `starter`, or a FEEL expression that yields person ids. A
substitute
counts as himself and as the person he stands in for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, select

from engine.bpmn.graph import Node
from engine.execution.cases import Case
from engine.execution.definitions import FOUR_EYES
from engine.execution.step import Step
from engine.execution.tables import COMPLETION, PROCESS_INSTANCE
from engine.storage.prepared import Prepared

STARTER = "starter"

_WHO = (
    select(COMPLETION.c.element_id, COMPLETION.c.completed_by, COMPLETION.c.on_behalf_of)
    .where(COMPLETION.c.instance_key == bindparam("k"))
    .distinct()
)
_DONE_HERE = Prepared(_WHO)
# Asked for each element by itself: a case that goes round and round has many completions of others.
_DONE_AT = Prepared(_WHO.where(COMPLETION.c.element_id == bindparam("e")))
_CHILDREN = Prepared(
    select(PROCESS_INSTANCE.c.key, PROCESS_INSTANCE.c.parent_element).where(
        PROCESS_INSTANCE.c.parent_key == bindparam("k"), PROCESS_INSTANCE.c.root_key == bindparam("r")
    )
)
Rule = Mapping[str, Any]


def read_rule(step: Step, case: Case, token: int, node: Node) -> dict[str, Any] | None:
    """{"elements": [...], "persons": [...]}; None when the task has no such rule."""
    template = node.rules.get(FOUR_EYES)
    if template is None:
        return None
    value = case.instance.evaluate(token, template)
    if not isinstance(template, str):
        persons = value if isinstance(value, list) else [value]
        return {"elements": [], "persons": sorted({str(person) for person in persons if person is not None})}
    names = [name.strip() for name in str(value).split(",") if name.strip()]
    starter = [case.started_by] if STARTER in names else []
    return {"elements": [name for name in names if name != STARTER], "persons": starter}


def excluded(step: Step, case: Case, rule: Rule | None) -> dict[str, str]:
    """Person id -> the step that keeps him away (an element id, or `starter`)."""
    if rule is None:
        return {}
    found = dict.fromkeys(rule["persons"], STARTER)
    for element, persons in _done(step, case, set(rule["elements"])):
        for person in persons:
            found[person] = element
    return found


def _done(step: Step, case: Case, elements: set[str]) -> Iterable[tuple[str, set[str]]]:
    if not elements:
        return
    for element in sorted(elements):
        yield from _completions(step, case.key, element)
    if not elements & _call_activities(case):
        return
    for child_key, element in _children(step, case):
        if element in elements:
            for persons in _everyone(step, child_key, case.root_key):
                yield element, persons


def _everyone(step: Step, instance_key: int, root_key: int) -> Iterable[set[str]]:
    for _, persons in _completions(step, instance_key):
        yield persons
    for child_key, _ in _CHILDREN.fetch_all(step.connection, {"k": instance_key, "r": root_key}):
        yield from _everyone(step, child_key, root_key)


def _children(step: Step, case: Case) -> list[tuple[int, str]]:
    stored = [
        (row[0], row[1]) for row in _CHILDREN.fetch_all(step.connection, {"k": case.key, "r": case.root_key})
    ]
    known = {key for key, _ in stored}
    fresh = [
        (other.key, other.parent_element or "")
        for other in step.cases.values()
        if other.parent_key == case.key and other.key not in known
    ]
    return stored + fresh


def _completions(
    step: Step, instance_key: int, element_id: str | None = None
) -> Iterable[tuple[str, set[str]]]:
    """Element and persons, of one element or of all; what this step did comes last."""
    asked = _DONE_HERE if element_id is None else _DONE_AT
    for element, person, behalf in asked.fetch_all(step.connection, {"k": instance_key, "e": element_id}):
        yield element, {person} | ({behalf} if behalf else set())
    for row in step.writes.completions:
        if row["instance_key"] == instance_key and element_id in (None, row["element_id"]):
            behalf = row["on_behalf_of"]
            yield row["element_id"], {row["completed_by"]} | ({behalf} if behalf else set())


def _call_activities(case: Case) -> set[str]:
    return {node.id for node in case.definition.process.nodes.values() if node.called is not None}
