"""Reading what a diagram hands to an operation: the values come from forms, typed as variables hold them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any

from engine.kernel.errors import OperationRefused


class Values:
    """The operation's inputs by name. A value of another kind is an OperationRefused that names the input."""

    def __init__(self, values: Mapping[str, Any], zone: tzinfo) -> None:
        self._values = values
        self._zone = zone

    def text(self, name: str) -> str:
        """A text that must be there."""
        found = self.text_or_none(name)
        if not found:
            raise OperationRefused(reason="input_missing", input=name)
        return found

    def text_or_none(self, name: str) -> str | None:
        value = self._values.get(name)
        if value is None or isinstance(value, str):
            return value or None
        raise self._wrong(name)

    def whole_or_none(self, name: str) -> int | None:
        value = self._values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or value != int(value):
            raise self._wrong(name)
        return int(value)

    def number_or_none(self, name: str) -> Decimal | None:
        value = self._values.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self._wrong(name)
        return Decimal(value)

    def flag(self, name: str) -> bool:
        """False where absent."""
        value = self._values.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        raise self._wrong(name)

    def texts(self, name: str) -> list[str]:
        """A list of texts; empty where absent."""
        value = self._values.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self._wrong(name)
        return list(value)

    def contexts(self, name: str) -> list[dict[str, Any]]:
        """A list of objects; empty where absent."""
        value = self._values.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            raise self._wrong(name)
        return [dict(item) for item in value]

    def context_or_none(self, name: str) -> dict[str, Any] | None:
        """An object, by the names in it."""
        value = self._values.get(name)
        if value is None or isinstance(value, Mapping):
            return None if value is None else dict(value)
        raise self._wrong(name)

    def holds(self, name: str) -> bool:
        """Whether it was given at all, be it null."""
        return name in self._values

    def moment_or_none(self, name: str) -> datetime | None:
        """ISO text; one without an offset is on the company's wall clock."""
        value = self._values.get(name)
        if value is None or value == "":
            return None
        try:
            moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise self._wrong(name) from error
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=self._zone)).astimezone(UTC)

    def day(self, name: str) -> date:
        """A date that must be there, as ISO text."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError as error:
            raise self._wrong(name) from error

    def key(self, name: str) -> int:
        """A row key as text."""
        text = self.text(name)
        if not text.isdecimal():
            raise self._wrong(name)
        return int(text)

    def _wrong(self, name: str) -> OperationRefused:
        return OperationRefused(reason="input_wrong", input=name)
