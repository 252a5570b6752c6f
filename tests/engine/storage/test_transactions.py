"""A transaction is whole or nothing, a snapshot stands still, and writers wait without an error."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from engine.storage.database import Database, may_be_tried_again

METADATA = MetaData()
LEDGER = Table("ledger", METADATA, Column("key", Integer, primary_key=True), Column("word", Text))
TALLY = Table("tally", METADATA, Column("key", Integer, primary_key=True), Column("count", Integer))


@pytest.fixture
def database(database_url):
    found = Database(database_url)
    with found.begin() as connection:
        METADATA.create_all(connection)
        connection.execute(TALLY.insert().values(key=1, count=0))
    yield found
    found.dispose()


def words(database):
    with database.read() as connection:
        return list(connection.execute(select(LEDGER.c.word).order_by(LEDGER.c.key)).scalars())


def test_leaving_normally_keeps_what_was_written(database):
    with database.begin() as connection:
        connection.execute(LEDGER.insert().values(key=1, word="kept"))

    assert words(database) == ["kept"]


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt])
def test_leaving_by_an_exception_leaves_nothing(database, fault):
    def write_and_fail():
        with database.begin() as connection:
            connection.execute(LEDGER.insert().values(key=1, word="lost"))
            raise fault

    with pytest.raises(fault):
        write_and_fail()

    assert words(database) == []


def test_a_refused_statement_leaves_nothing_and_the_next_transaction_works(database):
    def write_twice():
        with database.begin() as connection:
            connection.execute(LEDGER.insert().values(key=1, word="first"))
            connection.execute(LEDGER.insert().values(key=1, word="second"))

    with pytest.raises(IntegrityError):
        write_twice()

    with database.begin() as connection:
        connection.execute(LEDGER.insert().values(key=1, word="third"))
    assert words(database) == ["third"]


def test_a_savepoint_is_undone_alone(database):
    def write_inside(connection):
        with connection.begin_nested():
            connection.execute(LEDGER.insert().values(key=2, word="inner"))
            raise ValueError

    with database.begin() as connection:
        connection.execute(LEDGER.insert().values(key=1, word="outer"))
        with pytest.raises(ValueError):
            write_inside(connection)
        connection.execute(LEDGER.insert().values(key=3, word="after"))

    assert words(database) == ["outer", "after"]


def test_a_snapshot_stands_still_while_others_write(database):
    with database.read() as connection:
        before = connection.execute(select(func.count()).select_from(LEDGER)).scalar()
        with database.begin() as writer:
            writer.execute(LEDGER.insert().values(key=1, word="new"))
        after = connection.execute(select(func.count()).select_from(LEDGER)).scalar()

    assert (before, after) == (0, 0)
    assert words(database) == ["new"]


def test_nothing_is_kept_of_what_a_reader_writes(database):
    # SQLite undoes it, PostgreSQL refuses it.
    with suppress(DBAPIError), database.read() as connection:
        connection.execute(LEDGER.insert().values(key=1, word="sneaked in"))

    assert words(database) == []


def add_one(database):
    with database.begin() as connection:
        count = connection.execute(select(TALLY.c.count).where(TALLY.c.key == 1).with_for_update()).scalar()
        connection.execute(TALLY.update().values(count=count + 1))


def add_many(url, times):
    database = Database(url)
    for _ in range(times):
        add_one(database)
    database.dispose()


def tally(database):
    with database.read() as connection:
        return connection.execute(select(TALLY.c.count)).scalar()


def test_threads_that_write_at_once_all_get_their_turn(database):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: add_one(database), range(80)))

    assert tally(database) == 80


def test_processes_that_write_at_once_all_get_their_turn(database):
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=add_many, args=(database.url, 25)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)

    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    assert tally(database) == 75


def test_a_deadlock_may_be_tried_again_and_a_broken_rule_may_not(database):
    with pytest.raises(IntegrityError) as broken, database.begin() as connection:
        connection.execute(TALLY.insert().values(key=1, count=1))

    assert not may_be_tried_again(broken.value)


def test_a_lock_that_does_not_come_may_be_tried_again(postgres_url):
    database = Database(postgres_url)
    with database.begin() as connection:
        METADATA.create_all(connection)
        connection.execute(TALLY.insert().values(key=1, count=0))

    def change_too():
        with database.begin() as other:
            other.execute(text("SET LOCAL lock_timeout = 50"))
            other.execute(TALLY.update().values(count=2))

    with database.begin() as holder:
        holder.execute(TALLY.update().values(count=1))
        with pytest.raises(OperationalError) as late:
            change_too()

    assert may_be_tried_again(late.value)
    database.dispose()


def test_sqlite_commits_to_the_disk_and_checks_references(sqlite_url):
    database = Database(sqlite_url)
    with database.read() as connection:
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    database.dispose()

    assert settings == ["wal", 2, 1]
