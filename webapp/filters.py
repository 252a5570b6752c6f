"""Dates, money, sizes and names as people read them. The only place where such values become text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask, g

from webapp import traditional, web
from webapp.due import aware


def register(app: Flask) -> None:
    """Give the templates their filters."""
    app.jinja_env.filters.update(
        {
            "data": data, "day": day, "moment": moment, "short": short, "money": money, "number": number,
            "size": size, "person": person, "iso": iso, "initial": initial, "hue": hue, "cell": cell,
        }
    )  # fmt: skip


def data(text: Any) -> str:
    """A text of the company (process name, label, customer) in the script of the page."""
    return "" if text is None else script(g.language)(str(text))


def script(language: str) -> Callable[[str], str]:
    """What writes texts of the company for readers of a language."""
    return traditional.shown if language == "zh-Hant" else str


def listed(words: Iterable[str]) -> str:
    """Words side by side, with the mark of the reader's language."""
    return (", " if g.language == "en" else "、").join(words)


def _local(value: datetime) -> datetime:
    return aware(value).astimezone(g.zone)


def day(value: Any) -> str:
    """`2026-05-22`."""
    if isinstance(value, datetime):
        return _local(value).date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value or "")


def moment(value: datetime | None) -> str:
    """`2026-05-22 17:30`, the company's time."""
    return f"{_local(value):%Y-%m-%d %H:%M}" if value else ""


def short(value: datetime | None) -> str:
    """`5/22 17:30` this year, with the year otherwise; today the time alone."""
    if value is None:
        return ""
    local, now = _local(value), _local(g.now)
    if local.date() == now.date():
        return f"{local:%H:%M}"
    head = (
        f"{local.month}/{local.day}" if local.year == now.year else f"{local.year}/{local.month}/{local.day}"
    )
    return f"{head} {local:%H:%M}"


def iso(value: datetime | date | None) -> str:
    """For `<time datetime>`."""
    return value.isoformat() if value else ""


def money(value: Any) -> str:
    """`1,104,000.00`: two places, thousands apart."""
    return "" if value is None or value == "" else f"{Decimal(str(value)):,.2f}"


def number(value: Any) -> str:
    """An exact number without trailing zeros, thousands apart."""
    if value is None or value == "":
        return ""
    plain = Decimal(str(value))
    text = f"{plain:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def price(value: Any) -> str:
    """`12.50`, `0.0375`: two places, up to four where they say something; thousands apart."""
    whole, _, places = f"{Decimal(str(value)):,.4f}".partition(".")
    return f"{whole}.{places.rstrip('0').ljust(2, '0')}"


def size(octets: Any) -> str:
    """`38 KB`, `2.4 MB`."""
    count = int(octets or 0)
    if count < 1024:
        return f"{count} B"
    if count < 1024 * 1024:
        return f"{count // 1024} KB"
    return f"{Decimal(count) / (1024 * 1024):.1f} MB"


def person(user_id: str | None) -> str:
    """The display name of a person; the system has a word of its own.

    A name is its owner's and is shown as it is written: 余 must not become 餘.
    """
    if not user_id:
        return ""
    if user_id.startswith("system"):
        return str(g.t("person.system"))
    known: dict[str, str] = g.names
    if user_id not in known:
        known[user_id] = web.reader().organisation.display_name(user_id)
    return known[user_id]


def initial(name: str) -> str:
    """One sign for the round badge: the family name in Chinese, the first letter else."""
    return (name or "?").strip()[:1].upper() or "?"


def hue(name: str | None) -> int:
    """1..4, the same for the same name, so that a person keeps a colour."""
    return sum((name or "").encode()) % 4 + 1


def cell(value: Any, kind: str) -> str:
    """A register's value by the kind of its column."""
    if value is None or value == "":
        return "—"
    if kind == "money":
        return money(value)
    if kind in ("number", "qty"):
        return number(value)
    if kind == "price":
        return price(value)
    if kind == "pct":
        return f"{number(value)}%"
    if kind == "date":
        return day(value)
    if kind == "datetime":
        return moment(value) if isinstance(value, datetime) else str(value)
    if kind == "bool":
        return str(g.t("yes" if value in (True, 1, "true") else "no"))
    if kind == "person":
        return person(str(value))
    return data(value)
