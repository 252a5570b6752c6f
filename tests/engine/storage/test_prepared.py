"""A prepared statement does what the same Core statement does, and no more."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import bindparam, select
from sqlalchemy.exc import StatementError

from engine.storage.database import Database
from engine.storage.prepared import Prepared
from tests.engine.storage.test_types import METADATA, SAMPLE

ROW = {
    "key": 7,
    "at": datetime(2026, 5, 20, 1, 0, 0, 5, UTC),
    "facts": {"price": Decimal("1280.10"), "persons": ["linxiaolan"]},
    "price": Decimal("12.50"),
    "rate": Decimal("0.0450"),
    "note": "它's 100%",
}
INSERT = Prepared(SAMPLE.insert(), [column.name for column in SAMPLE.columns])
SELECT = Prepared(select(SAMPLE).where(SAMPLE.c.key == bindparam("k")))
CORE = select(SAMPLE).where(SAMPLE.c.key == 7)


@pytest.fixture
def database(database_url):
    found = Database(database_url)
    with found.begin() as connection:
        METADATA.create_all(connection)
    yield found
    found.dispose()


def test_a_prepared_insert_stores_what_core_stores(database):
    with database.begin() as connection:
        INSERT.execute(connection, ROW)
        prepared = connection.execute(CORE).mappings().one()
        connection.execute(SAMPLE.delete())
        connection.execute(SAMPLE.insert().values(**ROW))
        core = connection.execute(CORE).mappings().one()

    assert dict(prepared) == dict(core) == ROW


def test_a_prepared_select_reads_what_core_reads(database):
    with database.begin() as connection:
        INSERT.execute(connection, ROW)
        assert SELECT.fetch_one(connection, {"k": 7}) == tuple(connection.execute(CORE).one())
        assert SELECT.fetch_all(connection, {"k": 7}) == [SELECT.fetch_one(connection, {"k": 7})]
        assert SELECT.fetch_one(connection, {"k": 8}) is None


def test_many_rows_are_written_in_one_go(database):
    with database.begin() as connection:
        INSERT.execute_many(connection, [{**ROW, "key": key} for key in range(20)])
        INSERT.execute_many(connection, [])
        assert len(connection.execute(select(SAMPLE)).all()) == 20


def test_an_update_says_how_many_rows_it_touched(database):
    change = Prepared(
        SAMPLE.update()
        .where(SAMPLE.c.key == bindparam("k"))
        .values(price=bindparam("p", type_=SAMPLE.c.price.type))
    )
    with database.begin() as connection:
        INSERT.execute(connection, ROW)
        assert change.execute(connection, {"k": 7, "p": Decimal("0.10")}) == 1
        assert change.execute(connection, {"k": 8, "p": Decimal("0.10")}) == 0
        assert connection.execute(select(SAMPLE.c.price)).scalar() == Decimal("0.10")


def test_constants_of_the_statement_are_kept(database):
    clear = Prepared(SAMPLE.update().where(SAMPLE.c.key == bindparam("k")).values(note="gone", price=None))
    with database.begin() as connection:
        INSERT.execute(connection, ROW)
        clear.execute(connection, {"k": 7})
        row = connection.execute(CORE).mappings().one()

    assert (row["note"], row["price"], row["rate"]) == ("gone", None, ROW["rate"])


def test_a_value_that_its_column_refuses_is_refused_here_too(database):
    naive = {**ROW, "at": datetime(2026, 5, 20)}  # noqa: DTZ001 - the point
    with database.begin() as connection, pytest.raises((ValueError, StatementError)):
        INSERT.execute(connection, naive)
