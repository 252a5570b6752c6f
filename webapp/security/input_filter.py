"""One filter for all text that comes in: characters that no store and no message may carry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import request

# NUL breaks PostgreSQL, lone surrogates break UTF-8: neither can be typed, so a request with them is
# refused whole.
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")


def is_clean() -> bool:
    """False when the address or a field of this request holds a forbidden character."""
    return not any(_FORBIDDEN.search(text) for text in _texts())


def _texts() -> Iterator[str]:
    """Names and values alike: both are shown, kept and compared."""
    yield request.path
    for pair in request.args.items(multi=True):
        yield from pair
    if request.method not in {"GET", "HEAD"}:
        for pair in request.form.items(multi=True):
            yield from pair
        yield from request.files
