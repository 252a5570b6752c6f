"""A timer set for a day moves the case at 00:00; its tasks and notices open with the office at 08:30."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engine.execution.commands.outbox import LeaseOutbox
from engine.execution.tables import INCIDENT, JOB, NOTICE, OUTBOX, TIMER, USER_TASK
from engine.jobs import workers
from engine.kernel.actor import Actor
from engine.processes import notices
from engine.processes.notices import MarkNoticesRead
from engine.user_tasks.claim import ClaimTask
from engine.user_tasks.inbox import counts, inbox
from engine.user_tasks.release import ReleaseTask
from tests.engine.bpmn import kit
from tests.support.models import task

# Thursday 21 May 2026 in Shanghai.
MIDNIGHT = datetime(2026, 5, 20, 16, tzinfo=UTC)
OPENING = datetime(2026, 5, 21, 0, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def until(value="2026-05-21"):
    return kit.element("intermediateCatchEvent", "wait", kit.timer("Date", value))


def night(company, body, links, value="2026-05-21", **more):
    """The case a second after midnight, when its timer has fired."""
    company.draw(until(value) + body, f"s>wait {links}", **more)
    instance = company.start()
    company.clock.move_to(MIDNIGHT + SECOND)
    assert company.fire() == 1
    return instance


def seen(company, who, scope="mine"):
    with company.engine.read() as reader:
        rows = [row.element_id for row in inbox(reader, company.actor(who), scope=scope).rows]
        assert counts(reader, company.actor(who))[scope] == len(rows)
        return rows


def told(company, who):
    with company.engine.read() as reader:
        rows = notices.notices(reader, company.actor(who))
        assert notices.unread(reader, company.actor(who)) == len(rows)
        return [(row.kind, row.created_at) for row in rows]


def mail(company):
    return [row["payload"]["to"] for row in company.execute(LeaseOutbox(), Actor.system("outbox"))]


def test_the_case_has_moved_at_midnight_and_the_task_is_in_the_inbox_at_half_past_eight(company):
    instance = night(company, task("a"), "wait>a a>e")

    assert company.open(instance) == ["a"]
    assert seen(company, "zhouzimo", "groups") == []
    company.clock.move_to(OPENING - SECOND)
    assert seen(company, "zhouzimo", "groups") == []
    company.clock.move_to(OPENING)
    assert seen(company, "zhouzimo", "groups") == ["a"]


def test_the_task_of_one_person_waits_too_and_so_do_his_notice_and_his_mail(company):
    night(company, task("a", assignee='="mahuifang"'), "wait>a a>e")

    assert (seen(company, "mahuifang"), told(company, "mahuifang"), mail(company)) == ([], [], [])
    company.clock.move_to(OPENING)
    assert seen(company, "mahuifang") == ["a"]
    assert told(company, "mahuifang") == [("task_assigned", OPENING)]
    assert mail(company) == ["mahuifang"]


def test_marking_everything_as_read_before_leaves_what_is_not_shown_yet(company):
    night(company, task("a", assignee='="mahuifang"'), "wait>a a>e")
    company.execute(MarkNoticesRead(), "mahuifang")

    assert company.rows(NOTICE)[0]["read_at"] is None


def test_a_reminder_of_the_day_waits_for_the_office(company):
    remind = kit.service(
        "remind",
        "notify",
        extensions=kit.mapping(("input", '=["mahuifang"]', "persons"), ("input", '="task_reminder"', "kind")),
    )
    late = kit.boundary("late", "a", kit.timer("Date", "2026-05-21"), interrupting=False)
    company.draw(task("a") + late + remind, "s>a a>e late>remind")
    company.start()
    company.clock.move_to(MIDNIGHT + SECOND)
    company.fire()

    assert (told(company, "mahuifang"), mail(company)) == ([], [])
    company.clock.move_to(OPENING)
    assert told(company, "mahuifang") == [("task_reminder", OPENING)]
    assert mail(company) == ["mahuifang"]


@pytest.mark.parametrize("value", ["2026-05-21T00:00:00+08:00", "2026-05-21T00:00"])
def test_with_an_hour_nothing_waits(company, value):
    night(company, task("a", assignee='="mahuifang"'), "wait>a a>e", value)

    assert seen(company, "mahuifang") == ["a"]
    assert [kind for kind, _ in told(company, "mahuifang")] == ["task_assigned"]
    assert mail(company) == ["mahuifang"]


def test_a_day_that_fires_late_does_not_wait(company):
    company.draw(until() + task("a"), "s>wait wait>a a>e")
    company.start()
    company.clock.move_to(OPENING + timedelta(hours=1))
    company.fire()

    assert seen(company, "zhouzimo", "groups") == ["a"]
    assert company.rows(USER_TASK)[0]["available_from"] is None


def test_a_day_that_an_expression_gives_is_a_day_too(company):
    night(company, task("a"), "wait>a a>e", "=add_workdays(today(), 1)")

    assert seen(company, "zhouzimo", "groups") == []
    assert company.rows(TIMER)[0]["is_whole_day"]


def test_a_day_off_opens_at_the_same_hour(company):
    company.draw(until("2026-05-23") + task("a"), "s>wait wait>a a>e")
    company.start()
    company.clock.move_to(MIDNIGHT + timedelta(days=2) + SECOND)
    company.fire()

    assert company.rows(USER_TASK)[0]["available_from"] == OPENING + timedelta(days=2)


def test_the_beats_of_a_cycle_that_begins_with_a_day_are_days(company):
    late = kit.boundary("late", "a", kit.timer("Cycle", "R2/2026-05-21/P1D"), interrupting=False)
    company.draw(task("a") + late + task("reminded"), "s>a a>e late>reminded")
    company.start()
    for days in range(2):
        company.clock.move_to(MIDNIGHT + timedelta(days=days) + SECOND)
        company.fire()

    rows = company.rows(USER_TASK, element_id="reminded")
    assert [row["available_from"] for row in rows] == [OPENING, OPENING + timedelta(days=1)]


def test_an_hour_in_the_interval_gives_the_beats_hours(company):
    late = kit.boundary("late", "a", kit.timer("Cycle", "R2/2026-05-21/PT24H"), interrupting=False)
    company.draw(task("a") + late + task("reminded"), "s>a a>e late>reminded")
    company.start()

    assert [row["is_whole_day"] for row in company.rows(TIMER)] == [False]


def test_a_task_of_a_called_part_waits_too(company):
    company.draw(task("x"), "s>x x>e", "part", startableBy="")
    night(company, kit.call("call", "part"), "wait>call call>e")

    assert seen(company, "zhouzimo", "groups") == []
    company.clock.move_to(OPENING)
    assert seen(company, "zhouzimo", "groups") == ["x"]


def test_a_task_behind_a_job_of_the_day_waits_too(company, monkeypatch):
    monkeypatch.setitem(workers.WORK, "letters", lambda _engine, _row: {})
    night(company, kit.service("job", "letters") + task("a"), "wait>job job>a a>e")
    workers.work_due(company.engine, "one")

    assert company.rows(JOB)[0]["opens_at"] == OPENING
    assert seen(company, "zhouzimo", "groups") == []
    company.clock.move_to(OPENING)
    assert seen(company, "zhouzimo", "groups") == ["a"]


def test_what_a_person_does_in_the_night_is_shown_at_once(company):
    instance = night(company, task("a") + task("b"), "wait>a a>b b>e")
    company.complete(instance, "a", "zhouzimo")

    assert seen(company, "linxiaolan", "groups") == ["b"]


def test_who_takes_it_early_from_the_case_has_it_at_once_and_gives_it_back_to_all(company):
    instance = night(company, task("a"), "wait>a a>e")
    key = company.task(instance, "a")["key"]
    company.execute(ClaimTask(key), "zhouzimo")
    assert seen(company, "zhouzimo") == ["a"]

    company.execute(ReleaseTask(key), "zhouzimo")
    assert seen(company, "linxiaolan", "groups") == ["a"]


def test_a_reminder_that_was_due_before_a_completion_in_the_night_waits_and_the_next_task_does_not(company):
    late = kit.boundary("late", "a", kit.timer("Date", "2026-05-21"), interrupting=False)
    company.draw(task("a") + late + task("reminded") + task("b"), "s>a a>b b>e late>reminded")
    instance = company.start()
    company.claim(instance, "a", "zhouzimo")
    company.clock.move_to(MIDNIGHT + SECOND)
    company.complete(instance, "a", "zhouzimo")

    assert company.open(instance) == ["b", "reminded"]
    assert seen(company, "linxiaolan", "groups") == ["b"]


def test_operators_hear_of_an_incident_in_the_night_at_once(company):
    night(company, task("a", "invoice_clerk"), "wait>a a>e")

    assert company.count(INCIDENT) == 1
    assert [kind for kind, _ in told(company, "hewen")] == ["incident"]


def test_mail_that_waits_is_not_in_the_way_of_other_mail(company):
    night(company, task("a", assignee='="mahuifang"'), "wait>a a>e")
    company.draw(task("a", assignee='="xujing"'), "s>a a>e", "other")
    company.start("other")

    assert mail(company) == ["xujing"]
    assert {row["payload"]["to"]: row["not_before"] for row in company.rows(OUTBOX)} == {
        "mahuifang": OPENING,
        "xujing": None,
    }
