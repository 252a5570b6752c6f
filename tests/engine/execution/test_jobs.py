"""Jobs are worked after the commit: leased, answered, tried again, and at last told to an operator."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.execution.cases import load_variables
from engine.execution.commands.complete_job import CompleteJob
from engine.execution.commands.fail_job import FailJob
from engine.execution.commands.jobs import LeaseJobs
from engine.execution.commands.retry_incident import RetryIncident
from engine.execution.commands.throw_error import ThrowError
from engine.execution.tables import ATTACHMENT, JOB
from engine.jobs import workers
from engine.kernel.actor import Actor
from engine.kernel.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from engine.processes.cancel import CancelCase
from tests.engine.bpmn import kit
from tests.support.models import task

WORKER = Actor.system("worker")


@pytest.fixture
def instance(company):
    headers = '<zeebe:taskHeaders><zeebe:header key="template" value="letter"/></zeebe:taskHeaders>'
    company.draw(kit.service("job", "letters", extensions=headers) + task("a"), "s>job job>a a>e")
    return company.start()


def lease(company, worker="one", types=("letters",), **more):
    return company.execute(LeaseJobs(types, worker, **more), WORKER)


def test_a_leased_job_says_where_it_stands_and_what_the_model_says(company, instance):
    [row] = lease(company)

    assert (row["instance_key"], row["element_id"], row["type"]) == (instance, "job", "letters")
    assert row["headers"] == {"template": "letter"}
    assert row["retries"] == 3


def test_a_leased_job_is_nobody_elses_until_the_lease_runs_out(company, instance):
    lease(company)
    assert lease(company, "two") == []

    company.clock.move_by(timedelta(seconds=61))
    assert [row["worker"] for row in lease(company, "two")] == ["two"]


def test_only_the_wanted_types_are_leased(company, instance):
    assert lease(company, types=("other",)) == []


def test_the_answer_of_the_worker_moves_the_case_on(company, instance):
    [row] = lease(company)
    document = {
        "source": "document:letter",
        "filename": "a.docx",
        "media_type": "x/y",
        "size": 3,
        "sha256": "0" * 64,
    }
    company.execute(CompleteJob(row["key"], "one", {"letter": "done"}, (document,)), WORKER)

    assert company.open(instance) == ["a"]
    assert company.variables(instance)["letter"] == "done"
    assert [kept["filename"] for kept in company.rows(ATTACHMENT, instance_key=instance)] == ["a.docx"]
    assert company.rows(JOB)[0]["state"] == "completed"


def test_a_job_is_answered_once(company, instance):
    [row] = lease(company)
    company.execute(CompleteJob(row["key"], "one"), WORKER)

    with pytest.raises(Conflict):
        company.execute(CompleteJob(row["key"], "one"), WORKER)


def test_a_worker_whose_lease_went_to_another_may_not_answer_any_more(company, instance):
    [row] = lease(company)
    company.clock.move_by(timedelta(seconds=61))
    lease(company, "two")

    for late in (CompleteJob(row["key"], "one"), FailJob(row["key"], "one", "x", {})):
        with pytest.raises(Conflict) as refused:
            company.execute(late, WORKER)
        assert refused.value.facts["worker"] == "two"
    company.execute(CompleteJob(row["key"], "two"), WORKER)
    assert company.open(instance) == ["a"]


def test_a_person_may_not_answer_for_a_worker(company, instance):
    [row] = lease(company)

    with pytest.raises(PermissionDenied):
        company.execute(CompleteJob(row["key"], "one"), "hewen")


def test_a_failed_job_waits_longer_each_time_and_loses_a_try(company, instance):
    waits = []
    for _ in range(2):
        [row] = lease(company)
        company.execute(FailJob(row["key"], "one", "printer_off", {}), WORKER)
        [row] = company.rows(JOB)
        waits.append((row["retries"], row["next_at"] - company.clock.now()))
        assert lease(company) == []
        company.clock.move_by(timedelta(hours=1))

    assert waits == [(2, timedelta(seconds=10)), (1, timedelta(minutes=1))]
    assert company.incidents(instance) == []


def fail_all(company):
    for _ in range(3):
        [row] = lease(company)
        company.execute(FailJob(row["key"], "one", "printer_off", {"room": 3}), WORKER)
        company.clock.move_by(timedelta(hours=1))


def test_when_no_try_is_left_an_operator_is_told(company, instance):
    fail_all(company)

    assert lease(company) == []
    [incident] = company.incidents(instance)
    assert (incident["kind"], incident["code"], incident["element_id"]) == ("job", "printer_off", "job")
    assert incident["facts"] == {"type": "letters", "room": 3}


def test_a_fault_that_no_repetition_cures_spends_all_tries_at_once(company, instance):
    [row] = lease(company)
    company.execute(FailJob(row["key"], "one", "template_missing", {}, retries=0), WORKER)

    assert len(company.incidents(instance)) == 1


def test_a_worker_says_itself_how_many_tries_are_left_and_when_the_next_one_is(company, instance):
    [row] = lease(company)
    company.execute(FailJob(row["key"], "one", "busy", {}, 7, timedelta(minutes=2)), WORKER)

    company.clock.move_by(timedelta(seconds=119))
    assert lease(company) == []
    company.clock.move_by(timedelta(seconds=1))
    [again] = lease(company)
    assert (again["retries"], again["attempts"]) == (7, 1)
    assert company.incidents(instance) == []


def test_a_failure_leaves_variables_at_its_element_alone(company, instance):
    [row] = lease(company)
    tried = {"tried": ["a"], "starter": "none"}
    company.execute(FailJob(row["key"], "one", "busy", {}, backoff=timedelta(0), variables=tried), WORKER)

    assert company.variables(instance) == {"starter": "linxiaolan"}
    with company.engine.read() as reader:
        assert load_variables(reader, instance, row["token_key"]) == tried
    lease(company)
    company.execute(CompleteJob(row["key"], "one", {"tried": ["b"], "letter": "done"}), WORKER)
    assert company.variables(instance) == {"starter": "linxiaolan", "letter": "done"}


@pytest.mark.parametrize(
    ("more", "field"),
    [({"retries": -1}, "retries"), ({"retries": 1_001}, "retries"), ({"backoff": timedelta(-1)}, "backoff"),
     ({"backoff": timedelta(366)}, "backoff"), ({"variables": {"#a": 1}}, "#a")],
)  # fmt: skip
def test_a_failure_that_says_nothing_usable_is_refused_and_the_job_is_still_held(
    company, instance, more, field
):
    [row] = lease(company)
    with pytest.raises(InvalidInput) as refused:
        company.execute(FailJob(row["key"], "one", "busy", {}, **more), WORKER)

    assert list(refused.value.facts["fields"]) == [field]
    assert company.rows(JOB)[0]["worker"] == "one"


def test_an_operator_gives_a_job_new_tries(company, instance):
    fail_all(company)
    company.execute(RetryIncident(company.incidents(instance)[0]["key"]), "hewen")

    [row] = lease(company)
    company.execute(CompleteJob(row["key"], "one"), WORKER)
    assert company.open(instance) == ["a"]


def test_a_cancelled_case_takes_its_jobs_with_it(company, instance):
    [row] = lease(company)
    company.execute(CancelCase(instance, "not needed"), "linxiaolan")

    assert company.rows(JOB)[0]["state"] == "canceled"
    with pytest.raises(Conflict):
        company.execute(CompleteJob(row["key"], "one"), WORKER)


def test_an_unknown_job_is_not_found(company):
    with pytest.raises(NotFound):
        company.execute(CompleteJob(1, "one"), WORKER)


# A step of a thousand moves goes on in a job of its own (ruling 2).

LOOP = (
    kit.script("count", "=if n = null then 1 else n + 1", "n")
    + kit.gateway("exclusive", "more", default="more_a")
    + task("a")
)
LINKS = "s>count count>more more>count?n~<~1200 more>a a>e"


def test_a_step_of_more_than_a_thousand_moves_commits_and_goes_on_in_a_job(company):
    company.draw(LOOP, LINKS)
    instance = company.start()

    assert company.open(instance) == []
    assert [row["type"] for row in company.rows(JOB)] == ["neiqin.continue"]
    assert 0 < company.variables(instance)["n"] < 1200

    while workers.work_due(company.engine, "one"):
        pass
    assert company.open(instance) == ["a"]
    assert company.variables(instance)["n"] == 1200
    assert company.incidents(instance) == []


def test_a_case_that_was_cancelled_before_its_continuation_stays_cancelled(company):
    company.draw(LOOP, LINKS)
    instance = company.start()
    company.execute(CancelCase(instance, "not needed"), "linxiaolan")
    workers.work_due(company.engine, "one")

    assert company.state(instance) == "terminated"
    assert company.incidents(instance) == []
    assert {row["state"] for row in company.rows(JOB)} <= {"canceled", "completed"}


def test_a_loop_that_never_waits_is_an_incident_that_names_the_element(company):
    company.draw(LOOP, LINKS.replace("1200", "99999999"))
    instance = company.start()
    for _ in range(60):
        if not workers.work_due(company.engine, "one", most=1):
            break

    [incident] = company.incidents(instance)
    assert incident["element_id"] in {"count", "more"}


def test_a_worker_throws_an_error_that_the_border_of_its_task_catches(company):
    bad = kit.boundary("bad", "job", kit.error(), extensions=kit.mapping(("output", "=why", "reason")))
    company.draw(kit.service("job", "letters") + bad + task("z"), "s>job job>e bad>z z>e")
    case = company.start()
    [row] = lease(company)
    company.execute(ThrowError(row["key"], "one", "BAD", {"why": "no address", "junk": 1}), WORKER)

    assert company.open(case) == ["z"]
    assert company.variables(case) == {"starter": "linxiaolan", "reason": "no address"}
    assert company.rows(JOB)[0]["state"] == "failed"
    with pytest.raises(Conflict):
        company.execute(CompleteJob(row["key"], "one", {}), WORKER)


def test_an_error_of_a_worker_that_nothing_catches_is_an_incident_and_gives_the_job_anew(company, instance):
    [row] = lease(company)
    company.execute(ThrowError(row["key"], "one", "BAD"), WORKER)

    [incident] = company.incidents(instance)
    assert (incident["code"], incident["element_id"]) == ("error_not_caught", "job")
    assert lease(company) == []
    company.execute(RetryIncident(incident["key"]), "hewen")
    assert len(lease(company)) == 1


def test_an_error_without_a_code_is_refused(company, instance):
    [row] = lease(company)
    with pytest.raises(InvalidInput):
        company.execute(ThrowError(row["key"], "one", ""), WORKER)
