"""Each timer fires once, never early, after a night at once; what cannot fire is put off and then told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.execution.commands.fire_timer import FireTimer
from engine.execution.commands.retry_incident import RetryIncident
from engine.execution.tables import HISTORY, PROCESS_INSTANCE, TIMER, VARIABLE
from engine.kernel.actor import Actor
from engine.kernel.errors import TimerDueFirst
from tests.engine.bpmn import kit
from tests.engine.bpmn.event_kit import event_subprocess
from tests.engine.execution.ledger import BOOK, CRASH
from tests.support.models import task

CATCH = kit.element("intermediateCatchEvent", "wait", kit.timer("Duration", "PT2H"))


def boundary(name, kind, value, interrupting=True):
    return kit.boundary(name, "a", kit.timer(kind, value), interrupting)


def remind(value="PT2H", kind="Duration"):
    """Task `a` with a reminder beside it that opens task `reminded`."""
    return task("a") + boundary("late", kind, value, interrupting=False) + task(
        "reminded"
    ), "s>a a>e late>reminded"


def limit(value="PT2H"):
    """Task `a` that task `taken` takes the place of when it is late."""
    return task("a") + boundary("late", "Duration", value) + task("taken"), "s>a a>e late>taken"


def timers(company, instance):
    return [(row["element_id"], row["state"]) for row in company.rows(TIMER, instance_key=instance)]


def test_a_timer_is_due_from_the_instant_that_it_was_set(company):
    company.draw(CATCH, "s>wait wait>e")
    instance = company.start()

    row = company.rows(TIMER, instance_key=instance)[0]
    assert row["due_at"] == datetime(2026, 5, 20, 3, tzinfo=UTC)
    assert (row["state"], row["attempts"], row["interrupting"]) == ("waiting", 0, row["interrupting"])


def test_a_timer_never_fires_early(company):
    company.draw(CATCH, "s>wait wait>e")
    instance = company.start()
    company.clock.move_by(timedelta(hours=2))

    assert company.fire() == 0
    assert company.state(instance) == "active"


def test_a_timer_fires_once_when_it_is_due(company):
    company.draw(CATCH, "s>wait wait>e")
    instance = company.start()
    company.clock.move_by(timedelta(hours=2, microseconds=1))

    assert company.fire() == 1
    assert company.fire() == 0
    assert company.state(instance) == "completed"
    assert timers(company, instance) == [("wait", "fired")]


def test_after_a_night_without_power_late_timers_fire_at_once_in_their_order(company):
    early, late = (
        kit.element("intermediateCatchEvent", name, kit.timer("Duration", f"PT{hours}H"))
        for name, hours in (("early", 2), ("late", 3))
    )
    company.draw(
        kit.gateway("parallel", "fork") + early + late + task("a") + task("b"),
        "s>fork fork>late fork>early late>a early>b",
    )
    instance = company.start()
    company.clock.move_by(timedelta(days=3))
    company.restart()

    assert company.fire() == 2
    fired = [row["element_id"] for row in company.rows(HISTORY, instance_key=instance, kind="timer_fired")]
    assert fired == ["early", "late"]


def test_a_timer_that_nobody_waits_for_any_more_is_closed_with_its_task(company):
    company.draw(*remind())
    instance = company.start()
    company.complete(instance, "a", "zhouzimo")
    company.clock.move_by(timedelta(days=1))

    assert company.fire() == 0
    assert timers(company, instance) == [("late", "canceled")]


def test_an_interrupting_timer_takes_the_task_away(company):
    company.draw(*limit())
    instance = company.start()
    company.clock.move_by(timedelta(hours=3))
    company.fire()

    assert company.open(instance) == ["taken"]
    assert company.task(instance, "a")["state"] == "canceled"


def test_a_reminder_leaves_the_task_open(company):
    company.draw(*remind())
    instance = company.start()
    company.clock.move_by(timedelta(hours=3))
    company.fire()

    assert company.open(instance) == ["a", "reminded"]


def test_beats_that_were_slept_through_are_one_late_beat_and_no_burst(company):
    company.draw(*remind("R/PT1H", "Cycle"))
    instance = company.start()
    company.clock.move_by(timedelta(hours=5, minutes=30))

    assert company.fire() == 1
    waiting = company.rows(TIMER, instance_key=instance, state="waiting")
    assert [row["due_at"] for row in waiting] == [datetime(2026, 5, 20, 7, tzinfo=UTC)]


def test_a_cycle_stops_after_its_beats(company):
    company.draw(*remind("R2/PT1H", "Cycle"))
    instance = company.start()
    for _ in range(4):
        company.clock.move_by(timedelta(hours=1, seconds=1))
        company.fire()

    assert timers(company, instance) == [("late", "fired"), ("late", "fired")]
    assert company.open(instance) == ["a", "reminded", "reminded"]


def test_a_cycle_ends_with_its_task(company):
    company.draw(*remind("R/PT1H", "Cycle"))
    instance = company.start()
    company.clock.move_by(timedelta(hours=1, seconds=1))
    company.fire()
    company.complete(instance, "a", "zhouzimo")

    assert timers(company, instance) == [("late", "fired"), ("late", "canceled")]


def test_a_completion_after_the_limit_was_due_is_told_that_the_timer_comes_first(company):
    company.draw(*limit())
    instance = company.start()
    company.claim(instance, "a", "zhouzimo")
    company.clock.move_by(timedelta(hours=2, seconds=1))

    with pytest.raises(TimerDueFirst) as refused:
        company.complete(instance, "a", "zhouzimo")

    assert refused.value.facts["element_id"] == "late"
    assert refused.value.facts["due_at"] == datetime(2026, 5, 20, 3, tzinfo=UTC)
    assert company.fire() == 1
    assert company.open(instance) == ["taken"]


def test_a_limit_on_the_part_around_a_task_comes_first_too(company):
    inner = kit.subprocess("part", task("a"), "part_s>a")
    company.draw(
        inner + kit.boundary("late", "part", kit.timer("Duration", "PT2H")) + task("taken"),
        "s>part part>e late>taken",
    )
    instance = company.start()
    company.claim(instance, "a", "zhouzimo")
    company.clock.move_by(timedelta(hours=2, seconds=1))

    with pytest.raises(TimerDueFirst):
        company.complete(instance, "a", "zhouzimo")


def test_a_completion_at_the_very_instant_of_the_limit_is_in_time(company):
    company.draw(*limit())
    instance = company.start()
    company.claim(instance, "a", "zhouzimo")
    company.clock.move_by(timedelta(hours=2))
    company.complete(instance, "a", "zhouzimo")

    assert company.state(instance) == "completed"


def test_a_due_reminder_fires_and_the_completion_goes_on(company):
    company.draw(*remind())
    instance = company.start()
    company.claim(instance, "a", "zhouzimo")
    company.clock.move_by(timedelta(hours=2, seconds=1))
    company.complete(instance, "a", "zhouzimo")

    assert timers(company, instance) == [("late", "fired")]
    assert company.open(instance) == ["reminded"]
    assert company.fire() == 0


def failing(company):
    company.offer(BOOK, CRASH)
    company.draw(CATCH + kit.service("crash", "test.crash"), "s>wait wait>crash crash>e")
    instance = company.start()
    company.clock.move_by(timedelta(hours=2, seconds=1))
    return instance


def test_a_timer_whose_step_fails_is_put_off_and_not_tried_in_a_circle(company):
    instance = failing(company)

    assert company.fire() == 0
    row = company.rows(TIMER, instance_key=instance)[0]
    assert (row["state"], row["attempts"]) == ("waiting", 1)
    assert row["try_at"] == company.clock.now() + timedelta(minutes=1)
    assert company.fire() == 0
    assert company.rows(TIMER, instance_key=instance)[0]["attempts"] == 1
    assert company.incidents(instance) == []


def test_each_try_waits_longer_and_the_fifth_makes_one_incident(company):
    instance = failing(company)
    waits = []
    for _ in range(8):
        company.fire()
        row = company.rows(TIMER, instance_key=instance)[0]
        waits.append(row["try_at"] - company.clock.now())
        company.clock.move_by(timedelta(hours=7))

    assert waits[:4] == [
        timedelta(minutes=1),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
    ]
    assert (row["state"], row["attempts"]) == ("failed", 5)
    assert [(found["kind"], found["element_id"]) for found in company.incidents(instance)] == [
        ("timer", "wait")
    ]


def test_a_timer_that_gave_up_fires_when_an_operator_tries_again(company):
    instance = failing(company)
    for _ in range(5):
        company.fire()
        company.clock.move_by(timedelta(hours=7))
    company.engine.services.operations["test.crash"] = BOOK
    company.execute(RetryIncident(company.incidents(instance)[0]["key"]), "hewen")
    company.clock.move_by(timedelta(seconds=1))

    assert company.fire() == 1
    assert company.state(instance) == "completed"
    assert company.incidents(instance) == []


def test_one_timer_that_fails_does_not_hold_up_the_others(company):
    failing(company)
    company.draw(CATCH, "s>wait wait>e", "good")
    good = company.start("good")
    company.clock.move_by(timedelta(hours=3))
    company.fire()

    assert company.state(good) == "completed"


def test_a_timer_that_another_node_had_is_left_quietly(company):
    company.draw(CATCH, "s>wait wait>e")
    instance = company.start()
    company.clock.move_by(timedelta(hours=3))
    command = FireTimer(company.rows(TIMER, instance_key=instance)[0]["key"])

    assert company.execute(command, Actor.system("timer")) == {"fired": True}
    assert company.execute(command, Actor.system("timer")) == {"fired": False}


@pytest.mark.parametrize("value", ['="not a duration"', "=null", '="PT-5H"'])
def test_a_timer_without_a_readable_value_is_an_incident_and_never_silence(company, value):
    company.draw(kit.element("intermediateCatchEvent", "wait", kit.timer("Duration", value)), "s>wait wait>e")
    instance = company.start()

    assert [row["element_id"] for row in company.incidents(instance)] == ["wait"]


def test_a_task_whose_limit_is_not_readable_does_not_open_but_is_an_incident(company):
    company.draw(*limit('="soon"'))
    instance = company.start()

    assert [(row["element_id"], row["code"]) for row in company.incidents(instance)] == [
        ("a", "timer_invalid")
    ]
    assert company.open(instance) == []


def test_more_timers_than_one_batch_all_fire(company):
    company.draw(CATCH, "s>wait wait>e")
    instances = [company.start() for _ in range(130)]
    company.clock.move_by(timedelta(hours=3))

    assert company.fire() == 130
    assert {company.state(instance) for instance in instances[:3] + instances[-3:]} == {"completed"}


FAR = '="P" + string(days) + "D"'
DAYS = kit.script("fill", "=99999999", "days")


def too_far(company):
    """The limit of task `a` lies beyond the calendar, which only shows when it is set."""
    body, links = limit(FAR)
    company.draw(DAYS + body, links.replace("s>a", "s>fill fill>a"))
    return company.start()


def test_a_task_whose_limit_cannot_be_set_opens_and_the_operator_is_told(company):
    instance = too_far(company)

    assert company.open(instance) == ["a"]
    assert [(row["element_id"], row["kind"], row["code"]) for row in company.incidents(instance)] == [
        ("late", "timer_setting", "timer_refused")
    ]
    assert timers(company, instance) == []


def test_tried_again_the_limit_is_set_and_the_task_is_not_opened_twice(company):
    instance = too_far(company)
    change(company, instance, "days", "3")
    company.execute(RetryIncident(company.incidents(instance)[0]["key"]), "hewen")

    assert company.incidents(instance) == []
    assert company.open(instance) == ["a"]
    assert [row["due_at"] for row in company.rows(TIMER, instance_key=instance)] == [
        company.clock.now() + timedelta(days=3)
    ]
    company.clock.move_by(timedelta(days=3, seconds=1))
    assert company.fire() == 1
    assert company.open(instance) == ["taken"]


@pytest.mark.parametrize("days", ["99999998", "null"])
def test_tried_again_without_a_repair_it_is_an_incident_again(company, days):
    instance = too_far(company)
    change(company, instance, "days", days)
    company.execute(RetryIncident(company.incidents(instance)[0]["key"]), "hewen")

    assert [row["element_id"] for row in company.incidents(instance)] == ["late"]
    assert company.open(instance) == ["a"]


def test_an_incident_is_settled_by_the_event_that_takes_its_element_away(company):
    body, links = limit()
    company.draw(task("a", "invoice_clerk") + body.replace(task("a"), ""), links)
    instance = company.start()
    assert company.rows(PROCESS_INSTANCE, key=instance)[0]["has_incident"]
    company.clock.move_by(timedelta(hours=3))
    company.fire()

    assert company.open(instance) == ["taken"]
    assert company.incidents(instance) == []
    assert not company.rows(PROCESS_INSTANCE, key=instance)[0]["has_incident"]


def test_the_case_keeps_its_mark_while_another_element_has_an_incident(company):
    body, links = limit()
    body = task("a", "invoice_clerk") + body.replace(task("a"), "") + task("b", "invoice_clerk")
    company.draw(kit.gateway("parallel", "fork") + body, links.replace("s>a", "s>fork fork>a fork>b"))
    instance = company.start()
    company.clock.move_by(timedelta(hours=3))
    company.fire()

    assert [row["element_id"] for row in company.incidents(instance)] == ["b"]
    assert company.rows(PROCESS_INSTANCE, key=instance)[0]["has_incident"]


def change(company, instance, name, text):
    with company.engine.database.begin() as connection:
        connection.execute(
            VARIABLE.update()
            .where(VARIABLE.c.instance_key == instance, VARIABLE.c.name == name)
            .values(value=text)
        )


def test_the_limit_of_a_part_drawn_as_an_event_subprocess_is_set_when_it_was_repaired(company):
    late = event_subprocess("late", kit.timer("Duration", FAR), task("b"), "late_s>b")
    part = kit.subprocess("part", task("a") + late, "part_s>a")
    company.draw(DAYS + part, "s>fill fill>part part>e")
    instance = company.start()
    assert [row["element_id"] for row in company.incidents(instance)] == ["late_s"]
    change(company, instance, "days", "3")
    company.execute(RetryIncident(company.incidents(instance)[0]["key"]), "hewen")
    company.clock.move_by(timedelta(days=3, seconds=1))

    assert company.fire() == 1
    assert company.open(instance) == ["b"]
