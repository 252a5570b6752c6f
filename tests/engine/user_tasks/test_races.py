"""Two people at one task at the very same moment: one wins, and the other reads who and when."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from engine.bootstrap import build_engine
from engine.execution import audit
from engine.execution.tables import AUDIT, COMPLETION, ELEMENT_INSTANCE, USER_TASK
from engine.kernel.actor import Actor
from engine.kernel.clock import FixedClock
from engine.kernel.errors import AlreadyClaimed, EngineError, TaskNotOpen, TimerDueFirst
from engine.user_tasks.claim import ClaimTask
from engine.user_tasks.complete import CompleteTask
from tests.engine.bpmn import kit
from tests.support.company import MORNING, settings_for
from tests.support.models import task


def at_once(*acts):
    """Runs all from one starting signal; the answer or the refusal of each."""
    signal = Barrier(len(acts))

    def run(act):
        signal.wait()
        try:
            return act()
        except EngineError as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def complete_at_once(company, instance):
    """zhouzimo has the task, chenjing stands in for him in another window: both may complete it."""
    company.claim(instance, "a", "zhouzimo")
    key = company.task(instance, "a")["key"]
    substitute = company.actor("chenjing", on_behalf_of="zhouzimo")
    return at_once(
        lambda: company.execute(CompleteTask(key), "zhouzimo"),
        lambda: company.execute(CompleteTask(key), substitute),
    )


def race(company, rounds):
    company.draw(task("a") + task("b"), "s>a a>b b>e")
    for _ in range(rounds):
        instance = company.start()
        answers = complete_at_once(company, instance)

        won = [answer for answer in answers if isinstance(answer, dict)]
        lost = [answer for answer in answers if not isinstance(answer, dict)]
        assert (len(won), len(lost)) == (1, 1), answers
        [completion] = company.rows(COMPLETION, instance_key=instance)
        assert isinstance(lost[0], TaskNotOpen)
        assert (lost[0].facts["by"], lost[0].facts["at"]) == (
            completion["completed_by"],
            completion["completed_at"],
        )
        assert company.open(instance) == ["b"]


def test_two_people_complete_one_task_at_once_and_exactly_one_wins(company):
    race(company, 40)


@pytest.mark.faults
def test_two_people_complete_one_task_at_once_two_hundred_times(company):
    race(company, 200)


def test_five_people_claim_one_task_at_once_and_one_has_it(company):
    company.draw(task("a", users="linxiaolan,zhouzimo,chenjing,mahuifang,xujing"), "s>a a>e")
    people = ["linxiaolan", "zhouzimo", "chenjing", "mahuifang", "xujing"]
    for _ in range(10):
        key = company.task(company.start(), "a")["key"]
        answers = at_once(*(lambda who=who, key=key: company.execute(ClaimTask(key), who) for who in people))

        assignee = company.rows(USER_TASK, key=key)[0]["assignee"]
        lost = [answer for answer in answers if not isinstance(answer, dict)]
        assert len(lost) == 4
        assert {(type(each), each.facts["by"]) for each in lost} == {(AlreadyClaimed, assignee)}


@pytest.mark.parametrize("rounds", [20, pytest.param(200, marks=pytest.mark.faults)])
def test_branches_of_one_case_that_end_at_once_pass_the_join_once(company, rounds):
    body = kit.gateway("parallel", "fork", "join") + task("a") + task("b") + task("c")
    company.draw(body, "s>fork fork>a fork>b a>join b>join join>c c>e")
    for _ in range(rounds):
        instance = company.start()
        keys = {}
        for element, who in (("a", "zhouzimo"), ("b", "chenjing")):
            company.claim(instance, element, who)
            keys[who] = company.task(instance, element)["key"]
        answers = at_once(
            *(lambda who=who, key=keys[who]: company.execute(CompleteTask(key), who) for who in keys)
        )

        assert [answer for answer in answers if not isinstance(answer, dict)] == []
        passed = company.rows(ELEMENT_INSTANCE, instance_key=instance, element_id="join")
        assert [row["how"] for row in passed] == ["completed"]
        assert len(company.rows(USER_TASK, instance_key=instance, element_id="c")) == 1
        assert company.open(instance) == ["c"]


def test_a_limit_that_was_due_wins_over_a_completion_at_the_same_moment(company):
    late = kit.boundary("late", "a", kit.timer("Duration", "PT1H"))
    company.draw(task("a") + late + task("taken") + task("done"), "s>a a>done late>taken done>e")
    for _ in range(10):
        instance = company.start()
        company.claim(instance, "a", "zhouzimo")
        key = company.task(instance, "a")["key"]
        company.clock.move_by(timedelta(hours=1, seconds=1))
        _, answer = at_once(company.fire, lambda key=key: company.execute(CompleteTask(key), "zhouzimo"))

        assert isinstance(answer, TimerDueFirst | TaskNotOpen)
        assert company.open(instance) == ["taken"]
        assert company.rows(COMPLETION, instance_key=instance) == []


# Processes have no lock in common but the database.


def compete(url: str, folder: str, who: str, behalf: str | None, keys: list[int], answers) -> None:
    engine = build_engine(
        settings_for(url, Path(folder)), clock=FixedClock(MORNING), registers=(), operations=()
    )
    actor = Actor(who, frozenset({"sales_assistant"}), behalf)
    for key in keys:
        try:
            engine.execute(CompleteTask(key), actor)
            answers.put((key, who, "won", None))
        except TaskNotOpen as refused:
            answers.put((key, who, "lost", refused.facts["by"]))
    engine.close()


def test_two_processes_complete_the_same_tasks_and_each_task_once(company, tmp_path):
    company.draw(task("a", assignee='="zhouzimo"'), "s>a a>e")
    keys = [company.task(company.start(), "a")["key"] for _ in range(30)]
    spawn = multiprocessing.get_context("spawn")
    answers = spawn.Queue()
    nodes = [
        spawn.Process(target=compete, args=(company.url, str(tmp_path), who, behalf, order, answers))
        for who, behalf, order in (("zhouzimo", None, keys), ("chenjing", "zhouzimo", keys[::-1]))
    ]
    for node in nodes:
        node.start()
    said = [answers.get(timeout=60) for _ in range(60)]
    for node in nodes:
        node.join(60)

    assert [node.exitcode for node in nodes] == [0, 0]
    winners = {key: who for key, who, answer, _ in said if answer == "won"}
    assert sorted(winners) == sorted(keys)
    assert all(winners[key] == by for key, _, answer, by in said if answer == "lost")
    assert {row["task_key"]: row["completed_by"] for row in company.rows(COMPLETION)} == winners


def test_after_all_races_the_record_holds(company):
    company.draw(task("a") + task("b"), "s>a a>b b>e")
    for _ in range(5):
        complete_at_once(company, company.start())
    with company.engine.read() as reader:
        assert list(audit.verify(reader.connection, company.engine.services.audit_key)) == []
    assert len(company.rows(AUDIT, action="user_task.complete")) == 5
