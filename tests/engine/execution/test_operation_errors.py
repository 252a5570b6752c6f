"""An operation that reports an error of the business: who catches its code goes on, and nothing that it wrote
stays.
"""

from __future__ import annotations

import pytest

from engine.bpmn import tokens
from engine.execution.commands.retry_incident import RetryIncident
from engine.execution.tables import AUDIT, HISTORY, JOB, NOTICE, OUTBOX, PROCESS_INSTANCE, SETTING
from engine.jobs import workers
from engine.kernel.errors import BusinessError, ProcessFault
from tests.engine.bpmn import kit
from tests.engine.execution.ledger import BOOK, THROW
from tests.support.models import task

WHY = kit.mapping(("output", "=why", "reason"))
BAD = kit.boundary("bad", "no", kit.error(), extensions=WHY)


@pytest.fixture
def drawn(company):
    """Draws a task `a`, the body around the operation `no`, and what follows of the tasks `b` and `c`;
    answers the case after `a`.
    """

    def draw(body, links):
        company.offer(THROW)
        after = [name for name in "bc" if f">{name}" in links]
        drawn_after = "".join(map(task, after))
        company.draw(
            task("a") + body + drawn_after, " ".join(["s>a", links, *(f"{name}>e" for name in after)])
        )
        instance = company.start()
        company.complete(instance, "a", "zhouzimo")
        return instance

    return draw


def named(code):
    return kit.service("no", "test.throw", extensions=kit.mapping(("input", f'="{code}"', "code")))


@pytest.fixture
def caught(drawn):
    return drawn(kit.service("no", "test.throw") + BAD, "a>no no>b bad>c")


def test_the_border_of_the_task_catches_the_code_and_has_the_variables_for_its_own(company, caught):
    assert company.open(caught) == ["c"]
    assert company.variables(caught) == {"starter": "linxiaolan", "reason": "sold out"}
    assert company.incidents(caught) == []


def test_nothing_that_the_operation_wrote_stays_and_what_was_before_it_does(company, caught):
    assert company.rows(SETTING) == []
    assert company.rows(NOTICE, kind="booked") == []
    assert company.rows(OUTBOX) == []
    assert company.rows(HISTORY, instance_key=caught, kind="booked") == []
    assert not any("booked" in row["detail"] for row in company.rows(AUDIT))
    assert company.rows(PROCESS_INSTANCE)[0]["business_key"] is None
    # The completion was only gathered when the operation wrote everything out and was undone.
    assert len(company.rows(HISTORY, instance_key=caught, kind="task_completed")) == 1


def test_the_number_that_was_taken_is_free_again(company, caught):
    company.offer(BOOK)
    company.draw(kit.service("book", "test.book") + task("d"), "s>book book>d d>e", "Q")

    assert company.variables(company.start("Q"))["number"] == "TT-2026-0001"


def test_the_history_says_which_operation_reported_which_error(company, caught):
    [line] = company.rows(HISTORY, instance_key=caught, kind="error_thrown")

    assert (line["element_id"], line["facts"]) == ("no", {"error_code": "BAD", "operation": "test.throw"})


def test_what_names_the_code_comes_before_what_catches_all(company, drawn):
    every = kit.boundary("every", "no", kit.error(""))
    worse = kit.boundary("worse", "no", kit.error("Error_Worse"))
    instance = drawn(named("WORSE") + every + worse, "a>no no>e every>b worse>c")

    assert company.open(instance) == ["c"]


def test_an_event_subprocess_around_it_catches_it(company, drawn):
    catcher = kit.element(
        "subProcess",
        "es",
        kit.element("startEvent", "es_s", kit.error(), extensions=WHY)
        + task("z")
        + kit.flows("es_s>z", "es"),
        'triggeredByEvent="true"',
    )
    instance = drawn(kit.service("no", "test.throw") + catcher, "a>no no>b")

    assert company.open(instance) == ["z"]


def test_the_caller_of_its_case_catches_it(company):
    company.offer(THROW)
    company.draw(kit.service("no", "test.throw"), "s>no no>e", "part", startableBy="")
    bad = kit.boundary("bad", "call", kit.error(), extensions=WHY)
    company.draw(task("a") + kit.call("call", "part") + bad + task("c"), "s>a a>call call>e bad>c c>e")
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")

    assert company.open(instance) == ["c"]
    assert company.variables(instance)["reason"] == "sold out"
    assert [row["state"] for row in company.rows(PROCESS_INSTANCE, parent_key=instance)] == ["terminated"]


def test_the_repeated_task_that_reports_one_takes_all_its_instances_away(company, drawn):
    body = kit.service("no", "test.throw", kit.multi("=[1, 2, 3]", "n")) + BAD
    instance = drawn(body, "a>no no>b bad>c")

    assert company.open(instance) == ["c"]
    assert len(company.rows(HISTORY, instance_key=instance, kind="error_thrown")) == 1


def test_a_code_that_nobody_catches_is_an_incident_that_names_it(company, drawn):
    instance = drawn(named("OTHER") + BAD, "a>no no>b bad>c")

    [incident] = company.incidents(instance)
    assert (incident["code"], incident["element_id"]) == ("error_not_caught", "no")
    assert incident["facts"] == {"error_code": "OTHER"}
    assert company.open(instance) == []
    assert company.task(instance, "a")["state"] == "completed"
    assert company.rows(SETTING) == []


def test_an_operator_tries_it_again(company, drawn):
    instance = drawn(kit.service("no", "test.throw"), "a>no no>b")
    company.engine.services.operations["test.throw"] = BOOK
    company.execute(RetryIncident(company.incidents(instance)[0]["key"]), "hewen")

    assert company.open(instance) == ["b"]
    assert company.incidents(instance) == []


def test_an_error_that_leads_back_to_what_throws_it_ends_as_an_incident(company, drawn, monkeypatch):
    """Each step of it stops at the limit of moves, and the rounds are counted across the steps."""
    monkeypatch.setattr(tokens, "MOVES_IN_A_STEP", 20)
    monkeypatch.setattr(tokens, "ROUNDS_WITHOUT_WAIT", 30)
    body = kit.gateway("exclusive", "again") + kit.service("no", "test.throw")
    instance = drawn(body + kit.boundary("bad", "no", kit.error()), "a>again again>no no>b bad>again")
    assert [row["type"] for row in company.rows(JOB)] == ["neiqin.continue"]
    workers.work_due(company.engine, "one", most=10)

    assert [row["code"] for row in company.incidents(instance)] == ["too_many_rounds"]


def test_an_error_has_a_code():
    with pytest.raises(ValueError, match="has a code"):
        BusinessError("")


def test_results_that_the_element_cannot_take_are_an_incident_there(company):
    company.offer(BOOK)
    wrong = kit.mapping(("output", '=assert(number, number = "other")', "x"))
    company.draw(task("a") + kit.service("book", "test.book", extensions=wrong), "s>a a>book book>e")
    instance = company.start()

    with pytest.raises(ProcessFault):
        company.complete(instance, "a", "zhouzimo")

    [incident] = company.incidents(instance)
    assert (incident["code"], incident["element_id"]) == ("expression_failed", "book")
    assert company.open(instance) == ["a"]
    assert company.rows(SETTING) == []


def test_a_part_whose_end_its_caller_cannot_take_is_an_incident_at_the_call(company):
    company.draw(task("b"), "s>b b>e", "part", startableBy="")
    wrong = kit.mapping(("output", "=assert(number, false)", "x"))
    company.draw(kit.call("call", "part", extensions=wrong), "s>call call>e")
    instance = company.start()

    with pytest.raises(ProcessFault):
        company.complete(instance, "b", "zhouzimo")

    assert [(row["instance_key"], row["element_id"]) for row in company.incidents()] == [(instance, "call")]
    assert company.open(instance) == ["b"]


def test_a_case_that_calls_in_a_circle_without_ever_waiting_stops_at_the_limit_of_moves(company):
    company.draw("", "s>e", "part", startableBy="")
    links = "s>again again>call call>more more>again?true more>e"
    body = kit.gateway("exclusive", "again") + kit.call("call", "part")
    company.draw(body + kit.gateway("exclusive", "more", default="more_e"), links)
    instance = company.start()

    assert [(row["type"], row["instance_key"]) for row in company.rows(JOB)] == [
        ("neiqin.continue", instance)
    ]
    assert len(company.rows(PROCESS_INSTANCE, parent_key=instance)) < 1000
