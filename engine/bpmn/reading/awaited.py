"""What events need so that the right one is told: keys, single names, a gateway's targets, links, scopes."""

from __future__ import annotations

from collections.abc import Iterable

from engine.bpmn.graph import AWAITED, LINK, MESSAGE, SENDING, TIMER, Node, Process
from engine.bpmn.reading.report import Report
from engine.bpmn.reading.tags import Xml


def check_events(node: Node, process: Process, ids: dict[str, Xml], report: Report) -> None:
    """Everything about one element that concerns the events it has or hosts."""
    xml = ids.get(node.id)
    _check_key(node, process, xml, report)
    _check_link(node, xml, report)
    _check_start(node, process, xml, report)
    if node.kind == "eventBasedGateway":
        _check_gateway(node, process, ids, report)
    if node.triggered_by_event and (node.incoming or node.outgoing or node.boundaries or node.is_repeated):
        report.refuse("event_subprocess_connected", xml, node.id)
    inside = [start for name in node.event_subprocesses for start in process.nodes[name].starts]
    for hosted in (node.boundaries, inside, [flow.target for flow in node.outgoing if _is_choice(node)]):
        _check_twice((process.nodes[name] for name in hosted), ids, report)


def _is_choice(node: Node) -> bool:
    return node.kind == "eventBasedGateway"


def _check_key(node: Node, process: Process, xml: Xml | None, report: Report) -> None:
    """Only a message that starts a process goes to nobody who waits already."""
    if node.event is None or node.event.kind != MESSAGE or node.kind in SENDING:
        return
    if node.kind == "startEvent" and node.scope == process.id:
        return
    if node.event.correlation_key is None:
        report.refuse("correlation_key_missing", xml, node.id)


def _check_start(node: Node, process: Process, xml: Xml | None, report: Report) -> None:
    """What starts a process is listened to from its deployment on, when there is no variable yet."""
    begins = node.kind == "startEvent" and node.scope == process.id
    if not begins or node.event is None or node.event.kind == TIMER:
        return
    if not isinstance(node.event.name, str):
        report.refuse("start_name_not_constant", xml, node.id)


def _check_link(node: Node, xml: Xml | None, report: Report) -> None:
    if node.event is None or node.event.kind != LINK:
        return
    drawn = node.outgoing if node.kind == "intermediateThrowEvent" else node.incoming
    if drawn:
        report.refuse("link_connected", xml, node.id)
    elif node.kind == "intermediateCatchEvent" and not node.outgoing:
        report.refuse("element_leads_nowhere", xml, node.id, kind=node.kind)


def _check_gateway(node: Node, process: Process, ids: dict[str, Xml], report: Report) -> None:
    if len(node.outgoing) < 2:
        report.refuse("event_gateway_single", ids.get(node.id), node.id)
    for flow in node.outgoing:
        target = process.nodes[flow.target]
        awaits = target.event is not None and target.event.kind in AWAITED
        if target.id in report.not_run:
            continue
        if target.kind != "intermediateCatchEvent" or not awaits or len(target.incoming) > 1:
            report.refuse(
                "event_gateway_target", ids.get(flow.id), flow.id, target=target.id, kind=target.kind
            )


def _check_twice(nodes: Iterable[Node], ids: dict[str, Xml], report: Report) -> None:
    """Two events of one host that wait for the same: which of them is meant could not be told."""
    seen: set[tuple[str, str]] = set()
    for node in nodes:
        if node.event is None or node.event.kind in (TIMER, LINK):
            continue
        named = node.event.code if node.event.name is None else node.event.name
        what = (node.event.kind, "" if named is None else str(named))
        if what in seen and (named is None or isinstance(named, str)):
            report.refuse("event_awaited_twice", ids.get(node.id), node.id, kind=what[0], name=what[1])
        seen.add(what)
