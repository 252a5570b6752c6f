"""A field may be checked by an operation: what the house knows is told at the field, and nothing is lost."""

from __future__ import annotations

import pytest

from engine.execution.ports import Operation
from engine.execution.tables import COMPLETION, INCIDENT
from engine.kernel.errors import InvalidInput, OperationRefused, Problem
from engine.user_tasks.complete import CompleteTask
from tests.support.models import field, form, start_with_form, task


def look(step, call):
    """Refuses a room that is taken."""
    if call.variables["room"] == "taken":
        raise OperationRefused(reason="seal_not_available", seal="A", seal_code="S-1", state="out")
    return {}


LOOK = Operation("test.look", look, inputs={"room": "text?"}, reads_only=True)
CHECK = {"check": "test.look", "check.room": "=room"}


def write(step, call):
    raise AssertionError("a check never runs what writes")


@pytest.fixture
def instance(company):
    company.offer(LOOK, Operation("test.write", write))
    fields = field("room", required=True, check=CHECK), field("note")
    company.draw(task("a", form="P.a") + task("b"), "s>a a>b b>e", forms=[form("P.a", *fields)])
    made = company.start()
    company.claim(made, "a", "zhouzimo")
    return made


def complete(company, instance, room):
    key = company.task(instance, "a")["key"]
    return company.execute(CompleteTask(key, {"room": [room], "note": ["typed"]}), "zhouzimo")


def test_a_refused_check_is_a_problem_at_its_field_and_no_incident(company, instance):
    with pytest.raises(InvalidInput) as refused:
        complete(company, instance, "taken")

    [problem] = refused.value.facts["fields"]["room"]
    assert isinstance(problem, Problem)
    assert (problem.code, problem.facts["seal_code"]) == ("seal_not_available", "S-1")
    assert list(refused.value.facts["fields"]) == ["room"]
    assert company.rows(COMPLETION) == company.rows(INCIDENT) == []
    assert company.open(instance) == ["a"]


def test_what_the_check_allows_goes_on(company, instance):
    complete(company, instance, "free")

    assert company.open(instance) == ["b"]


def test_a_form_that_is_wrong_by_itself_is_told_first(company, instance):
    with pytest.raises(InvalidInput) as refused:
        complete(company, instance, "")

    assert [problem.code for problem in refused.value.facts["fields"]["room"]] == ["required"]


def test_a_start_form_is_checked_too(company):
    company.offer(LOOK)
    company.draw(
        start_with_form("P.start") + task("a"),
        "s>a a>e",
        forms=[form("P.start", field("room", check=CHECK))],
    )

    with pytest.raises(InvalidInput) as refused:
        company.start(room="taken")

    assert list(refused.value.facts["fields"]) == ["room"]
