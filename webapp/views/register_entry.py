"""Entering a row, changing it, recording a fact on it, making it void."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, make_response, render_template, request

from engine.execution.ports import Action
from engine.kernel.errors import Conflict, InvalidInput, NotFound
from engine.register_rows.act import RunRegisterAction
from engine.register_rows.subject import visible_row
from engine.register_rows.void import VoidRegisterRow
from engine.register_rows.write import WriteRegisterRow
from forms.views import FormView
from webapp import messages, register_forms, registry, said, web
from webapp.errors import Refused
from webapp.policy import allow
from webapp.register_cells import heading
from webapp.register_forms import RowForm
from webapp.security import limits

bp = Blueprint("register_entry", __name__)


@bp.get("/registers/<name>/new")
@allow()
def new(name: str) -> str:
    return _entry_page(_entry(name, None), None)


@bp.post("/registers/<name>/new")
@allow()
def enter(name: str) -> Response | str:
    return _write(_entry(name, None))


@bp.post("/registers/<name>/new/form")
@allow()
def new_part(name: str) -> str:
    return render_template("form_part.html", shown=_entry(name, None).settled())


@bp.get("/registers/<name>/<int:key>/edit")
@allow()
def edit(name: str, key: int) -> str:
    return _entry_page(_entry(name, key), None)


@bp.post("/registers/<name>/<int:key>/edit")
@allow()
def change(name: str, key: int) -> Response | str:
    return _write(_entry(name, key))


@bp.post("/registers/<name>/<int:key>/edit/form")
@allow()
def edit_part(name: str, key: int) -> str:
    return render_template("form_part.html", shown=_entry(name, key).settled())


def _entry(name: str, key: int | None) -> RowForm:
    """Raises NotFound where this person may not write here: what he cannot do is not there for him."""
    register = registry.one(name)
    one = None if key is None else visible_row(web.reader(), register, key)
    if not register_forms.may_edit(register, web.actor()) or (one is not None and one.get("is_void")):
        raise NotFound(kind="register_entry", name=name)
    return RowForm(register, register.entry, key, one)


def _write(form: RowForm) -> Response | str:
    """The same order as completing a task; see `tasks.complete`."""
    limits.spend(limits.START)
    pressed = form.with_row_pressed()
    if pressed is not None:
        return _entry_page(form, pressed)
    limits.spend_on_files()
    name = form.register.name
    command = WriteRegisterRow(
        name, form.key, register_forms.posted(), web.uploads(request.files), _version(form.key)
    )
    try:
        answer = web.execute(command, request.form.get("idempotency_key"))
    except InvalidInput as error:
        return _entry_again(form, 422, "", error.facts["fields"])
    except Conflict as error:
        return _entry_again(_entry(name, form.key), 409, messages.sentence(error))
    if answer["proposal"] is not None:
        return said.go(f"/registers/{name}/proposals/{answer['proposal']}", "said.row_proposed")
    is_same = form.key is not None and not answer["changed"]
    words = "said.row_entered" if form.key is None else "said.row_same" if is_same else "said.row_changed"
    return said.go(f"/registers/{name}/{answer['key']}", words)


def _version(key: int | None) -> int | None:
    if key is None:
        return None
    text = request.form.get("version", "")
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Refused(400, "unreadable")
    return int(text)


def _entry_again(
    form: RowForm, status: int, conflict: str, refused: Mapping[str, Any] | None = None
) -> Response:
    return make_response(_entry_page(form, form.again(refused), conflict), status)


def _entry_page(form: RowForm, shown: FormView | None, conflict: str = "") -> str:
    """After a conflict the version on the page is the present one: sent again, it is a decision."""
    one = form.row
    kept = request.form.get("version") if shown is not None and not conflict else None
    words = g.t("register.new") if one is None else g.t("register.edit")
    return _form_page(form, shown, conflict, words, "check", version=kept or (one or {}).get("version"))


def _form_page(
    form: RowForm, shown: FormView | None, conflict: str, words: str, icon_name: str, **more: Any
) -> str:
    retry = request.form.get("idempotency_key") if conflict else None
    register, one = form.register, form.row
    back = f"/registers/{register.name}" + ("" if form.key is None else f"/{form.key}")
    return render_template(
        "register_form.html",
        name=register.name, title=registry.title(register), back=back, path=request.path,
        heading=None if one is None else heading(register, one), words=words, go_icon=icon_name,
        shown=shown or form.blank(), conflict=conflict, idempotency_key=retry or secrets.token_urlsafe(16),
        **more,
    )  # fmt: skip


@bp.get("/registers/<name>/<int:key>/actions/<action>")
@allow()
def action_form(name: str, key: int, action: str) -> str:
    form, found = _recording(name, key, action)
    return _form_page(form, None, "", registry.words(found.label), found.icon)


@bp.post("/registers/<name>/<int:key>/actions/<action>")
@allow()
def record(name: str, key: int, action: str) -> Response | str:
    limits.spend(limits.START)
    form, found = _recording(name, key, action)
    words = registry.words(found.label)
    pressed = form.with_row_pressed()
    if pressed is not None:
        return _form_page(form, pressed, "", words, found.icon)
    limits.spend_on_files()
    command = RunRegisterAction(name, key, action, register_forms.posted(), web.uploads(request.files))
    try:
        web.execute(command, request.form.get("idempotency_key"))
    except InvalidInput as error:
        shown = form.again(error.facts["fields"])
        return make_response(_form_page(form, shown, "", words, found.icon), 422)
    except Conflict as error:
        page = _form_page(form, form.again(), messages.sentence(error), words, found.icon)
        return make_response(page, 409)
    return said.go(f"/registers/{name}/{key}", "said.row_recorded", what=words)


@bp.post("/registers/<name>/<int:key>/actions/<action>/form")
@allow()
def action_part(name: str, key: int, action: str) -> str:
    return render_template("form_part.html", shown=_recording(name, key, action)[0].settled())


def _recording(name: str, key: int, action: str) -> tuple[RowForm, Action]:
    """Raises NotFound where this cannot be recorded now, or not by this person."""
    register = registry.one(name)
    one = visible_row(web.reader(), register, key)
    found = next((each for each in register.actions if each.name == action), None)
    if found is None or not register_forms.may_act(found, one, web.actor()):
        raise NotFound(kind="register_action", name=action)
    return RowForm(register, found.form, key, one), found


@bp.get("/registers/<name>/<int:key>/void")
@allow()
def void_form(name: str, key: int) -> str:
    return _void_page(name, key)


@bp.post("/registers/<name>/<int:key>/void")
@allow()
def void(name: str, key: int) -> Response | str:
    _entry(name, key)
    try:
        web.execute(VoidRegisterRow(name, key, request.form.get("reason", ""), _version(key)))
    except InvalidInput as error:
        first = next(iter(error.facts["fields"].values()))
        return make_response(_void_page(name, key, first[0]), 422)
    return said.go(f"/registers/{name}/{key}", "said.row_void")


def _void_page(name: str, key: int, problem: Any = None) -> str:
    form = _entry(name, key)
    if form.register.void is None or form.row is None:
        raise NotFound(kind="register_void", name=name)
    return render_template(
        "register_void.html",
        name=name, title=registry.title(form.register), heading=heading(form.register, form.row),
        place=f"/registers/{name}/{key}", version=form.row.get("version"),
        problem="" if problem is None else messages.problem_sentence(problem),
        reason=request.form.get("reason", ""),
    )  # fmt: skip
