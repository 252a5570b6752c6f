"""One sentence about what was just done, carried over a redirect in a signed cookie of one minute."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, g, redirect
from itsdangerous import BadSignature, URLSafeTimedSerializer

from webapp.security import cookies

COOKIE = "neiqin-said"
SECONDS = 60


def go(address: str, code: str = "", **facts: Any) -> Response:
    """303 to an address of ours; the page there says the sentence of `code`."""
    response = redirect(address, 303)
    if code:
        cookies.write(response, COOKIE, str(_signer().dumps([code, facts])), SECONDS)  # type: ignore[arg-type]
    return response  # type: ignore[return-value]


def heard() -> tuple[str, dict[str, Any]] | None:
    """The code and facts to say on this page, once."""
    sent = cookies.read(COOKIE)
    if not sent:
        return None
    g.said_heard = True
    try:
        code, facts = _signer().loads(sent, max_age=SECONDS)
    except BadSignature:
        return None
    return str(code), dict(facts)


def forget(response: Response) -> Response:
    """Drop the cookie of a sentence that this answer has said."""
    if g.get("said_heard"):
        cookies.drop(response, COOKIE)
    return response


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["CSRF_KEY"], salt="said")
