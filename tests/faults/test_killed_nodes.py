"""A node dies at any instant: nothing answered is lost, nothing is done twice, nothing is half done."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest
from sqlalchemy import select

from engine.execution import tables as t
from engine.jobs import outbox, timers
from engine.jobs.mail import sender_for
from engine.registers.seal_uses.tables import SEAL_USE
from tests.faults import company, invariants
from tests.faults.stream import Ledger, Stream

SHORT, LONG = 4, 60


@pytest.mark.parametrize("kills", [SHORT, pytest.param(LONG, marks=pytest.mark.faults)])
def test_a_killed_node_loses_nothing_and_does_nothing_twice(database_from, tmp_path, kills):
    url = database_from(company.fill)

    ledger = Stream(url, tmp_path, seed=random.randrange(10**6)).run(kills)

    engine = company.open_engine(url, tmp_path)
    _let_timers_fire(engine)
    assert len(ledger.kills) == kills
    assert invariants.faults(engine) == []
    _compare(engine, ledger)
    engine.close()
    print(f"{Counter(ledger.kills)}, {len(ledger.answered)} orders, {ledger.repeated} repetitions")


def _let_timers_fire(engine) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        timers.fire_due(engine)
        with engine.read() as reader:
            if not reader.connection.execute(
                select(t.TIMER.c.key).where(t.TIMER.c.state == "waiting")
            ).first():
                break
        time.sleep(0.2)
    # Leases of killed senders run out after a minute; the rest goes out at once.
    outbox.send_due(engine, sender_for(engine.settings))


def _compare(engine, ledger: Ledger) -> None:
    """Row by row: the ledger of answers on one side, the tables on the other."""
    with engine.read() as reader:
        rows = {
            table.name: [dict(row) for row in reader.connection.execute(select(table)).mappings()]
            for table in (
                t.PROCESS_INSTANCE,
                t.COMPLETION,
                t.IDEMPOTENCY,
                t.TIMER,
                t.OUTBOX,
                t.ATTACHMENT,
                SEAL_USE,
            )
        }
    starts, enters, checks = ledger.of("start"), ledger.of("enter"), ledger.of("check")
    assert {row["key"] for row in rows["process_instance"]} == {
        answer["instance_key"] for _, answer in starts
    }
    assert {(row["task_key"], row["idempotency_key"]) for row in rows["completion"]} == {
        (order["task_key"], f"{order['who']}:{order['key']}") for order, _ in enters + checks
    }
    assert {row["key"] for row in rows["idempotency"]} == ledger.answered.keys()
    assert all(row["state"] == "completed" for row in rows["process_instance"])
    cases = {answer["instance_key"] for _, answer in enters}
    for name in ("register_seal_use", "timer", "attachment"):
        assert sorted(row["instance_key"] for row in rows[name]) == sorted(cases), name
    assert sorted(row["number"] for row in rows["register_seal_use"]) == sorted(
        row["business_key"] for row in rows["process_instance"]
    )
    # One message when the check was asked for, one reminder; whatever is marked as sent lies in the folder.
    assert len(rows["outbox"]) == 2 * len(cases)
    folder = engine.settings.outbox_dir
    posted = {path.name for path in folder.glob("*.eml")}
    assert {f"outbox-{row['id']}.eml" for row in rows["outbox"] if row["state"] == "sent"} <= posted
    assert posted <= {f"outbox-{row['id']}.eml" for row in rows["outbox"]}
    assert not [row for row in rows["outbox"] if row["state"] == "dead"]
