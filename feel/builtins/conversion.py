"""string, number, to json, from json."""

from __future__ import annotations

import base64
import json
import re
from decimal import Decimal
from typing import Any

from feel import numbers
from feel.builtins.registry import builtin
from feel.outward import json_text, written
from feel.runtime.inward import inward
from feel.runtime.scope import Scope

_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_HALF = re.compile(r"\\u[dD][89a-fA-F]")


@builtin("string", "from: any")
def to_string(scope: Scope, value: Any) -> Any:
    """The text of a value; texts inside lists and contexts are quoted."""
    return None if value is None else value if isinstance(value, str) else written(value, scope.meter)


@builtin("number", "from: string")
def plain_number(_scope: Scope, text: str) -> Any:
    """The number of a text with a decimal point; null for anything else."""
    return numbers.of_text(text)


@builtin("number", "from: number")
def same_number(_scope: Scope, value: Decimal) -> Decimal:
    """The number itself."""
    return value


@builtin("number", "from: string", "grouping separator: string|null", "decimal separator?: string|null")
def grouped_number(_scope: Scope, text: str, grouping: str | None, point: str | None = None) -> Any:
    """With a grouping separator (space, comma, point) and a decimal separator (comma, point)."""
    if (
        grouping not in (None, " ", ",", ".")
        or point not in (None, ",", ".")
        or (grouping and grouping == point)
    ):
        return None
    if grouping:
        text = text.replace(grouping, "")
    return numbers.of_text(text.replace(point, ".") if point else text)


@builtin("to json", "value: any")
def to_json_text(scope: Scope, value: Any) -> Any:
    """The JSON text of a value."""
    return json_text(value, scope.meter)


@builtin("from json", "value: string")
def from_json_text(scope: Scope, text: str) -> Any:
    """The value of a JSON text; null when it is none."""
    scope.meter.walk(len(text) // 10)
    if _HALF.search(_PAIR.sub("", text)):
        # Half of a UTF-16 pair is no character; it could not be stored.
        return None
    try:
        value = json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return inward(value)


@builtin("to base64", "value: string")
def to_base64(_scope: Scope, text: str) -> str:
    """The UTF-8 bytes of a text in base 64."""
    return base64.b64encode(text.encode()).decode("ascii")


@builtin("from base64", "value: string")
def from_base64(_scope: Scope, text: str) -> Any:
    """The text of UTF-8 bytes in base 64; null when it is none."""
    try:
        return base64.b64decode(text, validate=True).decode()
    except ValueError:
        return None


def _refuse(_name: str) -> Any:
    raise ValueError("no JSON number")
