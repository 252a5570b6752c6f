"""The flow elements of one process: nodes, sequence flows, lanes."""

from __future__ import annotations

from engine.bpmn.graph import Flow, Lane, Node, Process
from engine.bpmn.reading.events import read_event
from engine.bpmn.reading.extensions import extension_children, read_extensions
from engine.bpmn.reading.repeats import read_loop, read_multi
from engine.bpmn.reading.report import Report
from engine.bpmn.reading.supported import NODES, SILENT, remedy_for
from engine.bpmn.reading.tags import (
    BPMN,
    MODELER,
    XSI,
    ZEEBE,
    Xml,
    bpmn_children,
    flag,
    line_of,
    local,
    reference,
    text_of,
)

_HARMLESS_ATTRIBUTES = (ZEEBE, MODELER, XSI)


def read_process(element: Xml, ids: dict[str, Xml], report: Report) -> Process:
    """Everything inside a process element, read without recursion into any library."""
    name = element.get("id", "")
    root = Node(name, "process", name=element.get("name", ""), line=line_of(element))
    root.documentation = _documentation(element)
    process = Process(name, root.name, {name: root}, {}, root.line, file=report.file)
    for child in extension_children(element):
        if child.tag == f"{ZEEBE}versionTag":
            process.version_tag = child.get("value", "")
    read_extensions(element, root, report)
    scopes = [(element, root)]
    while scopes:
        xml, scope = scopes.pop()
        scopes += _read_scope(xml, scope, process, ids, report)
    _read_lanes(element, process, report)
    return process


def _read_scope(
    xml: Xml, scope: Node, process: Process, ids: dict[str, Xml], report: Report
) -> list[tuple[Xml, Node]]:
    """The nodes directly in a scope; gives back the subprocesses among them."""
    inner = []
    for child in bpmn_children(xml):
        kind = local(child)
        if kind == "sequenceFlow":
            _read_flow(child, process, report)
        elif kind in NODES:
            node = _read_node(child, kind, scope, process, ids, report)
            if node.triggered_by_event:
                scope.event_subprocesses.append(node.id)
            if kind == "subProcess":
                inner.append((child, node))
        elif kind not in SILENT and not (scope.kind != "process" and kind.endswith("EventDefinition")):
            # It stays in the graph, so that nothing behind it is called unreachable.
            node = Node(child.get("id", ""), kind, scope.id, line=line_of(child))
            process.nodes.setdefault(node.id, node)
            report.refuse_kind(kind, remedy_for(kind), child, node.id)
    return inner


def _read_node(
    xml: Xml, kind: str, scope: Node, process: Process, ids: dict[str, Xml], report: Report
) -> Node:
    node = Node(xml.get("id", ""), kind, scope.id, " ".join(xml.get("name", "").split()), line_of(xml))
    if not node.id:
        report.refuse("id_missing", xml, kind=kind)
    process.nodes.setdefault(node.id, node)
    node.documentation = _documentation(xml)
    node.default = reference(xml.get("default")) or None
    node.attached_to = reference(xml.get("attachedToRef")) or None
    node.interrupting = flag(xml, "cancelActivity", True) and flag(xml, "isInterrupting", True)
    node.triggered_by_event = kind == "subProcess" and flag(xml, "triggeredByEvent", False)
    read_extensions(xml, node, report)
    read_event(xml, node, scope, ids, report)
    read_multi(xml, node, report)
    read_loop(xml, node, report)
    _refuse_variants(xml, node, report)
    _warn_of_foreign_attributes(xml, node, report)
    if kind == "startEvent":
        scope.starts.append(node.id)
    return node


def _refuse_variants(xml: Xml, node: Node, report: Report) -> None:
    """Attributes and children that turn a supported element into one that does not run."""
    variants = {
        "instantiate": xml if flag(xml, "instantiate", False) else None,
        "eventGatewayType": xml if xml.get("eventGatewayType", "Exclusive") != "Exclusive" else None,
        "startQuantity": xml if xml.get("startQuantity", "1") != "1" else None,
        "completionQuantity": xml if xml.get("completionQuantity", "1") != "1" else None,
        "isForCompensation": xml if flag(xml, "isForCompensation", False) else None,
    }
    for kind, where in variants.items():
        if where is not None:
            report.refuse_kind(kind, remedy_for(kind), where, node.id)


def _warn_of_foreign_attributes(xml: Xml, node: Node, report: Report) -> None:
    """An assignee of another engine would be dropped unheard."""
    for name in xml.attrib:
        text = str(name)
        if text.startswith("{") and not text.startswith(_HARMLESS_ATTRIBUTES):
            report.warn("attribute_ignored", xml, node.id, attribute=text.rpartition("}")[2])


def _read_flow(xml: Xml, process: Process, report: Report) -> None:
    name = xml.get("id", "")
    if not name:
        report.refuse("id_missing", xml, kind="sequenceFlow")
    flow = Flow(name, reference(xml.get("sourceRef")), reference(xml.get("targetRef")))
    flow.name = " ".join(xml.get("name", "").split())
    flow.line = line_of(xml)
    condition = xml.find(f"{BPMN}conditionExpression")
    if condition is not None and text_of(condition):
        flow.condition = report.template(
            text_of(condition), condition, name, "conditionExpression", must_be_feel=True
        )
        if flow.condition is None:
            flow.condition = ""
    process.flows.setdefault(name, flow)


def _read_lanes(element: Xml, process: Process, report: Report) -> None:
    for xml in element.iter(f"{BPMN}lane"):
        process.lanes.append(Lane(xml.get("id", ""), xml.get("name", "")))
        for ref in xml.findall(f"{BPMN}flowNodeRef"):
            node = process.nodes.get(reference(ref.text))
            if node is not None:
                # Lanes may be nested: the innermost comes last in the file.
                node.lane = xml.get("id", "")


def _documentation(element: Xml) -> str:
    return text_of(element.find(f"{BPMN}documentation"))
