"""Keyset cursors: opaque text that names the last row of a page."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any

from engine.kernel.errors import InvalidInput, Problem

_LONGEST = 500
_UNSOUND = re.compile("[\x00\ud800-\udfff]")


def encode(*values: Any) -> str:
    text = json.dumps(
        [str(value) if isinstance(value, int) else value for value in values], separators=(",", ":")
    )
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str, size: int) -> list[str]:
    """The `size` texts that were encoded. Raises InvalidInput for anything else.

    Escapes of JSON could bring in what no database compares: NUL and lone surrogates are refused too.
    """
    if len(cursor) > _LONGEST:
        raise InvalidInput(fields={"cursor": [Problem("cursor_unreadable")]})
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        values = json.loads(base64.urlsafe_b64decode(padded))
    except (ValueError, binascii.Error, UnicodeEncodeError) as error:
        raise InvalidInput(fields={"cursor": [Problem("cursor_unreadable")]}) from error
    if (
        not isinstance(values, list)
        or len(values) != size
        or not all(isinstance(value, str) and not _UNSOUND.search(value) for value in values)
    ):
        raise InvalidInput(fields={"cursor": [Problem("cursor_unreadable")]})
    return values


def key(text: str) -> int:
    """A row's key out of a cursor. Raises InvalidInput for what cannot be one."""
    if not (text.isascii() and text.isdigit() and len(text) <= 19 and int(text) < 2**63):
        raise InvalidInput(fields={"cursor": [Problem("cursor_unreadable")]})
    return int(text)


def like(text: str) -> str:
    """A LIKE pattern that finds the text anywhere, its own signs taken literally (escape character
    backslash). What no stored text can hold (NUL, lone surrogates) finds nothing.
    """
    sound = "".join("\ufffd" if sign == "\x00" or "\ud800" <= sign <= "\udfff" else sign for sign in text)
    escaped = sound.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
