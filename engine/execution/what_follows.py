"""What happened and who has it now: the facts for the sentence after a step."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select

from engine.execution.cases import Case, load_case
from engine.execution.step import Step
from engine.execution.tables import PROCESS_INSTANCE, USER_TASK
from engine.storage.prepared import Prepared

_OPEN_IN_TREE = Prepared(
    select(
        USER_TASK.c.key,
        USER_TASK.c.name,
        USER_TASK.c.assignee,
        USER_TASK.c.candidate_users,
        USER_TASK.c.candidate_groups,
    )
    .join(PROCESS_INSTANCE, PROCESS_INSTANCE.c.key == USER_TASK.c.instance_key)
    .where(PROCESS_INSTANCE.c.root_key == bindparam("r"), USER_TASK.c.state == "created")
    .order_by(USER_TASK.c.key)
)


def what_follows(step: Step, case: Case) -> dict[str, Any]:
    """{"state", "waiting": [{"task_key", "name", "assignee", "users", "groups"}], "stopped"} of the case.

    waiting  newest last;  stopped  true when this step met an incident, which an operator has to look at

    The tasks that this step opened are read from the step itself, as they are not written yet.
    """
    waiting = [] if _waits_in_this_step_alone(step, case) else _stored(step, case)
    waiting += [
        {
            "task_key": row["key"],
            "name": row["name"],
            "assignee": row["assignee"],
            "users": list(row["candidate_users"]),
            "groups": list(row["candidate_groups"]),
        }
        for row in step.writes.user_tasks
    ]
    return {
        "state": load_case(step, case.root_key).state,
        "root_key": case.root_key,
        "waiting": waiting,
        "stopped": bool(step.writes.incidents),
    }


def _stored(step: Step, case: Case) -> list[dict[str, Any]]:
    found = _OPEN_IN_TREE.fetch_all(step.connection, {"r": case.root_key})
    return [
        {"task_key": key, "name": name, "assignee": assignee, "users": users, "groups": groups}
        for key, name, assignee, users, groups in found
    ]


def _waits_in_this_step_alone(step: Step, case: Case) -> bool:
    """True when the tokens say that no open task is stored: most cases wait at one place, opened just now."""
    if case.root_key != case.key:
        return False
    nodes = case.definition.process.nodes
    opened = {row["token_key"] for row in step.writes.user_tasks}
    return not any(
        (node := nodes.get(element)) is not None
        and (node.called is not None or (node.kind == "userTask" and key not in opened))
        for key, element in case.instance.standing()
    )
