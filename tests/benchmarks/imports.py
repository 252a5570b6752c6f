"""How long a diagram of a hundred tasks takes from its bytes to what runs: read, lint, normalise, parse."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from lxml import etree

from engine.bootstrap import Engine
from engine.bpmn.model import Model
from engine.deployment.bundle import DeployFile
from engine.deployment.deploy import examine
from tests.benchmarks.figures import in_ms, tell
from tests.engine.bpmn import kit
from tests.faults import company
from tests.support import models
from tests.support.databases import Databases

TASKS, TIMES = 100, 30


def import_100(folder: Path) -> None:
    """Each time another diagram, so that only the parser's own words are warm. Floor: the XML alone."""
    made = Databases("sqlite", folder)
    engine = company.open_engine(made.copy_of(company.fill), folder / "import")
    _examined(engine, 0)
    whole, bare = [], []
    for number in range(1, TIMES + 1):
        whole.append(_examined(engine, number))
        bare.append(_seconds(partial(etree.fromstring, _drawn(number))))
    value, bound = statistics.median(whole) * 1000, statistics.median(bare) * 1000
    more = {"tasks": TASKS, "bytes": len(_drawn(1)), **in_ms(whole)}
    tell("import_100", value, "ms", bound, value / bound, "<= 50 ms warm", **more)
    engine.close()
    made.close()


def _examined(engine: Engine, number: int) -> float:
    file = DeployFile("hundred/process.bpmn", _drawn(number))

    def work() -> None:
        with engine.read() as reader:
            bundle = examine(reader, (file,))
        assert not bundle.errors, bundle.errors
        for process, _ in bundle.processes.values():
            Model(process)

    return _seconds(work)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _drawn(number: int) -> bytes:
    """Blocks of a choice, a task, a script and a service with a timer; expressions of this diagram's own."""
    body, links, last = "", "", "s"
    for block in range(TASKS // 4):
        ask, count, tell_, join, choice = (f"{kind}{block}" for kind in ("a", "n", "w", "j", "x"))
        asked = models.task(ask, due=f'=now() + duration("P{block + 1}D")', title=f"办 {block}")
        body += kit.gateway("exclusive", join, choice) + asked
        body += kit.script(count, f"=if n{number} = null then {block} else n{number} + 1", f"n{number}")
        body += kit.service(tell_, f"worker{number}") + models.task(f"z{block}")
        body += kit.boundary(f"t{block}", tell_, kit.timer("Duration", f"PT{block + 1}H"))
        links += f"{last}>{ask} {ask}>{choice} {choice}>{count}?amount{number}~>~{block}000 "
        links += f"{choice}>{tell_}?amount{number}~<=~{block}000 {count}>{join} {tell_}>{join} "
        links += f"t{block}>z{block} z{block}>{join} "
        last = join
    return models.process(body, links + f"{last}>e", "hundred")


BENCHMARKS: dict[str, Callable[[Path], None]] = {"import_100": import_100}
