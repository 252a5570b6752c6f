"""A case in words: why it is yours, who holds it, and the thread of what happened, stands and will come."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import g

from engine.processes.view import CaseView, TimelineEntry
from webapp import filters, i18n, messages, names, pages
from webapp.ahead import Coming


@dataclass
class Stop:
    """One stop of the thread. kind: done, back, now, next."""

    kind: str
    icon: str
    words: str
    at: datetime | None = None
    when: str = ""
    say: str = ""
    changes: list[Any] = field(default_factory=list)


# What a line of history looks like: kind -> (shape of the thread, icon, tone of the tag).
LOOKS = {
    "case_started": ("done", "play", "on"),
    "task_opened": ("done", "inbox", "on"),
    "task_completed": ("done", "circle-check", "ok"),
    "task_claimed": ("done", "hand", ""),
    "task_released": ("done", "users", ""),
    "task_returned": ("back", "corner-up-left", "soon"),
    "timer_fired": ("back", "timer", "soon"),
    "rescheduled": ("done", "timer", ""),
    "message_sent": ("done", "send", ""),
    "message_kept": ("done", "message-square", ""),
    "message_dropped": ("done", "message-square", ""),
    "message_expired": ("back", "message-square", "late"),
    "operation": ("done", "cog", ""),
    "operation_undone": ("back", "cog", ""),
    "job_done": ("done", "cog", ""),
    "error_thrown": ("back", "cog", "soon"),
    "decided": ("done", "table-2", ""),
    "attached": ("done", "file-up", ""),
    "comment": ("done", "message-square", ""),
    "incident": ("back", "triangle-alert", "late"),
    "incident_retried": ("done", "refresh-cw", ""),
    "case_canceled": ("back", "circle-x", "late"),
    "case_ended": ("done", "flag", "ok"),
    "part_ended": ("done", "flag", ""),
}
# The thread tells the story of people; the table below it tells everything.
IN_THREAD = frozenset(
    {
        "case_started",
        "task_completed",
        "task_returned",
        "timer_fired",
        "incident",
        "case_canceled",
        "case_ended",
        "part_ended",
    }
)
# What nobody does: the last step was somebody's, the end follows from it.
ENDS = frozenset({"case_ended", "part_ended"})
LONGEST_PAST = 12


def look(kind: str) -> tuple[str, str, str]:
    """Shape, icon and tone of a kind of history line."""
    return LOOKS.get(kind, ("done", "circle-check", ""))


def kind_words(kind: str) -> str:
    """The word for a kind of history line; an unknown kind shows itself."""
    code = f"history.kind.{kind}"
    return i18n.say(g.language, code) if code in i18n.catalogue("zh-Hans") else kind.replace("_", " ")


def groups_words(codes: Iterable[str]) -> str:
    """Role codes as names: `销售内勤、财务经理`."""
    return filters.listed(role_words(code) for code in sorted(codes))


def role_words(code: str) -> str:
    known = f"role.{code}"
    return i18n.say(g.language, known) if known in i18n.catalogue("zh-Hans") else code


def holder_words(task: Mapping[str, Any]) -> str:
    """Who has an open task: the person, else the named ones, else the groups."""
    if task["assignee"]:
        return filters.person(task["assignee"])
    people = [filters.person(user) for user in task.get("candidate_users") or task.get("users") or ()]
    groups = groups_words(task.get("candidate_groups") or task.get("groups") or ())
    return filters.listed(part for part in [*people, groups] if part) or str(g.t("task.nobody"))


def why(task: Mapping[str, Any]) -> str:
    """Why this person sees the task."""
    mine = g.actor.persons
    if task["assignee"] in mine:
        return str(g.t("why.assignee"))
    if set(task["candidate_users"]) & mine:
        return str(g.t("why.named"))
    groups = set(task["candidate_groups"]) & g.actor.roles
    return str(g.t("why.group", groups=groups_words(groups)) if groups else g.t("why.part"))


def thread(view: CaseView, lines: Sequence[TimelineEntry], coming: Iterable[Coming]) -> list[Stop]:
    """来路、现在、去路: history oldest first, open tasks, what the model says comes next."""
    past = [_past(line, process_of(view, line)) for line in lines if line.kind in IN_THREAD]
    now = [_now(task) for task in view.open_tasks]
    ahead = [_ahead(one, view.definition.id) for one in coming] if now else []
    return [*past[-LONGEST_PAST:], *now, *ahead]


def process_of(view: CaseView, line: TimelineEntry) -> str:
    """The process of the part of the case in which the line was written."""
    found = next((part["process_id"] for part in view.parts if part["key"] == line.instance_key), None)
    return str(found or view.definition.id)


def _past(line: TimelineEntry, process_id: str) -> Stop:
    shape, icon, _tone = look(line.kind)
    named = (
        names.element(process_id, line.element_id, line.element_name)
        if line.element_name
        else kind_words(line.kind)
    )
    if line.kind in ENDS:
        return Stop(shape, icon, end_words(line, process_id), line.at)
    if line.kind == "timer_fired":
        return Stop(shape, icon, f"{kind_words(line.kind)} {named}", line.at)
    words = f"{filters.person(line.actor)} {named}".strip()
    return Stop(shape, icon, words, line.at, say=said_in(line))


def end_words(line: TimelineEntry, process_id: str) -> str:
    """How a case or a called part of it ended: `办结：已用印`, `逐级审批：审批通过`."""
    word = kind_words(line.kind)
    whose = word if line.kind == "case_ended" else names.process(process_id)
    named = names.element(process_id, line.element_id, line.element_name) if line.element_name else ""
    how = named or ("" if whose == word else word)
    return f"{whose}{': ' if g.language == 'en' else '：'}{how}" if how else whose


def said_in(line: TimelineEntry) -> str:
    """What the person said: a comment, a reason, an opinion in a field that the form names as one."""
    facts = line.facts
    typed = facts.get("values")
    values: Mapping[str, Any] = typed if isinstance(typed, Mapping) else {}
    for text in (
        facts.get("reason"),
        facts.get("text"),
        *(values.get(key) for key in facts.get("said") or ()),
    ):
        if isinstance(text, str) and text.strip():
            return filters.data(text.strip()[:400])
    return ""


def _now(task: Mapping[str, Any]) -> Stop:
    due = pages.due_words()(task["due_at"])
    when = str(g.t("thread.now")) + (f" · {due.words}" if due else "")
    name = names.element(task["process_id"], task["element_id"], task["name"])
    return Stop("now", "circle-dot", f"{holder_words(task)} {name}".strip(), when=when)


def _ahead(coming: Coming, process_id: str) -> Stop:
    node = coming.node
    icon = "flag" if node.kind == "endEvent" else "circle-dashed"
    name = names.element(process_id, node.id, node.name)
    return Stop("next", icon, name, when="" if coming.usual else str(g.t("thread.perhaps")))


def incident_words(one: Mapping[str, Any], step: str = "") -> str:
    """Why a case stopped and what helps, for the operator. step: the name of the step, where it is known."""
    named = step or one["element_id"]
    facts = {**messages.readable(one["facts"]), "element": named, "element_id": named}
    reason = one["facts"].get("reason")
    narrow = [f"incident.{reason}", f"error.{reason}"] if isinstance(reason, str) else []
    for code in (*narrow, f"incident.{one['code']}", f"error.{one['code']}", f"problem.{one['code']}"):
        if code in i18n.catalogue("zh-Hans"):
            return i18n.say(g.language, code, facts)
    return i18n.say(g.language, "incident.other", {"code": one["code"], "element": named})
