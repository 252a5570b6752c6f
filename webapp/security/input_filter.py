"""One filter for all text that comes in: characters that no store and no message may carry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import request

# NUL breaks PostgreSQL, lone surrogates break UTF-8: neither can be typed, so a request with them is
# refused whole.
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")


def unclean() -> str | None:
    """The field that holds a forbidden character; empty where it is the address or the name of a field."""
    if _FORBIDDEN.search(request.path):
        return ""
    for name, text in _fields():
        if _FORBIDDEN.search(name):
            return ""
        if _FORBIDDEN.search(text):
            return name
    return None


def _fields() -> Iterator[tuple[str, str]]:
    """Names and values alike: both are shown, kept and compared."""
    yield from request.args.items(multi=True)
    if request.method not in {"GET", "HEAD"}:
        yield from request.form.items(multi=True)
        for name in request.files:
            yield name, ""
