"""Two things done to one task at the very same moment come out as one after the other, in one of both orders.

What an order would have given is not written down here but asked: the same two are done to a fresh case one
after the other, both ways, and the crossed ones must have given one of the two, down to answers and history.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from engine.execution import audit, check
from engine.execution import tables as t
from engine.execution.commands.fire_timer import FireTimer
from engine.kernel.actor import Actor
from engine.kernel.errors import EngineError
from engine.processes.cancel import CancelCase
from engine.user_tasks.claim import ClaimTask
from engine.user_tasks.complete import CompleteTask
from engine.user_tasks.release import ReleaseTask
from engine.user_tasks.save_draft import SaveDraft
from tests.engine.bpmn import kit
from tests.support.models import task

SHORT, LONG = 40, 500
TIMER = Actor.system("timer")

# What is done, by whom; `late` cases have a limit that is due.
ACTS: dict[str, Callable[[Any, int, int], Any]] = {
    "claim": lambda company, key, case: company.execute(ClaimTask(key), "zhouzimo"),
    "other claims": lambda company, key, case: company.execute(ClaimTask(key), "chenjing"),
    "release": lambda company, key, case: company.execute(ReleaseTask(key), "zhouzimo"),
    "complete": lambda company, key, case: company.execute(CompleteTask(key), "zhouzimo"),
    "draft": lambda company, key, case: company.execute(SaveDraft(key, {"note": ["x"]}), "zhouzimo"),
    "cancel": lambda company, key, case: company.execute(CancelCase(case, "not needed"), "linxiaolan"),
    "timer": lambda company, key, case: company.execute(
        FireTimer(company.rows(t.TIMER, instance_key=case)[0]["key"]), TIMER
    ),
}


@pytest.fixture
def office(company):
    """Two processes of a task with a limit: of `late` it is due when the two things are done."""
    for process, limit in (("P", "PT24H"), ("late", "PT1S")):
        border = kit.boundary("limit", "a", kit.timer("Duration", limit))
        company.draw(task("a") + border + task("taken") + task("b"), "s>a a>b limit>taken b>e", process)
    return company


def case_of(company, process: str, is_held: bool) -> tuple[int, int]:
    """(case, key of its task)"""
    case = company.start(process)
    if is_held:
        company.claim(case, "a", "zhouzimo")
    key = company.task(case, "a")["key"]
    company.clock.move_by(timedelta(seconds=2))
    return case, key


def answer(act: str, company, key: int, case: int) -> str:
    try:
        said = ACTS[act](company, key, case)
    except EngineError as refused:
        return type(refused).__name__
    return f"fired {said['fired']}" if act == "timer" else "done"


def came_of(company, case: int, answers: list[str]) -> tuple[Any, ...]:
    """All that tells one order from the other."""
    [first, *later] = company.rows(t.USER_TASK, instance_key=case)
    history = [row["kind"] for row in company.rows(t.HISTORY, instance_key=case)]
    return (
        tuple(answers), company.state(case), tuple(company.open(case)), tuple(history), first["state"],
        first["assignee"], first["revision"], first["draft"] is None, len(later),
        tuple(row["state"] for row in company.rows(t.TIMER, instance_key=case)),
        tuple(row["action"] for row in company.rows(t.AUDIT, chain=f"instance:{case}")),
        len(company.rows(t.COMPLETION, instance_key=case)), len(company.rows(t.USER_TASK_CANDIDATE)),
    )  # fmt: skip


def one_after_the_other(company, process: str, is_held: bool, first: str, second: str) -> tuple[Any, ...]:
    case, key = case_of(company, process, is_held)
    said = [answer(act, company, key, case) for act in (first, second)]
    return tidy(company, case, came_of(company, case, said))


def crossed(company, process: str, is_held: bool, first: str, second: str) -> tuple[Any, ...]:
    case, key = case_of(company, process, is_held)
    signal = Barrier(2)

    def act(name: str) -> str:
        signal.wait()
        return answer(name, company, key, case)

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(act, (first, second)))
    return tidy(company, case, came_of(company, case, said))


def tidy(company, case: int, came: tuple[Any, ...]) -> tuple[Any, ...]:
    """The case goes, so that its rows are not counted with those of the next."""
    if company.state(case) == "active":
        company.execute(CancelCase(case, "seen enough"), "hewen")
    return came


def turned(came: tuple[Any, ...]) -> tuple[Any, ...]:
    return (came[0][::-1], *came[1:])


@pytest.mark.parametrize("pairs", [SHORT, pytest.param(LONG, marks=pytest.mark.faults)])
def test_two_acts_on_one_task_at_once_come_out_in_one_order(office, pairs):
    dice, known, seen = random.Random(pairs), {}, set()
    for _ in range(pairs):
        process = dice.choice(("P", "late"))
        acts = [name for name in ACTS if name != "timer" or process == "late"]
        pair = (process, dice.random() < 0.6, dice.choice(acts), dice.choice(acts))
        if pair not in known:
            known[pair] = (
                one_after_the_other(office, *pair),
                turned(one_after_the_other(office, *pair[:2], pair[3], pair[2])),
            )
        came = crossed(office, *pair)
        assert came in known[pair], (pair, came, known[pair])
        seen.add((pair, known[pair].index(came)))

    print(f"{pairs} pairs of {len(known)} kinds, {len(seen)} outcomes")
    with office.engine.read() as reader:
        assert list(audit.verify(reader.connection, office.engine.services.audit_key)) == []
    assert list(check.findings(office.engine.read, office.clock.now())) == []
