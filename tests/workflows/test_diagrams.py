"""What every shipped diagram must be: readable, named in Chinese, drawn whole, with ids that speak."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from engine.bpmn.dialect import read_bpmn
from engine.bpmn.graph import Process
from tests.workflows.conftest import WORKFLOWS

DIAGRAMS = sorted(WORKFLOWS.rglob("*.bpmn"))
MODELER = "{http://camunda.org/schema/modeler/1.0}"
PREFIXES = {
    "startEvent": ("StartEvent",),
    "endEvent": ("EndEvent",),
    "boundaryEvent": ("BoundaryTimer", "BoundaryError", "BoundaryMessage"),
    "intermediateCatchEvent": ("IntermediateTimer", "IntermediateMessage"),
    "intermediateThrowEvent": ("IntermediateMessage",),
    "userTask": ("UserTask",),
    "serviceTask": ("ServiceTask",),
    "scriptTask": ("ScriptTask",),
    "businessRuleTask": ("BusinessRuleTask",),
    "callActivity": ("CallActivity",),
    "subProcess": ("SubProcess",),
    "exclusiveGateway": ("Gateway",),
    "parallelGateway": ("Gateway",),
    "eventBasedGateway": ("Gateway",),
}


def processes(path: Path) -> Iterator[Process]:
    yield from read_bpmn(path.read_bytes(), path.name).processes.values()


@pytest.fixture(params=DIAGRAMS, ids=lambda path: path.parent.name)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_a_diagram_is_named_like_its_folder_and_stamped_for_the_modeler(path: Path) -> None:
    root = etree.parse(path).getroot()

    assert [process.id for process in processes(path)] == [path.parent.name]
    assert root.get(f"{MODELER}executionPlatform") == "Camunda Cloud"
    assert root.get(f"{MODELER}executionPlatformVersion") == "8.8.0"


def test_ids_say_what_the_element_is(path: Path) -> None:
    for process in processes(path):
        for node in process.nodes.values():
            if node.kind != "process":
                kind, _, name = node.id.partition("_")
                assert kind in PREFIXES[node.kind], node.id
                assert re.fullmatch("[A-Z][A-Za-z0-9]+", name), node.id


def test_tasks_and_ends_are_named_in_chinese(path: Path) -> None:
    for process in processes(path):
        for node in process.nodes.values():
            is_inner_start = node.kind == "startEvent" and node.scope != process.id
            assert is_inner_start or re.search("[一-鿿]", node.name), node.id


def test_every_element_and_flow_is_drawn_inside_the_sheet(path: Path) -> None:
    for process in processes(path):
        for node in process.nodes.values():
            assert node.kind == "process" or node.shape is not None, node.id
        for flow in process.flows.values():
            assert flow.edge is not None, flow.id
            assert len(flow.edge.waypoints) >= 2, flow.id


def test_no_two_elements_of_a_scope_overlap(path: Path) -> None:
    for process in processes(path):
        drawn = [n for n in process.nodes.values() if n.shape is not None and n.kind != "boundaryEvent"]
        for at, one in enumerate(drawn):
            for other in drawn[at + 1 :]:
                if one.scope == other.scope:
                    assert not _overlap(one, other), (one.id, other.id)


def test_a_choice_has_a_way_out_for_everything(path: Path) -> None:
    for process in processes(path):
        for node in process.nodes.values():
            if node.kind == "exclusiveGateway" and len(node.outgoing) > 1:
                without = [flow for flow in node.outgoing if flow.condition is None]
                covered = node.default is not None or not without
                assert covered, node.id
                assert all(flow.name for flow in node.outgoing), node.id


def _overlap(one: object, other: object) -> bool:
    a, b = one.shape.bounds, other.shape.bounds  # type: ignore[attr-defined]
    return bool(a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height)
