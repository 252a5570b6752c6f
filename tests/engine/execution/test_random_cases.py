"""Random models as real cases: after every step each row has its token, and each that waits has its rows."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from sqlalchemy import select

from engine.execution.commands.broadcast_signal import BroadcastSignal
from engine.execution.commands.complete_job import CompleteJob
from engine.execution.commands.fire_timer import FireTimer
from engine.execution.commands.jobs import LeaseJobs
from engine.execution.commands.publish_message import PublishMessage
from engine.execution.tables import (
    JOB,
    PROCESS_INSTANCE,
    SIGNAL_SUBSCRIPTION,
    SUBSCRIPTION,
    TIMER,
    USER_TASK,
    USER_TASK_CANDIDATE,
)
from engine.kernel.actor import Actor
from engine.user_tasks.claim import ClaimTask
from engine.user_tasks.complete import CompleteTask
from tests.engine.bpmn.drawings import drawn
from tests.support import models

OWNER = '<zeebe:userTask/><zeebe:assignmentDefinition candidateGroups="sales_assistant"/>'
WAITING = ((TIMER, "waiting"), (JOB, "created"), (USER_TASK, "created"))
STEPS = 40


def rows(company) -> dict[str, list[dict[str, Any]]]:
    """What waits, by table."""
    with company.engine.read() as reader:
        found = {
            table.name: [
                dict(row)
                for row in reader.connection.execute(select(table).where(table.c.state == state)).mappings()
            ]
            for table, state in WAITING
        }
        for table in (SUBSCRIPTION, SIGNAL_SUBSCRIPTION):
            found[table.name] = [dict(row) for row in reader.connection.execute(select(table)).mappings()]
    return found


def check(company, seed: int) -> dict[str, list[dict[str, Any]]]:
    """No row without its token, no waiting token without a row."""
    found = rows(company)
    live = {}
    for case in company.rows(PROCESS_INSTANCE):
        if case["state"] == "active":
            tokens = json.loads(case["tokens"])["tokens"]
            scopes = {parent for _, parent, *_ in tokens}
            for key, _, _, letter, *flags in tokens:
                # What a scope listened to may have come and not come again.
                waits = letter == "s" and key not in scopes and "w" in (flags[0] if flags else {})
                live[case["key"], key] = waits
    owned = {(row["instance_key"], row["token_key"]) for table in found.values() for row in table}
    assert owned <= {place for place, _ in live.items()}, (seed, owned - set(live))
    calls = {
        (row["parent_key"], row["parent_token"]) for row in company.rows(PROCESS_INSTANCE, state="active")
    }
    assert {place for place, waits in live.items() if waits} <= owned | calls, seed
    return found


def act(company, dice: random.Random, found: dict[str, list[dict[str, Any]]]) -> None:
    """One thing that somebody does."""
    table = dice.choice([name for name, waiting in found.items() if waiting])
    row = dice.choice(sorted(found[table], key=lambda one: sorted(map(str, one.items()))))
    if table == "user_task":
        company.execute(ClaimTask(row["key"]), "linxiaolan")
        company.execute(CompleteTask(row["key"], {}), "linxiaolan")
    elif table == "job":
        worker = Actor.system("worker")
        leased = company.execute(LeaseJobs(("work",), "w", most=1), worker)
        company.execute(CompleteJob(leased[0]["key"], "w", {"v": dice.randint(0, 5)}), worker)
    elif table == "timer":
        company.execute(FireTimer(row["key"]), Actor.system("timer"))
    elif table == "subscription":
        company.execute(PublishMessage(row["name"], row["correlation_key"]), "hewen")
    else:
        company.execute(BroadcastSignal(row["name"]), "hewen")


@pytest.mark.parametrize("seed", range(40_000, 40_008))
def test_rows_and_tokens_agree_after_every_step_and_nothing_is_left_at_the_end(company, seed):
    dice = random.Random(seed)
    company.draw(models.task("ct"), "s>ct ct>e", "C")
    company.deploy(
        ("P/p.bpmn", drawn(seed, sound=False, depths=(4, 4)).replace(b"<zeebe:userTask/>", OWNER.encode()))
    )
    case = company.start(who="system:seed", values={"order": "HT-7", "v": seed % 5})
    for _ in range(STEPS):
        found = check(company, seed)
        assert company.incidents() == []
        if not any(found.values()):
            break
        act(company, dice, found)
    if company.state(case) != "active":
        assert not any(check(company, seed).values())
        assert company.rows(USER_TASK_CANDIDATE) == []
