"""JSON with exact decimals and one canonical form.

Numbers are read as Decimal, never as float; they are written without an exponent where that keeps them short.
Dates become ISO text. The canonical form (sorted keys, no spaces) is what the audit chain hashes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

_text = json.encoder.encode_basestring


class NotJson(ValueError):
    """A value that JSON cannot hold (the message names its type)."""


def dumps(value: Any, *, canonical: bool = False) -> str:
    """JSON text. Raises NotJson for NaN, infinities, floats' lossy kin and unknown types, and for lone
    surrogates.
    """
    parts: list[str] = []
    _write(value, parts.append, canonical)
    text = "".join(parts)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotJson("text with a lone surrogate") from error
    return text


def loads(text: str) -> Any:
    """The value, every number a Decimal."""
    return json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)


def _refuse(name: str) -> Any:
    raise NotJson(name)


def number_text(value: Decimal) -> str:
    """Plain notation for ordinary numbers, scientific beyond 40 digits."""
    if not value.is_finite():
        raise NotJson("number that is not finite")
    if value.adjusted() > 40 or value.as_tuple().exponent < -40:  # type: ignore[operator]
        return str(value)
    return format(value, "f")


def _write(value: Any, out: Any, canonical: bool) -> None:
    if value is None:
        out("null")
    elif value is True:
        out("true")
    elif value is False:
        out("false")
    elif isinstance(value, str):
        out(_text(value))
    elif isinstance(value, int):
        out(str(value))
    elif isinstance(value, Decimal):
        out(number_text(value))
    elif isinstance(value, float):
        out(number_text(Decimal(repr(value))))
    elif isinstance(value, datetime | date | time):
        out(_text(value.isoformat()))
    elif isinstance(value, Mapping):
        _write_object(value, out, canonical)
    elif isinstance(value, list | tuple | frozenset | set):
        _write_array(value, out, canonical)
    else:
        raise NotJson(type(value).__name__)


def _write_object(value: Mapping[Any, Any], out: Any, canonical: bool) -> None:
    out("{")
    # Asked before sorting, which fails on its own where keys are of several types.
    for key in value:
        if not isinstance(key, str):
            raise NotJson(f"key of type {type(key).__name__}")
    for index, key in enumerate(sorted(value) if canonical else value):
        out(f"{',' if index else ''}{_text(key)}:")
        _write(value[key], out, canonical)
    out("}")


def _write_array(value: Any, out: Any, canonical: bool) -> None:
    out("[")
    items = sorted(value) if isinstance(value, frozenset | set) else value
    for index, item in enumerate(items):
        if index:
            out(",")
        _write(item, out, canonical)
    out("]")
