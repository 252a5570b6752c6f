"""A register keeps persons from a task because of what they did in other cases."""

from __future__ import annotations

import pytest

from engine.execution.ports import Operation
from engine.kernel.errors import DefinitionRejected, FourEyes
from engine.user_tasks.inbox import inbox
from engine.user_tasks.view import task_view
from tests.support.models import task

NAME = "register.bids.kept_away"


@pytest.fixture
def away(company):
    """Persons whom the register keeps away; a test changes it."""
    kept: set[str] = set()
    company.asked = []

    def answer(_step, call):
        company.asked.append(dict(call.variables))
        return {"kept_away": {person: {"reason": "works_for_another_bidder"} for person in sorted(kept)}}

    company.offer(
        Operation(
            NAME, answer, {"persons": "list", "tender": "text?"}, {"kept_away": "context"}, reads_only=True
        )
    )
    return kept


def offered(company, who):
    with company.engine.read() as reader:
        return [row.element_id for row in inbox(reader, company.actor(who), scope="groups").rows]


def test_it_is_not_offered_to_whom_the_register_keeps_away(company, away):
    away.add("zhouzimo")
    company.draw(task("a", keptAwayBy=NAME), "s>a a>e")
    instance = company.start()

    assert offered(company, "zhouzimo") == []
    assert offered(company, "chenjing") == ["a"]
    with pytest.raises(FourEyes) as refused:
        company.claim(instance, "a", "zhouzimo")
    assert refused.value.facts["reason"] == "works_for_another_bidder"
    with company.engine.read() as reader:
        view = task_view(reader, company.actor("zhouzimo"), company.task(instance, "a")["key"])
    assert view.kept_away_by == "reason:works_for_another_bidder"


def test_the_register_is_asked_again_when_it_is_completed(company, away):
    company.draw(task("a", keptAwayBy=NAME), "s>a a>e")
    instance = company.start()
    company.claim(instance, "a", "zhouzimo")
    away.add("zhouzimo")

    with pytest.raises(FourEyes):
        company.complete(instance, "a", "zhouzimo")


def test_whom_the_register_lets_go_again_may_take_it(company, away):
    away.add("zhouzimo")
    company.draw(task("a", keptAwayBy=NAME), "s>a a>e")
    instance = company.start()
    away.clear()
    company.complete(instance, "a", "zhouzimo")

    assert company.state(instance) == "completed"


def test_the_register_is_told_the_persons_and_what_the_diagram_gives_it(company, away):
    given = {"keptAwayBy.tender": "=project.number"}
    company.draw(task("a", assignee="zhouzimo", keptAwayBy=NAME, **given), "s>a a>e")
    company.start(who="system:test", values={"tender": "TB-1", "project": {"number": "TB-2026-0001"}})

    assert company.asked == [{"persons": ["zhouzimo"], "tender": "TB-2026-0001"}]


def test_a_task_for_one_whom_the_register_keeps_away_is_an_incident(company, away):
    away.add("zhouzimo")
    company.draw(task("a", assignee="zhouzimo", keptAwayBy=NAME), "s>a a>e")
    instance = company.start()

    assert [row["code"] for row in company.incidents(instance)] == ["nobody_may_do_it"]


def test_an_operation_that_answers_something_else_is_refused_at_deployment(company):
    with pytest.raises(DefinitionRejected) as refused:
        company.draw(task("a", keptAwayBy="notify"), "s>a a>e")
    assert [problem.code for problem in refused.value.problems] == ["kept_away_unknown"]
