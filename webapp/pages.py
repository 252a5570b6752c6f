"""What every page gets: words, theme, menu with counts, the token, the sentence of what was just done."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g
from markupsafe import Markup

from webapp import i18n, menu, messages, said, web
from webapp.due import DueWords
from webapp.security import csrf

STATIC = Path(__file__).parent / "static"


def register(app: Flask) -> None:
    """Give the templates what they all use."""
    app.context_processor(context)
    app.jinja_env.globals.update(
        asset=asset,
        icon=icon,
        part=part,
        plural=plural,
        problem_sentence=messages.problem_sentence,
    )


def context() -> dict[str, Any]:
    """Names of every template. Costly ones are functions, asked only by pages that show them."""
    return {
        "t": g.t,
        "language": g.language,
        "languages": i18n.NAMES,
        "theme": g.theme,
        "actor": g.actor,
        "session": g.session,
        "settings": web.engine().settings,
        "csrf_token": csrf.token,
        "request_id": g.request_id,
        "now": g.now,
        "menu": menu.of_request,
        "counts": menu.counts,
        "said": spoken,
        "due": due_words(),
    }


def part(name: str, groups: Sequence[menu.Group] = ()) -> Markup:
    """A part of the page that follows from its groups of the menu and the language alone.

    Most pages of a person show the same menu, so a worker keeps what it wrote last.
    """
    return _part(name, g.language, tuple(groups))


@lru_cache(maxsize=1024)
def _part(name: str, language: str, groups: tuple[menu.Group, ...]) -> Markup:
    template = current_app.jinja_env.get_template(name)
    t, names = i18n.speaker(language), i18n.NAMES
    return Markup(template.render(t=t, language=language, languages=names, groups=groups))


def due_words() -> DueWords:
    """The writer of due dates of this request."""
    writer: DueWords | None = g.get("due_words")
    if writer is None:
        calendar = web.services().calendar
        writer = g.due_words = DueWords(g.now, g.zone, calendar, g.language)
    return writer


def spoken() -> str:
    """The sentence of what was just done, once."""
    heard = said.heard()
    return i18n.say(g.language, heard[0], messages.readable(heard[1])) if heard else ""


def plural(code: str, count: int, **facts: Any) -> str:
    return i18n.plural(g.language, code, count, facts)


def asset(name: str) -> str:
    """Address of a static file with its content hash, so that it may be kept for a year."""
    return f"/static/{name}?v={_hash(name)}"


@lru_cache(maxsize=64)
def _hash(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=512)
def icon(name: str, size: str = "") -> Markup:
    """An icon of the sprite; always with words beside it, so it is hidden from readers of the screen."""
    kind = f" i--{size}" if size else ""
    return Markup('<svg class="i{}" aria-hidden="true"><use href="{}#{}"></use></svg>').format(
        kind, asset("icons.svg"), name
    )
