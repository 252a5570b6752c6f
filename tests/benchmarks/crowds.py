"""Several processes at once: steps on PostgreSQL, writers of one SQLite file, timers due together."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import func, select

from engine.execution.tables import TIMER
from engine.jobs import timers
from engine.processes.start import StartProcess
from tests.benchmarks import rounds
from tests.benchmarks.figures import in_ms, tell
from tests.benchmarks.raw_rows import Replay, recorded
from tests.benchmarks.rounds import Rounds
from tests.faults import company
from tests.support.databases import Databases

SECONDS = 6.0
BURST, PART = 2_000, 400
LONG_AGO = "2026-01-05T09:00:00+08:00"


def step_rate_pg8(folder: Path) -> None:
    """Eight clients in two processes. Floor: the same rows by the raw driver, one client."""
    made = Databases("postgresql", folder)
    floor = _floor(made, folder)
    url = made.copy_of(rounds.fill)
    clients = [[(4 * half + number, 8) for number in range(4)] for half in range(2)]
    seconds = [second for said in _together(_work, url, folder, clients) for second in said]
    value = len(seconds) / SECONDS
    tell("step_rate_pg8", value, "steps/s", floor, value / floor, ">= 1200 steps/s", **in_ms(seconds))
    made.close()


def writer_wait_max(folder: Path) -> None:
    """Four processes write one SQLite file: the longest step. Floor: the longest of one process alone."""
    made = Databases("sqlite", folder)
    [alone] = _together(_work, made.copy_of(rounds.fill), folder, [[(0, 4)]])
    said = _together(_work, made.copy_of(rounds.fill), folder, [[(number, 4)] for number in range(4)])
    value, bound = max(max(one) for one in said) * 1000, max(alone) * 1000
    counts = [len(one) for one in said]
    more = {"steps": counts, "least_share": round(min(counts) * 4 / sum(counts), 2)}
    target = "<= 100 ms, no process under half its share"
    more |= in_ms([second for one in said for second in one])
    tell("writer_wait_max", value, "ms", bound, value / bound, target, **more)
    made.close()


def timer_burst(folder: Path) -> None:
    """Timers that are due together, two nodes. Floor: the same rows by the raw driver, one client."""
    made = Databases("postgresql", folder)
    engine = company.open_engine(made.copy_of(fill_burst), folder / "recorded")
    with recorded() as transactions:
        timers.fire_due(engine, most=PART)
    engine.close()
    replay = Replay(made.copy_of(fill_burst))
    bare = sum(replay.go(transactions))
    replay.close()
    url = made.copy_of(fill_burst)
    said = _together(_fire, url, folder, [[(0, 2)], [(1, 2)]])
    fired, ends = [one[0] for one in said], [one[1] for one in said]
    engine = company.open_engine(url, folder / "counted")
    with engine.read() as reader:
        states = select(TIMER.c.state, func.count()).group_by(TIMER.c.state)
        counted: dict[str, int] = dict(reader.connection.execute(states).tuples().all())
    engine.close()
    value, floor = sum(fired) / max(ends), PART / bare
    more = {"timers": BURST, "fired_by_each": fired, "states": counted}
    target = "none twice, none missed, >= 500 steps/s"
    tell("timer_burst", value, "timers/s", floor, value / floor, target, **more)
    made.close()


def fill_burst(url: str) -> None:
    """A template: cases whose timer is due."""
    with TemporaryDirectory() as folder:
        engine = company.open_engine(url, Path(folder))
        company.found(engine, [Path(company.__file__).parent / "models"])
        for _ in range(BURST):
            engine.execute(StartProcess("reminder", values={"due": LONG_AGO}), company.SEED)
        engine.close()


def _floor(made: Databases, folder: Path) -> float:
    engine = company.open_engine(made.copy_of(rounds.fill), folder / "recorded")
    with recorded() as transactions:
        Rounds(engine).go(500)
    engine.close()
    replay = Replay(made.copy_of(rounds.fill))
    seconds = replay.go(transactions)
    replay.close()
    return len(seconds) / sum(seconds)


Shares = list[tuple[int, int]]


def _together(work: Callable[..., None], url: str, folder: Path, shares: list[Shares]) -> list[Any]:
    """What each process said; all begin at one signal, when all are ready."""
    spawn = multiprocessing.get_context("spawn")
    said, ready = spawn.Queue(), spawn.Barrier(len(shares))
    made = [spawn.Process(target=work, args=(url, folder, mine, ready, said)) for mine in shares]
    for one in made:
        one.start()
    answers = [said.get(timeout=60) for _ in made]
    for one in made:
        one.join(60)
    return answers


def _work(url: str, folder: Path, shares: Shares, ready: Any, said: Any) -> None:
    """Seconds of each step: one client for each share, each in a thread of its own."""
    engine = company.open_engine(url, folder / f"share-{shares[0][0]}")
    clients = [Rounds(engine, share=share) for share in shares]
    # All have shared out the open tasks before anybody completes the first.
    ready.wait()
    for client in clients:
        client.go(2)
    ready.wait()
    until = time.perf_counter() + SECONDS

    def go(client: Rounds) -> list[float]:
        seconds: list[float] = []
        while time.perf_counter() < until:
            seconds += client.go(1)
        return seconds

    with ThreadPoolExecutor(len(clients)) as pool:
        said.put([second for seconds in pool.map(go, clients) for second in seconds])
    engine.close()


def _fire(url: str, folder: Path, shares: Shares, ready: Any, said: Any) -> None:
    """(how many it fired, seconds until none was left)"""
    engine = company.open_engine(url, folder / f"node-{shares[0][0]}")
    with engine.read():
        pass
    ready.wait()
    began, fired = time.perf_counter(), 0
    while more := timers.fire_due(engine):
        fired += more
    said.put((fired, time.perf_counter() - began))
    engine.close()


BENCHMARKS: dict[str, Callable[[Path], None]] = {
    "step_rate_pg8": step_rate_pg8,
    "writer_wait_max": writer_wait_max,
    "timer_burst": timer_burst,
}
