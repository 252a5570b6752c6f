"""The one clock of the product. It is injected; nobody else asks the machine for the time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the present instant."""

    def now(self) -> datetime:
        """An aware instant in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FixedClock:
    """A clock that stands still until it is moved; for tests and scenarios."""

    def __init__(self, at: datetime | str) -> None:
        self._at = _aware(at)

    def now(self) -> datetime:
        return self._at

    def move_to(self, at: datetime | str) -> None:
        self._at = _aware(at)

    def move_by(self, step: timedelta) -> None:
        self._at += step


class CompanyClock(Protocol):
    """The company's instant, which demo mode may move, beside the machine's own."""

    def now(self) -> datetime:
        """An aware instant in UTC: what business time goes by."""
        ...

    def real_now(self) -> datetime:
        """The instant of the machine: for leases, sessions and rate limits, which are not business time."""
        ...


class UnmovedClock:
    """A company's clock that is simply its base: tests and single commands."""

    def __init__(self, base: Clock) -> None:
        self._base = base

    def now(self) -> datetime:
        return self._base.now()

    def real_now(self) -> datetime:
        return self._base.now()


def _aware(at: datetime | str) -> datetime:
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    if moment.tzinfo is None:
        raise ValueError("Timezone aware datetime is required")
    return moment.astimezone(UTC)
