"""Two nodes on one database: each due timer fires exactly once, each job and each message is one node's."""

from __future__ import annotations

import multiprocessing
import random
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from engine.bootstrap import build_engine
from engine.execution.commands.fire_timer import FireTimer
from engine.execution.tables import AUDIT, HISTORY, JOB, TIMER
from engine.jobs import timers, workers
from engine.kernel.clock import FixedClock
from tests.engine.bpmn import kit
from tests.support.company import settings_for

COUNT = 200
WAIT = kit.element("intermediateCatchEvent", "wait", kit.timer("Duration", "PT1H"))


def waiting(company):
    """One case with as many timers as two nodes shall share."""
    body = kit.subprocess(
        "many",
        WAIT,
        "many_s>wait",
        kit.multi("=for i in 1..20 return i", "item"),
    )
    company.draw(body, "s>many many>e")
    for _ in range(COUNT // 20):
        company.start()
    company.clock.move_by(timedelta(hours=2))


def fired_once(company):
    rows = company.rows(TIMER)
    assert Counter(row["state"] for row in rows) == {"fired": COUNT}
    lines = company.rows(HISTORY, kind="timer_fired")
    assert len(lines) == COUNT


def test_two_nodes_fire_each_of_two_hundred_timers_exactly_once(company):
    waiting(company)
    other = company.another_node()
    with ThreadPoolExecutor(2) as pool:
        fired = list(pool.map(timers.fire_due, [company.engine, other]))
    other.close()

    assert sum(fired) == COUNT
    fired_once(company)


def test_a_node_that_meets_another_goes_on_at_another_case(company, monkeypatch):
    """The other node takes the oldest timer each time before this one takes its next."""
    company.draw(WAIT, "s>wait wait>e")
    for _ in range(80):
        company.start()
    company.clock.move_by(timedelta(hours=2))
    other, execute, had = company.another_node(), company.engine.execute, []

    def after_the_other(command, actor):
        oldest = next((row["key"] for row in company.rows(TIMER, state="waiting")), None)
        if oldest is not None:
            other.execute(FireTimer(oldest), actor)
        answer = execute(command, actor)
        had.append(not answer["fired"])
        return answer

    monkeypatch.setattr(company.engine, "execute", after_the_other)
    random.seed(7)
    fired = timers.fire_due(company.engine)
    other.close()

    assert had[0]
    assert sum(had) < 15
    assert fired > 25
    assert company.rows(TIMER, state="waiting") == []


def test_two_nodes_keep_the_order_of_the_timers_of_one_case(company):
    early, late = (
        kit.element("intermediateCatchEvent", name, kit.timer("Duration", f"PT{hours}H"))
        for name, hours in (("early", 1), ("late", 2))
    )
    body = kit.gateway("parallel", "fork") + early + late
    company.draw(body, "s>fork fork>late fork>early late>e early>e")
    for _ in range(60):
        company.start()
    company.clock.move_by(timedelta(hours=3))
    other = company.another_node()
    with ThreadPoolExecutor(2) as pool:
        fired = list(pool.map(timers.fire_due, [company.engine, other]))
    other.close()

    assert sum(fired) == 120
    names = {f"timer:{row['key']}": row["element_id"] for row in company.rows(TIMER)}
    steps = defaultdict(list)
    # The audit's chain of a case is in the order of its steps.
    for row in company.rows(AUDIT, action="timer.fire"):
        steps[row["instance_key"]].append(names[row["object"]])
    assert len(steps) == 60
    assert {tuple(dict.fromkeys(one)) for one in steps.values()} == {("early", "late")}


def fire(url, folder, at, answers):
    engine = build_engine(settings_for(url, Path(folder)), clock=FixedClock(at), registers=(), operations=())
    answers.put(timers.fire_due(engine))
    engine.close()


def test_two_processes_fire_each_of_two_hundred_timers_exactly_once(company, tmp_path):
    waiting(company)
    spawn = multiprocessing.get_context("spawn")
    answers = spawn.Queue()
    at = company.clock.now().isoformat()
    nodes = [spawn.Process(target=fire, args=(company.url, str(tmp_path), at, answers)) for _ in range(2)]
    for node in nodes:
        node.start()
    total = sum(answers.get(timeout=120) for _ in nodes)
    for node in nodes:
        node.join(120)

    assert [node.exitcode for node in nodes] == [0, 0]
    assert total == COUNT
    fired_once(company)


def test_two_nodes_share_the_jobs_and_each_is_worked_once(company, monkeypatch):
    worked = []

    def work(_engine, row):
        worked.append(row["key"])
        return {}

    monkeypatch.setitem(workers.WORK, "letters", work)
    company.draw(kit.service("job", "letters"), "s>job job>e")
    for _ in range(40):
        company.start()
    other = company.another_node()
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda node: workers.work_due(*node), [(company.engine, "one"), (other, "two")]))
    other.close()

    assert sum(done) == len(worked) == len(set(worked)) == 40
    assert {row["state"] for row in company.rows(JOB)} == {"completed"}
