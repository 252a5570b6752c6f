"""An event-based gateway waits for several events; the first is gone on with, the others are closed."""

from __future__ import annotations

import pytest

from engine.bpmn.effects import Entered, IncidentRaised, Left, MessageSubscribed, TimerSet
from tests.engine.bpmn.event_kit import catch, message, signal
from tests.engine.bpmn.kit import (
    gateway,
    mapping,
    model,
    script,
    timer,
    user,
)

EVENTS = (
    catch("paid", message(), mapping(("output", "=amount", "received")))
    + catch("void", message("Message_Cancelled"))
    + catch("day", timer("Duration", "P1D"))
    + catch("week", timer("Duration", "P7D"))
    + catch("alarm", signal())
)
LINKS = "s>g g>paid g>void g>day g>week g>alarm paid>a void>b day>c week>c alarm>c a>e b>e c>e"
CHOICE = model(gateway("eventBased", "g") + EVENTS + user("a") + user("b") + user("c"), LINKS)


def test_all_events_are_waited_for_under_the_gateway(run):
    r = run(CHOICE, order="HT-1")
    assert r.open == ["g"]
    assert r.awaited == ["alarm", "day", "paid", "void", "week"]
    assert [(m.name, m.correlation_key) for m in r.of(MessageSubscribed)] == [
        ("paid", "HT-1"),
        ("cancelled_HT-1", "HT-1"),
    ]
    assert {wait.key for waits in r.waits.values() for wait in waits} == {r.key("g")}


@pytest.mark.parametrize(
    ("event", "then"), [("paid", "a"), ("void", "b"), ("day", "c"), ("week", "c"), ("alarm", "c")]
)
def test_the_first_event_wins_and_the_others_are_closed(run, event, then):
    r = run(CHOICE, order="HT-1")
    key = r.key("g")
    assert r.fire(event, amount=5).open == [then]
    assert r.awaited == []
    for late in ("paid", "void", "day", "week", "alarm"):
        assert r.do("trigger", key, late) is False
    entered = [effect.element_id for effect in r.of(Entered)]
    assert entered == ["P", "s", "g", event, then]
    assert ("g", "completed") in [(left.element_id, left.how) for left in r.of(Left)]


def test_what_the_event_brought_goes_through_its_output_mapping(run):
    assert run(CHOICE, order="1").fire("paid", amount=5, junk=1).vars() == {"order": "1", "received": 5}
    assert run(CHOICE, order="1").fire("void", why="late").vars() == {"order": "1", "why": "late"}


def test_in_a_loop_it_waits_anew_each_round(run):
    drawn = gateway("eventBased", "g") + catch("paid", message()) + catch("day", timer("Duration", "P1D"))
    drawn += gateway("exclusive", "m") + script("n", "=if n = null then 1 else n + 1", "n") + user("z")
    r = run(model(drawn, "s>m m>g g>paid g>day day>n n>m paid>z z>e"), order="1")
    for _ in range(20):
        r.fire("day")
    assert (r.open, r.vars()["n"], len(r.of(TimerSet))) == (["g"], 20, 21)
    assert r.fire("paid").open == ["z"]


def test_a_key_that_cannot_be_read_is_an_incident_and_nothing_is_waited_for(run):
    r = run(CHOICE)
    assert [(i.element_id, i.code) for i in r.of(IncidentRaised)] == [("g", "correlation_key_missing")]
    assert r.awaited == []
    r.do("set_variables", 1, {"order": "17"})
    r.do("retry", r.key("g"))
    assert r.of(MessageSubscribed)[0].correlation_key == "17"


def test_a_fault_in_the_mapping_of_the_event_can_be_tried_again_with_what_it_brought(run):
    out = mapping(("output", "=required(rate) * amount", "cost"))
    drawn = (
        gateway("eventBased", "g") + catch("paid", message(), out) + catch("day", timer("Duration", "P1D"))
    )
    r = run(model(drawn + user("z"), "s>g g>paid g>day paid>z day>z z>e"), order="1").fire("paid", amount=3)
    assert r.open == ["paid"]
    r.do("set_variables", 1, {"rate": 2})
    r.do("retry", r.key("paid"))
    assert (r.open, r.vars()["cost"]) == (["z"], 6)


def test_one_of_its_timers_can_be_asked_for_again(run):
    r = run(CHOICE, order="1")
    r.do("subscribe", r.key("g"), "day")
    assert [t.event_id for t in r.of(TimerSet)] == ["day", "week", "day"]
