"""A token in every form, signed and bound to the session (or to the visit, before there is a session).

The token is worthless with another session's cookie, ends with the session, and needs no storage.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import Response, current_app, g, request

from webapp.security import cookies

VISIT = "neiqin-visit"
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


def token() -> str:
    """The token for forms of this answer."""
    made: str = getattr(g, "csrf_token", "") or _sign(_bound_to(create=True))
    g.csrf_token = made
    return made


def is_valid() -> bool:
    """Whether this request carries the token of its own session."""
    if request.method in SAFE:
        return True
    if is_from_elsewhere():
        return False
    sent = request.headers.get("X-CSRF-Token") or request.form.get("csrf_token") or ""
    bound = _bound_to(create=False)
    return bool(bound) and hmac.compare_digest(sent.encode(), _sign(bound).encode())


def is_from_elsewhere() -> bool:
    """Whether the browser says that a page of another site sends this request."""
    return request.method not in SAFE and request.headers.get("Sec-Fetch-Site") == "cross-site"


def keep_visit(response: Response) -> Response:
    """Hand out the visit cookie that a token of this answer is bound to."""
    visit = g.get("new_visit")
    if visit:
        cookies.write(response, VISIT, visit)
    return response


def _bound_to(create: bool) -> str:
    session = g.get("session")
    if session is not None:
        return f"session:{session.id_hash}"
    visit = g.get("new_visit") or cookies.read(VISIT)
    if not visit and create:
        visit = g.new_visit = secrets.token_urlsafe(24)
    return f"visit:{visit}" if visit else ""


def _sign(bound: str) -> str:
    key: bytes = current_app.config["CSRF_KEY"]
    return hmac.new(key, bound.encode(), hashlib.sha256).hexdigest()
