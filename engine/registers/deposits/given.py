"""What an operation on deposits was given; a missing value is None here, a wrong one is refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from engine.execution.step import Step
from engine.kernel.errors import OperationRefused

_CENT = Decimal("0.01")


class Given:
    """Raises OperationRefused with the name of the input that holds something else."""

    def __init__(self, step: Step, values: Mapping[str, Any]) -> None:
        self._values = values
        self._zone = step.services.zone

    def text(self, name: str) -> str | None:
        value = self._values.get(name)
        if value is not None and not isinstance(value, str):
            raise self.wrong(name)
        return value or None

    def either(self, first: str, second: str) -> str | None:
        return self.text(first) or self.text(second)

    def day(self, name: str) -> date | None:
        """A date, or the company's day of an instant."""
        value = self._values.get(name)
        if value is None or value == "":
            return None
        try:
            found = _temporal(value)
        except (TypeError, ValueError) as error:
            raise self.wrong(name) from error
        if not isinstance(found, datetime):
            return found
        return found.date() if found.tzinfo is None else found.astimezone(self._zone).date()

    def money(self, name: str) -> Decimal | None:
        value = self._values.get(name)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.wrong(name)
        amount = Decimal(value)
        if not amount.is_finite() or amount != amount.quantize(_CENT):
            raise self.wrong(name)
        return amount.quantize(_CENT)

    def flag(self, name: str) -> bool:
        value = self._values.get(name)
        if value is not None and not isinstance(value, bool):
            raise self.wrong(name)
        return bool(value)

    def files(self, name: str) -> list[Any] | None:
        value = self._values.get(name)
        if value is not None and not isinstance(value, list):
            raise self.wrong(name)
        return value or None

    def wrong(self, name: str) -> OperationRefused:
        return OperationRefused(reason="input_wrong", input=name)


def _temporal(value: Any) -> date | datetime:
    if isinstance(value, date):
        return value
    text = str(value)
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
