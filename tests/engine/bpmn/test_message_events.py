"""Message catch events, receive tasks, boundary and start events: who is told, by which key, with what."""

from __future__ import annotations

import pytest

from engine.bpmn.dialect import read_bpmn
from engine.bpmn.effects import IncidentRaised, MessageSubscribed
from engine.bpmn.instance import Instance
from engine.bpmn.model import Model
from engine.kernel.errors import NotFound
from tests.engine.bpmn.event_kit import catch, message, receive
from tests.engine.bpmn.kit import (
    END,
    PlainEvaluator,
    Run,
    boundary,
    element,
    mapping,
    model,
    multi,
    user,
    xml,
)

Z = user("z")


@pytest.mark.parametrize("waiting", [catch("a", message()), receive("a")])
def test_what_waits_for_a_message_says_its_name_and_key_and_goes_on_with_what_it_brings(run, waiting):
    r = run(model(waiting + Z, "s>a a>z z>e"), order="HT-1")
    key = r.key("a")
    assert r.of(MessageSubscribed) == [MessageSubscribed(key, "a", "paid", "HT-1", True)]
    assert r.fire("a", amount=5).open == ["z"]
    assert r.vars() == {"order": "HT-1", "amount": 5}
    assert r.do("trigger", key, "a") is False
    assert r.awaited == []


@pytest.mark.parametrize("waiting", [catch, receive])
def test_an_output_mapping_lets_out_what_it_names_alone(run, waiting):
    out = mapping(("output", "=amount * 2", "double"))
    drawn = catch("a", message(), out) if waiting is catch else receive("a", extensions=out)
    r = run(model(drawn + Z, "s>a a>z z>e"), order="1").fire("a", amount=5, junk=1)
    assert r.vars() == {"order": "1", "double": 10}


def test_the_key_sees_the_input_mapping(run):
    r = run(
        model(receive("a", extensions=mapping(("input", "=orders[1]", "order"))), "s>a a>e"),
        orders=["x", "y"],
    )
    assert r.of(MessageSubscribed)[0].correlation_key == "x"


@pytest.mark.parametrize(("order", "key"), [(17, "17"), ("", ""), (2.50, "2.5"), (100, "100")])
def test_a_number_is_a_key_without_zeros_at_its_end(run, order, key):
    from decimal import Decimal

    value = Decimal(str(order)) if isinstance(order, int | float) else order
    assert run(model(receive("a"), "s>a a>e"), order=value).of(MessageSubscribed)[0].correlation_key == key


@pytest.mark.parametrize("order", [None, True, [1], {"no": 1}])
def test_a_key_that_is_no_text_and_no_number_is_an_incident(run, order):
    r = run(model(receive("a"), "s>a a>e"), order=order)
    assert [i.code for i in r.of(IncidentRaised)] == ["correlation_key_missing"]


def test_a_boundary_message_takes_the_task_away_or_lets_it_be(run):
    body = user("a") + Z + user("y") + boundary("stop", "a", message("Message_Cancelled"))
    r = run(model(body + boundary("note", "a", message(), False), "s>a a>e stop>z z>e note>y y>e"), order="1")
    assert [m.interrupting for m in r.of(MessageSubscribed)] == [True, False]
    r.fire("note", n=1).fire("note", n=2)
    assert (r.open, r.awaited) == (["a", "y", "y"], ["note", "stop"])
    assert r.fire("stop").open == ["y", "y", "z"]
    assert r.awaited == []


def test_a_receive_task_of_a_list_waits_once_for_each(run):
    loop = multi("=orders", "order", "amounts", "=amount")
    r = run(model(receive("a", inner=loop) + Z, "s>a a>z z>e"), orders=["x", "y"])
    assert [m.correlation_key for m in r.of(MessageSubscribed)] == ["x", "y"]
    assert r.fire("a", 1, amount=2).fire("a", amount=1).open == ["z"]


def test_boundary_events_of_a_receive_task_end_its_waiting(run):
    body = receive("a") + boundary("stop", "a", message("Message_Cancelled")) + Z
    assert run(model(body, "s>a a>e stop>z z>e"), order="1").fire("stop").open == ["z"]


STARTS = (
    element("startEvent", "s", message(), extensions=mapping(("output", "=amount", "first")))
    + element("startEvent", "s2", message("Message_Keyless"))
    + END
    + user("a")
)


def started(start_id: str | None, variables, known=None):
    drawn = read_bpmn(xml(STARTS, "s>a s2>a a>e"), "drawn.bpmn").processes["P"]
    instance = Instance.create(Model(drawn), PlainEvaluator())
    instance.start(variables, start_id, known)
    return instance


def test_a_message_starts_at_its_own_event_and_passes_its_output_mapping():
    assert started("s", {"amount": 5, "junk": 1}, {"starter": "ana"}).variables() == {
        "first": 5,
        "starter": "ana",
    }
    assert started("s2", {"amount": 5}).variables() == {"amount": 5}


def test_a_process_that_messages_alone_start_cannot_be_started_without_one():
    with pytest.raises(NotFound) as refused:
        started(None, {})
    assert refused.value.facts["reason"] == "no_plain_start"


def test_a_process_may_have_a_plain_start_beside_its_message_starts():
    body = element("startEvent", "m", message()) + user("a") + user("b")
    assert Run(model(body, "s>a m>b a>e b>e")).open == ["a"]


@pytest.mark.parametrize("waiting", [catch, receive])
def test_a_fault_in_the_output_mapping_stands_at_the_event_and_keeps_what_came(run, waiting):
    out = mapping(("output", "=required(rate) * amount", "cost"))
    drawn = catch("a", message(), out) if waiting is catch else receive("a", extensions=out)
    r = run(model(drawn + Z, "s>a a>z z>e"), order="1").fire("a", amount=5)
    key = r.key("a")
    assert [(i.element_id, r.open) for i in r.of(IncidentRaised)] == [("a", ["a"])]
    assert r.do("trigger", key, "a", {"amount": 6}) is False
    r.do("set_variables", 1, {"rate": 2})
    r.do("retry", key)
    assert (r.open, r.vars()["cost"]) == (["z"], 10)
    assert r.awaited == []
