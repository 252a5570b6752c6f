"""Scenario files tried in a company of their own."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.deployment.bundle import DeployFile
from engine.kernel.errors import DefinitionRejected
from engine.seeds.scenarios.trial import try_scenarios

PROCESS = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="Definitions_Leave"
  targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="leave" isExecutable="true">
    <bpmn:extensionElements><zeebe:properties>
      <zeebe:property name="neiqin:startableBy" value="sales_assistant"/>
    </zeebe:properties></bpmn:extensionElements>
    <bpmn:startEvent id="Start"><bpmn:outgoing>F1</bpmn:outgoing></bpmn:startEvent>
    <bpmn:userTask id="Approve" name="Approve">
      <bpmn:extensionElements><zeebe:userTask/>
        <zeebe:assignmentDefinition candidateGroups="sales_manager"/>
      </bpmn:extensionElements>
      <bpmn:incoming>F1</bpmn:incoming><bpmn:outgoing>F2</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:endEvent id="Done"><bpmn:incoming>F2</bpmn:incoming></bpmn:endEvent>
    <bpmn:sequenceFlow id="F1" sourceRef="Start" targetRef="Approve"/>
    <bpmn:sequenceFlow id="F2" sourceRef="Approve" targetRef="Done"/>
  </bpmn:process>
</bpmn:definitions>
"""
SCENARIO = """
name: Leave is approved
given: {clock: "2026-05-20T09:00:00+08:00"}
steps:
  - {start: leave, who: zhouzimo}
  - {task: Approve, who: sunlixing}
then:
  - {ended: Done}
"""


@pytest.fixture
def files() -> tuple[DeployFile, ...]:
    return (DeployFile("leave/process.bpmn", PROCESS.encode()),)


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_file_is_tried_on_its_own(tmp_path: Path, files: tuple[DeployFile, ...]) -> None:
    paths = [
        written(tmp_path, "a", SCENARIO),
        written(tmp_path, "b", SCENARIO.replace("who: sunlixing", "who: zhouzimo")),
        written(tmp_path, "c", SCENARIO.replace("task: Approve", "task: Sleep")),
        written(tmp_path, "d", SCENARIO.replace("ended: Done", "ended: Nowhere")),
        written(tmp_path, "e", SCENARIO.replace("ended: Done", "no_task: Approve") + "  - {task: Approve}\n"),
    ]

    outcomes = list(try_scenarios(paths, files))

    assert [outcome.path.stem for outcome in outcomes] == ["a", "b", "c", "d", "e"]
    assert outcomes[0].wrong == ()
    assert outcomes[1].wrong == (
        "then 1: the case is active",
        "step 2 was refused: permission_denied []",
    )
    assert outcomes[2].wrong == ("Sleep: no such task is open",)
    assert outcomes[3].wrong == ("then 1: the case did not end at Nowhere",)
    assert outcomes[4].wrong == ("then 2: Approve is not open",)


def test_definitions_that_cannot_be_deployed_are_told(tmp_path: Path) -> None:
    broken = DeployFile(
        "leave/process.bpmn", PROCESS.replace('targetRef="Done"', 'targetRef="Gone"').encode()
    )

    with pytest.raises(DefinitionRejected):
        list(try_scenarios([written(tmp_path, "a", SCENARIO)], (broken,)))
