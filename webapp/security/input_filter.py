"""One filter for all text that comes in: characters that no store and no message may carry."""

from __future__ import annotations

import re

from flask import request

# NUL breaks PostgreSQL, lone surrogates break UTF-8: neither can be typed, so a request with them is
# refused whole.
_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")


def is_clean() -> bool:
    """False when the address or a field of this request holds a forbidden character."""
    if _FORBIDDEN.search(request.full_path):
        return False
    if request.method in {"GET", "HEAD"}:
        return not any(_FORBIDDEN.search(value) for _, value in request.args.items(multi=True))
    return not any(
        _FORBIDDEN.search(key) or _FORBIDDEN.search(value) for key, value in request.form.items(multi=True)
    )
