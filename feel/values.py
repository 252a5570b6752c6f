"""The values that Python has no type for, and the names of types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from feel import wide


@dataclass(frozen=True, slots=True, order=True)
class YearsMonths:
    """A duration of whole months (13 is one year and one month); may be negative."""

    total: int

    @property
    def years(self) -> int:
        """Whole years, towards zero."""
        return int(abs(self.total) // 12) * (1 if self.total >= 0 else -1)

    @property
    def months(self) -> int:
        """The months beyond the whole years, with the sign of the duration."""
        return int(abs(self.total) % 12) * (1 if self.total >= 0 else -1)


@dataclass(frozen=True, slots=True)
class Range:
    """`[start..end)` and its kin.

    operator   of a range that was written with one sign (`> 5`, `!= 5`): an end that is None has no limit
    """

    start: Any
    end: Any
    start_included: bool
    end_included: bool
    operator: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Function:
    """A function literal of the text, a builtin or a host function used as a value.

    parameters   names for named invocation
    call         takes the environment and the positional arguments
    types        declared types of the parameters, None where there is none; empty when nothing is declared
    """

    parameters: tuple[str, ...]
    call: Callable[[Any, list[Any]], Any]
    variadic: bool = False
    types: tuple[Any, ...] = ()


def type_name(value: Any) -> str:
    """The FEEL name of a value's type."""
    return TYPE_NAMES.get(type(value), "Any")


TYPE_NAMES: dict[type, str] = {
    type(None): "Null",
    bool: "boolean",
    Decimal: "number",
    str: "string",
    list: "list",
    dict: "context",
    dt.datetime: "date and time",
    wide.WideMoment: "date and time",
    dt.date: "date",
    wide.WideDate: "date",
    dt.time: "time",
    wide.WideTime: "time",
    dt.timedelta: "days and time duration",
    wide.WideDuration: "days and time duration",
    YearsMonths: "years and months duration",
    Range: "range",
    Function: "function",
}
