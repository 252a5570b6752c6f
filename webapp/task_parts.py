"""What the task page and its preview share: the task in words, the case around it, what the person may do."""

from __future__ import annotations

from typing import Any

from flask import g

from engine.execution.kept_away_by import BY_REASON
from engine.processes import view as cases
from engine.user_tasks.view import TaskView, task_view
from webapp import ahead, case_words, filters, i18n, names, web


def of_task(key: int) -> dict[str, Any]:
    """Template values of one task. Raises NotFound when the person may not see it."""
    return of_view(task_view(web.reader(), web.actor(), key))


def of_view(view: TaskView) -> dict[str, Any]:
    reader, actor, task = web.reader(), web.actor(), view.task
    instance_key = task["instance_key"]
    case = cases.case_view(reader, actor, instance_key)
    process_id = task["process_id"]
    coming = ahead.next_steps(view.definition.model, case.marks)
    return {
        "view": view,
        "task": task,
        "name": names.element(process_id, task["element_id"], task["name"]),
        "title": names.title(process_id, task["title"]),
        "process_name": names.process(process_id),
        "instance": view.instance,
        "may": view.may,
        "why": case_words.why(task) if task["state"] == "created" else "",
        "four_eyes": four_eyes(view),
        "steps": case_words.thread(case, cases.timeline(reader, actor, instance_key), coming),
        "attachments": cases.documents(reader, actor, instance_key),
        "comments": cases.comments(reader, actor, instance_key),
        "holder": case_words.holder_words(task),
        "since": g.t("task.holder_since", at=filters.short(task["created_at"])),
        "closed": closed_words(view),
    }


def four_eyes(view: TaskView) -> str:
    """Why the person is kept away, as a sentence naming the earlier step."""
    if not view.kept_away_by:
        return ""
    if view.kept_away_by.startswith(BY_REASON):
        return str(g.t(f"kept_away.{view.kept_away_by.removeprefix(BY_REASON)}"))
    node = view.definition.process.nodes.get(view.kept_away_by)
    step = names.element(view.definition.id, view.kept_away_by, node.name if node else None)
    return str(g.t("four_eyes.mine", step=step))


def closed_words(view: TaskView) -> str:
    """`周子墨 已于 9:42 完成`, empty while the task is open."""
    task = view.task
    if task["state"] == "created":
        return ""
    facts = {"who": filters.person(view.ended_by), "at": filters.short(task["ended_at"])}
    return i18n.say(g.language, f"task.state.{task['state']}", facts)
