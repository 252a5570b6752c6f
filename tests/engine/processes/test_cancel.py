"""A case is cancelled with a reason: by its starter before the point of no return, by an operator always."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from engine.execution.tables import AUDIT, HISTORY, TIMER, USER_TASK, USER_TASK_CANDIDATE
from engine.kernel.errors import Conflict, InvalidInput, PermissionDenied
from engine.processes.cancel import CancelCase
from engine.processes.no_return import is_past_no_return
from tests.engine.bpmn import kit
from tests.support.models import task


@pytest.fixture
def instance(company):
    """`b` is the point of no return."""
    late = kit.boundary("late", "a", kit.timer("Duration", "P1D"))
    body = task("a") + late + task("b", pointOfNoReturn="true") + task("c")
    company.draw(body, "s>a a>b b>c c>e late>c")
    return company.start()


def cancel(company, instance, who="linxiaolan", reason="customer left"):
    return company.execute(CancelCase(instance, reason), who)


def test_the_starter_cancels_and_everything_that_waited_is_closed(company, instance):
    assert cancel(company, instance) == {"instance_key": instance, "state": "terminated"}

    assert company.state(instance) == "terminated"
    assert [row["state"] for row in company.rows(USER_TASK)] == ["canceled"]
    assert [row["state"] for row in company.rows(TIMER)] == ["canceled"]
    assert company.rows(USER_TASK_CANDIDATE) == []


def test_the_reason_stands_in_history_and_audit(company, instance):
    cancel(company, instance, reason="  customer left  ")

    assert company.rows(HISTORY, kind="case_canceled")[0]["facts"] == {"reason": "customer left"}
    assert "customer left" in company.rows(AUDIT, action="case.cancel")[0]["detail"]


def test_at_the_point_of_no_return_itself_the_starter_may_still_cancel(company, instance):
    company.complete(instance, "a", "zhouzimo")
    cancel(company, instance)

    assert company.state(instance) == "terminated"


def test_after_the_point_of_no_return_only_an_operator_cancels(company, instance):
    company.complete(instance, "a", "zhouzimo")
    company.complete(instance, "b", "zhouzimo")

    with pytest.raises(PermissionDenied):
        cancel(company, instance)
    assert company.open(instance) == ["c"]
    cancel(company, instance, "hewen")
    assert company.state(instance) == "terminated"


def test_a_point_of_no_return_inside_a_called_part_counts_too(company):
    company.draw(task("x", pointOfNoReturn="true") + task("y"), "s>x x>y y>e", "part", startableBy="")
    company.draw(kit.call("call", "part"), "s>call call>e")
    instance = company.start()
    company.complete(instance, "x", "zhouzimo")

    with pytest.raises(PermissionDenied):
        cancel(company, instance)


def test_who_takes_part_but_did_not_start_may_not_cancel(company, instance):
    with pytest.raises(PermissionDenied):
        cancel(company, instance, "zhouzimo")


@pytest.mark.parametrize("reason", ["", "    ", "abcd", " abcd  "])
def test_a_reason_of_less_than_five_signs_is_refused(company, instance, reason):
    with pytest.raises(InvalidInput) as refused:
        cancel(company, instance, reason=reason)

    assert [problem.code for problem in refused.value.facts["fields"]["reason"]] == ["reason_too_short"]


def test_a_case_that_has_ended_says_so(company, instance):
    cancel(company, instance)

    with pytest.raises(Conflict) as refused:
        cancel(company, instance)
    assert refused.value.facts["state"] == "terminated"


def test_a_case_with_an_incident_is_cancelled_too_and_its_incident_is_settled(company):
    company.draw(task("a", "invoice_clerk"), "s>a a>e")
    instance = company.start()
    assert company.incidents(instance)
    cancel(company, instance)

    assert company.state(instance) == "terminated"
    assert company.incidents(instance) == []


def test_a_process_may_say_by_a_deadline_from_when_on_nobody_withdraws(company):
    rule = "=now() >= date and time(deadline)"
    company.draw(task("a"), "s>a a>e", pointOfNoReturn=rule)
    values = {"deadline": "2026-05-20T17:00:00+08:00"}
    first, second = (company.start(who="system:test", values=values) for _ in range(2))

    assert cancel(company, first, "hewen")["state"] == "terminated"
    with company.engine.read() as reader:
        assert not is_past_no_return(reader, second)
    company.clock.move_to(datetime(2026, 5, 20, 9, 0, tzinfo=UTC))
    with company.engine.read() as reader:
        assert is_past_no_return(reader, second)


def test_without_its_deadline_a_case_can_still_be_withdrawn(company):
    company.draw(task("a"), "s>a a>e", pointOfNoReturn="=now() >= date and time(deadline)")
    instance = company.start()

    assert cancel(company, instance)["state"] == "terminated"


def test_a_process_that_says_when_says_it_for_its_called_parts_too(company):
    company.draw(task("x", pointOfNoReturn="true") + task("y"), "s>x x>y y>e", "part", startableBy="")
    company.draw(kit.call("call", "part"), "s>call call>e", pointOfNoReturn="=false")
    instance = company.start()
    company.complete(instance, "x", "zhouzimo")

    assert cancel(company, instance)["state"] == "terminated"
