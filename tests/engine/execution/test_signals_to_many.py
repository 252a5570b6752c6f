"""A signal for more cases than one step may hold: written down at once, and each goes on in its own step."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.execution import check
from engine.execution.carry_out import signals, starts
from engine.execution.commands.broadcast_signal import BroadcastSignal
from engine.execution.commands.housekeeping import KeepHouse
from engine.execution.commands.retry_incident import RetryIncident
from engine.execution.tables import HISTORY, JOB, PROCESS_INSTANCE, SIGNAL
from engine.jobs.workers import work_due
from engine.kernel.actor import Actor
from engine.processes.cancel import CancelCase
from tests.engine.bpmn import kit
from tests.engine.bpmn.event_kit import catch, signal, throw
from tests.engine.execution.ledger import BOOK, CRASH
from tests.support.models import task

WAIT = catch("wait", signal()) + task("a")


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch):
    monkeypatch.setattr(signals, "MOST_AT_ONCE", 3)


@pytest.fixture
def cases(company):
    company.draw(WAIT, "s>wait wait>a a>e")
    return [company.start() for _ in range(5)]


def broadcast(company, **variables):
    return company.execute(BroadcastSignal("alarm", variables), "hewen")


def found(company):
    return [one.code for one in check.findings(company.engine.read, company.clock.now())]


def test_as_many_as_a_step_may_hold_go_on_in_it(company, cases):
    company.execute(CancelCase(cases.pop(), "not needed"), "linxiaolan")
    company.execute(CancelCase(cases.pop(), "not needed"), "linxiaolan")

    assert broadcast(company)["instances"] == cases
    assert company.rows(SIGNAL) == company.rows(JOB) == []


def test_more_go_on_each_in_a_step_of_its_own_with_what_was_brought(company, cases):
    answer = broadcast(company, site=[1, {"x": 2}])
    assert (answer["instances"], answer["later"]) == ([], 5)
    assert [company.open(case) for case in cases] == [[]] * 5
    assert found(company) == []

    assert work_due(company.engine, "one", most=2) == 2
    assert [company.open(case) for case in cases] == [["a"], ["a"], [], [], []]
    company.restart()
    assert work_due(company.engine, "two") == 3
    assert [company.open(case) for case in cases] == [["a"]] * 5
    assert [company.variables(case)["site"] for case in cases] == [[1, {"x": 2}]] * 5
    assert work_due(company.engine, "two") == 0
    assert found(company) == []


def test_who_begins_to_wait_afterwards_has_not_heard_it(company, cases):
    broadcast(company)
    late = company.start()
    work_due(company.engine, "one")

    assert company.open(late) == []


def test_who_listens_on_hears_each_signal_once(company):
    body = task("a") + kit.boundary("note", "a", signal(), False) + task("b")
    company.draw(body, "s>a a>e note>b b>e")
    cases = [company.start() for _ in range(4)]
    broadcast(company)
    broadcast(company)
    work_due(company.engine, "one")

    assert [company.open(case) for case in cases] == [["a", "b", "b"]] * 4


def test_who_has_gone_on_or_ended_meanwhile_is_left_in_peace(company, cases):
    broadcast(company)
    company.execute(CancelCase(cases[0], "not needed"), "linxiaolan")
    broadcast(company)
    work_due(company.engine, "one")

    assert company.state(cases[0]) == "terminated"
    assert [company.open(case) for case in cases[1:]] == [["a"]] * 4
    assert company.incidents() == []
    assert company.rows(JOB, state="created") == []


def test_one_receiver_that_fails_is_tried_again_and_holds_up_no_other(company):
    company.offer(CRASH)
    company.draw(
        catch("wait", signal()) + kit.service("no", "test.crash") + task("a"), "s>wait wait>no no>a a>e"
    )
    broken = company.start()
    company.draw(WAIT, "s>wait wait>a a>e", "Q")
    cases = [company.start("Q") for _ in range(3)]
    broadcast(company)
    for _ in range(3):
        work_due(company.engine, "one")
        company.clock.move_by(timedelta(hours=1))

    assert [company.open(case) for case in cases] == [["a"]] * 3
    [incident] = company.incidents()
    assert (incident["instance_key"], incident["element_id"], incident["kind"]) == (broken, "wait", "job")
    company.engine.services.operations["test.crash"] = BOOK
    company.execute(RetryIncident(incident["key"]), "hewen")
    work_due(company.engine, "one")
    assert company.open(broken) == ["a"]


def test_a_case_that_throws_it_goes_on_at_once_and_says_how_many_hear_it(company, cases):
    tell = throw("tell", signal(), kit.mapping(("input", "=9", "site")))
    company.draw(tell + task("b"), "s>tell tell>b b>e", "Q")
    sender = company.start("Q")

    assert company.open(sender) == ["b"]
    [line] = company.rows(HISTORY, instance_key=sender, kind="signal_sent")
    assert line["facts"] == {"signal": "alarm", "count": 5}
    work_due(company.engine, "one")
    assert [company.variables(case)["site"] for case in cases] == [9] * 5


def test_what_was_brought_is_kept_for_as_long_as_a_receiver_needs_it(company, cases):
    broadcast(company)
    work_due(company.engine, "one", most=4)
    company.clock.move_by(timedelta(days=3))
    keep = KeepHouse(), Actor.system("heartbeat")
    assert company.execute(*keep)["deleted"] == 0

    work_due(company.engine, "one")
    company.clock.move_by(timedelta(days=1))
    assert company.execute(*keep)["deleted"] == 1
    assert company.rows(SIGNAL) == []


def test_a_process_whose_own_signal_starts_it_fills_no_step_for_ever(company, monkeypatch):
    monkeypatch.setattr(starts, "MOST_AT_ONCE", 7)
    again = kit.element("startEvent", "s", signal()) + throw("again", signal())
    company.draw(again, "s>again again>e")
    broadcast(company)

    assert len(company.rows(PROCESS_INSTANCE)) == 8
    assert [row["type"] for row in company.rows(JOB)] == ["neiqin.continue"]
