"""The machine's instant, for what is not business time."""

from __future__ import annotations

from datetime import datetime

from webapp import web


def real_now() -> datetime:
    """Sessions and limits do not follow a company clock that a demo may move."""
    real: datetime = web.engine().clock.real_now()
    return real
