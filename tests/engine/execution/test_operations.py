"""Operations run inside the step: with it they stay, and what they refuse leaves nothing but an incident."""

from __future__ import annotations

import pytest

from engine.execution.commands.retry_incident import RetryIncident
from engine.execution.ports import Operation
from engine.execution.tables import AUDIT, HISTORY, NOTICE, OUTBOX, PROCESS_INSTANCE, SETTING
from engine.kernel.errors import Conflict, PermissionDenied, ProcessFault
from tests.engine.bpmn import kit
from tests.engine.execution.ledger import BOOK, CRASH, REFUSE
from tests.support.models import task


def test_the_results_become_variables_and_the_business_key_names_the_case(company):
    company.offer(BOOK)
    company.draw(kit.service("book", "test.book") + task("a"), "s>book book>a a>e")
    instance = company.start()

    assert company.variables(instance)["number"] == "TT-2026-0001"
    assert company.rows(PROCESS_INSTANCE)[0]["business_key"] == "TT-2026-0001"
    assert company.task(instance, "a")["business_key"] == "TT-2026-0001"


def test_an_operation_is_told_where_it_was_called_and_with_what(company):
    told = []

    def listen(_step, call):
        told.append(call)
        return {}

    company.offer(Operation("test.listen", listen))
    mapped = kit.mapping(("input", '="印章"', "what"))
    company.draw(kit.service("listen", "test.listen", extensions=mapped), "s>listen listen>e")
    instance = company.start()

    [call] = told
    assert (call.instance_key, call.element_id, call.started_by) == (instance, "listen", "linxiaolan")
    assert call.variables == {"what": "印章"}
    assert call.idempotency_key == f"{instance}:{call.token_key}"


@pytest.fixture
def refused(company):
    company.offer(REFUSE)
    company.draw(task("a") + kit.service("no", "test.refuse") + task("b"), "s>a a>no no>b b>e")
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")
    return instance


def test_a_refused_operation_leaves_an_incident_and_nothing_else(company, refused):
    [incident] = company.incidents(refused)
    assert (incident["code"], incident["element_id"], incident["kind"]) == (
        "operation_refused",
        "no",
        "element",
    )
    assert incident["facts"] == {"operation": "test.refuse", "reason": "sold_out", "number": "never"}

    assert company.rows(SETTING) == []
    assert [row for row in company.rows(NOTICE) if row["kind"] == "booked"] == []
    assert [row for row in company.rows(OUTBOX) if row["payload"]["kind"] == "booked"] == []
    assert company.rows(HISTORY, instance_key=refused, kind="booked") == []
    assert not any("booked" in row["detail"] for row in company.rows(AUDIT))


def test_the_step_of_a_refused_operation_itself_is_kept(company, refused):
    assert company.task(refused, "a")["state"] == "completed"
    assert company.open(refused) == []
    assert company.rows(PROCESS_INSTANCE)[0]["has_incident"]


def test_operators_are_told_of_an_incident(company, refused):
    assert [(row["person"], row["facts"]["code"]) for row in company.rows(NOTICE, kind="incident")] == [
        ("hewen", "operation_refused")
    ]


def test_an_operator_tries_a_refused_operation_again(company, refused):
    company.engine.services.operations["test.refuse"] = BOOK
    company.execute(RetryIncident(company.incidents(refused)[0]["key"]), "hewen")

    assert company.open(refused) == ["b"]
    assert company.incidents(refused) == []
    assert not company.rows(PROCESS_INSTANCE)[0]["has_incident"]


def test_an_operation_that_refuses_again_makes_a_new_incident(company, refused):
    first = company.incidents(refused)[0]["key"]
    company.execute(RetryIncident(first), "hewen")

    [second] = company.incidents(refused)
    assert second["key"] != first
    assert company.rows(PROCESS_INSTANCE)[0]["has_incident"]


def test_an_incident_is_tried_again_once(company, refused):
    command = RetryIncident(company.incidents(refused)[0]["key"])
    company.execute(command, "hewen")

    with pytest.raises(Conflict) as late:
        company.execute(command, "hewen")
    assert late.value.facts["by"] == "hewen"


def test_only_operators_try_incidents_again(company, refused):
    with pytest.raises(PermissionDenied):
        company.execute(RetryIncident(company.incidents(refused)[0]["key"]), "linxiaolan")


def test_an_operation_that_breaks_undoes_the_whole_step_and_is_told(company):
    company.offer(CRASH)
    company.draw(task("a") + kit.service("crash", "test.crash"), "s>a a>crash crash>e")
    instance = company.start()

    with pytest.raises(ProcessFault) as fault:
        company.complete(instance, "a", "zhouzimo")

    assert company.open(instance) == ["a"]
    [incident] = company.incidents(instance)
    assert (incident["code"], incident["element_id"]) == ("operation_failed", "crash")
    assert incident["facts"] == {"operation": "test.crash", "error": "KeyError: 'customer 77'"}
    assert fault.value.facts["incident_key"] == incident["key"]


def test_the_fault_of_a_part_that_was_undone_stands_at_its_caller(company):
    company.offer(CRASH)
    company.draw(kit.service("crash", "test.crash"), "s>crash crash>e", "part", startableBy="")
    company.draw(task("a") + kit.call("call", "part"), "s>a a>call call>e")
    instance = company.start()

    with pytest.raises(ProcessFault):
        company.complete(instance, "a", "zhouzimo")

    assert [(row["instance_key"], row["element_id"]) for row in company.incidents()] == [(instance, "call")]


def test_a_task_after_a_fault_can_be_completed_when_the_cause_is_gone(company):
    company.offer(CRASH)
    company.draw(task("a") + kit.service("crash", "test.crash"), "s>a a>crash crash>e")
    instance = company.start()
    with pytest.raises(ProcessFault):
        company.complete(instance, "a", "zhouzimo")
    company.engine.services.operations["test.crash"] = BOOK

    company.complete(instance, "a", "zhouzimo")

    assert company.state(instance) == "completed"
    assert company.incidents(instance) == []


def test_notify_tells_each_person_once_in_the_application_and_by_mail(company):
    to = kit.mapping(
        ("input", '=["linxiaolan", "linxiaolan", "nobody"]', "persons"),
        ("input", '=["seal_keeper"]', "roles"),
        ("input", '="reminder"', "kind"),
    )
    company.draw(kit.service("tell", "notify", extensions=to), "s>tell tell>e")
    company.start()

    assert sorted(row["person"] for row in company.rows(NOTICE)) == ["linxiaolan", "mahuifang"]
    assert sorted(row["payload"]["to"] for row in company.rows(OUTBOX)) == ["linxiaolan", "mahuifang"]


def test_telling_nobody_is_refused_since_it_would_be_silence(company):
    to = kit.mapping(("input", '=["nobody"]', "persons"))
    company.draw(kit.service("tell", "notify", extensions=to), "s>tell tell>e")
    instance = company.start()

    assert [row["facts"]["reason"] for row in company.incidents(instance)] == ["nobody_to_tell"]
