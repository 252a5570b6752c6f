"""The password of an account on a platform: ask to see it, let it be seen, see it, put in a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, make_response, render_template, request

from engine.kernel.errors import InvalidInput
from engine.register_rows.subject import visible_row
from engine.registers.platform_accounts import reveals
from engine.registers.platform_accounts.ask import DECIDES, SHORTEST, AskReveal
from engine.registers.platform_accounts.decide import DecideReveal
from engine.registers.platform_accounts.log import STATES
from engine.registers.platform_accounts.queries import NAME, USE, needs_two
from engine.registers.platform_accounts.set_password import SetPassword
from engine.registers.platform_accounts.show import SECONDS, ShowPassword, password
from engine.registers.platform_accounts.tables import APPROVED, WAITING
from webapp import messages, registry, said, web
from webapp.policy import allow
from webapp.security import limits

bp = Blueprint("platform_passwords", __name__)
PLACE = f"/registers/{NAME}"


@bp.get(f"{PLACE}/<int:key>/password")
@allow()
def page(key: int) -> str:
    return _page(key)


@bp.post(f"{PLACE}/<int:key>/password/ask")
@allow(*USE)
def ask(key: int) -> Response:
    command = AskReveal(key, request.form.get("reason", ""), request.form.get("tender"))
    try:
        told = web.execute(command, request.form.get("idempotency_key"))
    except InvalidInput as error:
        return _again(key, error)
    return said.go(f"{PLACE}/{key}/password", f"said.reveal_{told['state']}")


@bp.post(f"{PLACE}/<int:key>/password/set")
@allow(*USE)
def put_in(key: int) -> Response:
    """Without an idempotency key: of a password not even a fingerprint is kept."""
    new = request.form.get("password", "")
    if new != request.form.get("again", ""):
        return make_response(_page(key, {"again": g.t("field.password_differs")}), 422)
    try:
        web.execute(SetPassword(key, new))
    except InvalidInput as error:
        return _again(key, error)
    return said.go(f"{PLACE}/{key}/password", "said.platform_password")


@bp.post(f"{PLACE}/<int:key>/password/<int:reveal>/decide")
@allow(*DECIDES)
def decide(key: int, reveal: int) -> Response:
    is_approved = request.form.get("decision") == "approve"
    try:
        web.execute(DecideReveal(reveal, is_approved, request.form.get("reason", "")))
    except InvalidInput as error:
        return _again(key, error, "decision")
    return said.go(f"{PLACE}/{key}/password", "said.reveal_decided")


@bp.post(f"{PLACE}/<int:key>/password/<int:reveal>/show")
@allow(*USE)
def show(key: int, reveal: int) -> Response:
    """The one page that holds a password; the browser keeps no copy and leaves it when the minute is over."""
    limits.spend(limits.LOGIN)
    web.execute(ShowPassword(reveal))
    shown = password(web.reader(), web.actor(), reveal)
    response = make_response(_page(key, shown=shown))
    response.headers["Refresh"] = f"{SECONDS}; url={PLACE}/{key}/password"
    return response


def _again(key: int, error: InvalidInput, prefix: str = "") -> Response:
    found = error.facts.get("fields", {})
    problems = {prefix or name: messages.problem_sentence(told[0]) for name, told in found.items()}
    return make_response(_page(key, problems), 422)


def _page(key: int, problems: Mapping[str, str] | None = None, shown: str | None = None) -> str:
    register = registry.one(NAME)
    account = visible_row(web.reader(), register, key)
    actor = web.actor()
    return render_template(
        "platform_password.html",
        title=registry.title(register), place=f"{PLACE}/{key}", label=account["label"],
        needs_two=needs_two(account), due_on=account["rotation_due_on"], rotation=account["rotation"],
        may_use=bool(actor.roles & USE), has_password=account["rotation"] != "none",
        shortest=SHORTEST, seconds=SECONDS, shown=shown, problems=problems or {},
        reveals=[_reveal(one) for one in reveals.of_account(web.reader(), key)],
        sent=request.form,
    )  # fmt: skip


def _reveal(one: Mapping[str, Any]) -> dict[str, Any]:
    actor = web.actor()
    own = bool(actor.persons & {one["asked_by"], one["on_behalf_of"]})
    return {
        **one,
        "words": registry.words(STATES[one["state"]]),
        "may_open": one["state"] == APPROVED and one["asked_by"] == actor.user_id,
        "may_decide": one["state"] == WAITING and not own and bool(actor.roles & set(DECIDES)),
    }
