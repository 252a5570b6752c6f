"""Jobs are worked after the commit; a fault costs a try, and another's lease is left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.execution.commands.jobs import LeaseJobs
from engine.execution.tables import JOB
from engine.jobs import workers
from engine.kernel.actor import Actor
from engine.kernel.errors import NotFound
from tests.engine.bpmn import kit
from tests.engine.execution.ledger import CRASH
from tests.support.models import task

WORKER = Actor.system("worker")


@pytest.fixture
def instance(company):
    company.draw(kit.service("job", "letters") + task("a"), "s>job job>a a>e")
    return company.start()


def test_the_answer_of_the_work_moves_the_case(company, instance, monkeypatch):
    monkeypatch.setitem(workers.WORK, "letters", lambda _engine, _row: {"variables": {"done": True}})

    assert workers.work_due(company.engine, "one") == 1
    assert company.open(instance) == ["a"]
    assert workers.work_due(company.engine, "one") == 0


def test_types_of_others_are_left_to_others(company, instance):
    assert workers.work_due(company.engine, "one") == 0
    assert company.rows(JOB)[0]["state"] == "created"


def test_work_that_breaks_costs_a_try_and_at_last_makes_one_incident(company, instance, monkeypatch):
    def broken(_engine, _row):
        raise RuntimeError("no paper")

    monkeypatch.setitem(workers.WORK, "letters", broken)
    for _ in range(5):
        assert workers.work_due(company.engine, "one") == 0
        company.clock.move_by(timedelta(hours=1))

    [incident] = company.incidents(instance)
    assert (incident["code"], incident["facts"]["reason"]) == ("job_failed", "RuntimeError: no paper")
    assert company.rows(JOB)[0]["retries"] == 0


def test_a_step_that_breaks_behind_the_job_costs_a_try_and_makes_one_incident(company, monkeypatch):
    monkeypatch.setitem(workers.WORK, "letters", lambda _engine, _row: {})
    company.offer(CRASH)
    company.draw(
        kit.service("job", "letters") + kit.service("crash", "test.crash"), "s>job job>crash crash>e"
    )
    instance = company.start()
    for _ in range(5):
        workers.work_due(company.engine, "one")
        company.clock.move_by(timedelta(hours=1))

    assert [row["kind"] for row in company.incidents(instance)] == ["job"]


def test_one_broken_job_does_not_stop_the_others(company, instance, monkeypatch):
    def only_the_second(_engine, row):
        if row["instance_key"] == instance:
            raise RuntimeError("no paper")
        return {}

    monkeypatch.setitem(workers.WORK, "letters", only_the_second)
    second = company.start()
    workers.work_due(company.engine, "one")

    assert (company.open(instance), company.open(second)) == ([], ["a"])


def test_a_worker_that_died_holds_its_job_no_longer_than_its_lease(company, instance, monkeypatch):
    monkeypatch.setitem(workers.WORK, "letters", lambda _engine, _row: {})
    company.execute(LeaseJobs(("letters",), "dead"), WORKER)
    assert workers.work_due(company.engine, "alive") == 0

    company.clock.move_by(timedelta(seconds=61))
    assert workers.work_due(company.engine, "alive") == 1


def test_a_late_answer_after_the_lease_went_to_another_is_dropped_quietly(company, instance, monkeypatch):
    def slow(engine, _row):
        company.clock.move_by(timedelta(seconds=61))
        engine.execute(LeaseJobs(("letters",), "other"), WORKER)
        return {"variables": {"late": True}}

    monkeypatch.setitem(workers.WORK, "letters", slow)

    assert workers.work_due(company.engine, "one") == 0
    assert "late" not in company.variables(instance)
    assert company.incidents(instance) == []


def test_work_that_misses_what_it_needs_is_told_and_not_taken_for_a_late_answer(
    company, instance, monkeypatch
):
    def without_template(_engine, _row):
        raise NotFound(kind="template", id="letter")

    monkeypatch.setitem(workers.WORK, "letters", without_template)
    for _ in range(5):
        assert workers.work_due(company.engine, "one") == 0
        company.clock.move_by(timedelta(hours=1))

    [incident] = company.incidents(instance)
    assert (incident["code"], incident["facts"]["id"]) == ("not_found", "letter")
