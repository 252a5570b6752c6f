"""Throw, end and send: a message with its key and what is mapped into it, or a job where one is drawn."""

from __future__ import annotations

import pytest

from engine.bpmn.effects import IncidentRaised, JobCreated, MessageThrown
from tests.engine.bpmn.kit import element, mapping, model, only, properties

EVENT = '<bpmn:messageEventDefinition messageRef="Message_Paid"/>'
KEY = properties(correlationKey="=order")


@pytest.mark.parametrize("kind", ["intermediateThrowEvent", "endEvent", "sendTask"])
def test_a_message_leaves_with_key_and_variables(run, kind):
    attributes = 'messageRef="Message_Paid"' if kind == "sendTask" else ""
    thrower = element(
        kind, "m", "" if attributes else EVENT, attributes, KEY + mapping(("input", "=order * 2", "twice"))
    )
    r = run(model(thrower, "s>m" + ("" if kind == "endEvent" else " m>e")), order=7)
    thrown = r.of(MessageThrown)[0]
    assert (thrown.name, thrown.correlation_key, thrown.variables) == ("paid", "7", {"twice": 14})
    assert r.done
    assert r.vars() == {"order": 7}


def test_without_mapping_nothing_is_carried_and_without_key_none(run):
    thrown = run(model(element("intermediateThrowEvent", "m", EVENT), "s>m m>e"), order=7).of(MessageThrown)[
        0
    ]
    assert (thrown.correlation_key, thrown.variables) == ("", {})


def test_a_key_that_is_missing_is_an_incident(run):
    r = run(model(element("intermediateThrowEvent", "m", EVENT, extensions=KEY), "s>m m>e"))
    assert [incident.code for incident in r.of(IncidentRaised)] == ["correlation_key_missing"]


def test_with_a_task_definition_it_is_a_job(run):
    job = '<zeebe:taskDefinition type="email.send"/>'
    r = run(model(element("intermediateThrowEvent", "m", EVENT, extensions=job), "s>m m>e"))
    assert r.of(JobCreated)[0].type == "email.send"
    assert r.complete("m").done


@pytest.mark.parametrize("value", ["PT0S", "PT4H", "P1DT2H30M", "P11M", "P52W", "P365D"])
def test_a_message_may_live_up_to_a_year(run, value):
    drawn = element("endEvent", "m", EVENT, extensions=properties(timeToLive=value))
    assert run(model(drawn, "s>m")).of(MessageThrown)[0].time_to_live == value


@pytest.mark.parametrize(
    "value", ["", "1h", "P366D", "P1Y", "P12M", "-PT1H", "PT8761H", "P" + "9" * 50 + "D"]
)
def test_a_time_to_live_that_cannot_be_used_is_refused_with_element_and_limit(value):
    drawn = element("sendTask", "a", "", 'messageRef="Message_Paid"', properties(timeToLive=value))
    problem = only(drawn)
    assert (problem.code, problem.element, problem.facts["most"]) == ("time_to_live_invalid", "a", 365)


def test_a_time_to_live_belongs_to_what_sends():
    drawn = element("userTask", "a", extensions="<zeebe:userTask/>" + properties(timeToLive="PT1H"))
    assert only(drawn).code == "property_misplaced"
