"""Starting: which processes a person may start, and their start forms."""

from __future__ import annotations

import secrets

from flask import Blueprint, Response, make_response, render_template, request

from engine.kernel.errors import Conflict, InvalidInput
from engine.processes.start import StartProcess
from engine.processes.startable import Startable, startable, startable_one
from forms.views import FormView
from webapp import forms_shown, messages, names, said, web
from webapp.policy import allow
from webapp.security import limits

bp = Blueprint("processes", __name__)


@bp.get("/processes")
@allow()
def listing() -> str:
    return render_template(
        "processes.html",
        processes=startable(web.reader(), web.actor()), name_of=names.process, about_of=names.about,
        category_of=names.category,
    )  # fmt: skip


@bp.get("/processes/<process_id>/start")
@allow()
def form(process_id: str) -> str:
    process = startable_one(web.reader(), web.actor(), process_id)
    return _page(process, forms_shown.of_start(process))


@bp.post("/processes/<process_id>/start")
@allow()
def start(process_id: str) -> Response | str:
    """Start a case: the same order as completing a task; see `tasks.complete`."""
    limits.spend(limits.START)
    process = startable_one(web.reader(), web.actor(), process_id)
    pressed = forms_shown.start_row_pressed(process)
    if pressed is not None:
        return _page(process, pressed)
    name = names.process(process.id)
    limits.spend_on_files()
    command = StartProcess(process_id, web.posted(request.form), web.uploads(request.files))
    try:
        result = web.execute(command, request.form.get("idempotency_key"))
    except InvalidInput as error:
        return _again(process_id, 422, "", error.facts["fields"])
    except Conflict as error:
        return _again(process_id, 409, messages.sentence(error))
    mine = next((one for one in result["waiting"] if one["assignee"] == web.actor().user_id), None)
    target = f"/tasks/{mine['task_key']}" if mine else f"/instances/{result['instance_key']}"
    return said.go(target, "said.started_mine" if mine else "said.started", name=name)


@bp.post("/processes/<process_id>/form")
@allow()
def form_part(process_id: str) -> str:
    """The start form anew for what is typed now: conditions and computed fields. Nothing is kept."""
    process = startable_one(web.reader(), web.actor(), process_id)
    return render_template("form_part.html", shown=forms_shown.start_settled(process))


def _again(
    process_id: str, status: int, conflict: str, refused: forms_shown.Refused | None = None
) -> Response:
    process = startable_one(web.reader(), web.actor(), process_id)
    return make_response(_page(process, forms_shown.of_start_again(process, refused), conflict), status)


def _page(process: Startable, shown: FormView | None, conflict: str = "") -> str:
    retry = request.form.get("idempotency_key") if conflict else None
    return render_template(
        "start.html",
        process=process, name=names.process(process.id), about=names.about(process.id, process.documentation),
        conflict=conflict, shown=shown,
        idempotency_key=retry or secrets.token_urlsafe(16),
    )  # fmt: skip
