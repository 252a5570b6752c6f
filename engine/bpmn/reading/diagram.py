"""Diagram interchange: where everything is drawn. Missing drawing is fine; a drawing of nothing is not."""

from __future__ import annotations

import math

from engine.bpmn.graph import Annotation, Bounds, Edge, Lane, Point, Process, Shape
from engine.bpmn.reading.report import Report
from engine.bpmn.reading.tags import BPMN, BPMNDI, DC, DI, Xml, flag, local, reference, text_of

_MOST = 1_000_000.0


def read_diagram(root: Xml, processes: dict[str, Process], ids: dict[str, Xml], report: Report) -> None:
    """Give nodes, flows, lanes and artifacts their places; every `bpmnElement` must exist."""
    shapes = {
        name: shape
        for xml in root.iter(f"{BPMNDI}BPMNShape")
        if (shape := _shape(xml, report)) and (name := _ref(xml, ids, report))
    }
    edges = {
        name: edge
        for xml in root.iter(f"{BPMNDI}BPMNEdge")
        if (edge := _edge(xml, report)) and (name := _ref(xml, ids, report))
    }
    for xml in root.iter(f"{BPMNDI}BPMNPlane"):
        _ref(xml, ids, report)
    for process in processes.values():
        for node in process.nodes.values():
            node.shape = shapes.get(node.id)
        for flow in process.flows.values():
            flow.edge = edges.get(flow.id)
        for lane in process.lanes:
            lane.shape = shapes.get(lane.id)
        _read_pools(root, process, shapes, edges)
        _read_artifacts(ids[process.id], process, shapes, edges)


def _ref(xml: Xml, ids: dict[str, Xml], report: Report) -> str:
    name = reference(xml.get("bpmnElement"))
    if name in ids:
        return name
    report.refuse("reference_unresolved", xml, name[:100], attribute="bpmnElement", ref=name[:100])
    return ""


def _read_pools(root: Xml, process: Process, shapes: dict[str, Shape], edges: dict[str, Edge]) -> None:
    """The pool of the process, black boxes of partners, and the messages between them."""
    for xml in root.iter(f"{BPMN}participant"):
        if reference(xml.get("processRef")) in (process.id, ""):
            pool = Lane(xml.get("id", ""), xml.get("name", ""), "participant", shapes.get(xml.get("id", "")))
            process.lanes.insert(0, pool)
    drawn = {*process.nodes, *(lane.id for lane in process.lanes)}
    for xml in root.iter(f"{BPMN}messageFlow"):
        ends = {reference(xml.get("sourceRef")), reference(xml.get("targetRef"))}
        if ends <= drawn and xml.get("id") in edges:
            process.associations.append(edges[xml.get("id", "")])


def _read_artifacts(element: Xml, process: Process, shapes: dict[str, Shape], edges: dict[str, Edge]) -> None:
    for xml in element.iter(f"{BPMN}textAnnotation", f"{BPMN}group", f"{BPMN}association"):
        name = xml.get("id", "")
        if local(xml) == "association":
            if name in edges:
                process.associations.append(edges[name])
        elif name in shapes:
            text = text_of(xml.find(f"{BPMN}text"))
            process.annotations.append(Annotation(name, text, local(xml), shapes[name]))


def _shape(xml: Xml, report: Report) -> Shape | None:
    bounds = _bounds(xml.find(f"{DC}Bounds"), report)
    if bounds is None:
        return None
    label = xml.find(f"{BPMNDI}BPMNLabel/{DC}Bounds")
    return Shape(
        bounds,
        _bounds(label, report) if label is not None else None,
        # Tools that leave it out draw a subprocess large when its inside is shown.
        flag(xml, "isExpanded", bounds.width > 130 and bounds.height > 100),
        flag(xml, "isMarkerVisible", True),
        flag(xml, "isHorizontal", True),
    )


def _edge(xml: Xml, report: Report) -> Edge | None:
    points = []
    for way in xml.findall(f"{DI}waypoint"):
        x, y = _number(way.get("x")), _number(way.get("y"))
        if x is None or y is None:
            report.refuse("coordinate_invalid", way, reference(xml.get("bpmnElement")))
            return None
        points.append(Point(x, y))
    label = xml.find(f"{BPMNDI}BPMNLabel/{DC}Bounds")
    return Edge(tuple(points), _bounds(label, report) if label is not None else None) if points else None


def _bounds(xml: Xml | None, report: Report) -> Bounds | None:
    if xml is None:
        return None
    numbers = [_number(xml.get(name)) for name in ("x", "y", "width", "height")]
    good = [number for number in numbers if number is not None]
    if len(good) != 4:
        report.refuse("coordinate_invalid", xml)
        return None
    return Bounds(*good)


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= _MOST else None
