"""The heartbeat of a node does by itself what is due: timers, jobs, mail; and says that it lives."""

from __future__ import annotations

import email
import threading
from datetime import timedelta
from email import policy

import pytest

from engine.execution.tables import JOB, NODE, OUTBOX, TIMER
from engine.jobs import workers
from engine.jobs.heartbeat import Heartbeat
from tests.engine.bpmn import kit
from tests.support.models import task

PATIENCE = 30


def beat_until(company, reached):
    """Runs a heartbeat until the condition holds; fails after half a minute."""
    heartbeat = Heartbeat(company.engine, "node-1", seconds=0.05)
    pause = threading.Event()
    heartbeat.start()
    try:
        for _ in range(PATIENCE * 20):
            if reached():
                return
            pause.wait(0.05)
        pytest.fail("the heartbeat did not do it")
    finally:
        heartbeat.stop()


def test_due_timers_fire(company):
    company.draw(
        kit.element("intermediateCatchEvent", "wait", kit.timer("Duration", "PT1H")), "s>wait wait>e"
    )
    instance = company.start()
    company.clock.move_by(timedelta(hours=2))

    beat_until(company, lambda: company.state(instance) == "completed")
    assert [row["state"] for row in company.rows(TIMER)] == ["fired"]


def test_waiting_jobs_are_worked(company, monkeypatch):
    monkeypatch.setitem(workers.WORK, "letters", lambda _engine, row: {"variables": {"by": row["worker"]}})
    company.draw(kit.service("job", "letters") + task("a"), "s>job job>a a>e")
    instance = company.start()

    beat_until(company, lambda: company.open(instance) == ["a"])
    assert company.variables(instance)["by"] == "node-1"


def test_mail_leaves_into_the_folder(company):
    company.draw(task("a", assignee='="mahuifang"', title="盖章"), "s>a a>e", title='="用印 HT-7"')
    company.start()

    beat_until(company, lambda: company.rows(OUTBOX)[0]["state"] == "sent")
    [path] = (company.folder / "outbox").glob("*.eml")
    message = email.message_from_bytes(path.read_bytes(), policy=policy.default)
    assert "mahuifang@example.com" in message["To"]
    assert str(company.rows(OUTBOX)[0]["id"]) in message["Message-ID"]


def test_the_node_says_that_it_lives(company):
    beat_until(company, lambda: company.rows(NODE) != [])

    [row] = company.rows(NODE)
    assert (row["name"], row["seen_at"]) == ("node-1", company.clock.now())


def test_a_round_that_fails_is_tried_again_at_the_next_beat(company, monkeypatch):
    tries = []

    def work(*_given, **_named):
        tries.append(1)
        if len(tries) < 3:
            raise RuntimeError("database away")
        return 0

    monkeypatch.setattr(workers, "work_due", work)
    beat_until(company, lambda: len(tries) >= 3)


def test_stopping_lets_the_round_that_runs_come_to_its_end(company, monkeypatch):
    began, ended = threading.Event(), []

    def slow(_engine, row):
        began.set()
        threading.Event().wait(0.2)
        ended.append(row["key"])
        return {}

    monkeypatch.setitem(workers.WORK, "letters", slow)
    company.draw(kit.service("job", "letters"), "s>job job>e")
    company.start()
    heartbeat = Heartbeat(company.engine, "node-1", seconds=0.05)
    heartbeat.start()
    assert began.wait(PATIENCE)
    heartbeat.stop()

    assert ended
    assert [row["state"] for row in company.rows(JOB)] == ["completed"]
