"""Keyset cursors: opaque text that names the last row of a page."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from engine.kernel.errors import InvalidInput, Problem


def encode(*values: Any) -> str:
    text = json.dumps(
        [str(value) if isinstance(value, int) else value for value in values], separators=(",", ":")
    )
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str, size: int) -> list[str]:
    """The `size` texts that were encoded. Raises InvalidInput for anything else."""
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, binascii.Error, UnicodeEncodeError) as error:
        raise InvalidInput(fields={"cursor": [Problem("cursor_unreadable")]}) from error
    if (
        not isinstance(values, list)
        or len(values) != size
        or not all(isinstance(value, str) for value in values)
    ):
        raise InvalidInput(fields={"cursor": [Problem("cursor_unreadable")]})
    return values


def like(text: str) -> str:
    """A LIKE pattern that finds the text anywhere, its own signs taken literally (escape character
    backslash).
    """
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
