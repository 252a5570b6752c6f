"""Tasks wait for their answer, or are done at once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from engine.bpmn.effects import DecisionAsked, Ended, Entered, JobCreated, Left, TaskOpened, WaitClosed
from engine.kernel.errors import InvalidInput, NotFound
from tests.engine.bpmn.kit import element, mapping, model, rule, script, service, user


def test_each_kind_of_task_runs_in_turn(run):
    r = run(
        model(
            user("a") + service("b", "mail.send") + script("c", "=x + 1", "y") + rule("d", "credit", "z"),
            "s>a a>b b>c c>d d>e",
        ),
        x=1,
    )
    assert r.open == ["a"]
    r.complete("a", x=4)
    assert r.open == ["b"]
    assert r.of(JobCreated)[0].type == "mail.send"
    assert r.of(JobCreated)[0].retries == 3
    r.complete("b")
    assert r.open == ["d"]
    assert r.vars()["y"] == 5
    asked = r.of(DecisionAsked)[0]
    assert (asked.decision_id, asked.result_variable) == ("credit", "z")
    r.do("answer", asked.key, {"z": "ok"})
    assert r.done
    assert r.log[-1] == Ended("completed")
    assert r.vars() == {"x": 4, "y": 5, "z": "ok"}


def test_history_sees_every_element_enter_and_leave_once(run):
    r = run(model(user("a"), "s>a a>e")).complete("a")
    assert [entered.element_id for entered in r.of(Entered)] == ["P", "s", "a", "e"]
    assert [(left.element_id, left.how) for left in r.of(Left)] == [
        ("s", "completed"),
        ("a", "completed"),
        ("e", "completed"),
        ("P", "completed"),
    ]


def test_completing_closes_what_was_open(run):
    r = run(model(user("a"), "s>a a>e")).complete("a")
    assert [closed.key for closed in r.of(WaitClosed)] == [r.of(TaskOpened)[0].key]
    assert r.waits == {}


def test_manual_and_plain_tasks_are_passed_with_their_mappings(run):
    out = mapping(("output", "=x * 2", "doubled"))
    r = run(model(element("manualTask", "m") + element("task", "t", extensions=out), "s>m m>t t>e"), x=4)
    assert r.done
    assert r.vars()["doubled"] == 8


def test_job_type_retries_and_headers_may_be_drawn(run):
    body = element(
        "serviceTask",
        "b",
        extensions='<zeebe:taskDefinition type="=kind" retries="=2 + 3"/>'
        '<zeebe:taskHeaders><zeebe:header key="templateId" value="voucher"/></zeebe:taskHeaders>',
    )
    job = run(model(body, "s>b b>e"), kind="word").of(JobCreated)[0]
    assert (job.type, job.retries, job.headers) == ("word", 5, {"templateId": "voucher"})


def test_input_mapping_is_local_and_only_mapped_output_leaves(run):
    task = user("a", extensions=mapping(("input", "=n * 2", "local"), ("output", "=result", "out")))
    r = run(model(task + user("z"), "s>a a>z z>e"), n=21)
    key = r.key("a")
    assert r.vars(key)["local"] == 42
    assert r.instance.local_variables(key) == {"local": Decimal(42)}
    r.complete("a", result="R", junk=1)
    assert r.vars() == {"n": 21, "out": "R"}


def test_mapping_targets_may_be_paths_and_see_earlier_lines(run):
    lines = mapping(("input", "=1", "order.net"), ("input", "=order.net + 1", "order.gross"))
    r = run(model(user("a", extensions=lines), "s>a a>e"))
    assert r.instance.local_variables(r.key("a")) == {"order": {"net": 1, "gross": 2}}


def test_a_token_that_does_not_wait_cannot_be_completed(run):
    r = run(model(user("a") + user("b"), "s>a a>b b>e"))
    key = r.key("a")
    r.complete("a")
    for wrong in (key, 1, 999):
        with pytest.raises(NotFound):
            r.do("complete", wrong)


def test_names_of_the_movers_own_variables_are_refused(run):
    r = run(model(user("a"), "s>a a>e"))
    with pytest.raises(InvalidInput) as refused:
        r.do("complete", r.key("a"), {"#o0": 1})
    assert list(refused.value.facts["fields"]) == ["#o0"]


def test_ids_that_the_library_reserves_are_ordinary_here(run):
    r = run(model(user("Start") + user("End") + user("Root"), "s>Start Start>End End>Root Root>e"))
    assert r.complete("Start").open == ["End"]
    assert r.complete("End").complete("Root").done


def test_a_task_with_two_ways_out_sends_a_token_along_each(run):
    r = run(model(user("a") + user("b") + user("c"), "s>a a>b a>c b>e c>e")).complete("a")
    assert r.open == ["b", "c"]
    assert r.complete("b").complete("c").done


def test_the_templates_of_a_user_task_are_evaluated_in_its_scope(run):
    task = user(
        "a",
        extensions='<zeebe:assignmentDefinition assignee="=boss" candidateGroups="sales, office"/>'
        '<zeebe:formDefinition formId="expense"/>' + mapping(("input", '="lin"', "boss")),
    )
    r = run(model(task, "s>a a>e"), boss="feng")
    attributes = r.model.nodes["a"].user_task
    assert r.instance.evaluate(r.key("a"), attributes.assignee) == "lin"
    assert r.instance.evaluate(r.key("a"), attributes.candidate_groups) == "sales, office"
    assert attributes.form_id == "expense"
