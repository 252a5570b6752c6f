"""PostgreSQL was started anew: pooled connections are dead, and nobody notices but the log of the server."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import event, text

from engine.execution.commands.broadcast_signal import BroadcastSignal
from engine.execution.tables import AUDIT, PROCESS_INSTANCE
from engine.kernel.errors import CommitInDoubt
from engine.processes.start import StartProcess
from engine.storage.database import Database
from tests.support.company import Company, fill
from tests.support.models import task

pytestmark = pytest.mark.postgres
OTHERS = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


@pytest.fixture
def company(make_databases, tmp_path):
    made = Company(make_databases("postgresql").copy_of(fill), tmp_path)
    made.draw(task("a"), "s>a a>e")
    yield made
    made.engine.close()


@pytest.fixture
def restart(company):
    """Ends the server's side of every connection, as a restart does."""
    other = Database(company.url)

    def end_all():
        with other.begin() as connection:
            assert connection.execute(text(OTHERS)).all()

    yield end_all
    other.dispose()


@pytest.fixture
def pooled(company):
    """Several connections lie in the pool."""
    held = [company.engine.database.engine.connect() for _ in range(3)]
    for one in held:
        one.execute(text("SELECT 1"))
        one.close()
    return len(held)


def test_a_read_gets_another_connection(company, pooled, restart):
    restart()
    for _ in range(pooled):
        with company.engine.read() as first, company.engine.read() as second:
            assert first.connection.execute(text("SELECT 1")).scalar() == 1
            assert second.connection.execute(text("SELECT 2")).scalar() == 2


def test_a_command_is_run_anew_and_once(company, pooled, restart):
    restart()
    instance = company.start()

    assert [row["key"] for row in company.rows(PROCESS_INSTANCE)] == [instance]
    assert len(company.rows(AUDIT, action="process.start")) == 1
    assert company.open(instance) == ["a"]


def test_a_command_without_a_prepared_first_statement_is_run_anew_too(company, pooled, restart):
    restart()

    assert company.execute(BroadcastSignal("alarm"), "hewen")["instances"] == []


def test_a_connection_that_dies_in_the_middle_of_a_step_leaves_nothing_and_the_step_is_run_anew(
    company, restart, monkeypatch
):
    handler = company.engine.executor.handlers[StartProcess]
    broken = []

    def run(step, command, subject):
        result = handler.run(step, command, subject)
        if not broken:
            broken.append(True)
            restart()
        return result

    monkeypatch.setitem(company.engine.executor._handlers, StartProcess, replace(handler, run=run))
    instance = company.start()

    assert broken
    assert [row["key"] for row in company.rows(PROCESS_INSTANCE)] == [instance]


@pytest.fixture
def before_commit(company, restart):
    """The connection dies when the first commit is about to be sent; answers how many were tried."""
    tried = []

    def dies(_connection):
        tried.append(True)
        if len(tried) == 1:
            restart()

    event.listen(company.engine.database.engine, "commit", dies)
    return tried


@pytest.fixture
def after_commit(company, monkeypatch):
    """The first commit is kept, and its answer is lost; answers how many were tried."""
    dialect, tried = company.engine.database.engine.dialect, []
    commit = dialect.do_commit

    def lost(raw):
        commit(raw)
        tried.append(True)
        if len(tried) == 1:
            raw.dbapi_connection.close()
            raise dialect.dbapi.OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr(dialect, "do_commit", lost)
    return tried


@pytest.mark.parametrize("where", ["before_commit", "after_commit"])
def test_a_commit_in_doubt_is_not_repeated_where_nothing_tells_what_became_of_it(company, where, request):
    tried = request.getfixturevalue(where)
    with pytest.raises(CommitInDoubt):
        company.start()

    assert len(tried) == 1
    assert len(company.rows(PROCESS_INSTANCE)) == (1 if where == "after_commit" else 0)


@pytest.mark.parametrize("where", ["before_commit", "after_commit"])
def test_a_commit_in_doubt_is_told_by_its_idempotency_key_and_takes_effect_once(company, where, request):
    request.getfixturevalue(where)
    answer = company.execute(StartProcess("P", {}), "linxiaolan", key="one")

    assert [row["key"] for row in company.rows(PROCESS_INSTANCE)] == [answer["instance_key"]]
    assert len(company.rows(AUDIT, action="process.start")) == 1


def test_a_server_that_stays_away_is_an_error_and_no_circle(company, restart, monkeypatch):
    handler = company.engine.executor.handlers[StartProcess]
    tried = []

    def run(step, command, subject):
        tried.append(True)
        restart()
        return handler.run(step, command, subject)

    monkeypatch.setitem(company.engine.executor._handlers, StartProcess, replace(handler, run=run))
    with pytest.raises(Exception, match="terminat"):
        company.start()
    assert len(tried) == 2
