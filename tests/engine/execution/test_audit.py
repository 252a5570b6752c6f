"""The audit chain: each step adds a row, and whoever touches one afterwards is found."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from engine.execution import audit
from engine.execution.commands.housekeeping import KeepHouse
from engine.execution.tables import AUDIT, AUDIT_ANCHOR, AUDIT_HEAD, COMPLETION, HISTORY
from engine.kernel.actor import Actor
from engine.kernel.errors import ConcurrentChange
from tests.support.models import task

KEEPER = Actor.system("heartbeat")


@pytest.fixture
def chain(company):
    """A case of four steps: started, claimed, completed, completed."""
    company.draw(task("a") + task("b", assignee="=starter"), "s>a a>b b>e")
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")
    company.complete(instance, "b", "linxiaolan")
    return f"instance:{instance}"


def faults(company):
    with company.engine.read() as reader:
        found = list(audit.verify(reader.connection, company.engine.services.audit_key))
    return [(fault.chain, fault.seq, fault.reason) for fault in found]


def tamper(company, *statements):
    """What someone does who owns the database: takes the guards away and changes rows."""
    with company.engine.database.begin() as connection:
        for act in ("update", "delete"):
            for table in ("audit", "audit_anchor", "history", "completion"):
                on = "" if connection.dialect.name == "sqlite" else f" ON {table}"
                connection.execute(text(f"DROP TRIGGER {table}_keep_{act}{on}"))
        for statement in statements:
            connection.execute(statement)


def test_every_step_adds_a_row_to_the_chain_of_its_case(company, chain):
    rows = company.rows(AUDIT, chain=chain)

    assert [(row["seq"], row["actor"], row["action"]) for row in rows] == [
        (1, "linxiaolan", "process.start"),
        (2, "zhouzimo", "user_task.claim"),
        (3, "zhouzimo", "user_task.complete"),
        (4, "linxiaolan", "user_task.complete"),
    ]
    assert [row["prev_hash"] for row in rows[1:]] == [row["hash"] for row in rows[:-1]]
    assert rows[0]["prev_hash"] == audit.GENESIS


def test_an_untouched_record_verifies(company, chain):
    assert faults(company) == []


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "guzhiyuan"},
        {"detail": '{"a":1}'},
        {"action": "x"},
        {"object": "x"},
        {"on_behalf_of": "x"},
        {"hash": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_row_is_found(company, chain, change):
    tamper(company, AUDIT.update().where(AUDIT.c.chain == chain, AUDIT.c.seq == 2).values(**change))

    assert (chain, 2, "changed") in faults(company)


def test_a_changed_instant_is_found(company, chain):
    later = company.clock.now().replace(hour=5)
    tamper(company, AUDIT.update().where(AUDIT.c.chain == chain, AUDIT.c.seq == 3).values(at=later))

    assert faults(company) == [(chain, 3, "changed")]


def test_a_removed_row_is_found(company, chain):
    tamper(company, AUDIT.delete().where(AUDIT.c.chain == chain, AUDIT.c.seq == 2))

    assert faults(company) == [(chain, 2, "missing")]


def test_a_first_row_that_was_removed_is_found(company, chain):
    tamper(company, AUDIT.delete().where(AUDIT.c.chain == chain, AUDIT.c.seq == 1))

    assert faults(company) == [(chain, 1, "missing")]


def test_a_cut_tail_is_found(company, chain):
    tamper(company, AUDIT.delete().where(AUDIT.c.chain == chain, AUDIT.c.seq == 4))

    assert faults(company) == [(chain, 4, "head")]


def test_a_cut_tail_with_a_forged_head_is_found_once_it_was_sealed(company, chain):
    company.execute(KeepHouse(), KEEPER)
    third = company.rows(AUDIT, chain=chain)[2]["hash"]
    tamper(
        company,
        AUDIT.delete().where(AUDIT.c.chain == chain, AUDIT.c.seq == 4),
        AUDIT_HEAD.update().where(AUDIT_HEAD.c.chain == chain).values(seq=3, hash=third),
    )

    assert faults(company) == [(chain, 4, "anchor")]


def test_a_whole_chain_that_was_removed_is_found_once_it_was_sealed(company, chain):
    company.execute(KeepHouse(), KEEPER)
    tamper(
        company,
        AUDIT.delete().where(AUDIT.c.chain == chain),
        AUDIT_HEAD.delete().where(AUDIT_HEAD.c.chain == chain),
    )

    assert faults(company) == [(chain, 4, "anchor")]


def test_a_changed_anchor_is_found(company, chain):
    company.execute(KeepHouse(), KEEPER)
    tamper(company, AUDIT_ANCHOR.update().values(heads={}))

    assert ("anchor", 1, "anchor") in faults(company)


def test_a_removed_anchor_is_found(company, chain):
    company.execute(KeepHouse(), KEEPER)
    company.clock.move_to("2026-05-22T01:00:00+00:00")
    company.execute(KeepHouse(), KEEPER)
    tamper(company, AUDIT_ANCHOR.delete().where(AUDIT_ANCHOR.c.seq == 1))

    assert faults(company)[0] == ("anchor", 1, "anchor")


def test_the_record_is_sealed_once_a_day(company, chain):
    company.execute(KeepHouse(), KEEPER)
    company.execute(KeepHouse(), KEEPER)
    assert company.count(AUDIT_ANCHOR) == 1

    company.clock.move_to("2026-05-21T01:00:00+00:00")
    company.execute(KeepHouse(), KEEPER)
    assert company.count(AUDIT_ANCHOR) == 2
    assert faults(company) == []


def test_a_chain_that_grew_after_its_seal_still_verifies(company):
    company.draw(task("a"), "s>a a>e")
    instance = company.start()
    company.execute(KeepHouse(), KEEPER)
    company.complete(instance, "a", "zhouzimo")

    assert faults(company) == []


def test_another_key_does_not_verify(company, chain):
    with company.engine.read() as reader:
        found = list(audit.verify(reader.connection, b"another key"))

    assert {fault.reason for fault in found} == {"changed"}


@pytest.mark.parametrize("table", [AUDIT, AUDIT_ANCHOR, HISTORY, COMPLETION], ids=lambda table: table.name)
@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_or_remove_a_record(company, chain, table, act):
    company.execute(KeepHouse(), KEEPER)
    before = company.rows(table)
    column = next(name for name in ("actor", "completed_by", "hash") if name in table.c)
    statement = table.delete() if act == "delete" else table.update().values({column: "guzhiyuan"})

    with pytest.raises(DBAPIError, match="only added to"), company.engine.database.begin() as connection:
        connection.execute(statement)

    assert company.rows(table) == before


def test_two_steps_that_append_to_one_chain_never_share_a_number(company):
    key, actor = company.engine.services.audit_key, Actor("linxiaolan")
    row = {
        "chain": "test",
        "at": company.clock.now(),
        "actor": actor,
        "action": "a",
        "object": "o",
        "instance_key": None,
        "detail": {},
    }
    with company.engine.database.begin() as connection:
        audit.append(connection, key, id=1, **row)
        connection.execute(AUDIT_HEAD.update().where(AUDIT_HEAD.c.chain == "test").values(seq=5))
        audit.append(connection, key, id=2, **row)

    assert [each["seq"] for each in company.rows(AUDIT, chain="test")] == [1, 6]
    assert ("test", 2, "missing") in faults(company)


def test_a_head_that_moved_meanwhile_is_a_concurrent_change(company, monkeypatch):
    key, actor = company.engine.services.audit_key, Actor("linxiaolan")
    row = {
        "chain": "test",
        "at": company.clock.now(),
        "actor": actor,
        "action": "a",
        "object": "o",
        "instance_key": None,
        "detail": {},
    }

    class Stale:
        def fetch_one(self, _connection, _row):
            return 7, "0" * 64

    monkeypatch.setattr(audit, "_HEAD", Stale())
    with pytest.raises(ConcurrentChange), company.engine.database.begin() as connection:
        audit.append(connection, key, id=1, **row)
