"""Signed references to files that are already stored, so that an error in another field does not lose an
upload.

A page carries the reference in a ticked box; taking the tick away lets the file go. The signature covers the
description, the field and the subject (the task), so a reference can not be written by hand nor moved
elsewhere.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Mapping
from decimal import Decimal
from hashlib import sha256
from typing import Any

from forms.context import Context

SUFFIX = ".kept"
_LONGEST = 4_000


def name_of(field_name: str) -> str:
    """The parameter that carries the references of a file field."""
    return field_name + SUFFIX


def seal(context: Context, ref: str, file: Mapping[str, Any]) -> str:
    """The reference of a stored file; "" where the context has no secret."""
    if not context.secret:
        return ""
    body = json.dumps(dict(file), ensure_ascii=False, sort_keys=True, default=_number).encode()
    return base64.urlsafe_b64encode(body).decode() + "." + _signature(context, ref, body)


def unseal(context: Context, ref: str, text: str) -> dict[str, Any] | None:
    """The description of the file, None where the reference is not ours or belongs elsewhere."""
    if not context.secret or len(text) > _LONGEST or not text.isascii():
        return None
    encoded, _, signature = text.partition(".")
    try:
        body = base64.b64decode(encoded, altchars=b"-_", validate=True)
    except ValueError:
        return None
    if not hmac.compare_digest(signature, _signature(context, ref, body)):
        return None
    file = json.loads(body)
    return file if isinstance(file, dict) else None


def _signature(context: Context, ref: str, body: bytes) -> str:
    where = json.dumps(["kept file", context.subject, ref]).encode()
    return hmac.new(context.secret, where + b"\0" + body, sha256).hexdigest()


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else str(value)


def hash_of(text: str) -> str | None:
    """The content hash that a reference names, unverified: good for keeping a file, never for lending one."""
    try:
        file = json.loads(base64.b64decode(text.partition(".")[0], altchars=b"-_", validate=True))
    except (ValueError, UnicodeDecodeError):
        return None
    found = file.get("sha256") if isinstance(file, dict) else None
    return found if isinstance(found, str) else None
