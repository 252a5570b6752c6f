"""In a demo the company's clock is moved, and every node obeys; in production it is never moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.execution import clock_sync
from engine.execution.commands.move_clock import DEMO, MoveClock
from engine.execution.tables import AUDIT, SETTING
from engine.kernel.errors import OperationRefused, PermissionDenied
from tests.engine.bpmn import kit
from tests.support.company import MORNING

LATER = datetime(2026, 6, 1, 1, tzinfo=UTC)


@pytest.fixture
def demo(demo_company):
    with demo_company.engine.database.begin() as connection:
        row = {"name": DEMO, "value": True, "updated_at": demo_company.clock.now(), "updated_by": "test"}
        connection.execute(SETTING.insert().values(**row))
    return demo_company


def now(engine):
    with engine.read() as reader:
        return reader.now


def test_the_companys_instant_is_moved_and_goes_on_from_there(demo):
    assert demo.execute(MoveClock(LATER), "hewen") == {"now": "2026-06-01T01:00:00+00:00"}
    demo.clock.move_by(timedelta(minutes=5))

    assert now(demo.engine) == LATER + timedelta(minutes=5)
    assert demo.engine.clock.real_now() == datetime.fromisoformat(MORNING) + timedelta(minutes=5)


def test_every_node_obeys(demo, monkeypatch):
    monkeypatch.setattr(clock_sync, "FRESH_SECONDS", -1.0)
    other = demo.another_node()
    demo.execute(MoveClock(LATER), "hewen")

    assert now(other) == LATER
    other.close()


def test_a_node_that_starts_later_obeys_too(demo):
    demo.execute(MoveClock(LATER), "hewen")
    demo.restart()

    assert now(demo.engine) == LATER


def test_the_clock_goes_back_to_the_machines(demo):
    demo.execute(MoveClock(LATER), "hewen")
    demo.execute(MoveClock(None), "hewen")

    assert now(demo.engine) == datetime.fromisoformat(MORNING)


def test_moved_time_makes_timers_due(demo):
    demo.draw(kit.element("intermediateCatchEvent", "wait", kit.timer("Duration", "P2D")), "s>wait wait>e")
    instance = demo.start()
    demo.execute(MoveClock(LATER), "hewen")

    assert demo.fire() == 1
    assert demo.state(instance) == "completed"


def test_who_moved_the_clock_stands_in_the_audit(demo):
    demo.execute(MoveClock(LATER), "hewen")

    [row] = demo.rows(AUDIT, chain="settings")
    assert (row["actor"], row["action"]) == ("hewen", "clock.move")


def test_only_an_administrator_moves_it(demo):
    with pytest.raises(PermissionDenied):
        demo.execute(MoveClock(LATER), "linxiaolan")


def test_a_company_in_production_refuses(company):
    with pytest.raises(OperationRefused) as refused:
        company.execute(MoveClock(LATER), "hewen")

    assert refused.value.facts == {"reason": "clock_is_not_movable"}


def test_a_production_database_refuses_even_a_program_that_runs_as_a_demo(demo_company):
    with pytest.raises(OperationRefused):
        demo_company.execute(MoveClock(LATER), "hewen")


def test_in_production_an_offset_in_the_database_moves_nothing(demo):
    demo.execute(MoveClock(LATER), "hewen")
    demo.demo = False
    demo.restart()

    assert now(demo.engine) == datetime.fromisoformat(MORNING)
