"""`neiqin:notify`: who is told, in the pages and by e-mail, that a task opened and ended, or a case ended.

The property names roles and persons, as a FEEL list or as text. Of a task it is evaluated when the task
opens, and whoever was told of that is told of the end. Nobody is told of what he did himself; a name that no
active person bears tells nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, select

from engine.bpmn.graph import Node
from engine.bpmn.instance import ROOT
from engine.execution.carry_out.incidents import add_incident
from engine.execution.case_rules import names
from engine.execution.cases import Case
from engine.execution.step import Step
from engine.execution.tables import USER_TASK
from engine.kernel.errors import ProcessFault
from engine.storage.prepared import Prepared

RULE = "notify"

_T = USER_TASK.c
_TASK = Prepared(
    select(_T.key, _T.notify)
    .where(_T.instance_key == bindparam("i"), _T.token_key == bindparam("t"))
    .order_by(_T.key.desc())
    .limit(1)
)


def told_by(case: Case, token: int, node: Node) -> list[str] | None:
    """The names that the task's property gives; None where it has none. Raises ProcessFault."""
    template = node.rules.get(RULE)
    return None if template is None else names(case.instance.evaluate(token, template))


def of_open_task(step: Step, case: Case, row: Mapping[str, Any]) -> None:
    if row["notify"]:
        facts = {**_facts(case, row["name"], row["element_id"]), "due_at": row["due_at"]}
        _tell(step, case, row["notify"], "task_opened", facts, row["key"])


def of_ended_task(step: Step, case: Case, token: int, element_id: str, how: str) -> None:
    """Told by the token mover, so that every way in which a task ends is told."""
    node = case.definition.process.nodes[element_id]
    if node.kind != "userTask" or RULE not in node.rules:
        return
    # The body of a multi-instance leaves too, and had no task.
    found = _TASK.fetch_one(step.connection, {"i": case.key, "t": token})
    if found is None or not found[1]:
        return
    facts = _facts(case, node.name or node.id, node.id)
    if how == "completed":
        _tell(step, case, found[1], "task_completed", {**facts, "by": step.actor.user_id}, found[0])
    else:
        _tell(step, case, found[1], "task_canceled", facts, found[0])


def end_reached(case: Case) -> Node | None:
    """The end event of the case itself that this step reached last: how it ended, in its own words."""
    nodes = case.definition.process.nodes
    left = [case.elements_left.get(token, "") for token, how in case.left.items() if how == "completed"]
    ends = [nodes[name] for name in left if name in nodes and nodes[name].kind == "endEvent"]
    return next((end for end in reversed(ends) if end.scope == case.definition.id), None)


def of_ended_case(step: Step, case: Case, reached: Node | None) -> None:
    """reached: the end event that says how, where it ended at one."""
    template = case.definition.process.root.rules.get(RULE)
    if template is None:
        return
    try:
        told = names(case.instance.evaluate(ROOT, template))
    except ProcessFault as fault:
        # The case has ended all the same; an operator reads why nobody was told.
        add_incident(step, case, 0, case.definition.id, "notify", None, fault.code, fault.facts)
        return
    outcome = "" if reached is None else reached.name or reached.id
    facts = {"title": case.title, "process_id": case.definition.id, "outcome": outcome}
    _tell(step, case, told, "case_ended", facts, None)


def _facts(case: Case, task: str, element_id: str) -> dict[str, Any]:
    return {
        "task": task, "process_id": case.definition.id, "element_id": element_id, "title": case.title,
    }  # fmt: skip


def _tell(
    step: Step, case: Case, told: Iterable[str], kind: str, facts: Mapping[str, Any], task_key: int | None
) -> None:
    for person in _persons(step, told):
        step.notice(person, kind, facts, instance_key=case.key, task_key=task_key)
        payload = {"to": person, "kind": kind, "facts": dict(facts), "instance_key": str(case.key)}
        if task_key is not None:
            payload["task_key"] = str(task_key)
        step.outbox("email", payload, f"{kind}:{task_key or case.key}:{person}", case.key)


def _persons(step: Step, told: Iterable[str]) -> list[str]:
    people: dict[str, None] = {}
    for name in told:
        people.update(dict.fromkeys(step.organisation.holders(name) or [name]))
    return [
        person
        for person in people
        if person not in step.actor.persons and step.organisation.is_active(person)
    ]
