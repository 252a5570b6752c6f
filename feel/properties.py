"""Properties of dates, times, durations and ranges (`deadline.year`, `[1..5].end included`)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from feel import temporal, wide
from feel.values import Range, YearsMonths
from feel.wide import SECOND

_Properties = dict[str, Callable[[Any], Any]]

_DATE: _Properties = {
    "year": lambda value: Decimal(value.year),
    "month": lambda value: Decimal(value.month),
    "day": lambda value: Decimal(value.day),
    "weekday": lambda value: Decimal(value.weekday() + 1),
}


def _second(value: wide.Time | wide.Moment) -> Decimal:
    return Decimal(wide.nanos_of_day(value) % (60 * SECOND)) / SECOND


_TIME: _Properties = {
    "hour": lambda value: Decimal(value.hour),
    "minute": lambda value: Decimal(value.minute),
    "second": _second,
    "time offset": temporal.offset,
    "timezone": lambda value: temporal.zone_name(value) or None,
}


def _part(unit: int, modulus: int | None) -> Callable[[Any], Any]:
    """A component of a duration, with the duration's sign."""

    def read(value: wide.Duration) -> Decimal:
        nanos = wide.length(value)
        size = abs(nanos) // unit if modulus is None else abs(nanos) // unit % modulus
        return Decimal(-size if nanos < 0 else size)

    return read


def _duration_seconds(value: wide.Duration) -> Decimal:
    nanos = wide.length(value)
    rest = Decimal(abs(nanos) % (60 * SECOND)) / SECOND
    return -rest if nanos < 0 and rest else rest


_DURATION: _Properties = {
    "days": _part(wide.DAY, None),
    "hours": _part(3600 * SECOND, 24),
    "minutes": _part(60 * SECOND, 60),
    "seconds": _duration_seconds,
}
_MONTHS: _Properties = {
    "years": lambda value: Decimal(value.years),
    "months": lambda value: Decimal(value.months),
}
_RANGE: _Properties = {
    "start": lambda value: None if value.operator == "!=" else value.start,
    "end": lambda value: None if value.operator == "!=" else value.end,
    "start included": lambda value: value.start_included,
    "end included": lambda value: value.end_included,
}

_BY_TYPE: dict[type, _Properties] = {
    **{kind: {**_DATE, **_TIME} for kind in wide.MOMENT_TYPES},
    **dict.fromkeys(wide.DATE_TYPES, _DATE),
    **dict.fromkeys(wide.TIME_TYPES, _TIME),
    **dict.fromkeys(wide.DURATION_TYPES, _DURATION),
    YearsMonths: _MONTHS,
    Range: _RANGE,
}


def property_of(value: Any, name: str) -> Any:
    """The property, null when the value has none of this name."""
    read = _BY_TYPE.get(type(value), {}).get(name)
    return None if read is None else read(value)
