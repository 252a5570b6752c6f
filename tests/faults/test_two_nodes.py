"""Two nodes on one database, each with its heartbeat; one dies in the middle of a burst of due timers."""

from __future__ import annotations

import time
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from engine.execution import tables as t
from engine.kernel.clock import SystemClock
from engine.processes.start import StartProcess
from tests.faults import company, invariants
from tests.faults.reins import Node

LONG_AGO = "2026-01-05T09:00:00+08:00"
SECONDS = 120


@pytest.mark.postgres
@pytest.mark.parametrize("count", [60, pytest.param(1000, marks=pytest.mark.faults)])
def test_every_due_timer_fires_once_and_none_early_though_a_node_dies(make_databases, tmp_path, count):
    """Half of them are long due; the others fall due while the nodes are at work."""
    url = make_databases("postgresql").copy_of(company.fill)
    engine = company.open_engine(url, tmp_path)
    dues = [LONG_AGO] * (count // 2)
    soon = SystemClock().now() + timedelta(seconds=count / 40)
    dues += [
        (soon + timedelta(seconds=number * 6 / count)).isoformat() for number in range(count - count // 2)
    ]
    for due in dues:
        engine.execute(StartProcess("reminder", values={"due": due}), company.SEED)

    # The first kills itself with rows written and not committed, when it has had its third of the timers.
    nodes = [Node(url, tmp_path, "written", count // 3), Node(url, tmp_path)]
    while nodes[0].lives():
        time.sleep(0.01)
    left_at_death = _waiting(engine)
    deadline = time.monotonic() + SECONDS
    while _waiting(engine) and time.monotonic() < deadline:
        time.sleep(0.1)

    assert [nodes[0].bury(), nodes[1].bury()] == [-9, 0]
    assert _states(engine) == {"fired": count}
    assert _told(engine) == {1: count}
    assert _early(engine) == []
    assert invariants.faults(engine) == []
    engine.close()
    print(f"{count} timers, {left_at_death} of them waiting when the node died")


def _waiting(engine) -> int:
    return _states(engine).get("waiting", 0)


def _states(engine) -> dict[str, int]:
    with engine.read() as reader:
        return dict(
            reader.connection.execute(select(t.TIMER.c.state, func.count()).group_by(t.TIMER.c.state)).all()
        )


def _early(engine) -> list[int]:
    with engine.read() as reader:
        early = select(t.TIMER.c.key).where(t.TIMER.c.fired_at < t.TIMER.c.due_at)
        return list(reader.connection.scalars(early))


def _told(engine) -> Counter[int]:
    """How many cases had how many notices: the operation behind each timer ran so often."""
    with engine.read() as reader:
        notices = reader.connection.execute(
            select(func.count()).select_from(t.NOTICE).group_by(t.NOTICE.c.instance_key)
        )
        return Counter(notices.scalars())
