from __future__ import annotations

import os

import pytest
from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from tests.support import databases


def fill_with_one_row(url: str) -> None:
    with create_engine(url, poolclass=NullPool).begin() as connection:
        connection.execute(text("CREATE TABLE filled (word text)"))
        connection.execute(text("INSERT INTO filled VALUES ('印章')"))


def connect(url: str) -> Connection:
    return create_engine(url, poolclass=NullPool).connect()


def test_a_new_database_is_empty(database_url):
    databases.refuse_filled(database_url)

    with connect(database_url) as connection:
        assert inspect(connection).get_table_names() == []


def test_copies_of_one_template_are_filled_and_do_not_share_rows(database_from):
    first, second = database_from(fill_with_one_row), database_from(fill_with_one_row)

    with connect(first) as connection:
        connection.execute(text("DELETE FROM filled"))
        connection.commit()

    with connect(second) as connection:
        assert connection.execute(text("SELECT word FROM filled")).scalars().all() == ["印章"]


def test_a_template_needs_a_name_that_every_worker_finds(database_from):
    with pytest.raises(ValueError, match="function of a module"):
        database_from(lambda url: None)


def test_a_database_with_tables_is_refused(database_from):
    with pytest.raises(databases.HoldsData, match="filled"):
        databases.refuse_filled(database_from(fill_with_one_row))


def test_only_databases_of_a_test_run_are_dropped():
    with pytest.raises(databases.HoldsData):
        databases.drop("neiqin")


def test_our_own_server_keeps_what_it_was_told_when_the_power_goes(postgres_url):
    with connect(postgres_url) as connection:
        assert connection.execute(text("SHOW fsync")).scalar() == "on"
        assert connection.execute(text("SHOW synchronous_commit")).scalar() == "on"


def test_the_callers_settings_are_hidden_from_the_product():
    assert "NEIQIN_DATABASE_URL" not in os.environ
    assert "NEIQIN_DATA_DIR" not in os.environ
