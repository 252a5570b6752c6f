"""A change that waits for a second person: what it would change, and the two answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, make_response, render_template, request

from engine.execution.ports import Register
from engine.kernel.errors import InvalidInput, NotFound
from engine.register_rows import proposals
from engine.register_rows.decide import DecideProposal
from engine.register_rows.entry_forms import as_variable
from engine.register_rows.subject import visible_row
from webapp import messages, register_forms, register_words, registry, said, web
from webapp.policy import allow
from webapp.register_cells import heading

bp = Blueprint("register_proposals", __name__)


@bp.get("/registers/<name>/proposals/<int:key>")
@allow()
def proposal(name: str, key: int) -> str:
    return _page(name, key)


@bp.post("/registers/<name>/proposals/<int:key>")
@allow()
def decide(name: str, key: int) -> Response | str:
    register, _ = _found(name, key)
    is_accepted = request.form.get("decision") == "accept"
    command = DecideProposal(register.name, key, is_accepted, request.form.get("reason", ""))
    try:
        answer = web.execute(command)
    except InvalidInput as error:
        return make_response(_page(name, key, error.facts["fields"]), 422)
    target = f"/registers/{name}" + (f"/{answer['key']}" if answer["key"] else "")
    return said.go(target, "said.row_accepted" if is_accepted else "said.row_refused")


def _found(name: str, key: int) -> tuple[Register, Mapping[str, Any]]:
    register = registry.one(name)
    if not register_forms.may_edit(register, web.actor()):
        raise NotFound(kind="register_proposal", key=key)
    return register, proposals.one(web.reader(), register, key)


def _page(name: str, key: int, wrong: Mapping[str, Any] | None = None) -> str:
    register, found = _found(name, key)
    row_key = found["row_key"]
    one = None if row_key is None else visible_row(web.reader(), register, row_key)
    hidden = {column.key for column in register.columns if column.see and not column.see & g.actor.roles}
    changes = [
        register_words.change_of(register, column, as_variable((one or {}).get(column)), value)
        for column, value in proposals.differing(one, found["values"]).items()
        if column not in hidden
    ]
    back = f"/registers/{name}" + ("" if row_key is None else f"/{row_key}")
    is_stale = one is not None and one.get("version") != found["version"]
    return render_template(
        "register_proposal.html",
        name=name, title=registry.title(register), back=back, proposal=found, changes=changes,
        heading=g.t("register.new") if one is None else heading(register, one),
        is_open=found["state"] == proposals.WAITING, is_own=proposals.is_own(web.actor(), found),
        is_stale=is_stale, reason=request.form.get("reason", ""), problems=_problems(register, wrong or {}),
    )  # fmt: skip


def _problems(register: Register, wrong: Mapping[str, Any]) -> list[str]:
    """Sentences; what is wrong with a column says which."""
    said_of: list[str] = []
    for field, found in wrong.items():
        column = register_words.column_of(register, field)
        label = "" if field in ("", "reason") else registry.words(column.label) + g.t("colon")
        said_of += [label + messages.problem_sentence(one) for one in found]
    return said_of
