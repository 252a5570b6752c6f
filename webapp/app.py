"""Builds the Flask app around one engine."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp import errors, filters, finish, pages, policy, session
from webapp.security.keys import KeyConverter
from webapp.views import BLUEPRINTS

ROOT = Path(__file__).resolve().parents[1]
MAX_UPLOAD = 100 * 1024 * 1024


def create_app(engine: Any) -> Flask:
    """The app over one engine. Raises RuntimeError when a route has no policy."""
    app = Flask(__name__, template_folder=str(ROOT / "templates" / "pages"), static_folder="static")
    app.extensions["neiqin"] = engine
    configure(app, engine)
    # Ends run in reverse order of registration; the log line comes last, so it is registered first.
    finish.register(app)
    session.register(app)
    filters.register(app)
    pages.register(app)
    errors.register(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    policy.refuse_unguarded(app)
    return app


def configure(app: Flask, engine: Any) -> None:
    """Limits, keys and whose word about addresses is believed."""
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_UPLOAD,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
        MAX_FORM_PARTS=2_000,
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
        CSRF_KEY=derived_key(engine.settings.secret_key, "csrf"),
        TRUSTED_HOSTS=trusted_hosts(engine),
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = False
    app.url_map.converters["int"] = KeyConverter
    proxies = engine.settings.proxies
    if proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]


def derived_key(secret: str | bytes, purpose: str) -> bytes:
    """A key of its own for each purpose, so that one kind of token never passes for another."""
    material = secret.encode() if isinstance(secret, str) else secret
    return hmac.new(material, f"neiqin:{purpose}".encode(), hashlib.sha256).digest()


def trusted_hosts(engine: Any) -> list[str]:
    """Hosts whose name we answer to.

    This machine, the address in the settings, and `NEIQIN_TRUSTED_HOSTS`.
    """
    named = engine.settings.trusted_hosts
    base = engine.settings.base_url
    own = base.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
    return ["127.0.0.1", "localhost", "[::1]", "::1", *([own] if own else []), *named]
