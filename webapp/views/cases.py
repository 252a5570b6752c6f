"""Cases: those I started, and the page of one case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, render_template, request

from engine.processes import view as cases
from engine.processes.cancel import CancelCase
from webapp import ahead, case_words, comments, filters, i18n, menu, names, pictures, said, variables, web
from webapp.policy import allow

bp = Blueprint("cases", __name__)
TONES = {"active": "on", "completed": "ok"}


@bp.get("/instances")
@allow()
def mine() -> str:
    """The cases I started, with whom each stands."""
    q = request.args.get("q", "").strip()[:100]
    rows, following = cases.my_cases(
        web.reader(), web.actor(), search=q or None, cursor=request.args.get("cursor") or None
    )
    standing = _standing([row["key"] for row in rows])
    shown = [{**row, "holder": standing.get(row["key"], ""), "words": state_words(row)} for row in rows]
    return render_template(
        "cases.html", rows=shown, q=q, name_of=names.process, title_of=names.title, following=following
    )


def _standing(keys: list[int]) -> dict[int, str]:
    found: dict[int, list[str]] = {}
    for task in cases.open_tasks(web.reader(), keys) if keys else []:
        found.setdefault(task["root_key"], []).append(case_words.holder_words(task))
    return {key: filters.listed(dict.fromkeys(words)) for key, words in found.items()}


def state_words(case: Mapping[str, Any]) -> tuple[str, str]:
    """Tone and word of a case's state."""
    if case["has_incident"] and case["state"] == "active":
        return "late", str(g.t("case.state.incident"))
    return TONES.get(case["state"], ""), i18n.say(g.language, f"case.state.{case['state']}")


@bp.get("/instances/<int:key>")
@allow()
def case(key: int) -> str:
    """History, data, documents and the live diagram of one case, as far as this person may see them."""
    reader, actor = web.reader(), web.actor()
    view = cases.case_view(reader, actor, key)
    lines = cases.timeline(reader, actor, key)
    process_id = view.definition.id
    menu.stand("/instances" if view.case["started_by"] in actor.persons else "")
    mine = [one for one in view.open_tasks if one["assignee"] == actor.user_id]
    coming = ahead.next_steps(view.definition.model, view.marks)
    return render_template(
        "case.html",
        case=view.case, may=view.may, process_name=names.process(process_id), my_tasks=mine,
        title=names.title(process_id, view.case["title"]), state=state_words(view.case),
        others=[one for one in view.open_tasks if one not in mine],
        incidents=[case_words.incident_words(one) for one in view.incidents if one["resolved_at"] is None],
        diagram=pictures.of_case(view),
        history=[_line(line, case_words.process_of(view, line)) for line in reversed(lines)],
        steps=case_words.thread(view, lines, coming),
        attachments=cases.documents(reader, actor, key), comments=cases.comments(reader, actor, key),
        data=variables.shown(cases.variables(reader, actor, key), process_id), parts=view.parts,
        name_of=names.element, holder_of=case_words.holder_words, names_of=names.process_names(),
    )  # fmt: skip


def _line(line: cases.TimelineEntry, process_id: str) -> dict[str, Any]:
    _shape, _icon, tone = case_words.look(line.kind)
    ends = line.kind in case_words.ENDS
    return {
        "at": line.at, "actor": "" if ends else line.actor, "on_behalf_of": line.on_behalf_of, "tone": tone,
        "words": case_words.kind_words(line.kind), "note": _note(line),
        "object": _object(line, process_id),
    }  # fmt: skip


def _object(line: cases.TimelineEntry, process_id: str) -> str:
    if line.kind in case_words.ENDS:
        return case_words.end_words(line, process_id)
    return names.element(process_id, line.element_id, line.element_name) if line.element_name else ""


def _note(line: cases.TimelineEntry) -> str:
    facts = line.facts
    if line.kind == "task_opened":
        task = {"assignee": facts.get("assignee"), "groups": facts.get("groups")}
        return case_words.holder_words(task)
    return case_words.said_in(line) or filters.data(facts.get("filename") or "")


@bp.post("/instances/<int:key>/cancel")
@allow()
def cancel(key: int) -> Response:
    web.execute(CancelCase(key, request.form.get("reason", "").strip()[:500]))
    return said.go(f"/instances/{key}", "said.canceled")


@bp.post("/instances/<int:key>/comments")
@allow()
def comment(key: int) -> Response:
    return comments.add(key, None, f"/instances/{key}#comments")
