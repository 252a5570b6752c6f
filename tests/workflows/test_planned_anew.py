"""Where dates move while work is under way: what is done and what was typed stays, nothing twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from engine.bootstrap import Engine
from engine.execution.tables import NOTICE, REGISTER_CHANGE, USER_TASK
from engine.kernel.clock import FixedClock
from engine.seeds.scenarios.play import Played, actor, advance_to, play
from engine.seeds.scenarios.read import Scenario, moment, read_scenario
from engine.user_tasks.claim import ClaimTask
from engine.user_tasks.save_draft import SaveDraft
from engine.user_tasks.view import task_view
from tests.workflows.conftest import WORKFLOWS

TYPED = {"texts": {"answer": ["对方财务说已报批"], "contact": ["王科长"]}}
BEGUN_ON, FACT_AT = "2026-04-20T09:00:00+08:00", "2026-04-21T10:00:00+08:00"


@pytest.fixture
def scenario() -> Scenario:
    """Stages 0, 1 and 3 are done in it, then the date of the contract is learnt."""
    (path,) = WORKFLOWS.glob("*/scenarios/late_fact_after_stage_3.yaml")
    return read_scenario(path)


@pytest.fixture
def played(engine: Engine, clock: FixedClock, scenario: Scenario) -> Played:
    """Stages 0 and 1 are done; on the day of stage 2 somebody has begun to type."""
    begun = play(engine, clock, replace(scenario, steps=scenario.steps[:4]))
    advance_to(engine, clock, moment(BEGUN_ON))
    task = open_of_stage(engine, 2)
    who = actor(engine, "heyutong")
    if task["assignee"] is None:
        engine.execute(ClaimTask(task["key"]), who)
    engine.execute(SaveDraft(task["key"], TYPED), who)
    return begun


def open_tasks(engine: Engine, state: str = "created") -> list[Mapping[str, Any]]:
    query = select(USER_TASK).where(USER_TASK.c.state == state, USER_TASK.c.draft_key.isnot(None))
    with engine.read() as reader:
        return [dict(row) for row in reader.connection.execute(query.order_by(USER_TASK.c.key)).mappings()]


def open_of_stage(engine: Engine, stage: int) -> Mapping[str, Any]:
    (task,) = [task for task in open_tasks(engine) if task["draft_key"] == str(stage)]
    return task


def stages(engine: Engine) -> dict[int, Mapping[str, Any]]:
    with engine.read() as reader:
        rows = engine.services.registers["deposit_followups"].list(reader, {}, "", None, 100).rows
    assert len({row["stage"] for row in rows}) == len(rows)
    return {row["stage"]: row for row in rows}


def lines_of(engine: Engine, key: int) -> list[tuple[str, Any]]:
    query = select(REGISTER_CHANGE.c.column, REGISTER_CHANGE.c.new).where(REGISTER_CHANGE.c.row_key == key)
    with engine.read() as reader:
        return [tuple(row) for row in reader.connection.execute(query.order_by(REGISTER_CHANGE.c.id))]


def told(engine: Engine) -> int:
    with engine.read() as reader:
        return len(
            reader.connection.execute(select(NOTICE.c.key).where(NOTICE.c.kind == "deposit_stage")).all()
        )


def learn(engine: Engine, clock: FixedClock, scenario: Scenario, played: Played, day: str) -> None:
    """The message of the scenario with another day in it."""
    (message,) = [step for step in scenario.steps if step.get("key") and step is not scenario.steps[1]]
    step = {**message, "at": FACT_AT, "values": dict.fromkeys(message["values"], day)}
    play(engine, clock, replace(scenario, clock=moment(FACT_AT), steps=(step,)), played)


def test_done_stages_and_the_draft_stay_and_no_stage_comes_twice(
    engine: Engine, clock: FixedClock, scenario: Scenario, played: Played
) -> None:
    done = {number: row for number, row in stages(engine).items() if row["done_on"]}
    logs = {number: lines_of(engine, row["key"]) for number, row in done.items()}
    notices = told(engine)
    assert sorted(done) == [0, 1]

    # Signed on 10 April: due on the 15th, so that stage 2 is due on the day on which that is learnt.
    learn(engine, clock, scenario, played, "2026-04-10")
    advance_to(engine, clock, moment("2026-04-21T18:00:00+08:00"))

    after = stages(engine)
    assert {number: after[number] for number in done} == done
    assert {number: lines_of(engine, after[number]["key"]) for number in done} == logs
    assert str(after[2]["planned_on"]) == "2026-04-21"
    assert [task["draft_key"] for task in open_tasks(engine)] == ["2"]
    task = open_of_stage(engine, 2)
    with engine.read() as reader:
        view = task_view(reader, actor(engine, "heyutong"), task["key"])
    assert (task["assignee"], view.draft) == ("heyutong", TYPED)
    assert sorted(task["draft_key"] for task in open_tasks(engine, "completed")) == ["0", "1"]
    assert told(engine) == notices


def test_a_stage_that_moves_away_comes_back_with_its_draft(
    engine: Engine, clock: FixedClock, scenario: Scenario, played: Played
) -> None:
    # Signed on 20 April: due on the 27th, and stage 2 falls on 6 May.
    learn(engine, clock, scenario, played, "2026-04-20")
    assert open_tasks(engine) == []

    advance_to(engine, clock, moment("2026-05-06T09:00:00+08:00"))
    task = open_of_stage(engine, 2)
    with engine.read() as reader:
        view = task_view(reader, actor(engine, "heyutong"), task["key"])
    assert (task["assignee"], view.draft) == ("heyutong", TYPED)


def test_a_day_opens_with_the_office_and_not_at_midnight(
    engine: Engine, clock: FixedClock, played: Played
) -> None:
    task = open_of_stage(engine, 2)

    assert task["created_at"].isoformat()[:19] == "2026-04-19T16:00:01"
    assert task["available_from"].isoformat() == "2026-04-20T00:30:00+00:00"
