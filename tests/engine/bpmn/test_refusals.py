"""What cannot run is refused, each kind of it once, with a code and what to draw instead."""

from __future__ import annotations

import pytest

from engine.bpmn.reading import supported
from tests.engine.bpmn import kit
from tests.engine.bpmn.event_kit import catch, event_subprocess, link, message, receive, signal, throw
from tests.engine.bpmn.kit import (
    boundary,
    call,
    element,
    error,
    flows,
    gateway,
    loop,
    mapping,
    multi,
    only,
    problems,
    properties,
    rule,
    subprocess,
    timer,
    user,
)


@pytest.mark.parametrize(
    ("kind", "remedy"),
    [
        (kind, remedy)
        for kind, remedy in supported.REMEDIES.items()
        if kind.endswith(("Gateway", "transaction"))
    ],
)
def test_an_element_that_does_not_run_is_named_with_its_remedy_and_nothing_else_is_said(
    kind: str, remedy: str
):
    problem = only(element(kind, "a"))
    assert (problem.code, problem.element) == ("element_not_supported", "a")
    assert problem.facts == {"kind": kind, "remedy": remedy}


NOT_RUN = ["signal", "escalation", "link", "compensate", "conditional", "message", "cancel"]
PLACES = ["startEvent", "intermediateCatchEvent", "endEvent", "boundaryEvent"]


@pytest.mark.parametrize(
    ("place", "kind"),
    [(place, kind) for place in PLACES for kind in NOT_RUN if kind not in supported.EVENT_KINDS[place]],
)
def test_an_event_that_does_not_run_is_named_with_its_place(place: str, kind: str):
    definition = f"<bpmn:{kind}EventDefinition/>"
    host = user("h") if place == "boundaryEvent" else ""
    body = element(place, "a", definition, 'attachedToRef="h"' if host else "") + host
    links = {"startEvent": "s>e a>e", "endEvent": "s>a s>e", "boundaryEvent": "s>h h>e a>e"}.get(
        place, "s>a a>e"
    )
    problem = only(body, links)
    assert problem.code == "element_not_supported"
    assert problem.facts["kind"] == f"{kind}:{place}"
    assert problem.facts["remedy"]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (
            receive("a").replace('messageRef="Message_Paid"', 'messageRef="Message_Paid" instantiate="true"'),
            "instantiate",
        ),
        (element("userTask", "a", attributes='isForCompensation="true"'), "isForCompensation"),
        (element("userTask", "a", attributes='startQuantity="2"'), "startQuantity"),
        (element("userTask", "a", attributes='completionQuantity="2"'), "completionQuantity"),
        (
            user("a", multi("=x").replace("isSequential", 'behavior="One" isSequential')),
            "behavior",
        ),
        (
            user(
                "a",
                multi("=x").replace(
                    "</bpmn:multi", "<bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multi"
                ),
            ),
            "loopCardinality",
        ),
        (
            user(
                "a",
                extensions='<zeebe:taskListeners><zeebe:taskListener eventType="creating" type="x"/>'
                "</zeebe:taskListeners>",
            ),
            "taskListeners",
        ),
    ],
)
def test_variants_that_do_not_run_are_named(body: str, kind: str):
    problem = only(body)
    assert (problem.code, problem.facts["kind"]) == ("element_not_supported", kind)


@pytest.mark.parametrize(
    ("body", "links", "code"),
    [
        (element("serviceTask", "a"), "s>a a>e", "task_definition_missing"),
        (element("scriptTask", "a"), "s>a a>e", "script_missing"),
        (element("businessRuleTask", "a"), "s>a a>e", "called_decision_missing"),
        (element("sendTask", "a"), "s>a a>e", "message_missing"),
        (element("callActivity", "a"), "s>a a>e", "called_process_missing"),
        (rule("a", "d", ""), "s>a a>e", "called_decision_incomplete"),
        (
            element("intermediateCatchEvent", "a", "<bpmn:timerEventDefinition/>"),
            "s>a a>e",
            "timer_without_time",
        ),
        (user("a", "<bpmn:multiInstanceLoopCharacteristics/>"), "s>a a>e", "loop_collection_missing"),
        (user("a", multi("people")), "s>a a>e", "feel_equals_missing"),
        (user("a", extensions=mapping(("input", "=1", "not a name"))), "s>a a>e", "variable_name_invalid"),
        (user("a", extensions=mapping(("input", "=1", ""))), "s>a a>e", "mapping_target_missing"),
        (user("a", extensions='<zeebe:priorityDefinition priority="101"/>'), "s>a a>e", "priority_invalid"),
        (user("a"), "s>a a>e b>e", "reference_unresolved"),
        (user("a") + user("b"), "s>a a>e b>e", "element_unreachable"),
        (user("a") + gateway("exclusive", "g"), "s>a a>g g>a g>e?x", "condition_missing"),
        (user("a") + user("b"), "s>a a>b?x a>e b>e", "condition_without_gateway"),
        (
            user("a") + boundary("x", "a", error(), interrupting=False),
            "s>a a>e x>e",
            "error_event_not_interrupting",
        ),
        (user("a") + boundary("x", "nobody", error()), "s>a a>e x>e", "reference_unresolved"),
        (user("a") + boundary("x", "a", error("Error_Ghost")), "s>a a>e x>e", "reference_unresolved"),
        (user("a") + boundary("x", "a", timer("Cycle", "R3/PT1H")), "s>a a>e x>e", "timer_cycle_misplaced"),
        (user("a") + subprocess("b", user("c"), "b_s>c c>a"), "s>a a>b b>e", "flow_crosses_scope"),
        (user("a") + '<bpmn:startEvent id="s2"/>', "s>a a>e s2>a", "start_event_not_single"),
        (user("a"), "s>a a>e e>a", "end_event_goes_on"),
        (user("a") + user("a"), "s>a a>e", "id_twice"),
        (user("a") + gateway("exclusive", "g", default="a_g"), "s>a a>g g>e", "reference_unresolved"),
        (user("a") + gateway("parallel", "g"), "s>a a>g a>e", "element_leads_nowhere"),
        (user("a", extensions=properties(mustDifferFrom="nobody")), "s>a a>e", "reference_unresolved"),
        (user("a", extensions=properties(pointOfNoReturn="yes")), "s>a a>e", "property_not_a_flag"),
        (user("a", extensions=properties(startableBy="sales")), "s>a a>e", "property_misplaced"),
        (
            user(
                "a",
                extensions='<zeebe:taskHeaders><zeebe:header key="k" value="{{secrets.KEY}}"/>'
                "</zeebe:taskHeaders>",
            ),
            "s>a a>e",
            "secret_refused",
        ),
        (call("a", "=child +"), "s>a a>e", "feel_invalid"),
        (user("a", loop()), "s>a a>e", "loop_endless"),
        (
            element("exclusiveGateway", "a", extensions=mapping(("input", "=1", "x"))),
            "s>a a>e",
            "mapping_without_scope",
        ),
        (
            user("a") + boundary("x", "a", error(), extensions=mapping(("input", "=1", "y"))),
            "s>a a>e x>e",
            "mapping_without_scope",
        ),
        (user("a", loop("=x", "many")), "s>a a>e", "loop_maximum_invalid"),
        (user("a", loop("=x", 0)), "s>a a>e", "loop_maximum_invalid"),
        (user("a", loop("x")), "s>a a>e", "feel_equals_missing"),
        (receive("a", "Message_Keyless"), "s>a a>e", "correlation_key_missing"),
        (element("receiveTask", "a"), "s>a a>e", "message_to_receive_missing"),
        (catch("a", message("Message_Keyless")), "s>a a>e", "correlation_key_missing"),
        (catch("a", signal("Signal_Ghost")), "s>a a>e", "reference_unresolved"),
        (catch("a", link("")), "s>e a>e", "link_name_missing"),
        (catch("a", link("A")), "s>e a>e", "link_not_paired"),
        (throw("a", link("A")), "s>a", "link_not_paired"),
        (throw("a", link("A")) + catch("b", link("A")), "s>a a>e b>e", "link_connected"),
        (gateway("eventBased", "a") + catch("b", message()), "s>a a>b b>e", "event_gateway_single"),
        (
            gateway("eventBased", "a") + catch("b", message()) + user("c"),
            "s>a a>b a>c b>e c>e",
            "event_gateway_target",
        ),
        (
            gateway("eventBased", "a") + catch("b", message()) + catch("c", message()),
            "s>a a>b a>c b>e c>e",
            "event_awaited_twice",
        ),
        (
            user("a") + boundary("x", "a", error()) + boundary("y", "a", error()),
            "s>a a>e x>e y>e",
            "event_awaited_twice",
        ),
        (
            user("a") + event_subprocess("b", message(), user("c"), "b_s>c"),
            "s>a a>b b>e",
            "event_subprocess_connected",
        ),
        (
            user("a")
            + event_subprocess("b", message(), user("c") + '<bpmn:startEvent id="b2"/>', "b_s>c b2>c"),
            "s>a a>e",
            "element_not_supported",
        ),
        (
            user("a") + event_subprocess("b", error(), user("c"), "b_s>c", interrupting=False),
            "s>a a>e",
            "error_event_not_interrupting",
        ),
        (
            user("a") + event_subprocess("b", timer("Cycle", "R3/PT1H"), user("c"), "b_s>c"),
            "s>a a>e",
            "timer_cycle_misplaced",
        ),
        (
            user("a") + element("startEvent", "b", message("Message_Cancelled")),
            "s>a a>e b>a",
            "start_name_not_constant",
        ),
        (
            element(
                "subProcess",
                "a",
                element("startEvent", "b", timer("Cycle", "R/P1D")) + flows("b>c") + user("c"),
            ),
            "s>a a>e",
            "element_not_supported",
        ),
    ],
)
def test_what_cannot_run_is_refused(body: str, links: str, code: str):
    assert code in [problem.code for problem in problems(body, links)]


@pytest.mark.parametrize("value", ["P1M", "P1Y", "P1W", "PT30S"])
def test_what_working_time_cannot_count_is_refused(value):
    timed = element(
        "intermediateCatchEvent",
        "a",
        kit.timer("Duration", value),
        extensions=kit.properties(workingTime="true"),
    )
    assert (only(timed).code, only(timed).element) == ("timer_not_in_working_time", "a")


def test_working_time_needs_something_to_count():
    drawn = kit.user("a") + kit.boundary(
        "bad", "a", kit.error(), extensions=kit.properties(workingTime="true")
    )
    assert only(drawn, "s>a a>e bad>e").code == "working_time_without_timer"


@pytest.mark.parametrize("name", ["notify", "workingTime"])
def test_a_property_of_tasks_has_no_meaning_on_a_gateway(name):
    drawn = element("parallelGateway", "a", extensions=kit.properties(**{name: "true"}))
    assert only(drawn).code == "property_misplaced"
