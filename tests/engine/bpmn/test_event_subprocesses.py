"""Event subprocesses begin inside their scope: interrupting ones for real, others beside what runs."""

from __future__ import annotations

import pytest

from engine.bpmn.effects import IncidentRaised, Left, SubscriptionClosed, TimerSet
from tests.engine.bpmn.event_kit import end, escalation, event_subprocess, message, signal, throw
from tests.engine.bpmn.kit import (
    boundary,
    element,
    error,
    gateway,
    mapping,
    model,
    multi,
    service,
    subprocess,
    timer,
    user,
)

AN_HOUR = timer("Duration", "PT1H")
Z = user("z")


def scope(*handlers: str, more: str = "", links: str = ""):
    return model(
        subprocess("sub", user("t") + "".join(handlers), "sub_s>t") + Z + more, f"s>sub sub>z z>e {links}"
    )


EVENTS = [("timer", AN_HOUR), ("message", message()), ("signal", signal())]


@pytest.mark.parametrize(("kind", "definition"), EVENTS)
def test_an_interrupting_one_takes_everything_of_its_scope_away_and_ends_it(run, kind, definition):
    r = run(scope(event_subprocess("h", definition, user("n"), "h_s>n")), order="1")
    task = r.key("t")
    assert r.fire("h_s", got=1).open == ["n"]
    assert task not in r.waits
    assert ("t", "terminated") in [(left.element_id, left.how) for left in r.of(Left)]
    assert r.vars() == {"order": "1", "got": 1}
    assert r.awaited == []
    r.complete("n")
    assert ("sub", "completed") in [(left.element_id, left.how) for left in r.of(Left)]
    assert r.open == ["z"]


@pytest.mark.parametrize(("kind", "definition"), EVENTS)
def test_another_runs_beside_the_scope_as_often_as_its_event_comes(run, kind, definition):
    r = run(scope(event_subprocess("h", definition, user("n"), "h_s>n", False)), order="1")
    assert r.fire("h_s").fire("h_s").open == ["n", "n", "t"]
    assert r.complete("t").open == ["n", "n"]
    assert r.fire("h_s").complete("n").complete("n").complete("n").open == ["z"]


def test_an_interrupted_scope_starts_no_other(run):
    first = event_subprocess("h", AN_HOUR, user("n"), "h_s>n")
    second = event_subprocess("k", message(), user("m"), "k_s>m", False)
    third = event_subprocess("l", signal(), user("o"), "l_s>o")
    r = run(scope(first, second, third), order="1").fire("k_s")
    key = r.key("sub")
    assert r.open == ["m", "t"]
    assert r.fire("h_s").open == ["n"]
    assert {(c.key, c.event_id) for c in r.of(SubscriptionClosed)} == {(key, f"{h}_s") for h in "hkl"}
    for late in ("h_s", "k_s", "l_s"):
        assert r.do("trigger", key, late) is False


def test_events_on_the_border_of_an_interrupted_scope_stay(run):
    m = scope(
        event_subprocess("h", message(), user("n"), "h_s>n"),
        more=boundary("late", "sub", AN_HOUR) + user("y"),
        links="late>y y>e",
    )
    r = run(m, order="1").fire("h_s")
    assert r.awaited == ["late"]
    assert r.fire("late").open == ["y"]


def test_an_error_of_the_scope_starts_the_one_that_names_it(run):
    m = model(
        service("a")
        + event_subprocess("h", error(), user("n"), "h_s>n")
        + event_subprocess("k", error(""), user("m"), "k_s>m"),
        "s>a a>e",
    )
    r = run(m)
    r.do("throw_error", r.key("a"), "BAD", {"why": 1})
    assert (r.open, r.vars()) == (["n"], {"why": 1})
    r = run(m)
    r.do("throw_error", r.key("a"), "OTHER")
    assert r.complete("m").done


def test_an_error_in_the_handler_goes_to_the_scope_around(run):
    handler = event_subprocess("h", error(), end("x", error()), "h_s>x")
    body = subprocess("sub", end("first", error()) + handler, "sub_s>first")
    assert run(model(body + boundary("bad", "sub", error()) + Z, "s>sub sub>e bad>z z>e")).open == ["z"]


@pytest.mark.parametrize(("interrupting", "open_"), [(True, ["n"]), (False, ["n", "t"])])
def test_an_escalation_of_the_scope_starts_it(run, interrupting, open_):
    handler = event_subprocess("h", escalation(), user("n"), "h_s>n", interrupting)
    m = model(throw("up", escalation()) + user("t") + handler, "s>up up>t t>e")
    assert run(m).open == open_


def test_at_the_process_itself_it_ends_the_process(run):
    r = run(model(user("t") + event_subprocess("h", message(), user("n"), "h_s>n"), "s>t t>e"), order="1")
    assert r.fire("h_s").complete("n").done


def test_it_sees_and_changes_the_variables_of_its_scope(run):
    handler = event_subprocess("h", message(), user("n"), "h_s>n")
    local = mapping(("input", "=0", "count"), ("output", "=count", "total"))
    body = subprocess("sub", user("t") + handler, "sub_s>t", extensions=local) + Z
    r = run(model(body, "s>sub sub>z z>e"), order="1").fire("h_s", count=5)
    assert r.vars(r.key("n"))["count"] == 5
    assert r.vars().get("count") is None
    assert r.complete("n").vars() == {"order": "1", "total": 5}


def test_mappings_of_its_start_event_and_of_itself_hold(run):
    handler = event_subprocess(
        "h",
        message(),
        user("n"),
        "h_s>n",
        extensions=mapping(("input", "=1", "mine"), ("output", "=mine + amount", "sum")),
        of_start=mapping(("output", "=paid", "amount")),
    )
    r = run(scope(handler), order="1").fire("h_s", paid=4, junk=1)
    assert r.vars(r.key("n")) == {"order": "1", "mine": 1, "amount": 4}
    assert r.complete("n").vars() == {"order": "1", "amount": 4, "sum": 5}


def test_a_fault_in_its_input_mapping_keeps_what_the_event_brought(run):
    handler = event_subprocess(
        "h", message(), user("n"), "h_s>n", extensions=mapping(("input", "=required(rate)", "r"))
    )
    r = run(scope(handler), order="1").fire("h_s", paid=4)
    assert [i.element_id for i in r.of(IncidentRaised)] == ["h"]
    r.do("set_variables", 1, {"rate": 2})
    r.do("retry", r.key("h"))
    assert (r.open, r.vars()["paid"]) == (["n"], 4)


def test_listening_begins_when_the_start_event_has_handed_over(run):
    """So that a key may name what the start event brought."""
    handler = event_subprocess("h", message(), user("n"), "h_s>n", False)
    m = model(user("t") + handler + element("startEvent", "m", message("Message_Keyless")), "s>t m>t t>e")
    from engine.bpmn.instance import Instance
    from tests.engine.bpmn.kit import PlainEvaluator

    instance = Instance.create(m, PlainEvaluator())
    instance.start({"order": "7"}, "m")
    assert [e.correlation_key for e in instance.take_effects() if hasattr(e, "correlation_key")] == ["7"]


def test_a_cycle_may_start_it_again_and_again(run):
    handler = event_subprocess("h", timer("Cycle", "R3/PT1H"), user("n"), "h_s>n", False)
    r = run(scope(handler))
    assert [(t.kind, t.interrupting) for t in r.of(TimerSet)] == [("cycle", False)]
    assert r.fire("h_s").fire("h_s").open == ["n", "n", "t"]


def test_each_inner_instance_of_a_list_listens_for_itself(run):
    handler = event_subprocess("h", message(), user("n"), "h_s>n")
    loop = multi('=["x", "y"]', "order")
    r = run(model(subprocess("m", user("t") + handler, "m_s>t", loop) + Z, "s>m m>z z>e"))
    assert r.fire("h_s", 1).open == ["n", "t"]
    assert r.complete("n").complete("t").open == ["z"]


def test_terminate_in_it_ends_it_alone(run):
    handler = event_subprocess(
        "h",
        message(),
        gateway("parallel", "g") + user("n") + end("x", "<bpmn:terminateEventDefinition/>"),
        "h_s>g g>n g>x",
        False,
    )
    assert run(scope(handler), order="1").fire("h_s").open == ["t"]


def test_terminate_of_the_scope_ends_it_too(run):
    body = gateway("parallel", "g") + user("t") + end("x", "<bpmn:terminateEventDefinition/>") + user("w")
    handler = event_subprocess("h", message(), user("n"), "h_s>n", False)
    r = run(model(subprocess("sub", body + handler, "sub_s>g g>t g>w t>x") + Z, "s>sub sub>z z>e"), order="1")
    assert r.fire("h_s").open == ["n", "t", "w"]
    assert r.complete("t").open == ["z"]
    assert r.awaited == []


def test_a_scope_opened_by_a_modification_listens_as_well(run):
    r = run(scope(event_subprocess("h", message(), user("n"), "h_s>n")), order="1").complete("t")
    r.do("modify", [("t", None)], [r.key("z")])
    assert r.open == ["t"]
    assert r.fire("h_s").open == ["n"]


def test_a_handler_inside_a_handler_listens_while_it_runs(run):
    inner = user("n") + event_subprocess("k", signal(), user("m"), "k_s>m")
    r = run(scope(event_subprocess("h", message(), inner, "h_s>n")), order="1").fire("h_s")
    assert r.awaited == ["k_s"]
    assert r.fire("k_s").open == ["m"]
    assert r.complete("m").open == ["z"]
