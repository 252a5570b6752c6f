"""The migrations make what the models say, forth and back, on both databases."""

from __future__ import annotations

import multiprocessing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from engine.bootstrap import handlers, registers, schema
from engine.storage.database import Database
from engine.storage.metadata import METADATA

assert handlers.HANDLERS
registers.register_packages()


@pytest.fixture
def database(database_url):
    found = Database(database_url)
    yield found
    found.dispose()


def differences(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return compare_metadata(context, METADATA)


def tables(database):
    with database.engine.connect() as connection:
        inspector = inspect(connection)
        return set(inspector.get_table_names()), set(inspector.get_view_names())


def test_the_migrated_schema_is_what_the_models_say(database):
    schema.upgrade(database)

    assert differences(database) == []


def test_a_new_database_is_current_after_the_upgrade_and_not_before(database):
    with database.engine.connect() as connection:
        assert not schema.is_current(connection)
    schema.upgrade(database)
    with database.engine.connect() as connection:
        assert schema.is_current(connection)
    assert schema.newest()


def test_an_upgrade_of_what_is_current_changes_nothing(database):
    schema.upgrade(database)
    before = tables(database)
    schema.upgrade(database)

    assert tables(database) == before


def test_the_schema_goes_down_and_up_again_without_a_trace(database):
    schema.upgrade(database)
    before = tables(database)
    schema.downgrade(database, "base")
    assert tables(database) == ({"alembic_version"}, set())
    schema.upgrade(database)

    assert tables(database) == before
    assert differences(database) == []


def test_an_upgrade_that_is_cut_leaves_nothing(database, monkeypatch):
    real = schema.command.upgrade

    def cut(config, to):
        real(config, to)
        raise KeyboardInterrupt

    monkeypatch.setattr(schema.command, "upgrade", cut)
    with pytest.raises(KeyboardInterrupt):
        schema.upgrade(database)
    assert tables(database) == (set(), set())


def upgrade(url: str) -> None:
    database = Database(url)
    schema.upgrade(database)
    database.dispose()


def test_two_nodes_that_upgrade_at_once_both_find_a_current_schema(database):
    spawn = multiprocessing.get_context("spawn")
    nodes = [spawn.Process(target=upgrade, args=(database.url,)) for _ in range(2)]
    for node in nodes:
        node.start()
    for node in nodes:
        node.join(120)

    assert [node.exitcode for node in nodes] == [0, 0]
    assert differences(database) == []


def test_every_table_that_keeps_a_record_has_its_guards(database):
    schema.upgrade(database)
    with database.engine.connect() as connection:
        if database.is_sqlite:
            found = (
                connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
                .scalars()
                .all()
            )
        else:
            found = (
                connection.execute(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"))
                .scalars()
                .all()
            )

    kept = {"audit", "audit_anchor", "history", "completion", "register_change"}
    assert {f"{table}_keep_{act}" for table in kept for act in ("update", "delete")} <= set(found)
