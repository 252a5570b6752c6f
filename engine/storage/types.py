"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, DateTime, Integer, Numeric, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from engine.kernel import exact_json

DIGITS = 18


def utc_text(moment: datetime) -> str:
    """`2026-05-20T01:00:00.000000Z`; a step writes its one instant some twenty times.

    Raises ValueError for an instant without a zone.
    """
    # The second of two hours that bear the same name equals the first, which may be the one that is kept.
    return _utc_text.__wrapped__(moment) if moment.fold else _utc_text(moment)


@lru_cache(maxsize=64)
def _utc_text(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("Timezone aware datetime is required")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def _json(text: str) -> Any:
    return [] if text == "[]" else exact_json.loads(text)


def Key() -> TypeEngine[int]:
    """A 63-bit key."""
    # SQLite's INTEGER holds 64 bits, and only that word makes a rowid table.
    return BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant. PostgreSQL: timestamptz. SQLite: text `2026-05-20T01:00:00.000000Z`, which sorts as
    time.
    """

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(DateTime(timezone=True) if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("Timezone aware datetime is required")
        if dialect.name == "postgresql":
            return value.astimezone(UTC)
        return utc_text(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.astimezone(UTC) if isinstance(value, datetime) else datetime.fromisoformat(value)

    def direct_reader(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """What `Prepared` reads a value with that is there; None for the usual way."""
        return None if dialect.name == "postgresql" else datetime.fromisoformat

    def direct_writer(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """What `Prepared` binds a value with that is there; None for the usual way."""
        return None if dialect.name == "postgresql" else utc_text


class ExactJson(TypeDecorator[Any]):
    """A JSON value with exact decimals, kept as text so that its bytes are what was written."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else exact_json.dumps(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else exact_json.loads(value)

    def direct_reader(self, dialect: Dialect) -> Callable[[Any], Any]:
        """As of `UtcDateTime`. Empty lists are the commonest values, and need no parser."""
        return _json

    def direct_writer(self, dialect: Dialect) -> Callable[[Any], Any]:
        return exact_json.dumps


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal with a fixed number of places. SQLite has no decimals, so it holds the whole number of
    smallest units.
    """

    impl = Numeric
    cache_ok = True

    def __init__(self, places: int = 2) -> None:
        super().__init__(DIGITS, places)
        self.places = places

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        exact: TypeEngine[Any] = Integer() if dialect.name == "sqlite" else Numeric(DIGITS, self.places)
        return dialect.type_descriptor(exact)

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        # Asked on both: PostgreSQL would round what has too many places, and keep NaN.
        if not value.is_finite() or value.adjusted() >= DIGITS - self.places:
            raise ValueError(f"{value} does not fit into {DIGITS} digits")
        units = value.scaleb(self.places)
        if units != units.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} decimal places")
        return int(units) if dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        if value is None or dialect.name != "sqlite":
            exact: Decimal | None = value
            return exact
        return Decimal(value).scaleb(-self.places)


Text_ = Text
