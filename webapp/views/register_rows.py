"""One row of a register: its facts, its history, its cases, its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request

from engine.execution.ports import Action, Register
from engine.kernel.errors import NotFound
from engine.register_rows import files, history, proposals
from engine.register_rows.subject import visible_row
from webapp import names, register_forms, register_words, registry, related, web
from webapp.policy import allow
from webapp.register_cells import cell, heading, visible_columns
from webapp.security import limits
from webapp.views.cases import state_words
from webapp.views.files import lend

bp = Blueprint("register_rows", __name__)
LONGEST_CODE = 200


@bp.get("/registers/<name>/<int:key>")
@allow()
def row(name: str, key: int) -> str:
    register = registry.one(name)
    one = visible_row(web.reader(), register, key)
    return render_template("register_row.html", **_of_row(register, key, one))


def _of_row(register: Register, key: int, one: Mapping[str, Any]) -> dict[str, Any]:
    reader, actor = web.reader(), web.actor()
    place = f"/registers/{register.name}/{key}"
    cells = [cell(column, one, place) for column in visible_columns(register)]
    may_edit = register_forms.may_edit(register, actor) and not one.get("is_void")
    lines = history.changes(reader, actor, register, key)
    return {
        "register": register, "name": register.name, "title": registry.title(register), "place": place,
        "heading": heading(register, one), "about": cells[1].words if cells[1:] else "",
        "facts": [one for one in cells if one.kind != "rows"],
        "lists": [one for one in cells if one.lines],
        "void_reason": one.get("void_reason") if one.get("is_void") else None,
        "may_edit": may_edit, "may_void": may_edit and register.void is not None,
        "actions": [_action(each) for each in register.actions if register_forms.may_act(each, one, actor)],
        "events": register_words.events(register, lines),
        "cases": [_case(each) for each in history.cases(reader, actor, register.name, key, one)],
        "related": related.related(register, one),
        "milestones": related.milestones(register, one),
        "proposals": proposals.waiting(reader, register.name, key) if _may_know(register) else [],
    }  # fmt: skip


def _may_know(register: Register) -> bool:
    """What is only proposed concerns those who could decide it."""
    return register_forms.may_edit(register, web.actor())


def _action(action: Action) -> dict[str, str]:
    return {"name": action.name, "words": registry.words(action.label), "icon": action.icon}


def _case(one: Mapping[str, Any]) -> dict[str, Any]:
    tone, words = state_words(one)
    return {
        "key": one["key"], "number": one["business_key"], "started_at": one["started_at"],
        "title": names.title(one["process_id"], one["title"]), "process": names.process(one["process_id"]),
        "tone": tone, "words": words,
    }  # fmt: skip


@bp.get("/registers/<name>/at")
@allow()
def at(name: str) -> Any:
    """The page of the row that is meant by a business code."""
    register = registry.one(name)
    code = request.args.get("code", "")
    column = register.reference[0]
    if code and len(code) <= LONGEST_CODE:
        limits.spend(limits.SEARCH)
        reader = web.reader()
        found = register.find(reader, {column: code}) if register.find is not None else None
        rows = [found] if found is not None else register.list(reader, {}, code, None, 500).rows
        one = next((each for each in rows if str(each[column]) == code), None)
        if one is not None:
            return redirect(f"/registers/{name}/{one['key']}", 302)
    raise NotFound(kind="register_row", key=code[:LONGEST_CODE])


@bp.get("/registers/<name>/<int:key>/files/<sha256>")
@allow()
def file(name: str, key: int, sha256: str) -> Response:
    return lend(files.lent(web.reader(), web.actor(), name, key, sha256))
