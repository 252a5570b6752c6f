"""A signal reaches everybody who waits for it and starts cases; an escalation asks the callers of a case."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.execution.commands.broadcast_signal import BroadcastSignal
from engine.execution.commands.retry_incident import RetryIncident
from engine.execution.tables import HISTORY, PROCESS_INSTANCE, SIGNAL_SUBSCRIPTION, TIMER
from engine.jobs.workers import work_due
from engine.kernel.errors import PermissionDenied
from tests.engine.bpmn import kit
from tests.engine.bpmn.event_kit import catch, escalation, event_subprocess, message, signal, throw
from tests.support.models import message_definition, task

WAIT = catch("wait", signal()) + task("a")


def broadcast(company, who="hewen"):
    return company.execute(BroadcastSignal("alarm", {"site": 3}), who)["instances"]


def test_a_signal_reaches_every_case_that_waits_and_is_not_kept(company):
    company.draw(WAIT, "s>wait wait>a a>e")
    company.draw(WAIT, "s>wait wait>a a>e", "Q")
    assert broadcast(company) == []
    cases = [company.start("P"), company.start("P"), company.start("Q")]
    assert broadcast(company) == cases
    assert [company.open(case) for case in cases] == [["a"]] * 3
    assert company.variables(cases[0])["site"] == 3
    assert company.rows(SIGNAL_SUBSCRIPTION) == []


def test_a_case_that_throws_a_signal_wakes_others_and_itself(company):
    company.draw(WAIT, "s>wait wait>a a>e", "Q")
    waiting = company.start("Q")
    body = kit.gateway("parallel", "g") + WAIT + throw("tell", signal(), kit.mapping(("input", "=9", "site")))
    company.draw(body + kit.script("first", "=1", "n"), "s>g g>wait wait>a a>e g>first first>tell tell>e")
    case = company.start()
    assert company.open(waiting) == company.open(case) == ["a"]
    [line] = company.rows(HISTORY, instance_key=case, kind="signal_sent")
    assert line["facts"] == {"signal": "alarm", "count": 2}


def test_a_signal_starts_one_case_of_each_version_in_force(company):
    start = kit.element("startEvent", "s", signal())
    company.draw(start + task("a"), "s>a a>e")
    company.draw(start + task("b"), "s>b b>e")
    company.draw(start + task("c"), "s>c c>e", "Q")
    assert sorted(element for case in broadcast(company) for element in company.open(case)) == ["b", "c"]


def test_a_boundary_signal_interrupts_or_not_and_leaves_no_row(company):
    body = task("a") + kit.boundary("note", "a", signal(), False) + task("b")
    company.draw(body, "s>a a>e note>b b>e")
    case = company.start()
    broadcast(company)
    broadcast(company)
    assert company.open(case) == ["a", "b", "b"]
    company.complete(case, "a", "linxiaolan")
    assert company.rows(SIGNAL_SUBSCRIPTION) == []


def test_who_may_not_broadcast_is_refused(company):
    with pytest.raises(PermissionDenied):
        broadcast(company, "linxiaolan")


def test_an_interrupting_event_subprocess_closes_the_other_timers_of_its_scope_and_keeps_those_on_its_rim(
    company,
):
    late = event_subprocess("h", kit.timer("Duration", "PT1H"), task("n"), "h_s>n")
    later = event_subprocess("k", kit.timer("Duration", "PT2H"), task("m"), "k_s>m", False)
    body = kit.subprocess("sub", task("t") + late + later, "sub_s>t")
    body += kit.boundary("rim", "sub", kit.timer("Duration", "PT3H")) + task("z")
    company.draw(body, "s>sub sub>e rim>z z>e")
    case = company.start()
    company.clock.move_by(timedelta(minutes=61))
    company.fire()
    assert company.open(case) == ["n"]
    states = {row["element_id"]: row["state"] for row in company.rows(TIMER)}
    assert states == {"h_s": "fired", "k_s": "canceled", "rim": "waiting"}
    company.clock.move_by(timedelta(hours=2))
    company.fire()
    assert company.open(case) == ["z"]


@pytest.mark.parametrize(("interrupting", "open_"), [(False, ["t", "z"]), (True, ["z"])])
def test_a_called_case_escalates_to_its_caller(company, interrupting, open_):
    company.draw(throw("up", escalation()) + task("t"), "s>up up>t t>e", "C")
    company.draw(kit.call("c", "C"), "s>c c>e", "B")
    caller = kit.call("c", "B") + kit.boundary("late", "c", escalation(), interrupting) + task("z")
    company.draw(caller, "s>c c>e late>z z>e")
    case = company.start()
    assert company.open(case) == open_
    states = {row["process_id"]: row["state"] for row in company.rows(PROCESS_INSTANCE)}
    assert states == {"P": "active", **dict.fromkeys("BC", "terminated" if interrupting else "active")}


def test_an_escalation_that_no_caller_catches_lets_the_called_case_go_on(company):
    company.draw(throw("up", escalation()) + task("t"), "s>up up>t t>e", "C")
    company.draw(kit.call("c", "C"), "s>c c>e")
    assert company.open(company.start()) == ["t"]


def test_a_process_that_only_a_signal_starts_cannot_be_called(company):
    company.draw(kit.element("startEvent", "s", signal()) + task("a"), "s>a a>e", "C")
    company.draw(kit.call("c", "C"), "s>c c>e")
    assert [row["code"] for row in company.incidents(company.start())] == ["called_process_has_no_start"]


def test_an_error_of_a_called_case_is_caught_by_the_nearest_caller_that_names_it(company):
    fail = kit.element("endEvent", "x", kit.error())
    company.draw(task("t") + fail, "s>t t>x", "C")
    company.draw(kit.call("c", "C") + kit.boundary("w", "c", kit.error("Error_Worse")), "s>c c>e w>e", "B")
    company.draw(
        kit.call("c", "B") + kit.boundary("any", "c", kit.error("")) + task("z"), "s>c c>e any>z z>e"
    )
    case = company.start()
    company.complete(case, "t", "linxiaolan")
    assert company.open(case) == ["z"]
    states = {row["process_id"]: row["state"] for row in company.rows(PROCESS_INSTANCE)}
    assert states == {"P": "active", "B": "terminated", "C": "terminated"}


def test_an_error_that_no_caller_catches_is_an_incident_where_it_was_thrown(company):
    company.draw(task("t") + kit.element("endEvent", "x", kit.error()), "s>t t>x", "C")
    company.draw(kit.call("c", "C") + kit.boundary("w", "c", kit.error("Error_Worse")), "s>c c>e w>e")
    case = company.start()
    company.complete(case, "t", "linxiaolan")
    [child] = company.rows(PROCESS_INSTANCE, process_id="C")
    [incident] = company.incidents()
    assert (incident["instance_key"], incident["element_id"]) == (child["key"], "x")
    assert (incident["code"], child["state"]) == ("error_not_caught", "active")
    company.execute(RetryIncident(incident["key"]), "hewen")
    assert [row["code"] for row in company.incidents()] == ["error_not_caught"]


def test_a_case_that_answers_itself_within_one_step_stops(company):
    """It keeps a message for itself in each round: no wait, so the rounds are counted, in several steps."""
    key = message_definition("ping", '="1"', "Message_Ping")
    body = kit.gateway("exclusive", "m", "x") + kit.script("n", "=if k = null then 1 else k + 1", "k")
    body += kit.element(
        "intermediateThrowEvent",
        "ping",
        message("Message_Ping"),
        extensions=kit.properties(correlationKey='="1"'),
    )
    body += catch("pong", message("Message_Ping")) + task("a")
    company.draw(body, "s>m m>n n>ping ping>pong pong>x x>m?k~<~300 x>a?k~>=~300 a>e", after=key)
    case = company.start()
    assert company.open(case) == []
    worked = sum(work_due(company.engine, "w") for _ in range(5))
    assert (company.open(case), worked >= 1) == (["a"], True)
