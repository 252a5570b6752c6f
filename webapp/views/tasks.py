"""The task page: read, keep a draft, claim, release, complete, comment, attach."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any, BinaryIO, cast

from flask import Blueprint, Response, g, jsonify, make_response, render_template, request

from engine.documents.filetype import check_upload, clean_name
from engine.kernel.errors import Conflict, InvalidInput
from engine.processes.attach import AttachFile
from engine.user_tasks.claim import ClaimTask
from engine.user_tasks.complete import CompleteTask
from engine.user_tasks.names import task_name
from engine.user_tasks.release import ReleaseTask
from engine.user_tasks.save_draft import SaveDraft
from engine.user_tasks.view import TaskView, task_view
from forms.views import FormView
from webapp import (
    case_words,
    comments,
    errors,
    forms_shown,
    lent_files,
    menu,
    messages,
    names,
    said,
    task_parts,
    web,
)
from webapp.errors import Refused
from webapp.policy import allow
from webapp.security import limits

bp = Blueprint("tasks", __name__)
MOST_FILES = 20


def _view(key: int) -> TaskView:
    return task_view(web.reader(), web.actor(), key)


@bp.get("/tasks/<int:key>")
@allow()
def task(key: int) -> str:
    view = _view(key)
    return _page(view, forms_shown.of_task(view))


@bp.post("/tasks/<int:key>")
@allow()
def complete(key: int) -> Response | str:
    """Complete the task with the form as posted.

    0. A row button of a list, pressed without script, only shows the page again.
    1. The engine reads the form under its lock. Wrong fields: 422 with the page, the messages and what was
       typed.
    2. Someone was faster: 409, and what was typed is still on the page.
    3. Done: on to the next task of the case if it is mine, else to the inbox, with one sentence.
    """
    if forms_shown.is_row_pressed() or request.files:
        # Files are kept before the engine asks who sends them, so whoever may not see the task ends here.
        view = _view(key)
        pressed = forms_shown.with_row_pressed(
            view.form.form if view.form else None, view.context, view.definition.id
        )
        if pressed is not None:
            return _page(view, pressed)
    limits.spend_on_files()
    command = CompleteTask(key, web.posted(request.form), _revision(), web.uploads(request.files))
    try:
        result = web.execute(command, request.form.get("idempotency_key"))
    except InvalidInput as error:
        return _again(key, 422, "", error.facts["fields"])
    except Conflict as error:
        return _again(key, 409, messages.sentence(error))
    return _onward(key, result)


def _revision() -> int:
    text = request.form.get("revision", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused(400, "unreadable")
    return int(text)


def _again(key: int, status: int, conflict: str, refused: forms_shown.Refused | None = None) -> Response:
    """The page as it is now, with what was typed still in the fields."""
    view = _view(key)
    return make_response(_page(view, forms_shown.of_task_again(view, refused), conflict), status)


def _onward(key: int, result: Mapping[str, Any]) -> Response:
    """303 with what happened and who has it now."""
    facts = {"task": _named(key)}
    waiting = result["waiting"]
    if result.get("stopped"):
        return said.go("/inbox", "said.completed_stopped", **facts)
    mine = next((one for one in waiting if one["assignee"] == g.actor.user_id), None)
    if mine is not None:
        follows = _named(mine["task_key"], mine["name"])
        return said.go(f"/tasks/{mine['task_key']}", "said.completed_next", next=follows, **facts)
    if waiting:
        last = waiting[-1]
        follows = _named(last["task_key"], last["name"])
        return said.go("/inbox", "said.completed", who=case_words.holder_words(last), next=follows, **facts)
    ended = result["state"] != "active"
    return said.go("/inbox", "said.completed_end" if ended else "said.completed_wait", **facts)


def _named(key: int, name: str = "") -> str:
    """The name of a task in the reader's language: of the one just done, or of one that its answer names."""
    found = task_name(web.reader(), key)
    return names.element(*found) if found is not None else name


@bp.post("/tasks/<int:key>/form")
@allow()
def form_part(key: int) -> str:
    """The form anew for what is typed now: conditions and computed fields. Nothing is kept."""
    view = _view(key)
    shown = lent_files.linked(forms_shown.settled(view), view.task["instance_key"])
    return render_template("form_part.html", shown=shown)


@bp.post("/tasks/<int:key>/draft")
@allow()
def draft(key: int) -> Response:
    """Keep what was typed so far; nothing is checked, nothing is lost."""
    limits.spend_on_files()
    typed = forms_shown.draft_of(_view(key))
    web.execute(SaveDraft(key, typed))
    if request.headers.get("X-Requested-With") == "fetch":
        return jsonify({"saved": f"{g.now.astimezone(g.zone):%H:%M}"})
    return said.go(f"/tasks/{key}", "said.draft")


@bp.post("/tasks/<int:key>/claim")
@allow()
def claim(key: int) -> Response:
    _view(key)
    web.execute(ClaimTask(key))
    return said.go(f"/tasks/{key}", "said.claimed")


@bp.post("/tasks/<int:key>/release")
@allow()
def release(key: int) -> Response:
    _view(key)
    web.execute(ReleaseTask(key))
    return said.go("/inbox", "said.released")


@bp.post("/tasks/<int:key>/comments")
@allow()
def comment(key: int) -> Response:
    """Say something about the case; an empty comment is nothing."""
    return comments.add(_view(key).task["instance_key"], key, f"/tasks/{key}#comments")


@bp.post("/tasks/<int:key>/attachments")
@allow()
def attach(key: int) -> Response:
    """Keep the uploaded files with the case: all of them, or none and a sentence about the first bad one.

    Each has its content looked at and is on disk before the command.
    """
    limits.spend(limits.UPLOAD)
    instance_key = _view(key).task["instance_key"]
    files = [one for one in request.files.getlist("file")[:MOST_FILES] if one.filename]
    try:
        kinds = [check_upload(str(one.filename), cast(BinaryIO, one.stream)) for one in files]
    except InvalidInput as error:
        return _bad_file(error)
    store = web.services().files
    for one, kind in zip(files, kinds, strict=True):
        kept = store.keep(one.stream, clean_name(str(one.filename)))
        web.execute(AttachFile(instance_key, kept["name"], kind, int(kept["size"]), kept["sha256"], key))
    return said.go(f"/tasks/{key}#files", "said.attached" if files else "said.no_file", n=len(files))


def _bad_file(error: InvalidInput) -> Response:
    problem = error.facts["fields"]["file"][0]
    return errors.page(422, messages.problem_sentence(problem), problem.code)


def _page(view: TaskView, shown: FormView | None, conflict: str = "") -> str:
    menu.stand(_list_of(view))
    retry = request.form.get("idempotency_key") if conflict else None
    shown = lent_files.linked(shown, view.task["instance_key"])
    return render_template(
        "task.html",
        **task_parts.of_view(view), shown=shown, conflict=conflict,
        idempotency_key=retry or secrets.token_urlsafe(16),
    )  # fmt: skip


def _list_of(view: TaskView) -> str:
    """The list where this person finds the task; empty for a task that is another's."""
    if "complete" in view.may:
        return "/inbox"
    if "claim" in view.may:
        return "/inbox?scope=groups"
    return "/inbox?scope=done" if view.ended_by in web.actor().persons else ""
