"""Every model of other houses is read whole or refused with reasons, and nothing is ever fetched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.bpmn.dialect import read_bpmn
from engine.bpmn.drawing import draw
from engine.bpmn.graph import Document
from engine.bpmn.model import Model
from engine.kernel.errors import DefinitionRejected

pytestmark = pytest.mark.conformance


def records(conformance: Path) -> list[dict]:
    manifest = json.loads((conformance / "manifest.json").read_text(encoding="utf-8"))
    return [record for record in manifest["files"] if record["kind"] == "bpmn"]


def read(conformance: Path, record: dict) -> Document | DefinitionRejected:
    path = conformance / record["path"]
    try:
        return read_bpmn(path.read_bytes(), path.name)
    except DefinitionRejected as refused:
        return refused


def test_every_model_is_read_or_refused_with_a_code_and_a_place(conformance: Path):
    seen = 0
    for record in records(conformance):
        outcome = read(conformance, record)
        seen += 1
        if isinstance(outcome, Document):
            assert outcome.processes
            continue
        assert outcome.problems, record["path"]
        for problem in outcome.problems:
            assert problem.code, record["path"]
            assert problem.file == Path(record["path"]).name
            assert problem.severity == "error"
            assert json.dumps(problem.facts), record["path"]
    assert seen > 150


def test_what_is_read_can_be_built_and_drawn(conformance: Path):
    built = 0
    for record in records(conformance):
        outcome = read(conformance, record)
        if isinstance(outcome, Document):
            for process in outcome.processes.values():
                Model(process)
                assert draw(process).startswith("<svg")
                built += 1
    assert built >= 12


def test_a_file_with_a_doctype_is_refused_for_that(conformance: Path):
    marked = [record for record in records(conformance) if record.get("doctype")]
    assert marked
    for record in marked:
        outcome = read(conformance, record)
        assert isinstance(outcome, DefinitionRejected), record["path"]
        assert [problem.code for problem in outcome.problems] == ["doctype_refused"]


def test_a_file_that_is_no_wellformed_xml_says_where(conformance: Path):
    for record in records(conformance):
        if record.get("wellformed") is False and not record.get("doctype"):
            outcome = read(conformance, record)
            assert isinstance(outcome, DefinitionRejected), record["path"]
            assert outcome.problems[0].code == "xml_not_wellformed"
            assert outcome.problems[0].line > 0


def test_every_executable_process_that_is_read_keeps_all_its_elements(conformance: Path):
    counted = {
        "userTask",
        "serviceTask",
        "callActivity",
        "exclusiveGateway",
        "parallelGateway",
        "sequenceFlow",
    }
    for record in records(conformance):
        outcome = read(conformance, record)
        if not isinstance(outcome, Document) or record.get("elements", {}).get("process", 1) != len(
            outcome.processes
        ):
            continue
        nodes = [node for process in outcome.processes.values() for node in process.nodes.values()]
        flows = [flow for process in outcome.processes.values() for flow in process.flows]
        for kind in counted & set(record.get("elements", {})):
            found = len(flows) if kind == "sequenceFlow" else sum(node.kind == kind for node in nodes)
            assert found == record["elements"][kind], (record["path"], kind)
