"""Properties of dates, times, durations and ranges (`deadline.year`, `[1..5].end included`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from feel import temporal
from feel.values import Range, YearsMonths

_Properties = dict[str, Callable[[Any], Any]]

_DATE: _Properties = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(value.isoweekday()),
}


def _second(value: dt.time | dt.datetime) -> Decimal:
    return Decimal(value.second) + Decimal(value.microsecond) / 1_000_000


_TIME: _Properties = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": _second,
    "time offset": temporal.offset,
    "timezone": lambda value: temporal.zone_name(value) or None,
}


def _sign(value: dt.timedelta) -> int:
    return -1 if value < dt.timedelta() else 1


_DURATION: _Properties = {
    "days": lambda value: Decimal(_sign(value) * abs(value).days),
    "hours": lambda value: Decimal(_sign(value) * (abs(value).seconds // 3600)),
    "minutes": lambda value: Decimal(_sign(value) * (abs(value).seconds // 60 % 60)),
    "seconds": lambda value: (
        _sign(value) * (Decimal(abs(value).seconds % 60) + Decimal(abs(value).microseconds) / 1_000_000)
    ),
}
_MONTHS: _Properties = {
    "years": lambda value: Decimal(value.years),
    "months": lambda value: Decimal(value.months),
}
_RANGE: _Properties = {
    "start": lambda value: value.start,
    "end": lambda value: value.end,
    "start included": lambda value: value.start_included,
    "end included": lambda value: value.end_included,
}

_BY_TYPE: dict[type, _Properties] = {
    dt.datetime: {**_DATE, **_TIME},
    dt.date: _DATE,
    dt.time: _TIME,
    dt.timedelta: _DURATION,
    YearsMonths: _MONTHS,
    Range: _RANGE,
}


def property_of(value: Any, name: str) -> Any:
    """The property, null when the value has none of this name."""
    read = _BY_TYPE.get(type(value), {}).get(name)
    return None if read is None else read(value)
