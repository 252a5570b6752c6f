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
    """JSON text. Raises NotJson for NaN, infinities and unknown types, and for lone surrogates."""
    text = _text_of(value, canonical)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise NotJson("text with a lone surrogate") from error
    return text


def loads(text: str) -> Any:
    """The value, every number a Decimal."""
    return _DECODER.decode(text)


def _refuse(name: str) -> Any:
    raise NotJson(name)


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)


def number_text(value: Decimal) -> str:
    """Plain notation for ordinary numbers, scientific beyond 40 digits."""
    if not value.is_finite():
        raise NotJson("number that is not finite")
    text = str(value)
    if "E" not in text or value.adjusted() > 40 or value.as_tuple().exponent < -40:  # type: ignore[operator]
        return text
    return format(value, "f")


def _text_of(value: Any, canonical: bool) -> str:
    # The kinds that make up nearly all of what is written are told by their very type; each step writes some
    # twenty values, and a chain of isinstance cost twice as much.
    kind = type(value)
    if kind is str:
        return _text(value)
    if kind is dict:
        return _object(value, canonical)
    if kind is list or kind is tuple:
        return f"[{','.join([_text_of(item, canonical) for item in value])}]"
    if value is None:
        return "null"
    if kind is bool:
        return "true" if value else "false"
    if kind is int:
        return str(value)
    if kind is Decimal:
        return number_text(value)
    return _rare(value, canonical)


def _object(value: Mapping[Any, Any], canonical: bool) -> str:
    try:
        names = sorted(value) if canonical else value
        return f"{{{','.join([f'{_text(name)}:{_text_of(value[name], canonical)}' for name in names])}}}"
    except TypeError as error:
        wrong = next((type(name).__name__ for name in value if not isinstance(name, str)), None)
        if wrong is None:
            raise
        raise NotJson(f"key of type {wrong}") from error


def _rare(value: Any, canonical: bool) -> str:
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, Decimal):
        return number_text(value)
    if isinstance(value, float):
        return number_text(Decimal(repr(value)))
    if isinstance(value, datetime | date | time):
        return _text(value.isoformat())
    if isinstance(value, Mapping):
        return _object(value, canonical)
    if isinstance(value, frozenset | set):
        return _text_of(sorted(value), canonical)
    if isinstance(value, list | tuple):
        return _text_of(list(value), canonical)
    raise NotJson(type(value).__name__)
