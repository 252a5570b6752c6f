"""References of one process, checked and joined: flows, boundary events, defaults, lanes, our own rules."""

from __future__ import annotations

from engine.bpmn.graph import LINK, Flow, Node, Process
from engine.bpmn.reading.report import Report
from engine.bpmn.reading.rules import PREFIX, STARTER, rule_of, task_ids
from engine.bpmn.reading.supported import ACTIVITIES
from engine.bpmn.reading.tags import BPMN, Xml, reference


def join(process: Process, ids: dict[str, Xml], report: Report) -> None:
    """Connect the graph; whatever leads nowhere is reported with its line."""
    for flow in process.flows.values():
        _join_flow(flow, process, ids, report)
    for node in process.nodes.values():
        _join_boundary(node, process, ids, report)
        _join_link(node, process, ids, report)
        _check_default(node, ids, report)
        _check_rules(node, process, ids, report)
    _check_texts(process, ids, report)


def _unresolved(report: Report, ids: dict[str, Xml], element: str, attribute: str, ref: str) -> None:
    report.refuse("reference_unresolved", ids.get(element), element, attribute=attribute, ref=ref)


def _join_flow(flow: Flow, process: Process, ids: dict[str, Xml], report: Report) -> None:
    source, target = process.nodes.get(flow.source), process.nodes.get(flow.target)
    for attribute, ref, node in (("sourceRef", flow.source, source), ("targetRef", flow.target, target)):
        if node is None:
            _unresolved(report, ids, flow.id, attribute, ref)
    if source is None or target is None:
        return
    if not source.scope or source.scope != target.scope:
        report.refuse("flow_crosses_scope", ids.get(flow.id), flow.id, source=source.id, target=target.id)
        return
    source.outgoing.append(flow)
    target.incoming.append(flow)


def _join_boundary(node: Node, process: Process, ids: dict[str, Xml], report: Report) -> None:
    if node.kind != "boundaryEvent":
        return
    host = process.nodes.get(node.attached_to or "")
    if host is None:
        _unresolved(report, ids, node.id, "attachedToRef", node.attached_to or "")
        return
    if host.id not in report.not_run and (host.kind not in ACTIVITIES or host.scope != node.scope):
        report.refuse("boundary_host_invalid", ids.get(node.id), node.id, host=host.id)
        return
    host.boundaries.append(node.id)


def _join_link(node: Node, process: Process, ids: dict[str, Xml], report: Report) -> None:
    """A link throw event is connected with the one catch event of its name in the same scope."""
    if node.event is None or node.event.kind != LINK or not node.event.name:
        return
    ends = [
        other
        for other in process.nodes.values()
        if other.kind != node.kind and other.scope == node.scope and other.event == node.event
    ]
    is_throw = node.kind == "intermediateThrowEvent"
    if not ends or (is_throw and len(ends) > 1):
        report.refuse("link_not_paired", ids.get(node.id), node.id, link=node.event.name, count=len(ends))
    elif is_throw:
        node.link = Flow(f"{node.id}~{ends[0].id}", node.id, ends[0].id)
        ends[0].linked_from.append(node.id)


def _check_default(node: Node, ids: dict[str, Xml], report: Report) -> None:
    if node.default is not None and node.default not in [flow.id for flow in node.outgoing]:
        _unresolved(report, ids, node.id, "default", node.default)


_STEPS = {"tasks": frozenset({"userTask"}), "steps": frozenset({"userTask", "callActivity"})}


def _check_rules(node: Node, process: Process, ids: dict[str, Xml], report: Report) -> None:
    for name, value in node.rules.items():
        rule = rule_of(name)
        kinds = None if rule is None else _STEPS.get(rule.form)
        if kinds is None or not isinstance(value, str):
            continue
        for ref in task_ids(value):
            step = process.nodes.get(ref)
            if step is None and ref == STARTER and "callActivity" in kinds:
                continue
            if step is None or step.kind not in kinds:
                _unresolved(report, ids, node.id, PREFIX + name, ref)


def _check_texts(process: Process, ids: dict[str, Xml], report: Report) -> None:
    """`incoming`, `outgoing` and `flowNodeRef` repeat what flows and lanes say; a wrong one is damage."""
    for tag in ("incoming", "outgoing", "flowNodeRef"):
        for xml in ids[process.id].iter(f"{BPMN}{tag}"):
            ref = reference(xml.text)
            if ref not in ids:
                owner = xml.getparent()
                element = owner.get("id", "") if owner is not None else ""
                report.refuse("reference_unresolved", xml, element, attribute=tag, ref=ref[:100])
