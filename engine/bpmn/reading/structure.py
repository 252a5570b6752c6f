"""What a drawing must have so that it can run: a start, ways out, conditions where a choice is made."""

from __future__ import annotations

from engine.bpmn import iso
from engine.bpmn.graph import ERROR, Node, Process
from engine.bpmn.reading.awaited import check_events
from engine.bpmn.reading.report import Report
from engine.bpmn.reading.supported import CHOOSING, GATEWAYS
from engine.bpmn.reading.tags import Xml


def check(process: Process, ids: dict[str, Xml], report: Report) -> None:
    reached = _reached(process, report.not_run)
    for node in process.nodes.values():
        if node.id in report.not_run:
            continue
        xml = ids.get(node.id)
        if node.kind in ("process", "subProcess"):
            _check_starts(node, process, xml, report)
        if node.scope and node.id not in reached:
            report.refuse("element_unreachable", xml, node.id, kind=node.kind)
        _check_ends(node, xml, report)
        check_events(node, process, ids, report)
        _check_conditions(node, ids, report)
        _check_mappings(node, xml, report)
        _check_work(node, xml, report)
        _check_working_time(node, xml, report)


def _check_starts(node: Node, process: Process, xml: Xml | None, report: Report) -> None:
    if report.not_run.intersection(node.starts):
        return
    plain = [name for name in node.starts if process.nodes[name].event is None]
    if node.triggered_by_event:
        if len(node.starts) != 1:
            report.refuse("event_subprocess_start_not_single", xml, node.id, count=len(node.starts))
    elif len(plain) > 1 or not node.starts:
        report.refuse("start_event_not_single", xml, node.id, count=len(plain))


def _reached(process: Process, not_run: set[str]) -> set[str]:
    """Elements that a token can come to; what hangs on a refused element counts as reached."""
    todo = [name for node in process.nodes.values() for name in node.starts]
    todo += not_run & set(process.nodes)
    todo += [name for node in process.nodes.values() for name in node.event_subprocesses]
    seen: set[str] = set()
    while todo:
        at = todo.pop()
        if at not in seen:
            seen.add(at)
            node = process.nodes[at]
            todo += [flow.target for flow in node.ways]
            todo += node.boundaries
    return seen


def _check_ends(node: Node, xml: Xml | None, report: Report) -> None:
    if node.kind == "endEvent" and node.outgoing:
        report.refuse("end_event_goes_on", xml, node.id)
    if node.kind in ("startEvent", "boundaryEvent") and node.incoming:
        report.refuse("event_has_incoming", xml, node.id, kind=node.kind)
    if node.kind in GATEWAYS | {"startEvent", "boundaryEvent"} and not node.outgoing:
        report.refuse("element_leads_nowhere", xml, node.id, kind=node.kind)
    catches = node.kind in ("boundaryEvent", "startEvent")
    if catches and node.event is not None and node.event.kind == ERROR and not node.interrupting:
        report.refuse("error_event_not_interrupting", xml, node.id)


def _check_conditions(node: Node, ids: dict[str, Xml], report: Report) -> None:
    chooses = node.kind in CHOOSING and len(node.outgoing) > 1
    for flow in node.outgoing:
        if chooses and flow.condition is None and flow.id != node.default:
            report.refuse("condition_missing", ids.get(flow.id), flow.id, gateway=node.id)
        if flow.condition is not None and node.kind not in CHOOSING:
            report.refuse("condition_without_gateway", ids.get(flow.id), flow.id, source=node.id)


def _check_mappings(node: Node, xml: Xml | None, report: Report) -> None:
    """Gateways have no scope of variables, and an event that has happened takes none in."""
    takes_none_in = node.kind in GATEWAYS | {"startEvent", "boundaryEvent"}
    if (node.inputs and takes_none_in) or (node.outputs and node.kind in GATEWAYS):
        report.refuse("mapping_without_scope", xml, node.id, kind=node.kind)


def _check_work(node: Node, xml: Xml | None, report: Report) -> None:
    """Each kind of task must say what is to be done."""
    if node.kind == "serviceTask" and node.job is None:
        report.refuse("task_definition_missing", xml, node.id, kind=node.kind)
    if node.kind == "businessRuleTask" and node.job is None and node.decision is None:
        report.refuse("called_decision_missing", xml, node.id)
    if node.kind == "scriptTask" and node.job is None and node.script is None:
        report.refuse("script_missing", xml, node.id)
    if node.kind == "receiveTask" and node.event is None:
        report.refuse("message_to_receive_missing", xml, node.id)
    if node.kind == "sendTask" and node.job is None and node.event is None:
        report.refuse("message_missing", xml, node.id)
    if node.kind == "callActivity" and node.called is None:
        report.refuse("called_process_missing", xml, node.id)
    if node.job is not None and not node.job.type:
        report.refuse("task_definition_missing", xml, node.id, kind=node.kind)


def _check_working_time(node: Node, xml: Xml | None, report: Report) -> None:
    """It counts the times of a user task or of a timer, and has months and seconds neither."""
    timed = node.kind in ("boundaryEvent", "intermediateCatchEvent", "startEvent")
    if not timed or node.rules.get("workingTime") != "true":
        return
    timer = node.event.timer if node.event is not None else None
    if timer is None:
        report.refuse("working_time_without_timer", xml, node.id)
    elif timer.kind != "date" and isinstance(timer.value, str) and not iso.is_work_time(timer.value):
        report.refuse("timer_not_in_working_time", xml, node.id, value=timer.value[:50])
