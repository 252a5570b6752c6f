"""Signing in and out."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, g, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from engine.organisation import accounts
from engine.organisation.commands.close_session import CloseSession
from engine.organisation.login import Login, log_in
from webapp import metrics, said, web
from webapp.errors import Refused
from webapp.policy import allow
from webapp.security import cookies, limits, next_url
from webapp.session import COOKIE, LANGUAGE
from webapp.session_time import real_now

bp = Blueprint("login", __name__)
LOG = logging.getLogger("neiqin.security")


@bp.get("/")
@allow(public=True)
def home() -> AnyResponse:
    return redirect("/inbox", 303)


@bp.get("/login")
@allow(public=True)
def form() -> AnyResponse | str:
    target = next_url.local(request.args.get("next"))
    if g.session is not None:
        return redirect(target, 303)
    return render_template("login.html", next=target, username="", problem="")


@bp.post("/login")
@allow(public=True)
def sign_in() -> AnyResponse:
    """Check the password, open a session row, go where the person wanted to go.

    Guessing is limited twice: a name is locked after five wrong passwords, whether there is such an account
    or not, so that the answer tells nobody which exist; and each address may be wrong a number of times.
    """
    username = request.form.get("username", "").strip()[:100]
    target = next_url.local(request.form.get("next"))
    try:
        limits.refuse_spent(limits.LOGIN, limits.address())
    except Refused as refused:
        return _again(429, username, target, g.t("login.locked", **refused.facts), refused.retry_after)
    login = _log_in(username, request.form.get("password", ""))
    if login.outcome == accounts.OK:
        return _enter(login, target)
    metrics.LOGIN_FAILURES.inc()
    limits.count(limits.LOGIN, limits.address())
    LOG.warning(
        "login refused", extra={"request_id": g.request_id, "user": username, "address": limits.address()}
    )
    if login.outcome == accounts.LOCKED and login.locked_until is not None:
        left = max(1, int((login.locked_until - real_now()).total_seconds()))
        return _again(429, username, target, g.t("login.locked", minutes=-(-left // 60)), left)
    return _again(422, username, target, g.t("login.wrong"))


def _log_in(username: str, password: str) -> Login:
    web.close_reader()
    agent = request.user_agent.string
    return log_in(
        web.engine(), username, password[:256], real_now(),
        ip=limits.address(), user_agent=agent, language=cookies.read(LANGUAGE),
    )  # fmt: skip


def _enter(login: Login, target: str) -> AnyResponse:
    """A new session id for every login; the one that the browser came with ends."""
    if g.session is not None:
        web.execute(CloseSession(g.session.id_hash))
    response = said.go("/password" if login.must_change else target)
    cookies.write(response, COOKIE, login.token or "")
    return response


def _again(status: int, username: str, target: str, problem: str, retry_after: int | None = None) -> Response:
    page = render_template("login.html", next=target, username=username, problem=problem)
    response = make_response(page, status)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


@bp.post("/logout")
@allow(public=True)
def sign_out() -> AnyResponse:
    """End the session on the server; the cookie of it opens nothing any more."""
    if g.session is not None:
        web.execute(CloseSession(g.session.id_hash))
    response = said.go("/login")
    cookies.drop(response, COOKIE)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
