"""Reduces a context to plain data before it meets a template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.documents.faults import DocumentFault

# Braces that a person typed travel as characters of the private area, so that no part of the machinery
# can take it for a placeholder, and so that every brace pair left after the rendering is one that was
# forgotten.
HIDDEN_BRACES = str.maketrans({"{": "\uf8f0", "}": "\uf8f1"})
_DEEPEST = 20
# XML 1.0 can not hold these; the form feed and the bell would become page breaks and paragraphs.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff\uf8f0\uf8f1]")


def plain(value: Any, zone: ZoneInfo, name: str = "", depth: int = 0) -> Any:
    """The same value as dict, list, text, Decimal, bool or None.

    Dates become ISO text, instants the company's wall clock. Raises DocumentFault (document_value_unknown)
    for anything else: a row or an object with methods never reaches a template.
    """
    if depth > _DEEPEST:
        raise DocumentFault(reason="document_value_unknown", name=name, type="depth")
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return clean("".join(value))
    if isinstance(value, Decimal | int):
        return _number(Decimal(value), name)
    if isinstance(value, date | time):
        return _temporal(value, zone)
    if isinstance(value, Mapping):
        return {clean(str(key)): plain(one, zone, f"{name}.{key}", depth + 1) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one, zone, f"{name}[]", depth + 1) for one in value]
    raise DocumentFault(reason="document_value_unknown", name=name.strip("."), type=type(value).__name__)


def clean(text: str) -> str:
    """Text that XML can hold, lines ended by one line feed, braces hidden."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).translate(HIDDEN_BRACES)


def show_braces(content: bytes) -> bytes:
    """The braces of a finished part, which is UTF-8, as they were typed."""
    for number, hidden in HIDDEN_BRACES.items():
        content = content.replace(str(hidden).encode(), chr(number).encode())
    return content


def _number(number: Decimal, name: str) -> Decimal:
    if not number.is_finite() or number.adjusted() > 30 or number.adjusted() < -30:
        raise DocumentFault(reason="document_value_unknown", name=name.strip("."), type="number")
    return number


def _temporal(value: date | time, zone: ZoneInfo) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        value = value.astimezone(zone)
    return value.isoformat()
