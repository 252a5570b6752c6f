"""Values as text, and as what a process variable holds."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from feel import limits, numbers, temporal, wide
from feel.errors import FeelBudgetError, FeelEvaluationError
from feel.limits import Meter
from feel.values import Function, Range, YearsMonths

_PLAIN_KEY = re.compile(r"[^\W\d][\w ]*")
_DEPTH = 100


def to_json(value: Any) -> Any:
    """What becomes a process variable: Decimals kept, temporals as ISO text, ints and floats as Decimal.

    Raises FeelEvaluationError for a function and FeelBudgetError for a value that unfolds beyond 4 MB.
    """
    return _Outward(Meter(limits.DEFAULT)).convert(value, 0)


class _Outward:
    def __init__(self, meter: Meter) -> None:
        self.meter = meter

    def convert(self, value: Any, depth: int) -> Any:
        if depth > _DEPTH:
            raise FeelBudgetError("value_depth", _DEPTH)
        self.meter.take(16)
        if value is None or isinstance(value, bool | Decimal):
            return value
        if isinstance(value, str):
            self.meter.take(len(value))
            return value
        if isinstance(value, list | tuple):
            return [self.convert(item, depth + 1) for item in value]
        if isinstance(value, dict):
            return {key: self.convert(item, depth + 1) for key, item in value.items()}
        if isinstance(value, int | float):
            return numbers.from_python(value)
        return _scalar_text(value)


def _scalar_text(value: Any) -> str:
    if type(value) in _TEMPORAL:
        if type(value) not in _POINTS:
            return temporal.write(value)
        text = temporal.write_iso(value)
        # Variables have had the offset of UTC in digits from the beginning.
        return f"{text[:-1]}+00:00" if text.endswith("Z") else text
    if isinstance(value, Range):
        return written(value, Meter(limits.DEFAULT))
    raise FeelEvaluationError("no_json", type=type(value).__name__)


_POINTS = frozenset((*wide.DATE_TYPES, *wide.TIME_TYPES, *wide.MOMENT_TYPES))
_TEMPORAL = _POINTS | {*wide.DURATION_TYPES, YearsMonths}


def check_size(value: Any, meter: Meter) -> None:
    """Refuse a result that shares parts so often that writing it down would be huge."""
    if isinstance(value, list | dict):
        _walk(value, meter, 0)


def _walk(value: Any, meter: Meter, depth: int) -> None:
    if depth > _DEPTH:
        raise FeelBudgetError("value_depth", _DEPTH)
    meter.take(8 + len(value))
    if depth:
        # The items of the list itself were paid for when they were made.
        meter.walk(1 + len(value))
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, list | dict):
            _walk(item, meter, depth + 1)
        elif isinstance(item, str):
            meter.take(len(item))


def written(value: Any, meter: Meter, depth: int = 0) -> str:
    """The text that `string()` gives."""
    if depth > _DEPTH:
        raise FeelBudgetError("value_depth", _DEPTH)
    meter.walk()
    if isinstance(value, str):
        return meter.text(json.dumps(value, ensure_ascii=False))
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return numbers.write(value)
    if isinstance(value, list):
        return meter.text("[" + ", ".join([written(item, meter, depth + 1) for item in value]) + "]")
    if isinstance(value, dict):
        entries = [f"{_key(key)}:{written(item, meter, depth + 1)}" for key, item in value.items()]
        return meter.text("{" + ", ".join(entries) + "}")
    if isinstance(value, Range):
        return _range_text(value, meter, depth)
    return "<function>" if isinstance(value, Function) else temporal.write(value)


def _key(key: str) -> str:
    return key if _PLAIN_KEY.fullmatch(key) else json.dumps(key, ensure_ascii=False)


def _range_text(value: Range, meter: Meter, depth: int) -> str:
    if value.operator:
        end = value.end if value.start is None else value.start
        return f"({value.operator} {written(end, meter, depth + 1)})"
    opening = "[" if value.start_included else "("
    closing = "]" if value.end_included else ")"
    return (
        f"{opening}{written(value.start, meter, depth + 1)}..{written(value.end, meter, depth + 1)}{closing}"
    )


def json_text(value: Any, meter: Meter, depth: int = 0) -> Any:
    """The text that `to json()` gives; null for a value with a function in it."""
    if depth > _DEPTH:
        raise FeelBudgetError("value_depth", _DEPTH)
    meter.walk()
    if isinstance(value, list):
        items = [json_text(item, meter, depth + 1) for item in value]
        return None if None in items else meter.text(f"[{','.join(items)}]")
    if isinstance(value, dict):
        pairs = [
            (json.dumps(key, ensure_ascii=False), json_text(item, meter, depth + 1))
            for key, item in value.items()
        ]
        if any(item is None for _, item in pairs):
            return None
        return meter.text("{" + ",".join(f"{key}:{item}" for key, item in pairs) + "}")
    if value is None or isinstance(value, bool | Decimal):
        return written(value, meter, depth)
    if isinstance(value, Function):
        return None
    return meter.text(json.dumps(_json_scalar(value, meter), ensure_ascii=False))


def _json_scalar(value: Any, meter: Meter) -> str:
    if isinstance(value, str):
        return value
    if type(value) in wide.MOMENT_TYPES or type(value) in wide.TIME_TYPES:
        zone = temporal.zone_name(value)
        return temporal.write_iso(value) + (f"[{zone}]" if zone else "")
    return written(value, meter)
