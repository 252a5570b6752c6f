"""Jobs are worked after the commit; a fault costs a try, and another's lease is left alone."""

from __future__ import annotations

from datetime import timedelta
from threading import Event

import pytest

from engine.execution.commands.complete_job import CompleteJob
from engine.execution.commands.jobs import LeaseJobs
from engine.execution.commands.retry_incident import RetryIncident
from engine.execution.tables import JOB
from engine.jobs import leases, workers
from engine.jobs.faults import JobFailed
from engine.kernel.actor import Actor
from engine.kernel.errors import Conflict, NotFound
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


# A worker that takes a job and never answers.


def lose(company, times):
    """A worker takes the job and is silent, and its node's heartbeat notices."""
    for _ in range(times):
        company.execute(LeaseJobs(("letters",), "silent"), WORKER)
        company.clock.move_by(timedelta(seconds=61))
        leases.expire_due(company.engine)


def test_a_worker_that_never_answers_is_at_last_an_incident_that_names_the_element(company, instance):
    lose(company, 2)
    assert company.incidents(instance) == []
    lose(company, 1)

    [incident] = company.incidents(instance)
    assert (incident["code"], incident["element_id"], incident["kind"]) == ("job_not_answered", "job", "job")
    assert incident["facts"] == {"type": "letters", "worker": "silent", "tries": 3}
    assert company.execute(LeaseJobs(("letters",), "silent"), WORKER) == []
    assert leases.expire_due(company.engine) == 0


def test_a_job_that_is_taken_over_from_a_silent_worker_has_a_try_less(company, instance):
    tries = []
    for worker in ("one", "two", "three", "four"):
        rows = company.execute(LeaseJobs(("letters",), worker), WORKER)
        tries += [row["retries"] for row in rows]
        company.clock.move_by(timedelta(seconds=61))

    assert tries == [3, 2, 1]
    leases.expire_due(company.engine)
    assert [one["code"] for one in company.incidents(instance)] == ["job_not_answered"]


def test_an_operator_gives_a_job_back_that_was_never_answered(company, instance, monkeypatch):
    lose(company, 3)
    company.execute(RetryIncident(company.incidents(instance)[0]["key"]), "hewen")
    monkeypatch.setitem(workers.WORK, "letters", lambda _engine, _row: {})

    assert workers.work_due(company.engine, "one") == 1
    assert company.open(instance) == ["a"]


def test_a_job_whose_lease_still_runs_is_not_taken_back(company, instance):
    company.execute(LeaseJobs(("letters",), "one"), WORKER)
    company.clock.move_by(timedelta(seconds=59))

    assert leases.expire_due(company.engine) == 0
    assert company.rows(JOB)[0]["worker"] == "one"


def test_the_answer_after_a_job_was_taken_back_comes_too_late(company, instance):
    [row] = company.execute(LeaseJobs(("letters",), "one"), WORKER)
    company.clock.move_by(timedelta(seconds=61))
    leases.expire_due(company.engine)

    with pytest.raises(Conflict):
        company.execute(CompleteJob(row["key"], "one"), WORKER)


def test_a_job_to_which_the_diagram_gives_no_try_is_an_incident_at_once(company):
    body = kit.element("serviceTask", "job", extensions='<zeebe:taskDefinition type="letters" retries="0"/>')
    company.draw(body + task("a"), "s>job job>a a>e")
    instance = company.start()

    [incident] = company.incidents(instance)
    assert (incident["code"], incident["element_id"]) == ("job_without_tries", "job")
    company.execute(RetryIncident(incident["key"]), "hewen")
    [row] = company.execute(LeaseJobs(("letters",), "one"), WORKER)
    company.execute(CompleteJob(row["key"], "one"), WORKER)
    assert company.open(instance) == ["a"]


def test_work_reports_an_error_of_the_business_that_the_diagram_catches(company, monkeypatch):
    def refused(_engine, _row):
        raise workers.BusinessError("BAD", {"why": "no address"})

    monkeypatch.setitem(workers.WORK, "letters", refused)
    bad = kit.boundary("bad", "job", kit.error())
    company.draw(kit.service("job", "letters") + bad + task("z"), "s>job job>e bad>z z>e")
    instance = company.start()

    assert workers.work_due(company.engine, "one") == 1
    assert company.open(instance) == ["z"]
    assert company.variables(instance)["why"] == "no address"


def test_work_says_itself_when_to_try_again_and_at_last_that_it_is_of_no_use(company, instance, monkeypatch):
    said = [
        JobFailed("the printer warms up", retries=9, backoff=timedelta(minutes=3), variables={"page": 2}),
        JobFailed("the printer is sold", retries=0),
    ]

    def broken(_engine, _row):
        raise said.pop(0)

    monkeypatch.setitem(workers.WORK, "letters", broken)
    workers.work_due(company.engine, "one")
    [row] = company.rows(JOB)
    assert (row["retries"], row["next_at"] - company.clock.now()) == (9, timedelta(minutes=3))

    company.clock.move_by(timedelta(minutes=3))
    workers.work_due(company.engine, "one")
    [incident] = company.incidents(instance)
    assert (incident["code"], incident["facts"]) == (
        "job_failed",
        {"type": "letters", "reason": "the printer is sold"},
    )
    company.execute(RetryIncident(incident["key"]), "hewen")
    monkeypatch.setitem(workers.WORK, "letters", lambda _engine, _row: {})
    assert workers.work_due(company.engine, "one") == 1
    assert company.open(instance) == ["a"]


def test_a_failure_that_cannot_be_kept_is_a_failed_try_all_the_same(company, instance, monkeypatch):
    def broken(_engine, _row):
        raise JobFailed("no", retries=-1, variables={"#": object()})

    monkeypatch.setitem(workers.WORK, "letters", broken)
    assert workers.work_due(company.engine, "one") == 0

    assert (company.rows(JOB)[0]["retries"], company.rows(JOB)[0]["error"]) == (2, "invalid_input")


@pytest.mark.parametrize("patience", [None, 30])
def test_work_that_leaves_its_thread_is_a_failed_try_and_in_the_log(
    company, instance, monkeypatch, caplog, patience
):
    def leaves(_engine, _row):
        raise SystemExit(3)

    monkeypatch.setitem(workers.WORK, "letters", leaves)
    assert workers.work_due(company.engine, "one", patience=patience) == 0

    [row] = company.rows(JOB)
    assert (row["retries"], row["error"], row["worker"]) == (2, "job_failed", None)
    assert f"job {row['key']} failed" in caplog.text


def test_a_thread_that_cannot_even_say_so_is_in_the_log_and_its_lease_costs_the_try(
    company, instance, monkeypatch, caplog
):
    def broken(_engine, _row):
        raise RuntimeError("no paper")

    def gone(*_about):
        raise OSError("the database is gone")

    monkeypatch.setitem(workers.WORK, "letters", broken)
    monkeypatch.setattr(workers, "_failed", gone)
    assert workers.work_due(company.engine, "one", patience=30) == 0

    [row] = company.rows(JOB)
    assert f"job {row['key']} (letters) broke its thread" in caplog.text
    assert "the database is gone" in caplog.text
    company.clock.move_by(timedelta(seconds=61))
    leases.expire_due(company.engine)
    assert company.rows(JOB)[0]["retries"] == 2


def test_work_that_hangs_holds_up_no_other_case(company, instance, monkeypatch):
    goes_on = Event()

    def hangs(_engine, row):
        if row["instance_key"] == instance:
            assert goes_on.wait(30)
        return {}

    monkeypatch.setitem(workers.WORK, "letters", hangs)
    others = [company.start() for _ in range(3)]
    assert workers.work_due(company.engine, "one", patience=0.2) == 3
    assert [company.open(one) for one in (instance, *others)] == [[], ["a"], ["a"], ["a"]]

    [thread] = workers._running
    goes_on.set()
    thread.join(30)
    assert company.open(instance) == ["a"]


def test_a_node_whose_work_all_hangs_takes_no_more(company, instance, monkeypatch):
    goes_on = Event()

    def hangs(_engine, _row):
        assert goes_on.wait(30)
        return {}

    monkeypatch.setattr(workers, "MOST_HANGING", 1)
    monkeypatch.setitem(workers.WORK, "letters", hangs)
    company.start()
    assert workers.work_due(company.engine, "one", patience=0.05) == 0

    assert [row["worker"] for row in company.rows(JOB)] == ["one", None]
    [thread] = workers._running
    goes_on.set()
    thread.join(30)
    assert workers.work_due(company.engine, "one", patience=30) == 1
