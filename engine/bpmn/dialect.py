"""Reads a BPMN file in the Camunda 8 dialect into the graph, or refuses it with all that is wrong."""

from __future__ import annotations

from engine.bpmn.graph import Document, Process
from engine.bpmn.reading.diagram import read_diagram
from engine.bpmn.reading.elements import read_process
from engine.bpmn.reading.references import join
from engine.bpmn.reading.report import Report
from engine.bpmn.reading.safety import check_ids, check_secrets, parse
from engine.bpmn.reading.structure import check
from engine.bpmn.reading.tags import BPMN, MODELER, Xml, flag

PLATFORM = "Camunda Cloud"


def read_bpmn(data: bytes, filename: str) -> Document:
    """The executable processes of one file, connected, checked and with their drawing.

    1. Parse safely: encoding, no DOCTYPE, size, depth.
    2. Check ids and secrets of the whole file.
    3. Read each executable process, connect its references, check its structure.
    4. Read the drawing.

    Raises DefinitionRejected with all problems found, each with file, element and line. Warnings are in the
    document.
    """
    report = Report(filename)
    root = parse(data, report)
    if root.tag != f"{BPMN}definitions":
        report.refuse("not_bpmn", root, tag=str(root.tag)[:200])
        report.stop()
    ids = check_ids(root, report)
    check_secrets(root, report)
    platform = root.get(f"{MODELER}executionPlatform", "")
    if platform and platform != PLATFORM:
        report.warn("platform_differs", root, platform=platform, expected=PLATFORM)
    processes = _processes(root, ids, report)
    read_diagram(root, processes, ids, report)
    report.stop()
    version = root.get(f"{MODELER}executionPlatformVersion", "")
    return Document(processes, tuple(report.warnings), platform, version, root.get("exporter", ""))


def _processes(root: Xml, ids: dict[str, Xml], report: Report) -> dict[str, Process]:
    processes: dict[str, Process] = {}
    for element in root.findall(f"{BPMN}process"):
        name = element.get("id")
        if not flag(element, "isExecutable", False):
            continue
        if not name:
            report.refuse("id_missing", element, kind="process")
        elif ids[name] is element:
            process = processes[name] = read_process(element, ids, report)
            join(process, ids, report)
            check(process, ids, report)
    if not processes:
        report.refuse("no_executable_process", root)
    return processes
