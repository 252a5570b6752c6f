"""The gate before every view: request id, language, session, policy, token. Default is refusal."""

from __future__ import annotations

import secrets
import time
from typing import Any

from flask import Flask, Response, current_app, g, redirect, request
from flask.sessions import SessionInterface, SessionMixin
from flask_login import LoginManager, UserMixin

from engine.kernel.actor import Actor
from engine.organisation import accounts
from engine.organisation.commands.touch_session import TouchSession
from webapp import errors, i18n, metrics, web
from webapp.policy import Policy, policy_of
from webapp.security import cookies, csrf, input_filter
from webapp.session_time import real_now

COOKIE = "neiqin"
LANGUAGE = "neiqin-language"
THEME = "neiqin-theme"
STRANGERS_MOST = 64 * 1024
# Where a person may go who must choose a password first.
ALWAYS_OPEN = frozenset({"password.form", "password.change", "login.sign_out", "preferences.keep"})


class _InMemory(dict[str, Any], SessionMixin):
    """Flask's own session for one request; it is never sent, because ours is a row."""


class Person(UserMixin):
    """The signed-in person as Flask-Login knows one."""

    def __init__(self, user_id: str) -> None:
        self.user_id = user_id

    def get_id(self) -> str:
        return self.user_id


class NoCookieSession(SessionInterface):
    def open_session(self, _app: Flask, _request: Any) -> SessionMixin:
        return _InMemory()

    def save_session(self, _app: Flask, _session: SessionMixin, _response: Response) -> None:
        return None


def register(app: Flask) -> None:
    """Put the gate before the views, and Flask-Login over our rows."""
    app.session_interface = NoCookieSession()
    manager = LoginManager()
    manager.session_protection = None
    manager.request_loader(lambda _request: Person(g.session.user_id) if g.get("session") else None)
    # No page asks it who is there: `actor` and `session` say so.
    manager.init_app(app, add_context_processor=False)
    app.before_request(_begin)
    app.before_request(_guard)
    app.teardown_request(web.close_reader)


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.started = time.perf_counter()
    engine = web.engine()
    g.now = engine.clock.now()
    g.zone = engine.settings.zone
    g.session = None
    g.actor = None
    g.names = {}
    set_language(cookies.read(LANGUAGE))
    set_theme(cookies.read(THEME))


def set_language(wish: str | None) -> None:
    """Fix the language of this answer."""
    g.language = i18n.choose(wish, request.headers.get("Accept-Language", ""))
    g.t = i18n.speaker(g.language)


def set_theme(wish: str | None) -> None:
    """Fix the theme of this answer; None follows the machine's own."""
    g.theme = wish if wish in {"light", "dark"} else None


def _guard() -> Response | None:
    policy = policy_of(current_app, request.endpoint)
    if request.endpoint == "static":
        return None
    if policy is None:
        _load_session()  # the page that says so keeps the person's menu
        return None  # an unknown path: Flask answers 404 (or 405) by itself
    if policy.demo_only and not web.engine().settings.demo:
        return _not_in_production(policy)
    if not policy.basic:
        _load_session()
    if g.session is None:
        # Bodies are read before anybody is asked for a token: a stranger's must not fill disk and time.
        request.max_content_length = STRANGERS_MOST
    elif request.mimetype != "multipart/form-data":
        # Without files there is only text, and what a form may hold in memory is the limit for it.
        request.max_content_length = request.max_form_memory_size
    _refuse_unclean()
    if policy.public or policy.basic:
        _check_token(policy)
        return None
    if g.session is None:
        return errors.to_login()
    if g.session.must_change and request.endpoint not in ALWAYS_OPEN:
        return redirect("/password", 303)  # type: ignore[return-value]
    if policy.roles and not policy.roles & g.actor.roles:
        raise errors.Refused(403, "role_needed")
    _check_token(policy)
    return None


def _refuse_unclean() -> None:
    field = input_filter.unclean()
    if field is not None:
        raise errors.Refused(400, "unreadable_field" if field else "unreadable", field=field[:100])


def _load_session() -> None:
    """The session of the cookie, if its row is alive; it is touched once a minute."""
    sent = cookies.read(COOKIE)
    if not sent or len(sent) > 200:
        return
    now = real_now()
    session = accounts.find_session(web.reader().connection, sent, now)
    if session is None:
        return
    if session.should_touch(now):
        web.execute(TouchSession(session.id_hash), by=Actor.system("web"))
    g.session = session
    if session.language:
        set_language(session.language)
    set_theme(session.theme or cookies.read(THEME))
    roles = web.reader().organisation.roles_of(session.user_id)
    g.actor = Actor(session.user_id, frozenset(roles), language=g.language)


def _check_token(policy: Policy) -> None:
    # Credentials of the API carry no token, but browsers keep them and say for whom they send them.
    if csrf.is_from_elsewhere() if policy.basic else not csrf.is_valid():
        metrics.REFUSED.labels("csrf").inc()
        raise errors.Refused(403, "csrf")


def _not_in_production(policy: Policy) -> Response | None:
    if policy.basic:
        return errors.problem(403, "demo_mode_only", i18n.say("en", "error.demo_only"))
    raise errors.Refused(403, "demo_only")
