"""When a deadline moves, what hangs on it moves along, inside the part of the process that was named."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from engine.execution.tables import HISTORY, TIMER, USER_TASK_CANDIDATE
from tests.engine.bpmn import kit
from tests.support.models import task

FIRST, LATER = "2026-05-22T09:00:00+08:00", "2026-05-29T09:00:00+08:00"
AT_FIRST, AT_LATER = datetime(2026, 5, 22, 1, tzinfo=UTC), datetime(2026, 5, 29, 1, tzinfo=UTC)
FILL = kit.script("fill", f'="{FIRST}"', "deadline")


def dated(name):
    """A task due at the deadline; beside it a timer at the deadline and one of two hours."""
    late = kit.boundary(f"late_{name}", name, kit.timer("Date", "=deadline"), interrupting=False)
    soon = kit.boundary(f"soon_{name}", name, kit.timer("Duration", "PT2H"), interrupting=False)
    return task(name, due="=deadline") + late + soon + task(f"told_{name}")


def told(name):
    return f"late_{name}>told_{name} soon_{name}>told_{name}"


def draw(company, to=LATER, scope="null"):
    """Tasks `a`, and `b` in a subprocess, hang on the deadline; completing `move` changes it."""
    asked = kit.mapping(("input", f"={scope}", "scope"), ("output", "=moved", "moved"))
    part = kit.subprocess("part", dated("b"), f"part_s>b {told('b')}")
    company.draw(
        FILL
        + kit.gateway("parallel", "fork")
        + dated("a")
        + part
        + task("move")
        + kit.script("set", f'="{to}"', "deadline")
        + kit.service("again", "timers.reschedule", extensions=asked)
        + task("c"),
        f"s>fill fill>fork fork>a fork>part fork>move move>set set>again again>c {told('a')}",
    )
    return company.start()


def due(company, instance, kind="date"):
    rows = company.rows(TIMER, instance_key=instance, kind=kind, state="waiting")
    return {row["element_id"]: row["due_at"] for row in rows}


def test_every_open_date_follows_the_deadline(company):
    instance = draw(company)
    assert due(company, instance) == {"late_a": AT_FIRST, "late_b": AT_FIRST}

    company.complete(instance, "move", "zhouzimo")

    assert due(company, instance) == {"late_a": AT_LATER, "late_b": AT_LATER}
    assert [company.task(instance, name)["due_at"] for name in "ab"] == [AT_LATER, AT_LATER]
    for name in "ab":
        candidates = company.rows(USER_TASK_CANDIDATE, task_key=company.task(instance, name)["key"])
        assert {row["due_sort"] for row in candidates} == {"2026-05-29T01:00:00Z"}


def test_what_counts_from_an_instant_that_has_passed_goes_on_as_it_was(company):
    instance = draw(company)
    before = due(company, instance, "duration")
    company.clock.move_by(timedelta(hours=1))
    company.complete(instance, "move", "zhouzimo")

    assert due(company, instance, "duration") == before


def test_outside_the_named_part_nothing_moves(company):
    instance = draw(company, scope='"part"')
    company.complete(instance, "move", "zhouzimo")

    assert due(company, instance) == {"late_a": AT_FIRST, "late_b": AT_LATER}
    assert [company.task(instance, name)["due_at"] for name in "ab"] == [AT_FIRST, AT_LATER]


def test_a_date_that_moved_into_the_past_is_due_at_once(company):
    instance = draw(company, to="2026-05-19T09:00:00+08:00", scope='"part"')
    company.complete(instance, "move", "zhouzimo")

    assert company.fire() == 1
    assert [name for name in company.open(instance) if name.startswith("told")] == ["told_b"]


def test_what_fired_already_does_not_fire_again(company):
    instance = draw(company)
    company.clock.move_by(timedelta(days=3))
    company.fire()
    company.complete(instance, "move", "zhouzimo")

    assert due(company, instance) == {}
    company.clock.move_by(timedelta(days=30))
    assert company.fire() == 0


def test_what_moved_stands_in_the_history_and_is_answered(company):
    instance = draw(company, scope='"part"')
    company.complete(instance, "move", "zhouzimo")

    [line] = company.rows(HISTORY, instance_key=instance, kind="rescheduled")
    assert {one["element_id"] for one in line["facts"]["moved"]} == {"b", "late_b"}
    assert company.variables(instance)["moved"] == line["facts"]["moved"]


def test_a_part_that_is_not_there_and_a_date_that_is_none_are_incidents(company):
    instance = draw(company, scope='"elsewhere"')
    company.complete(instance, "move", "zhouzimo")
    other = draw(company, to="someday")
    company.complete(other, "move", "zhouzimo")

    assert [row["facts"]["reason"] for row in company.incidents(instance)] == ["scope_unknown"]
    assert [row["facts"]["reason"] for row in company.incidents(other)] == ["timer_date_unreadable"]
    assert due(company, other) == {"late_a": AT_FIRST, "late_b": AT_FIRST}
