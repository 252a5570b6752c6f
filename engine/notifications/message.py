"""A notice, ready to be shown or sent."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Message:
    """subject   one line;  text   plain text;  html   the same as a page, or None"""

    subject: str
    text: str
    html: str | None = None
