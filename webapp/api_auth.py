"""Who calls `/v2`: HTTP basic authentication with an account."""

from __future__ import annotations

from flask import g, request
from werkzeug.exceptions import Unauthorized

from engine.kernel.actor import Actor
from engine.organisation import accounts
from engine.organisation.commands.note_failed_login import NoteFailedLogin
from engine.organisation.commands.note_stranger import NoteStranger
from webapp import errors, web
from webapp.security import limits
from webapp.session_time import real_now

CHALLENGE = 'Basic realm="neiqin", charset="UTF-8"'


class NeedsCredentials(Unauthorized):
    """401 with the challenge."""

    def get_headers(self, *_args: object, **_kwargs: object) -> list[tuple[str, str]]:
        return [("WWW-Authenticate", CHALLENGE)]


def actor_of_request() -> Actor:
    """The account of the credentials. Raises NeedsCredentials; guessing is limited as on the login page."""
    sent = request.authorization
    if sent is None:
        raise NeedsCredentials()
    if sent.type != "basic" or not sent.username or not sent.password:
        raise NeedsCredentials()
    limits.refuse_spent(limits.LOGIN, limits.address())
    name = sent.username.strip().lower()
    verified = accounts.verify(web.reader().connection, name, sent.password[:256], real_now())
    if verified.outcome != accounts.OK:
        limits.spend(limits.LOGIN, limits.address())
        if verified.outcome == accounts.WRONG:
            known = verified.user_id is not None
            note = NoteFailedLogin(name, limits.address()) if known else NoteStranger(name)
            web.execute(note, by=Actor.system("api"))
        raise NeedsCredentials()
    if verified.must_change:
        raise errors.Refused(403, "password_must_change")
    user_id = name
    roles = web.reader().organisation.roles_of(user_id)
    actor = g.actor = Actor(user_id, frozenset(roles), language=g.language)
    return actor
