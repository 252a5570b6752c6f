"""The filters of Word templates. Legal documents are Simplified Chinese, so these write Chinese."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from jinja2.runtime import Undefined

from engine.documents.chinese_amount import LARGEST, cn_upper

_PRICE_PLACES = 4
_QTY_PLACES = 3


class Unreadable(Exception):
    """A filter was given a value it can not format."""

    def __init__(self, name: str, value: Any) -> None:
        super().__init__(name, str(value)[:60])
        self.filter = name
        self.value = str(value)[:60]


def _money(value: Any) -> str:
    """`80,000.00`, rounded half up to cents."""
    return "" if _is_blank(value) else f"{_amount('money', value):,.2f}"


def _price(value: Any) -> str:
    """`1,180.00`, and up to four places where there are more than cents: `0.1235`."""
    if _is_blank(value):
        return ""
    text = f"{_number('price', value, _PRICE_PLACES):,f}"
    return text.rstrip("0") if len(text.rstrip("0").partition(".")[2]) > 2 else text[:-2]


def _qty(value: Any) -> str:
    """`1,200`, and up to three places where it is no whole number: `0.5`."""
    return "" if _is_blank(value) else f"{_number('qty', value, _QTY_PLACES):,f}".rstrip("0").rstrip(".")


def _cn_upper(value: Any) -> str:
    """`捌万元整`."""
    return "" if _is_blank(value) else cn_upper(_amount("cn_upper", value))


def _date(value: Any) -> str:
    """`2026年5月20日` of a date or of the day of a date and time."""
    if _is_blank(value):
        return ""
    day = _moment("date", value)
    return f"{day.year}年{day.month}月{day.day}日"


def _datetime(value: Any) -> str:
    """`2026年5月20日 16:40`."""
    return "" if _is_blank(value) else f"{_date(value)} {_moment('datetime', value):%H:%M}"


def _mark(value: Any, option: Any = True) -> str:
    """`☑` where the value is the option, or the list holds it; else `☐`."""
    chosen = option in value if isinstance(value, list) else value == option
    return "☑" if chosen and not isinstance(value, Undefined) else "☐"


def _yes_no(value: Any) -> str:
    return "" if _is_blank(value) else "是" if value is True else "否"


def _is_blank(value: Any) -> bool:
    return value is None or value == "" or isinstance(value, Undefined)


def _amount(name: str, value: Any) -> Decimal:
    return _number(name, value, 2)


def _number(name: str, value: Any, places: int) -> Decimal:
    try:
        amount = Decimal(str(value).replace(",", ""))
    except InvalidOperation as error:
        raise Unreadable(name, value) from error
    if isinstance(value, bool) or not amount.is_finite() or abs(amount) >= LARGEST:
        raise Unreadable(name, value)
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _moment(name: str, value: Any) -> datetime:
    try:
        return datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        if isinstance(value, date):
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001
        raise Unreadable(name, value) from error


FORMATS: Mapping[str, Callable[..., Any]] = {
    "money": _money,
    "price": _price,
    "qty": _qty,
    "cn_upper": _cn_upper,
    "date": _date,
    "datetime": _datetime,
    "mark": _mark,
    "yes_no": _yes_no,
}
