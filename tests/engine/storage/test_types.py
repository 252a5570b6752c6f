"""A value means the same on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Column, MetaData, Table, Text, select
from sqlalchemy.exc import StatementError

from engine.storage.database import Database
from engine.storage.types import ExactDecimal, ExactJson, Key, UtcDateTime, utc_text

SHANGHAI = timezone(timedelta(hours=8))
METADATA = MetaData()
SAMPLE = Table(
    "sample",
    METADATA,
    Column("key", Key(), primary_key=True, autoincrement=False),
    Column("at", UtcDateTime()),
    Column("facts", ExactJson()),
    Column("price", ExactDecimal(2)),
    Column("rate", ExactDecimal(4)),
    Column("note", Text),
)


@pytest.fixture
def database(database_url):
    found = Database(database_url)
    with found.begin() as connection:
        METADATA.create_all(connection)
    yield found
    found.dispose()


def keep(database, **values):
    with database.begin() as connection:
        connection.execute(SAMPLE.insert().values(key=1, **values))
    with database.read() as connection:
        return connection.execute(select(SAMPLE)).mappings().one()


def test_a_key_of_63_bits_comes_back(database):
    with database.begin() as connection:
        connection.execute(SAMPLE.insert().values(key=2**63 - 1))
        assert connection.execute(select(SAMPLE.c.key)).scalar() == 2**63 - 1


def test_an_instant_comes_back_in_utc_to_the_microsecond(database):
    at = datetime(2026, 5, 20, 9, 0, 0, 123456, SHANGHAI)

    row = keep(database, at=at)

    assert row["at"] == at
    assert row["at"].utcoffset() == timedelta(0)


def test_the_two_hours_that_bear_one_name_in_autumn_are_two_instants():
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    second = first.replace(fold=1)

    for moment, hour in ((first, "00:30"), (second, "01:30"), (first, "00:30")):
        assert utc_text(moment) == f"2026-10-25T{hour}:00.000000Z"


def test_an_instant_without_a_zone_is_refused(database):
    with pytest.raises(StatementError, match="Timezone aware"):
        keep(database, at=datetime(2026, 5, 20))  # noqa: DTZ001 - the point


def test_instants_sort_as_time_and_not_as_text(database):
    moments = [
        datetime(2026, 5, 20, 1, tzinfo=UTC),
        datetime(2026, 5, 20, 8, 59, 59, 999999, SHANGHAI),
        datetime(2026, 5, 20, 1, 0, 0, 1, UTC),
        datetime(2025, 12, 31, 23, tzinfo=UTC),
    ]
    with database.begin() as connection:
        for key, at in enumerate(moments):
            connection.execute(SAMPLE.insert().values(key=key, at=at))

    with database.read() as connection:
        found = list(connection.execute(select(SAMPLE.c.at).order_by(SAMPLE.c.at)).scalars())
        early = connection.execute(select(SAMPLE.c.key).where(SAMPLE.c.at < moments[0])).scalars().all()

    assert found == sorted(moments)
    assert sorted(early) == [1, 3]


def test_json_keeps_its_decimals_and_its_bytes(database):
    facts = {"price": Decimal("1280.10"), "lines": [None, True, "印章"], "on": date(2026, 5, 20)}

    row = keep(database, facts=facts)

    assert row["facts"] == {**facts, "on": "2026-05-20"}
    assert str(row["facts"]["price"]) == "1280.10"


@pytest.mark.parametrize("price", ["0.00", "0.01", "-12.50", "9999999999999999.99"])
def test_money_comes_back_to_the_cent(database, price):
    row = keep(database, price=Decimal(price))

    assert str(row["price"]) == price


def test_a_rate_keeps_four_places(database):
    assert str(keep(database, rate=Decimal("0.045"))["rate"]) == "0.0450"


@pytest.mark.parametrize("price", ["0.001", "NaN", "Infinity", "10000000000000000.00"])
def test_what_the_column_cannot_hold_exactly_is_refused_and_never_rounded(database, price):
    with pytest.raises(StatementError):
        keep(database, price=Decimal(price))


def test_nothing_stays_nothing(database):
    row = keep(database)

    assert (row["at"], row["facts"], row["price"], row["rate"]) == (None, None, None, None)


def test_money_is_summed_and_compared_as_numbers(database):
    with database.begin() as connection:
        for key, price in enumerate(["9.90", "10.10", "100.00"]):
            connection.execute(SAMPLE.insert().values(key=key, price=Decimal(price)))
        dear = (
            connection.execute(select(SAMPLE.c.key).where(SAMPLE.c.price > Decimal("10.00"))).scalars().all()
        )

    assert sorted(dear) == [1, 2]
