"""The reader takes what runs and refuses the rest with element, line and remedy, all of it at once."""

from __future__ import annotations

import pytest

import feel
from engine.bpmn.dialect import read_bpmn
from engine.bpmn.reading.rules import RULES
from engine.kernel.errors import DefinitionRejected
from tests.engine.bpmn.kit import (
    DEFINITIONS,
    END,
    HEAD,
    START,
    boundary,
    diagram,
    element,
    gateway,
    mapping,
    model,
    multi,
    only,
    problems,
    properties,
    script,
    service,
    timer,
    user,
    xml,
)


def test_a_whole_user_task_is_read():
    task = user(
        "a",
        "<bpmn:documentation>Look at the price.</bpmn:documentation>",
        '<zeebe:assignmentDefinition assignee="=boss" candidateGroups="sales" candidateUsers="=[x]"/>'
        '<zeebe:taskSchedule dueDate="=now()" followUpDate="2026-12-01T09:00:00+08:00"/>'
        '<zeebe:formDefinition formId="expense"/><zeebe:priorityDefinition priority="70"/>'
        + properties(
            mustDifferFrom="starter, b", signMeaning="approve", allowReturnTo="b", title='="Case " + nr'
        ),
    )
    node = model(task + user("b"), "s>b b>a a>e").nodes["a"]
    assert node.documentation == "Look at the price."
    drawn = node.user_task
    assert isinstance(drawn.assignee, feel.Expression)
    assert (drawn.candidate_groups, drawn.form_id, drawn.priority) == ("sales", "expense", "70")
    assert isinstance(drawn.due_date, feel.Expression)
    assert drawn.follow_up_date == "2026-12-01T09:00:00+08:00"
    assert node.rules["mustDifferFrom"] == "starter, b"
    assert node.rules["signMeaning"] == "approve"
    assert isinstance(node.rules["title"], feel.Expression)


def test_process_properties_version_tag_and_platform_are_read():
    extensions = '<zeebe:versionTag value="v1"/>' + properties(startableBy="sales", businessKey="=number")
    data = xml(START + END, "s>e", extensions=extensions).replace(
        b'id="definitions"',
        b'id="definitions" modeler:executionPlatform="Camunda Cloud"'
        b' modeler:executionPlatformVersion="8.8.0"',
    )
    document = read_bpmn(data, "drawn.bpmn")
    process = document.processes["P"]
    assert (process.version_tag, process.root.rules["startableBy"]) == ("v1", "sales")
    assert (document.platform, document.platform_version) == ("Camunda Cloud", "8.8.0")


def test_the_form_of_a_start_event_is_read():
    start = element("startEvent", "s", extensions='<zeebe:formDefinition formId="begin"/>')
    document = read_bpmn(xml(start + END, "s>e"), "drawn.bpmn")
    assert document.processes["P"].nodes["s"].form_id == "begin"


def test_lanes_name_the_innermost_lane_of_each_node():
    lanes = (
        '<bpmn:laneSet id="set"><bpmn:lane id="out" name="Office"><bpmn:flowNodeRef>a</bpmn:flowNodeRef>'
        '<bpmn:childLaneSet id="inner"><bpmn:lane id="in" name="Desk"><bpmn:flowNodeRef>a</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>"
    )
    assert model(lanes + user("a"), "s>a a>e").nodes["a"].lane == "in"


def test_every_problem_of_a_file_is_told_at_once():
    body = service("a") + element("serviceTask", "b") + script("c", "1 + 1", "x") + script("d", "=1 +", "y")
    found = problems(body, "s>a a>b b>c c>d d>e x>a")
    assert {problem.code for problem in found} == {
        "task_definition_missing",
        "feel_equals_missing",
        "feel_invalid",
        "reference_unresolved",
    }


def test_lines_are_those_of_the_file():
    data = xml(START + END + "\n\n" + element("serviceTask", "a"), "s>a a>e")
    with pytest.raises(DefinitionRejected) as refused:
        read_bpmn(data, "drawn.bpmn")
    assert refused.value.problems[0].line == 3


def test_bad_feel_is_named_with_element_attribute_and_text():
    body = user("a", multi("=[1]", "i", until="=1 ="), mapping(("input", "=x +", "y")))
    body += gateway("exclusive", "g", default="g_e")
    found = {problem.facts["attribute"]: problem for problem in problems(body, "s>a a>g g>e g>a?if")}
    assert {name: problem.element for name, problem in found.items()} == {
        "completionCondition": "a",
        "source": "a",
        "conditionExpression": "g_a",
    }
    assert found["source"].facts["expression"] == "=x +"


@pytest.mark.parametrize("value", ["-PT1H", "P", "PT", "1h", "P1.5D", "R3/PT1H"])
def test_a_constant_duration_is_checked_when_it_is_read(value: str):
    problem = only(element("intermediateCatchEvent", "a", timer("Duration", value)))
    assert (problem.code, problem.facts) == ("timer_invalid", {"kind": "duration", "value": value})


@pytest.mark.parametrize("value", ["R0/PT1H", "R/P", "PT1H", "0 0 9 * * MON-FRI", "R3/soon/PT1H"])
def test_a_constant_cycle_is_checked_when_it_is_read(value: str):
    body = user("a") + boundary("x", "a", timer("Cycle", value), interrupting=False)
    assert only(body, "s>a a>e x>e").code == "timer_invalid"


@pytest.mark.parametrize("value", ["P3D", "PT1.5S", "P1Y2M10DT2H30M", "P2W", "=wait"])
def test_good_durations_are_read(value: str):
    assert model(element("intermediateCatchEvent", "a", timer("Duration", value)), "s>a a>e")


def test_an_unknown_property_of_ours_is_refused_with_the_known_ones():
    problem = only(user("a", extensions=properties(mustDiferFrom="b")))
    assert problem.code == "property_unknown"
    assert problem.facts["name"] == "neiqin:mustDiferFrom"
    assert problem.facts["known"] == [f"neiqin:{name}" for name in RULES]


def test_a_property_given_twice_is_refused():
    twice = properties(signMeaning="a").replace("</zeebe:properties>", "") + properties(
        signMeaning="b"
    ).replace("<zeebe:properties>", "")
    assert only(user("a", extensions=twice)).code == "property_twice"


def test_what_other_tools_add_is_a_warning():
    extensions = (
        '<zeebe:properties><zeebe:property name="inbound.type" value="x"/></zeebe:properties>'
        '<zeebe:futureThing/><other:thing xmlns:other="urn:other"/>'
        '<zeebe:formDefinition formKey="camunda:old"/>'
    )
    task = user("a", extensions=extensions).replace(
        'id="a"', 'id="a" xmlns:camunda="urn:c" camunda:assignee="x"'
    )
    warnings = read_bpmn(xml(START + END + task, "s>a a>e"), "drawn.bpmn").warnings
    assert {(warning.code, warning.element, warning.severity) for warning in warnings} == {
        (code, "a", "warning")
        for code in (
            "property_ignored",
            "extension_unknown",
            "extension_ignored",
            "form_not_linked",
            "attribute_ignored",
        )
    }


def test_only_executable_processes_are_read():
    other = '<bpmn:process id="Q" isExecutable="false"><bpmn:task id="q"/></bpmn:process>'
    assert list(read_bpmn(xml(START + END, "s>e", after=other), "drawn.bpmn").processes) == ["P"]
    with pytest.raises(DefinitionRejected) as refused:
        read_bpmn(f"{HEAD}{DEFINITIONS}{other}</bpmn:definitions>".encode(), "drawn.bpmn")
    assert [problem.code for problem in refused.value.problems] == ["no_executable_process"]


def test_a_drawing_of_nothing_is_refused():
    bounds = '<dc:Bounds x="1" y="2" width="3" height="4"/>'
    ghost = f'<bpmndi:BPMNShape bpmnElement="ghost">{bounds}</bpmndi:BPMNShape>'
    assert only("", "s>e", after=diagram(ghost)).code == "reference_unresolved"
