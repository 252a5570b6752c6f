"""A user task opens: who may do it, until when, with which form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from engine.bpmn.effects import TaskOpened
from engine.bpmn.expressions import kept
from engine.bpmn.graph import Node, UserTask
from engine.calendars import timers
from engine.execution import four_eyes, kept_away_by, kept_drafts, tell
from engine.execution.carry_out.timers import working_time
from engine.execution.case_rules import settle_business_key
from engine.execution.cases import Case
from engine.execution.expressions import as_moment
from engine.execution.step import Step
from engine.kernel import outside
from engine.kernel.errors import OperationRefused, ProcessFault

DEFAULT_PRIORITY = 50
LONGEST_TITLE = 200
# Sorts after every instant: a task without a due date comes last.
NO_DUE_DATE = "9"


class CannotOpen(Exception):
    """The model's answers do not make a task (code, facts)."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class _Asked:
    assignee: str | None
    groups: tuple[str, ...]
    users: tuple[str, ...]
    due_at: datetime | None
    follow_up_at: datetime | None
    priority: int


def open_task(step: Step, case: Case, effect: TaskOpened) -> None:
    node = case.definition.process.nodes[effect.element_id]
    try:
        asked = _ask(step, case, effect.key, node)
        rule = _rule(step, case, effect.key, node)
        excluded = _away_by_register(step, case, effect.key, node, asked)
        excluded |= four_eyes.excluded(step, case, rule)
        _refuse_when_nobody_may(step, asked, excluded)
        form_key = _form_key(step, case, effect.key, node)
        told = tell.told_by(case, effect.key, node)
        title = _title(case, effect.key, node)
        draft_key = kept_drafts.key_of(case, effect.key, node)
    except CannotOpen as cannot:
        case.instance.fail(effect.key, cannot.code, cannot.facts)
        return
    except ProcessFault as fault:
        # An attribute's expression failed: the task cannot open, and the operator reads which and why.
        case.instance.fail(effect.key, fault.code, fault.facts)
        return
    settle_business_key(step, case)
    before = kept_drafts.earlier(step, case, node, draft_key)
    asked = _with_who_had_it(step, asked, excluded, before.assignee)
    task_key = step.keys.next()
    row: dict[str, Any] = {
        "key": task_key,
        "instance_key": case.key,
        "token_key": effect.key,
        "process_id": case.definition.id,
        "element_id": node.id,
        "name": node.name or node.id,
        "title": title,
        "business_key": case.business_key,
        "form_key": form_key,
        "state": "created",
        "assignee": asked.assignee,
        "candidate_groups": list(asked.groups),
        "candidate_users": list(asked.users),
        "four_eyes": rule,
        "notify": told,
        "priority": asked.priority,
        "due_at": asked.due_at,
        "due_sort": due_sort(asked.due_at),
        "follow_up_at": asked.follow_up_at,
        "available_from": step.opens_at,
        "created_at": step.now,
        "revision": 1,
        "draft_key": draft_key,
        "draft": before.draft if asked.assignee == before.assignee else None,
        "draft_at": before.draft_at if asked.assignee == before.assignee else None,
    }
    step.writes.user_tasks.append(row)
    if asked.assignee is None:
        step.writes.candidates.extend(candidate_rows(row))
    step.writes.exclusions.extend(
        {"task_key": task_key, "person": person, "step": done} for person, done in sorted(excluded.items())
    )
    step.history(
        case.key,
        "task_opened",
        node.id,
        task=task_key,
        name=row["name"],
        assignee=asked.assignee,
        groups=list(asked.groups),
    )
    _tell(step, case, task_key, node, asked, excluded)
    tell.of_open_task(step, case, row)


def _with_who_had_it(step: Step, asked: _Asked, excluded: dict[str, str], person: str | None) -> _Asked:
    """Whoever had begun it has it again, if he still may."""
    if asked.assignee is not None or person is None or person in excluded:
        return asked
    may = person in asked.users or bool(step.organisation.roles_of(person) & set(asked.groups))
    return replace(asked, assignee=person) if may and step.organisation.is_active(person) else asked


def candidate_rows(task: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row for each way in which the open task may be seen by someone who may claim it."""
    who = [f"u:{user}" for user in task["candidate_users"]]
    who += [f"g:{group}" for group in task["candidate_groups"]]
    shared = {
        "due_sort": task["due_sort"],
        "task_key": task["key"],
        "available_from": task["available_from"],
    }
    return [{"who": name, **shared} for name in who]


def due_sort(due_at: datetime | None) -> str:
    """The due date as text that sorts as time on both databases."""
    return NO_DUE_DATE if due_at is None else due_at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _ask(step: Step, case: Case, token: int, node: Node) -> _Asked:
    wanted = node.user_task or UserTask()

    def value(template: Any) -> Any:
        return None if template is None else case.instance.evaluate(token, template)

    assignee = value(wanted.assignee)
    if assignee is not None and not isinstance(assignee, str):
        raise CannotOpen("assignee_not_text", value=str(assignee))
    try:
        due, follow = (
            due_at(step, node, value(wanted.due_date)),
            as_moment(value(wanted.follow_up_date), step.services.zone),
        )
    except (ValueError, timers.TimerRefused) as error:
        raise CannotOpen("due_date_not_readable", reason=str(error)) from error
    return _Asked(
        assignee=assignee or None,
        groups=_names(value(wanted.candidate_groups)),
        users=_names(value(wanted.candidate_users)),
        due_at=_utc(due),
        follow_up_at=_utc(follow),
        priority=_priority(value(wanted.priority)),
    )


def _title(case: Case, token: int, node: Node) -> str:
    """What stands above the task where its property says it, else the title of the case."""
    template = node.rules.get("title")
    value = None if template is None else kept(case.instance.evaluate(token, template))
    return str(value)[:LONGEST_TITLE] if value else case.title


def _names(value: Any) -> tuple[str, ...]:
    """A FEEL list of texts, or text separated by commas."""
    if value is None:
        return ()
    found = value.split(",") if isinstance(value, str) else value
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        raise CannotOpen("candidates_not_a_list", value=str(value))
    # A text that no index takes is nobody's name.
    names = (name.strip() for name in found if outside.key_problem(name) is None)
    return tuple(dict.fromkeys(name for name in names if name))


def _priority(value: Any) -> int:
    if value is None:
        return DEFAULT_PRIORITY
    try:
        # Held in bounds before it becomes an int: 1e999999 as one would take all memory.
        return int(max(Decimal(0), min(Decimal(100), Decimal(str(value)))))
    except (ArithmeticError, ValueError) as error:
        raise CannotOpen("priority_not_a_number", value=str(value)) from error


def due_at(step: Step, node: Node, value: Any) -> datetime | None:
    """A due day ends with its working hours (ruling 15); a duration counts from now.

    With `neiqin:workingTime` the duration is working time, and a day off moves to the next workday.
    """
    calendar, zone = working_time(step, node), step.services.zone
    text = kept(value)
    if isinstance(text, str) and text.startswith("P"):
        return timers.first("duration", text, step.now, zone, calendar).at
    moment = as_moment(value, zone)
    if moment is None:
        return None
    if calendar is not None:
        moment = timers.first("date", moment, step.now, zone, calendar).at
    is_day = isinstance(text, str) and len(text) == len("2026-05-20")
    end = step.services.calendar.end_of_workday
    return end(step.services.calendar.local_date(moment)) if is_day else moment


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)


def _rule(step: Step, case: Case, token: int, node: Node) -> dict[str, Any] | None:
    """Who is kept away: by the case's own steps, and by which register; None for a task with no such rule."""
    rule = four_eyes.read_rule(step, case, token, node)
    register = node.rules.get(kept_away_by.RULE)
    if register is None:
        return rule
    return {**(rule or {"elements": [], "persons": []}), kept_away_by.RULE: register}


def _away_by_register(step: Step, case: Case, token: int, node: Node, asked: _Asked) -> dict[str, str]:
    """Person -> `reason:<code>` of those whom a register keeps away from the task."""
    if kept_away_by.RULE not in node.rules:
        return {}
    people = {asked.assignee} if asked.assignee is not None else set(asked.users)
    for group in asked.groups:
        people.update(step.organisation.holders(group))
    try:
        found = kept_away_by.ask(step, case, token, node, people)
    except OperationRefused as refused:
        raise CannotOpen("operation_refused", **refused.facts) from refused
    return {person: f"{kept_away_by.BY_REASON}{facts['reason']}" for person, facts in found.items()}


def _refuse_when_nobody_may(step: Step, asked: _Asked, excluded: dict[str, str]) -> None:
    """A task that nobody may do is an incident, never silence."""
    if asked.assignee is not None:
        if not step.organisation.is_active(asked.assignee):
            raise CannotOpen("assignee_unknown", person=asked.assignee)
        if asked.assignee in excluded:
            raise CannotOpen("nobody_may_do_it", persons=[asked.assignee], kept_away=sorted(excluded))
        return
    people = set(asked.users)
    for group in asked.groups:
        people.update(step.organisation.holders(group))
    if not {person for person in people if step.organisation.is_active(person)} - excluded.keys():
        raise CannotOpen(
            "nobody_may_do_it", persons=sorted(people), groups=list(asked.groups), kept_away=sorted(excluded)
        )


def _form_key(step: Step, case: Case, token: int, node: Node) -> int | None:
    wanted = node.user_task.form_id if node.user_task is not None else None
    if wanted is None:
        return None
    form_id = case.instance.evaluate(token, wanted)
    key = step.services.definitions.form_key(step.connection, case.definition, str(form_id), step.now)
    if key is None:
        raise CannotOpen("form_not_deployed", form=str(form_id))
    return key


def _tell(step: Step, case: Case, task_key: int, node: Node, asked: _Asked, excluded: dict[str, str]) -> None:
    """Notices at once, e-mail through the outbox: to the assignee, else to the named candidates."""
    people = [asked.assignee] if asked.assignee is not None else list(asked.users)
    kind = "task_assigned" if asked.assignee is not None else "task_available"
    facts = {
        "task": node.name or node.id, "process_id": case.definition.id, "element_id": node.id,
        "title": case.title, "due_at": asked.due_at,
    }  # fmt: skip
    for person in people:
        if person in excluded or person == step.actor.user_id:
            continue
        step.notice(person, kind, facts, instance_key=case.key, task_key=task_key)
        step.outbox(
            "email",
            {"to": person, "kind": kind, "facts": facts, "task_key": str(task_key)},
            f"{kind}:{task_key}:{person}",
            case.key,
        )
