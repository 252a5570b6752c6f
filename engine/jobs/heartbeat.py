"""The heartbeat of a node: APScheduler ticks in memory and wakes the pollers; it stores nothing.

`max_instances=1`, coalesced and without a misfire limit, so that a slow round is followed by one round and
never by none.
A watchdog is the node's own row: `/readyz` fails when it was not touched for a minute.
"""

from __future__ import annotations

import logging
import signal
import socket
import threading
from collections.abc import Callable
from os import getpid

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from engine.bootstrap import Engine
from engine.documents.worker.pool import POOL
from engine.execution.commands.housekeeping import BeatNode, KeepHouse
from engine.jobs import housekeeping, leases, messages, nightly, outbox, start_timers, timers, workers
from engine.jobs.mail import sender_for
from engine.jobs.orphans import sweep_orphans
from engine.kernel.actor import Actor

ACTOR = Actor.system("heartbeat")
MOST_SKEW_SECONDS = 2
# How long a slow job may hold up the others.
PATIENCE_SECONDS = 5.0
log = logging.getLogger("neiqin.heartbeat")


class Heartbeat:
    """One for each node. `seconds` between two looks for due work."""

    def __init__(self, engine: Engine, node: str | None = None, seconds: float = 1.0) -> None:
        self._engine = engine
        self.node = node or f"{socket.gethostname()}:{getpid()}"
        self._sender = sender_for(engine.settings)
        self._scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(4)},
            job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
            timezone="UTC",
        )
        for name, work, every in (
            ("timers", self._timers, seconds),
            ("starts", self._starts, seconds),
            ("jobs", self._jobs, seconds),
            ("leases", self._leases, seconds * 5),
            ("messages", self._messages, seconds * 5),
            ("outbox", self._outbox, seconds * 2),
            ("beat", self._beat, 10.0),
            ("house", self._house, 600.0),
            ("check", self._check, 600.0),
        ):
            self._scheduler.add_job(_guarded(name, work), "interval", seconds=every, id=name)

    def start(self) -> None:
        self._beat()
        # The first document of the day should not wait for its child process to be born.
        POOL.warm()
        self._scheduler.start()

    def stop(self) -> None:
        """Lets the round that runs come to its end."""
        self._scheduler.shutdown(wait=True)

    def _timers(self) -> None:
        timers.fire_due(self._engine)

    def _starts(self) -> None:
        start_timers.start_due(self._engine)

    def _messages(self) -> None:
        messages.expire_due(self._engine)

    def _jobs(self) -> None:
        workers.work_due(self._engine, self.node, patience=PATIENCE_SECONDS)

    def _leases(self) -> None:
        leases.expire_due(self._engine)

    def _outbox(self) -> None:
        outbox.send_due(self._engine, self._sender)

    def _beat(self) -> None:
        beat = self._engine.execute(BeatNode(self.node), ACTOR)
        if abs(beat["ahead_seconds"]) > MOST_SKEW_SECONDS:
            log.error(
                "this node's clock is %s s ahead of the database's: set it right", beat["ahead_seconds"]
            )

    def _house(self) -> None:
        self._engine.execute(KeepHouse(), ACTOR)
        housekeeping.look_after_registers(self._engine)
        removed = sweep_orphans(self._engine)
        if removed:
            log.info("removed %s files that no row names", removed)

    def _check(self) -> None:
        nightly.check_when_due(self._engine)


def run_until_stopped(engine: Engine, node: str | None = None) -> None:
    """What the child process of `neiqin serve` does: beats until SIGTERM or SIGINT."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopped.set())
    heartbeat = Heartbeat(engine, node)
    heartbeat.start()
    stopped.wait()
    heartbeat.stop()


def _guarded(name: str, work: Callable[[], None]) -> Callable[[], None]:
    def round_() -> None:
        try:
            work()
        except Exception:  # the next tick tries again, and the log says why this one failed
            log.exception("round of %s failed", name)

    return round_
