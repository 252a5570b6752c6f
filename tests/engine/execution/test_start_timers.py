"""Times start cases: each beat one, by whichever node; a newer version takes the older one's place."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from engine.execution import check
from engine.execution.commands.fire_start_timer import FireStartTimer
from engine.execution.commands.move_clock import MoveClock
from engine.execution.commands.retry_incident import RetryIncident
from engine.execution.tables import AUDIT, HISTORY, JOB, PROCESS_INSTANCE, SETTING, START_TIMER, USER_TASK
from engine.jobs import start_timers, workers
from engine.kernel.actor import Actor
from engine.kernel.errors import DefinitionRejected, PermissionDenied
from engine.processes.startable import startable
from tests.engine.bpmn import kit
from tests.engine.execution.ledger import BOOK, CRASH
from tests.support.models import task

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def at(text):
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


def begins(kind, value, name="tick", **rules):
    extensions = kit.properties(**rules) if rules else ""
    return kit.element("startEvent", name, kit.timer(kind, value), extensions=extensions)


def draw(company, kind, value, process="P", body=None, links="tick>a a>e", **rules):
    """A process that a time starts and nothing else; task `a` comes first."""
    extensions = begins(kind, value, **rules)
    return company.deploy((f"{process}/p.bpmn", drawn(extensions + (body or task("a")), links, process)))


def drawn(body, links, process="P"):
    named = kit.properties(startableBy="sales_assistant")
    return kit.xml(kit.END + body, links, process, "", named)


def begun(company):
    return [row["key"] for row in company.rows(PROCESS_INSTANCE)]


def pass_time(company, by):
    company.clock.move_by(by)
    return start_timers.start_due(company.engine)


def waiting(company):
    return [row["due_at"] for row in company.rows(START_TIMER, state="waiting")]


def findings(company):
    return [one.code for one in check.findings(company.engine.read, company.clock.now())]


def test_a_date_starts_one_case_when_it_has_come(company):
    draw(company, "Date", "2026-05-20T11:00:00+08:00")

    assert pass_time(company, 2 * HOUR) == 0
    assert pass_time(company, SECOND) == 1
    assert pass_time(company, 24 * HOUR) == 0
    [case] = begun(company)
    assert company.open(case) == ["a"]
    assert findings(company) == []


def test_a_duration_is_counted_from_the_deployment(company):
    draw(company, "Duration", "PT2H")

    assert waiting(company) == [company.clock.now() + 2 * HOUR]
    assert pass_time(company, 2 * HOUR + SECOND) == 1


def test_the_history_and_the_audit_say_that_a_timer_began_the_case(company):
    draw(company, "Date", "2026-05-20T11:00:00+08:00")
    pass_time(company, 3 * HOUR)

    [row] = company.rows(PROCESS_INSTANCE)
    assert row["started_by"] == "system:timer"
    lines = [(line["kind"], line["element_id"], line["actor"]) for line in company.rows(HISTORY)]
    assert ("case_started", "tick", "system:timer") in lines
    assert ("timer_fired", "tick", "system:timer") in lines
    [audited] = company.rows(AUDIT, action="start_timer.fire")
    assert (audited["chain"], audited["actor"]) == (f"instance:{row['key']}", "system:timer")


def test_a_cycle_starts_as_many_cases_as_it_has_beats(company):
    draw(company, "Cycle", "R3/PT1H")

    assert [pass_time(company, HOUR + SECOND) for _ in range(5)] == [1, 1, 1, 0, 0]
    assert len(begun(company)) == 3
    assert [row["state"] for row in company.rows(START_TIMER)] == ["ended"]
    assert findings(company) == []


def test_beats_that_were_slept_through_are_one_case_and_no_burst(company):
    draw(company, "Cycle", "R/PT1H")
    company.restart()

    assert pass_time(company, timedelta(hours=5, minutes=30)) == 1
    assert waiting(company) == [at("2026-05-20T15:00:00")]
    assert pass_time(company, HOUR) == 1


def test_beats_before_the_deployment_start_nothing(company):
    draw(company, "Cycle", "R3/2026-01-05T08:00:00+08:00/P1D")

    assert waiting(company) == [at("2026-05-21T08:00:00")]
    assert [pass_time(company, timedelta(days=1)) for _ in range(5)] == [1, 1, 1, 0, 0]


def test_of_two_nodes_one_starts_the_case_of_a_beat(company):
    for number in range(12):
        draw(company, "Cycle", "R/PT1H", f"P{number}")
    other = company.another_node()
    company.clock.move_by(HOUR + SECOND)
    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(start_timers.start_due, [company.engine, other]))
    other.close()

    assert sum(said) == 12
    assert len(begun(company)) == 12


def test_who_comes_second_leaves_quietly(company):
    draw(company, "Cycle", "R/PT1H")
    company.clock.move_by(HOUR + SECOND)
    command = FireStartTimer(company.rows(START_TIMER)[0]["key"])

    assert company.execute(command, Actor.system("timer"))["fired"]
    assert not company.execute(command, Actor.system("timer"))["fired"]
    assert len(begun(company)) == 1


def test_a_newer_version_takes_the_place_of_the_older_one(company):
    draw(company, "Cycle", "R/PT1H")
    pass_time(company, HOUR + SECOND)
    draw(company, "Cycle", "R/PT4H")

    assert [pass_time(company, HOUR) for _ in range(4)] == [0, 0, 0, 0]
    assert pass_time(company, SECOND) == 1
    assert [row["version"] for row in company.rows(PROCESS_INSTANCE)] == [1, 2]
    assert findings(company) == []


def test_a_newer_version_without_a_timer_ends_it(company):
    draw(company, "Cycle", "R/PT1H")
    company.draw(task("a"), "s>a a>e")

    assert pass_time(company, 5 * HOUR) == 0
    assert findings(company) == []


def test_the_same_content_again_changes_nothing(company):
    draw(company, "Cycle", "R3/PT1H")
    pass_time(company, HOUR + SECOND)
    before = company.rows(START_TIMER)
    draw(company, "Cycle", "R3/PT1H")

    assert company.rows(START_TIMER) == before


def test_several_start_events_have_a_timer_each(company):
    body = begins("Cycle", "R/PT1H") + begins("Cycle", "R/PT2H", "slow") + task("a") + task("b")
    company.deploy(("P/p.bpmn", drawn(body + '<bpmn:startEvent id="s"/>', "s>a tick>a slow>b a>e b>e")))

    assert pass_time(company, HOUR + SECOND) == 1
    assert pass_time(company, HOUR) == 2
    with company.engine.read() as reader:
        assert [one.id for one in startable(reader, company.actor("linxiaolan"))] == ["P"]
    assert company.open(company.start()) == ["a"]
    assert sorted(row["element_id"] for row in company.rows(USER_TASK)) == ["a", "a", "a", "b"]


def test_an_expression_is_asked_at_the_deployment_without_variables(company):
    draw(company, "Date", '=date and time(today() + duration("P1D"), time("09:30:00"))')

    assert waiting(company) == [at("2026-05-21T09:30:00")]


@pytest.mark.parametrize(
    ("kind", "value"),
    [("Date", "=deadline"), ("Cycle", '="R/" + pause'), ("Duration", '="soon"'), ("Cycle", '="R/PT0S"')],
)
def test_an_expression_that_gives_no_time_is_refused_with_its_place(company, kind, value):
    with pytest.raises(DefinitionRejected) as refused:
        draw(company, kind, value)

    [problem] = [one for one in refused.value.problems if one.severity == "error"]
    assert (problem.code, problem.element) == ("start_timer_without_time", "tick")
    assert problem.line
    assert company.rows(START_TIMER) == []


def test_a_cycle_of_working_time_passes_over_days_off(company):
    draw(company, "Cycle", "R/2026-05-22T09:00:00+08:00/P1D", workingTime="true")
    pass_time(company, timedelta(days=2, seconds=1))

    # Friday the 22nd; the next workday is Monday.
    assert waiting(company) == [at("2026-05-25T09:00:00")]


def test_the_tasks_of_a_day_open_with_the_office(company):
    draw(company, "Date", "2026-05-21")
    company.clock.move_to(at("2026-05-21T00:00:01"))

    assert start_timers.start_due(company.engine) == 1
    assert company.rows(USER_TASK)[0]["available_from"] == at("2026-05-21T08:30:00")


def test_a_clock_that_is_set_back_starts_no_beat_again(company):
    draw(company, "Cycle", "R/PT1H")
    pass_time(company, HOUR + SECOND)
    company.clock.move_by(-2 * HOUR)

    assert [pass_time(company, HOUR) for _ in range(2)] == [0, 0]
    assert pass_time(company, HOUR) == 1
    assert len(begun(company)) == 2


def test_the_demo_clock_moves_start_timers_too(demo_company):
    company = demo_company
    draw(company, "Date", "2026-06-01T09:00:00+08:00")
    with company.engine.database.begin() as connection:
        row = {"name": "demo_mode", "value": True, "updated_at": company.clock.now(), "updated_by": "x"}
        connection.execute(SETTING.insert().values(**row))
    company.execute(MoveClock(at("2026-06-01T10:00:00")), "hewen")

    assert start_timers.start_due(company.engine) == 1


def failing(company):
    company.offer(BOOK, CRASH)
    draw(company, "Cycle", "R/PT1H", body=kit.service("crash", "test.crash"), links="tick>crash crash>e")
    pass_time(company, HOUR + SECOND)


def test_a_case_whose_first_step_fails_begins_once_and_is_moved_by_a_job(company):
    failing(company)

    [case] = begun(company)
    assert company.state(case) == "active"
    assert [row["type"] for row in company.rows(JOB, state="created")] == ["neiqin.continue"]
    assert waiting(company) == [at("2026-05-20T11:00:00")]
    assert start_timers.start_due(company.engine) == 0
    assert findings(company) == []


def test_an_operator_who_repaired_the_cause_lets_it_go_on(company):
    failing(company)
    [case] = begun(company)
    for _ in range(3):
        workers.work_due(company.engine, "w")
        company.clock.move_by(timedelta(minutes=10))
    [incident] = company.incidents(case)
    company.engine.services.operations["test.crash"] = BOOK
    company.execute(RetryIncident(incident["key"]), "hewen")
    workers.work_due(company.engine, "w")

    assert company.state(case) == "completed"
    assert company.incidents(case) == []


def test_what_cannot_begin_at_all_is_put_off_and_does_not_hold_up_the_others(company, monkeypatch):
    draw(company, "Date", "2026-05-20T10:00:00+08:00", "bad")
    draw(company, "Date", "2026-05-20T10:30:00+08:00", "good")
    bad = company.rows(START_TIMER, process_id="bad")[0]["key"]
    execute = company.engine.execute

    def broken(command, actor):
        if isinstance(command, FireStartTimer) and command.start_timer_key == bad:
            raise ValueError("broken")
        return execute(command, actor)

    monkeypatch.setattr(company.engine, "execute", broken)

    assert pass_time(company, 2 * HOUR) == 1
    [row] = company.rows(START_TIMER, key=bad)
    assert (row["state"], row["attempts"]) == ("waiting", 1)
    assert row["try_at"] == company.clock.now() + timedelta(minutes=1)
    assert findings(company) == ["start_timer_late"]
    monkeypatch.undo()
    assert pass_time(company, timedelta(minutes=2)) == 1
    assert findings(company) == []


def test_rows_that_do_not_fit_the_version_in_force_are_found(company):
    draw(company, "Cycle", "R/PT1H")
    with company.engine.database.begin() as connection:
        connection.execute(START_TIMER.delete())
    assert findings(company) == ["start_timer_missing"]
    draw(company, "Cycle", "R/PT2H")
    with company.engine.database.begin() as connection:
        connection.execute(START_TIMER.update().values(definition_key=1))
    assert sorted(findings(company)) == ["start_timer_left_over", "start_timer_missing"]


def test_only_the_engine_fires_them(company):
    draw(company, "Cycle", "R/PT1H")
    key = company.rows(START_TIMER)[0]["key"]
    with pytest.raises(PermissionDenied):
        company.execute(FireStartTimer(key), "linxiaolan")
