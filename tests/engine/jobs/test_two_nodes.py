"""Two nodes on one database: each due timer fires exactly once, each job and each message is one node's."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from engine.bootstrap import build_engine
from engine.execution.tables import HISTORY, JOB, TIMER
from engine.jobs import timers, workers
from engine.kernel.clock import FixedClock
from tests.engine.bpmn import kit
from tests.support.company import settings_for

COUNT = 200


def waiting(company):
    """One case with as many timers as two nodes shall share."""
    body = kit.subprocess(
        "many",
        kit.element("intermediateCatchEvent", "wait", kit.timer("Duration", "PT1H")),
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
