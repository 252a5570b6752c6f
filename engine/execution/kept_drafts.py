"""A draft outlives its task where the drawing says by what it is known (`neiqin:draftKey`).

A task may be taken away because dates move, and open again on another day: what was typed, and whose it was,
stand in the new task of the same element and key in this case. What was completed is done and comes back in
no other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

import feel
from engine.bpmn.graph import Node
from engine.execution.cases import Case
from engine.execution.step import Step
from engine.execution.tables import USER_TASK
from engine.kernel import exact_json
from engine.storage.prepared import Prepared

RULE = "draftKey"
COMPLETED = "completed"
_T = USER_TASK.c
_LAST = Prepared(
    select(_T.state, _T.assignee, _T.draft, _T.draft_at)
    .where(
        _T.instance_key == bindparam("i"),
        _T.element_id == bindparam("e"),
        _T.draft_key == bindparam("k"),
    )
    .order_by(_T.key.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Earlier:
    """What a task of the same key left; empty where there was none."""

    assignee: str | None = None
    draft: dict[str, Any] | None = None
    draft_at: datetime | None = None


NOTHING = Earlier()


def key_of(case: Case, token: int, node: Node) -> str | None:
    """None where the element has no such rule, or its expression gives nothing. Raises ProcessFault."""
    template = node.rules.get(RULE)
    value = None if template is None else case.instance.evaluate(token, template)
    return None if value is None else exact_json.dumps(feel.to_json(value), canonical=True)


def earlier(step: Step, case: Case, node: Node, key: str | None) -> Earlier:
    if key is None:
        return NOTHING
    found = _LAST.fetch_one(step.connection, {"i": case.key, "e": node.id, "k": key})
    if found is None or found[0] == COMPLETED:
        return NOTHING
    return Earlier(*found[1:])


def form_subject(task: Mapping[str, Any]) -> str:
    """What a file that is kept while the task's form is filled in belongs to."""
    if task["draft_key"] is None:
        return f"task:{task['key']}"
    return f"task:{task['instance_key']}:{task['element_id']}:{task['draft_key']}"
