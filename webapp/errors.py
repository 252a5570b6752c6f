"""Error pages: what happened, what is safe, what to do, and a request id for the one who helps.

Browsers get a page, `/v2` gets `application/problem+json`. Nothing of the inside is shown; it is in the log
line.
"""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, g, make_response, redirect, render_template, request
from werkzeug.exceptions import HTTPException

from engine.kernel.errors import EngineError
from webapp import filters, i18n, messages, metrics

LOG = logging.getLogger("neiqin.web")
SECURITY = logging.getLogger("neiqin.security")
KNOWN = frozenset({400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 501, 503})


class Refused(Exception):
    """The web layer itself says no (rate limit, bad token, unreadable request), before the engine is
    asked.
    """

    def __init__(self, status: int, code: str, retry_after: int | None = None, **facts: Any) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.facts = facts


def register(app: Flask) -> None:
    """Answer every kind of failure."""
    app.register_error_handler(EngineError, engine_error)
    app.register_error_handler(Refused, refused)
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(Exception, unforeseen)


def engine_error(error: EngineError) -> Response:
    """The engine refused: its facts become the sentence."""
    status = messages.status_of(error)
    _count(error.code, status, error.facts)
    if status == 500:
        LOG.error("process fault", exc_info=error, extra={"request_id": g.request_id})
    return page(status, messages.sentence(error), error.code)


def refused(error: Refused) -> Response:
    _count(error.code, error.status, error.facts)
    answer = page(error.status, i18n.say(g.language, f"error.{error.code}", error.facts), error.code)
    if error.retry_after:
        answer.headers["Retry-After"] = str(error.retry_after)
    return answer


def http_error(error: HTTPException) -> Response:
    """Flask's own answers (404 of an unknown path, 413, 405) in our dress."""
    status = error.code or 500
    if status in {301, 302, 303, 307, 308}:
        return error.get_response()  # type: ignore[return-value]
    answer = page(status, _too_large() if status == 413 and "t" in g else "", "")
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "WWW-Authenticate"}:
            answer.headers[name] = value
    return answer


def _too_large() -> str:
    """The limit that this request met: less is read from who is not signed in, and of typed text."""
    most = request.max_content_length or 0
    if request.content_length is not None and request.content_length <= most:
        most = min(most, request.max_form_memory_size or most)
    known = g.get("session") is not None
    code = "error.status.413" if known else "error.too_large_unsigned"
    return i18n.say(g.language, code, {"most": filters.size(most).replace(".0 ", " ")})


def unforeseen(error: Exception) -> Response:
    """A fault of ours: the cause goes to the log, the page stays plain.

    Nothing was saved, because the step rolled back.
    """
    LOG.error("unforeseen", exc_info=error, extra={"request_id": g.get("request_id", "")})
    return page(500, "", "")


def page(status: int, sentence: str, code: str) -> Response:
    """The error page (or problem details) of a status; `sentence` replaces the general one."""
    shown = status if status in KNOWN else 500
    if "t" not in g:
        # Refused before the gate, e.g. for a host name that is not ours: nothing is known of the reader.
        return make_response(f"{status}\n", status, {"Content-Type": "text/plain; charset=utf-8"})
    if request.path.startswith("/v2"):
        return problem(
            status, code or f"status_{status}", sentence or i18n.say("en", f"error.status.{shown}")
        )
    if request.headers.get("HX-Request") and status == 401:
        answer = make_response("", 401)
        answer.headers["HX-Redirect"] = "/login"
        return answer
    try:
        body = render_template("error.html", status=shown, sentence=sentence, code=code)
    except Exception:
        # The page's own parts (menu, counts) may be what failed; the person still reads a sentence and
        # the number.
        LOG.exception("error page", extra={"request_id": g.get("request_id", "")})
        body = render_template("error_bare.html", status=shown, sentence=sentence, code=code)
    return make_response(body, status)


def problem(status: int, code: str, detail: str) -> Response:
    """RFC 9457 problem details."""
    answer = make_response(
        {"type": "about:blank", "title": code, "status": status, "detail": detail, "instance": request.path},
        status,
    )
    answer.content_type = "application/problem+json"
    return answer


def to_login() -> Response:
    """A page without a session: sign in first, then come back here."""
    if request.path.startswith("/v2"):
        answer = problem(401, "unauthenticated", i18n.say("en", "error.status.401"))
        answer.headers["WWW-Authenticate"] = 'Basic realm="neiqin"'
        return answer
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With") == "fetch":
        answer = make_response("", 401)
        answer.headers["HX-Redirect"] = "/login"
        return answer
    if request.method not in {"GET", "HEAD"}:
        return page(401, "", "signed_out")
    back = request.full_path.rstrip("?")
    return redirect(f"/login?next={quote(back, safe='/')}" if back != "/" else "/login", 303)  # type: ignore[return-value]


def _count(code: str, status: int, facts: Any) -> None:
    metrics.REFUSED.labels(code).inc()
    session = g.get("session")
    log = SECURITY if status in {401, 403, 429} else LOG
    log.info(
        "refused",
        extra={
            "request_id": g.get("request_id", ""),
            "user": session.user_id if session else "",
            "address": request.remote_addr or "",
            "method": request.method,
            "path": request.path[:300],
            "code": code,
            "status": status,
            "facts": str(facts)[:500],
        },
    )
