"""The one clock: it tells an aware instant, and a test's stands still until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.kernel.clock import FixedClock, SystemClock, UnmovedClock


def test_the_machines_clock_tells_an_aware_instant_in_utc():
    first, second = SystemClock().now(), SystemClock().now()

    assert first.utcoffset() == timedelta(0)
    assert first <= second


def test_a_fixed_clock_stands_still_until_it_is_moved():
    clock = FixedClock("2026-05-20T09:00:00+08:00")
    assert clock.now() == clock.now() == datetime(2026, 5, 20, 1, tzinfo=UTC)

    clock.move_by(timedelta(days=2))
    assert clock.now() == datetime(2026, 5, 22, 1, tzinfo=UTC)

    clock.move_to("2026-05-20T00:00:00+00:00")
    assert clock.now() == datetime(2026, 5, 20, tzinfo=UTC)


@pytest.mark.parametrize("naive", ["2026-05-20T09:00:00", datetime(2026, 5, 20)])  # noqa: DTZ001 - the point
def test_an_instant_without_a_zone_is_refused(naive):
    with pytest.raises(ValueError, match="Timezone aware"):
        FixedClock(naive)


def test_an_unmoved_company_clock_is_its_base():
    clock = UnmovedClock(FixedClock("2026-05-20T01:00:00Z"))

    assert clock.now() == clock.real_now() == datetime(2026, 5, 20, 1, tzinfo=UTC)
