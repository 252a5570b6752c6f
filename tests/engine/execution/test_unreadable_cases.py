"""A case that this program cannot read stands still with an incident and holds up no other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.bpmn.formats import StateUnreadable
from engine.execution.commands.retry_incident import RetryIncident
from engine.execution.tables import HISTORY, JOB, NOTICE, PROCESS_INSTANCE, TIMER
from engine.jobs import leases, workers
from tests.engine.bpmn import kit
from tests.support.models import task

WAIT = kit.element("intermediateCatchEvent", "wait", kit.timer("Duration", "PT1H"))


def state(company, instance):
    return company.rows(PROCESS_INSTANCE, key=instance)[0]["tokens"]


def store(company, instance, tokens):
    """As another program would."""
    with company.engine.database.begin() as connection:
        one = PROCESS_INSTANCE.update().where(PROCESS_INSTANCE.c.key == instance)
        connection.execute(one.values(tokens=tokens))


def newer(company, instance):
    kept = state(company, instance)
    store(company, instance, kept.replace('"format":1', '"format":99'))
    return kept


def fired_out(company):
    for _ in range(6):
        company.fire()
        company.clock.move_by(timedelta(hours=7))


def test_a_timer_of_a_newer_state_is_an_incident_and_the_state_stays(company):
    company.draw(WAIT + task("a"), "s>wait wait>a")
    instance = company.start()
    newer(company, instance)
    left = state(company, instance)
    company.clock.move_by(timedelta(hours=2))
    fired_out(company)

    [incident] = company.incidents(instance)
    assert (incident["kind"], incident["element_id"], incident["code"]) == (
        "timer",
        "wait",
        "state_unreadable",
    )
    assert incident["facts"]["reason"] == "unknown_format"
    assert company.rows(PROCESS_INSTANCE, key=instance)[0]["has_incident"]
    assert state(company, instance) == left
    assert company.rows(HISTORY, instance_key=instance, kind="incident")
    assert [row["person"] for row in company.rows(NOTICE, kind="incident")] == ["hewen"]
    with pytest.raises(StateUnreadable):
        company.execute(RetryIncident(incident["key"]), "hewen")


def test_with_the_right_program_it_goes_on(company):
    company.draw(WAIT + task("a"), "s>wait wait>a")
    instance = company.start()
    kept = newer(company, instance)
    company.clock.move_by(timedelta(hours=2))
    fired_out(company)
    store(company, instance, kept)
    company.execute(RetryIncident(company.incidents(instance)[0]["key"]), "hewen")
    company.clock.move_by(timedelta(seconds=1))

    assert company.fire() == 1
    assert company.open(instance) == ["a"]
    assert company.incidents(instance) == []


def test_a_hundred_and_more_that_cannot_be_read_let_the_others_through(company):
    company.draw(WAIT + task("a"), "s>wait wait>a")
    for _ in range(130):
        newer(company, company.start())
    good = company.start()
    company.clock.move_by(timedelta(hours=2))

    assert company.fire() == 1
    assert company.open(good) == ["a"]
    fired_out(company)
    assert {row["state"] for row in company.rows(TIMER)} == {"fired", "failed"}


def test_a_job_of_a_newer_state_is_an_incident_after_its_tries(company, monkeypatch):
    monkeypatch.setitem(workers.WORK, "letters", lambda _engine, _row: {})
    company.draw(kit.service("job", "letters"), "s>job job>e")
    instance = company.start()
    newer(company, instance)
    for _ in range(4):
        workers.work_due(company.engine, "w")
        company.clock.move_by(timedelta(hours=1))

    assert [row["code"] for row in company.incidents(instance)] == ["state_unreadable"]
    assert company.rows(JOB)[0]["retries"] == 0


def test_a_job_that_was_lost_with_a_newer_state_is_an_incident(company):
    company.draw(kit.service("job", "letters", inner=""), "s>job job>e")
    instance = company.start()
    newer(company, instance)
    with company.engine.database.begin() as connection:
        lost = {"lease_until": company.clock.now() - timedelta(hours=1), "worker": "w", "retries": 1}
        connection.execute(JOB.update().values(**lost))

    assert leases.expire_due(company.engine) == 1
    assert [row["code"] for row in company.incidents(instance)] == ["job_not_answered"]
