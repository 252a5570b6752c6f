"""Four eyes, looking forward: a step was just done, so its person is kept away from what is open already.

1. Every open task that must differ from the step gets the person as an exclusion; so do those of the cases
   that called this one, whose call activity the step belongs to.
2. A task that the person had claimed goes back to the others.
3. A task that now nobody may do is closed and becomes an incident, as if it opened now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, select

from engine.execution.advance import advance
from engine.execution.carry_out.closing import close_task
from engine.execution.carry_out.user_tasks import candidate_rows
from engine.execution.cases import Case, load_case
from engine.execution.definitions import FOUR_EYES
from engine.execution.step import Step
from engine.execution.tables import PROCESS_INSTANCE, USER_TASK, USER_TASK_EXCLUSION
from engine.storage.prepared import Prepared

_T = USER_TASK.c
_READ = (
    _T.key,
    _T.instance_key,
    _T.token_key,
    _T.element_id,
    _T.assignee,
    _T.candidate_users,
    _T.candidate_groups,
    _T.due_sort,
    _T.available_from,
    _T.four_eyes,
)
_NAMES = [column.name for column in _READ]
_OPEN_WITH_RULE = Prepared(
    select(*_READ).where(_T.instance_key == bindparam("k"), _T.state == "created", _T.four_eyes.isnot(None))
)
_CALLER = Prepared(
    select(PROCESS_INSTANCE.c.parent_key, PROCESS_INSTANCE.c.parent_element).where(
        PROCESS_INSTANCE.c.key == bindparam("k")
    )
)
_EXCLUDED = Prepared(
    select(USER_TASK_EXCLUSION.c.person).where(USER_TASK_EXCLUSION.c.task_key == bindparam("k"))
)
# What the person typed goes with him: it must not stand in the form of the second pair of eyes.
_GIVE_BACK = Prepared(
    USER_TASK.update()
    .where(_T.key == bindparam("k"))
    .values(assignee=None, revision=_T.revision + 1, draft=None, draft_at=None)
)


def keep_away(step: Step, case: Case, element_id: str, persons: Iterable[str]) -> None:
    """`persons` have just done the element of this case."""
    people = frozenset(persons)
    if element_id in case.definition.kept_apart and _has_other_tasks(case):
        _from_tasks_of(step, case.key, element_id, people)
    caller = (case.parent_key, case.parent_element)
    while caller[0] is not None:
        _from_tasks_of(step, caller[0], caller[1] or "", people)
        found = _CALLER.fetch_one(step.connection, {"k": caller[0]})
        assert found is not None
        caller = (found[0], found[1])


def _has_other_tasks(case: Case) -> bool:
    """Whether the live tokens leave room for an open task with such a rule; most cases wait at one place."""
    nodes = case.definition.process.nodes
    elsewhere = (token for token in case.instance.tokens if token.key not in case.tasks_ended)
    return any(
        (node := nodes.get(token.element_id)) is not None and FOUR_EYES in node.rules for token in elsewhere
    )


def _from_tasks_of(step: Step, instance_key: int, element_id: str, people: frozenset[str]) -> None:
    for row in step.writes.user_tasks:
        if row["instance_key"] == instance_key and row["four_eyes"]:
            _exclude(step, row, element_id, people)
    for found in _OPEN_WITH_RULE.fetch_all(step.connection, {"k": instance_key}):
        task = dict(zip(_NAMES, found, strict=True))
        if _exclude(step, task, element_id, people):
            _hand_on(step, task, element_id, people)


def _exclude(step: Step, task: Mapping[str, Any], element_id: str, people: frozenset[str]) -> bool:
    """True when the rule of the task names the step."""
    if element_id not in task["four_eyes"]["elements"]:
        return False
    known = _kept_away(step, task["key"])
    step.writes.exclusions.extend(
        {"task_key": task["key"], "person": person, "step": element_id} for person in sorted(people - known)
    )
    return True


def _kept_away(step: Step, task_key: int) -> set[str]:
    stored = {person for (person,) in _EXCLUDED.fetch_all(step.connection, {"k": task_key})}
    return stored | {row["person"] for row in step.writes.exclusions if row["task_key"] == task_key}


def _hand_on(step: Step, task: Mapping[str, Any], element_id: str, people: frozenset[str]) -> None:
    """Whose is the task now? Another person's claim stands."""
    if task["assignee"] is not None and task["assignee"] not in people:
        return
    away = _kept_away(step, task["key"])
    if not _left(step, task, away):
        _nobody_may(step, task, away)
    elif task["assignee"] is not None:
        _GIVE_BACK.execute(step.connection, {"k": task["key"]})
        step.writes.candidates.extend(candidate_rows(task))
        facts = {"task": task["key"], "four_eyes": element_id}
        step.history(task["instance_key"], "task_released", task["element_id"], **facts)


def _left(step: Step, task: Mapping[str, Any], away: set[str]) -> set[str]:
    people = set(task["candidate_users"])
    for group in task["candidate_groups"]:
        people.update(step.organisation.holders(group))
    return {person for person in people - away if step.organisation.is_active(person)}


def _nobody_may(step: Step, task: Mapping[str, Any], away: set[str]) -> None:
    case = load_case(step, task["instance_key"])
    close_task(step, case, task["token_key"])
    facts = {
        "persons": [task["assignee"]] if task["assignee"] is not None else list(task["candidate_users"]),
        "groups": list(task["candidate_groups"]),
        "kept_away": sorted(away),
    }
    case.instance.fail(task["token_key"], "nobody_may_do_it", facts)
    advance(step, case)
