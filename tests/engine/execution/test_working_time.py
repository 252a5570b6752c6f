"""With `neiqin:workingTime` due dates and timers are counted in working days and hours of the company."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.execution.tables import TIMER
from tests.engine.bpmn import kit
from tests.engine.bpmn.event_kit import event_subprocess
from tests.support.models import task

ZONE = ZoneInfo("Asia/Shanghai")
WORKING = kit.properties(workingTime="true")
# Friday 22 May 2026, 16:30: one hour of work is left before the week ends.
FRIDAY = datetime(2026, 5, 22, 16, 30, tzinfo=ZONE)


def at(day, clock="16:30"):
    return datetime.fromisoformat(f"2026-05-{day}T{clock}:00+08:00")


def timer(company, kind, value):
    company.clock.move_to(FRIDAY)
    company.draw(
        kit.element("intermediateCatchEvent", "wait", kit.timer(kind, value), extensions=WORKING),
        "s>wait wait>e",
    )
    company.start()
    return company.rows(TIMER)[0]["due_at"]


@pytest.mark.parametrize(
    ("kind", "value", "due"),
    [
        ("Duration", "PT1H", at(22, "17:30")),
        ("Duration", "PT4H", at(25, "11:30")),
        ("Duration", "P2D", at(26)),
        ("Duration", '=duration("P1DT2H")', at(26, "09:30")),
        ("Date", "2026-05-23", at(25, "00:00")),
        ("Date", "2026-05-23T10:00", at(25, "10:00")),
        ("Date", "2026-05-26T10:00", at(26, "10:00")),
    ],
)
def test_a_timer_is_due_in_working_time(company, kind, value, due):
    assert timer(company, kind, value) == due


def test_the_beats_of_a_cycle_are_counted_in_working_time(company):
    company.clock.move_to(FRIDAY)
    late = kit.boundary("late", "a", kit.timer("Cycle", "R/PT4H"), False, WORKING)
    company.draw(task("a") + late + task("reminded"), "s>a a>e late>reminded")
    instance = company.start()
    assert company.rows(TIMER)[0]["due_at"] == at(25, "11:30")
    company.clock.move_to(at(25, "11:30") + timedelta(seconds=1))
    company.fire()

    assert company.open(instance) == ["a", "reminded"]
    assert company.rows(TIMER, state="waiting")[0]["due_at"] == at(25, "16:30")


def due(company, value, **rules):
    company.clock.move_to(FRIDAY)
    company.draw(task("a", due=value, **rules), "s>a a>e")
    return company.task(company.start(), "a")["due_at"]


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("P2D", at(26)),
        ("PT4H", at(25, "11:30")),
        ('=duration("P2D")', at(26)),
        ("2026-05-23", at(25, "17:30")),
        ("2026-05-26", at(26, "17:30")),
        ("2026-05-23T10:00", at(25, "10:00")),
    ],
)
def test_a_task_is_due_in_working_time(company, value, moment):
    assert due(company, value, workingTime="true") == moment


@pytest.mark.parametrize(
    ("value", "moment"),
    [("P2D", at(24)), ("PT4H", at(22, "20:30")), ("2026-05-23", at(23, "17:30"))],
)
@pytest.mark.parametrize("rules", [{}, {"workingTime": "false"}])
def test_without_it_the_clock_counts(company, value, moment, rules):
    assert due(company, value, **rules) == moment


def test_a_month_cannot_be_counted_in_working_time(company):
    company.draw(task("a", due="P1M", workingTime="true"), "s>a a>e")
    instance = company.start()

    assert [row["code"] for row in company.incidents(instance)] == ["due_date_not_readable"]


def test_a_timer_that_an_expression_gives_a_month_is_an_incident(company):
    company.draw(
        kit.element("intermediateCatchEvent", "wait", kit.timer("Duration", '="P1M"'), extensions=WORKING),
        "s>wait wait>e",
    )
    [incident] = company.incidents(company.start())

    assert incident["facts"]["reason"] == "timer_not_in_working_time"


def test_the_timer_of_an_event_subprocess_is_counted_in_working_time_too(company):
    company.clock.move_to(FRIDAY)
    late = event_subprocess("late", kit.timer("Duration", "P1D"), task("b"), "late_s>b", of_start=WORKING)
    company.draw(task("a") + late, "s>a a>e")
    company.start()

    assert [row["due_at"] for row in company.rows(TIMER)] == [at(25)]
