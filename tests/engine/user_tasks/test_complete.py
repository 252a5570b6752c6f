"""A task is completed once, by who has it, with what its form allows; the case goes on in the same step."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from engine.execution.tables import ATTACHMENT, AUDIT, COMPLETION, HISTORY, USER_TASK
from engine.kernel.errors import ConcurrentChange, InvalidInput, PermissionDenied, TaskNotOpen
from engine.user_tasks.complete import CompleteTask
from tests.engine.bpmn import kit
from tests.support.company import Upload
from tests.support.models import field, form, task

FORM = form(
    "P.a",
    field("subject", required=True),
    field("price", "number", required=True, decimalDigits=2),
    field("scan", "filepicker"),
    field("secret", see="finance_manager", edit="finance_manager"),
    field("given", edit="finance_manager"),
)
GOOD = {"subject": ["合同"], "price": ["1280.10"]}


@pytest.fixture
def instance(company):
    company.draw(task("a", form="P.a", title="填写") + task("b", title="批准"), "s>a a>b b>e", forms=[FORM])
    instance = company.start()
    company.claim(instance, "a", "zhouzimo")
    return instance


def complete(company, instance, who="zhouzimo", posted=None, **more):
    return company.execute(
        CompleteTask(company.task(instance, "a")["key"], GOOD | (posted or {}), **more), who
    )


def test_what_was_typed_becomes_variables_and_the_case_goes_on(company, instance):
    complete(company, instance)

    assert company.variables(instance)["subject"] == "合同"
    assert company.variables(instance)["price"] == Decimal("1280.10")
    assert company.open(instance) == ["b"]


def test_the_answer_says_what_follows(company, instance):
    done = complete(company, instance)

    assert (done["instance_key"], done["state"]) == (instance, "active")
    [waiting] = done["waiting"]
    assert (waiting["name"], waiting["assignee"], waiting["groups"]) == ("批准", None, ["sales_assistant"])
    assert waiting["task_key"] == company.task(instance, "b")["key"]


def test_a_completion_is_recorded_with_who_when_and_what(company, instance):
    complete(company, instance)

    [row] = company.rows(COMPLETION)
    assert (row["element_id"], row["completed_by"], row["on_behalf_of"]) == ("a", "zhouzimo", None)
    assert row["completed_at"] == company.clock.now()
    assert row["values"] == {"subject": "合同", "price": Decimal("1280.10"), "scan": []}
    task_row = company.rows(USER_TASK, element_id="a")[0]
    assert (task_row["state"], task_row["completed_by"]) == ("completed", "zhouzimo")
    assert company.rows(HISTORY, kind="task_completed")[0]["facts"]["values"]["subject"] == "合同"


def test_every_problem_is_told_by_field_and_nothing_changes(company, instance):
    before = company.rows(USER_TASK), company.count(AUDIT), company.count(HISTORY)

    with pytest.raises(InvalidInput) as refused:
        complete(company, instance, posted={"subject": [""], "price": ["a lot"]})

    assert {name: bool(found) for name, found in refused.value.facts["fields"].items()} == {
        "subject": True,
        "price": True,
    }
    assert (company.rows(USER_TASK), company.count(AUDIT), company.count(HISTORY)) == before
    assert refused.value.facts["submission"].typed["price"] == ["a lot"]


def test_fields_that_the_person_may_not_edit_are_ignored_and_recorded(company, instance):
    complete(
        company,
        instance,
        posted={"secret": ["1"], "given": ["2"], "starter": ["guzhiyuan"], "unknown": ["3"]},
    )

    kept = company.variables(instance)
    assert kept["starter"] == "linxiaolan"
    assert not {"secret", "given", "unknown"} & kept.keys()
    detail = json.loads(company.rows(AUDIT, action="user_task.complete")[0]["detail"])
    assert set(detail["ignored_fields"]) >= {"secret", "given", "starter", "unknown"}


def test_a_value_that_looks_like_an_expression_stays_text(company, instance):
    complete(company, instance, posted={"subject": ["=1 + 1 {{secrets.KEY}} ${x} {% raw %}"]})

    assert company.variables(instance)["subject"] == "=1 + 1 {{secrets.KEY}} ${x} {% raw %}"


def test_a_file_becomes_an_attachment_of_the_case(company, instance):
    complete(company, instance, files={"scan": [Upload("合同.pdf")]})

    [row] = company.rows(ATTACHMENT)
    assert (row["filename"], row["source"], row["media_type"]) == ("合同.pdf", "form:scan", "application/pdf")
    assert (row["instance_key"], row["added_by"]) == (instance, "zhouzimo")
    with company.engine.files.open(row["sha256"]) as kept:
        assert kept.read().startswith(b"%PDF")


def test_a_form_that_was_shown_before_someone_else_changed_the_task_is_a_conflict(company, instance):
    with pytest.raises(ConcurrentChange):
        complete(company, instance, revision=1)

    complete(company, instance, revision=2)


def test_the_second_completion_is_told_who_did_it_and_when(company, instance):
    done_at = company.clock.now()
    complete(company, instance)
    company.clock.move_to("2026-05-20T03:00:00+00:00")

    for who in ("zhouzimo", "linxiaolan"):
        with pytest.raises(TaskNotOpen) as refused:
            complete(company, instance, who)
        facts = refused.value.facts
        assert (facts["state"], facts["by"], facts["at"]) == ("completed", "zhouzimo", done_at)
    assert company.count(COMPLETION) == 1


def test_only_who_has_the_task_completes_it(company, instance):
    with pytest.raises(PermissionDenied):
        complete(company, instance, "linxiaolan")


def test_an_unclaimed_task_of_a_group_is_claimed_first(company):
    company.draw(task("a"), "s>a a>e")
    instance = company.start()

    with pytest.raises(PermissionDenied):
        company.execute(CompleteTask(company.task(instance, "a")["key"]), "zhouzimo")


def test_a_substitute_completes_in_the_name_of_the_person_he_stands_in_for(company, instance):
    complete(company, instance, company.actor("chenjing", on_behalf_of="zhouzimo"))

    [row] = company.rows(COMPLETION)
    assert (row["completed_by"], row["on_behalf_of"]) == ("chenjing", "zhouzimo")


@pytest.mark.parametrize(
    "asked", ["manager(17)", "holders(17)", 'holders("seal_keeper", 3)', "person_name([])"]
)
def test_a_question_about_something_that_is_no_person_has_no_answer_and_no_fault(company, asked):
    company.draw(task("a", more=kit.mapping(("output", f"={asked}", "x"))), "s>a a>e")
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")

    assert company.variables(instance)["x"] is None


def test_a_gateway_without_a_way_is_an_incident_and_the_completion_stays(company):
    ways = "s>a a>which which>b?1~=~2 which>c?1~=~3 b>e c>e"
    company.draw(task("a") + kit.gateway("exclusive", "which") + task("b") + task("c"), ways)
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")

    assert company.task(instance, "a")["state"] == "completed"
    assert [row["element_id"] for row in company.incidents(instance)] == ["which"]


def test_the_last_task_ends_the_case(company):
    company.draw(task("a"), "s>a a>e")
    instance = company.start()
    done = company.complete(instance, "a", "zhouzimo")

    assert (done["state"], done["waiting"]) == ("completed", [])
    assert company.state(instance) == "completed"


def test_the_history_keeps_what_the_person_put_his_name_to(company):
    company.draw(task("a", signMeaning="take_out") + task("b"), "s>a a>b b>e")
    instance = company.start()

    company.complete(instance, "a", "zhouzimo")
    company.complete(instance, "b", "zhouzimo")

    facts = {row["element_id"]: row["facts"] for row in company.rows(HISTORY, kind="task_completed")}
    assert facts["a"]["signed_as"] == "take_out"
    assert "signed_as" not in facts["b"]


def test_the_history_knows_in_which_field_a_person_said_something(company):
    note = field("note", label="备注", properties={"widget": "opinion"})
    other = field("other", label="其他")
    company.draw(task("Ask", form="ask"), "s>Ask Ask>e", forms=[form("ask", note, other)])
    case = company.start("P")

    company.complete(case, "Ask", "linxiaolan", note="缺温度记录", other="x")

    [row] = company.rows(HISTORY, instance_key=case, kind="task_completed")
    assert (row["facts"]["said"], row["facts"]["values"]["note"]) == (["note"], "缺温度记录")
