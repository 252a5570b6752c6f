"""Choosing an own password; a person with a given one is led here first."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, make_response, render_template, request

from engine.kernel.errors import InvalidInput
from engine.organisation import passwords
from engine.organisation.commands.change_password import ChangePassword
from webapp import messages, said, web
from webapp.policy import allow
from webapp.security import limits

bp = Blueprint("password", __name__)


@bp.get("/password")
@allow()
def form() -> str:
    return _page({})


@bp.post("/password")
@allow()
def change() -> Response:
    """Every other session of the person ends with the old password."""
    limits.spend(limits.LOGIN)
    new = request.form.get("password", "")
    if new != request.form.get("again", ""):
        return make_response(_page({"again": g.t("field.password_differs")}), 422)
    command = ChangePassword(g.session.user_id, request.form.get("old_password", ""), new, g.session.id_hash)
    try:
        web.execute(command)
    except InvalidInput as error:
        found: dict[str, Any] = error.facts.get("fields", {})
        return make_response(
            _page({key: messages.problem_sentence(one[0]) for key, one in found.items()}), 422
        )
    return said.go("/inbox", "said.password")


def _page(problems: dict[str, str]) -> str:
    return render_template("password.html", problems=problems, shortest=passwords.SHORTEST)
