"""Language and theme. The account remembers them, on whatever machine, and letters follow.

Cookies of a year hold them too, so that the login page speaks the person's language.
"""

from __future__ import annotations

from flask import Blueprint, g, redirect, render_template, request
from werkzeug.wrappers import Response

from engine.organisation.commands.keep_preferences import KeepPreferences
from engine.organisation.tables import THEMES
from webapp import i18n, web
from webapp.policy import allow
from webapp.security import cookies, next_url
from webapp.session import LANGUAGE, THEME

bp = Blueprint("preferences", __name__)
YEAR = 31_536_000


@bp.get("/preferences")
@allow()
def form() -> str:
    return render_template("preferences.html")


@bp.post("/preferences")
@allow(public=True)
def keep() -> Response:
    """Public, because the language can be chosen on the login page."""
    language = request.form.get("language")
    theme = request.form.get("theme")
    asked = request.form.get("next", "").rstrip("?")
    response = redirect(asked if next_url.is_local(asked) else next_url.HOME, 303)
    language = language if language in i18n.LANGUAGES else None
    theme = theme if theme in THEMES else None
    if g.session is not None:
        web.execute(KeepPreferences(g.session.user_id, language, theme))
    if language:
        cookies.write(response, LANGUAGE, str(language), YEAR)  # type: ignore[arg-type]
    if theme:
        cookies.write(response, THEME, str(theme), YEAR)  # type: ignore[arg-type]
    return response
