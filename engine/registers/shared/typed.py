"""What a form gives, as the columns of a table hold it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from sqlalchemy import Boolean, Column, Date, Integer, Table

from engine.kernel.errors import InvalidInput, Problem
from engine.storage.types import ExactDecimal, UtcDateTime


def typed(table: Table, values: Mapping[str, Any], zone: tzinfo) -> dict[str, Any]:
    """The values of the columns that the table has: days and instants from ISO text, whole numbers, "" as
    nothing.

    Raises InvalidInput with every column whose value cannot stand there, e.g. for too many decimal places.
    """
    found: dict[str, Any] = {}
    problems: dict[str, list[Problem]] = {}
    for name, value in values.items():
        if name in table.c:
            try:
                found[name] = _typed(table.c[name], value, zone)
            except (ValueError, TypeError, ArithmeticError):
                problems[name] = [Problem("value_does_not_fit")]
    if problems:
        raise InvalidInput(fields=problems)
    return found


def _typed(column: Column[Any], value: Any, zone: tzinfo) -> Any:
    if value is None or value == "":
        return False if isinstance(column.type, Boolean) and not column.nullable else None
    if isinstance(column.type, UtcDateTime):
        return _moment(value, zone)
    if isinstance(column.type, Date):
        return value if isinstance(value, date) else date.fromisoformat(value)
    if isinstance(column.type, ExactDecimal):
        return _exact(Decimal(value), column.type.places)
    # Keys and counts; a column of numbers is neither text nor JSON.
    if isinstance(column.type, Integer):
        return _whole(Decimal(value))
    return value


def _moment(value: Any, zone: tzinfo) -> datetime:
    moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return (moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)).astimezone(UTC)


def _exact(value: Decimal, places: int) -> Decimal:
    if not value.is_finite() or value != round(value, places):
        raise ValueError("too many places")
    return value


def _whole(value: Decimal) -> int:
    if value != value.to_integral_value():
        raise ValueError("not whole")
    return int(value)
