"""FEEL as a step sees it: the instant, the calendar and the people as host functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import feel
from engine.documents.chinese_amount import cn_upper
from engine.execution.ports import Organisation

_OWN_FUNCTIONS = frozenset(
    {
        "now", "today", "holders", "manager", "department_head", "department_name", "person_name",
        "amount_in_words",
    }
)  # fmt: skip


def host_functions(
    now: datetime,
    zone: ZoneInfo,
    calendar: Mapping[str, Callable[..., Any]],
    organisation: Callable[[], Organisation],
) -> dict[str, Callable[..., Any]]:
    """What an expression may call besides the language's own functions.

    `organisation` is called when the first person is asked for, so that most steps ask for no one.
    """
    local = now.astimezone(zone)

    def of_person(ask: Callable[[Organisation, str], Any]) -> Callable[[Any], Any]:
        # A person is a text. Anything else has no answer, as everywhere in FEEL.
        return lambda user: ask(organisation(), user) if isinstance(user, str) else None

    def holders(role: Any, territory: Any = None) -> list[str] | None:
        if not isinstance(role, str) or not isinstance(territory, str | None):
            return None
        return organisation().holders(role, territory)

    return {
        **calendar,
        "now": lambda: local,
        "today": lambda: local.date(),
        "holders": holders,
        "manager": of_person(lambda people, user: people.manager(user)),
        "department_head": of_person(lambda people, user: people.department_head(user)),
        "department_name": of_person(lambda people, user: people.department(user)),
        "person_name": of_person(lambda people, user: people.display_name(user)),
        "amount_in_words": _in_words,
    }


def _in_words(amount: Any) -> str | None:
    """人民币大写; null for what is no amount."""
    if isinstance(amount, bool) or not isinstance(amount, int | Decimal):
        return None
    try:
        return cn_upper(Decimal(amount))
    except ValueError:
        return None


def function_names(calendar: Mapping[str, Callable[..., Any]]) -> frozenset[str]:
    """Names of all host functions, for lint and for the editor."""
    return frozenset(calendar) | _OWN_FUNCTIONS


class StepEvaluator:
    """What the token mover asks for values. Static text is its own value."""

    def __init__(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        self.functions = functions

    def evaluate(self, expression: feel.Expression | str, lookup: Any) -> Any:
        if isinstance(expression, str):
            return expression
        return expression.evaluate(lookup, self.functions)


def as_moment(value: Any, zone: ZoneInfo) -> datetime | None:
    """An instant from a FEEL value or ISO text; a date alone is its 00:00 in the company's zone; None stays
    None.

    Raises ValueError for anything else.
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime):
        return value if value.tzinfo is not None else value.replace(tzinfo=zone)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    raise ValueError(f"not a moment: {type(value).__name__}")
