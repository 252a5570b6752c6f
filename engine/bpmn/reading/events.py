"""Event definitions with the messages, signals, errors and escalations that they refer to."""

from __future__ import annotations

from engine.bpmn import iso
from engine.bpmn.expressions import Template
from engine.bpmn.graph import Event, Node, Timer
from engine.bpmn.reading.extensions import extension_children
from engine.bpmn.reading.report import Report
from engine.bpmn.reading.supported import EVENT_KINDS, EVENTS, remedy_for_event
from engine.bpmn.reading.tags import BPMN, ZEEBE, Xml, bpmn_children, local, reference, text_of

_DEFINITION = "EventDefinition"
# Where an error or escalation is caught; elsewhere it is thrown.
_RISES_TO = frozenset({"boundaryEvent", "startEvent"})


def read_event(element: Xml, node: Node, scope: Node, ids: dict[str, Xml], report: Report) -> None:
    """Set `node.event` from the one definition it may have; send and receive tasks name their message
    themselves.
    """
    definitions = [child for child in bpmn_children(element) if local(child).endswith(_DEFINITION)]
    definitions += [child for child in bpmn_children(element) if local(child) == "eventDefinitionRef"]
    kind = _kind(definitions)
    place = _place(node, scope)
    if node.kind in EVENTS and kind not in EVENT_KINDS[place]:
        where = definitions[0] if definitions else element
        report.refuse_kind(f"{kind}:{node.kind}", remedy_for_event(place, kind), where, node.id)
        node.event = Event(kind)
    elif node.kind in ("sendTask", "receiveTask") and element.get("messageRef"):
        node.event = _message(element, node, ids, report)
    elif definitions:
        node.event = _READERS[kind](definitions[0], node, ids, report)


def _place(node: Node, scope: Node) -> str:
    if node.kind != "startEvent" or scope.kind == "process":
        return node.kind
    return "eventSubprocessStart" if scope.triggered_by_event else "subprocessStart"


def _kind(definitions: list[Xml]) -> str:
    if not definitions:
        return "none"
    return local(definitions[0]).removesuffix(_DEFINITION) if len(definitions) == 1 else "multiple"


def _message(definition: Xml, node: Node, ids: dict[str, Xml], report: Report) -> Event | None:
    message = _referred(definition, "messageRef", "message", node, ids, report)
    if message is None:
        return None
    name = report.template(message.get("name"), message, message.get("id", ""), "name")
    if name is None and not message.get("name"):
        report.refuse("message_name_missing", message, message.get("id", ""))
    key: Template | None = None
    for child in extension_children(message):
        if child.tag == f"{ZEEBE}subscription":
            key = report.template(child.get("correlationKey"), child, message.get("id", ""), "correlationKey")
    return Event("message", name=name or "", correlation_key=key)


def _signal(definition: Xml, node: Node, ids: dict[str, Xml], report: Report) -> Event | None:
    signal = _referred(definition, "signalRef", "signal", node, ids, report)
    if signal is None:
        return None
    name = report.template(signal.get("name"), signal, signal.get("id", ""), "name")
    if name is None and not signal.get("name"):
        report.refuse("signal_name_missing", signal, signal.get("id", ""))
    return Event("signal", name=name or "")


def _link(definition: Xml, node: Node, ids: dict[str, Xml], report: Report) -> Event | None:
    name = " ".join(definition.get("name", "").split())
    if not name:
        report.refuse("link_name_missing", definition, node.id)
    return Event("link", name=name)


def _error(definition: Xml, node: Node, ids: dict[str, Xml], report: Report) -> Event | None:
    catches = node.kind in _RISES_TO
    error = _referred(definition, "errorRef", "error", node, ids, report, may_lack=catches)
    code = _code(error, "errorCode", report)
    if error is not None and not catches and not error.get("errorCode"):
        report.refuse("error_code_missing", error, error.get("id", ""))
    if catches and code is not None and not isinstance(code, str):
        report.refuse("error_code_not_constant", error, node.id)
    return Event("error", code=code)


def _escalation(definition: Xml, node: Node, ids: dict[str, Xml], report: Report) -> Event | None:
    catches = node.kind in _RISES_TO
    escalation = _referred(definition, "escalationRef", "escalation", node, ids, report, may_lack=catches)
    code = _code(escalation, "escalationCode", report)
    if escalation is not None and not catches and not escalation.get("escalationCode"):
        report.refuse("escalation_code_missing", escalation, escalation.get("id", ""))
    if catches and code is not None and not isinstance(code, str):
        report.refuse("escalation_code_not_constant", escalation, node.id)
    return Event("escalation", code=code)


def _code(found: Xml | None, attribute: str, report: Report) -> Template | None:
    """None where a catching event names no code: it catches every one."""
    if found is None:
        return None
    return report.template(found.get(attribute), found, found.get("id", ""), attribute)


def _terminate(definition: Xml, node: Node, ids: dict[str, Xml], report: Report) -> Event | None:
    return Event("terminate")


def _timer(definition: Xml, node: Node, ids: dict[str, Xml], report: Report) -> Event | None:
    times = [child for child in bpmn_children(definition) if local(child) in _TIMES]
    if len(times) != 1 or not text_of(times[0]):
        report.refuse("timer_without_time", definition, node.id)
        return None
    kind = _TIMES[local(times[0])]
    value = report.template(text_of(times[0]), times[0], node.id, local(times[0]))
    if isinstance(value, str) and not iso.is_timer(kind, value):
        report.refuse("timer_invalid", times[0], node.id, kind=kind, value=value[:100])
    if kind == "cycle" and not _may_repeat(node, ids):
        report.refuse("timer_cycle_misplaced", times[0], node.id)
    return Event("timer", timer=Timer(kind, value if value is not None else ""))


def _may_repeat(node: Node, ids: dict[str, Xml]) -> bool:
    """What starts a process may come again, and so may an event that interrupts nothing."""
    if node.kind == "startEvent" and node.scope in ids and local(ids[node.scope]) == "process":
        return True
    return node.kind in ("boundaryEvent", "startEvent") and not node.interrupting


def _referred(
    definition: Xml,
    attribute: str,
    tag: str,
    node: Node,
    ids: dict[str, Xml],
    report: Report,
    *,
    may_lack: bool = False,
) -> Xml | None:
    """What the definition refers to; `may_lack`: a catching event that names nothing catches all."""
    name = reference(definition.get(attribute))
    if not name and may_lack:
        return None
    found = ids.get(name)
    if found is not None and found.tag == f"{BPMN}{tag}":
        return found
    code = "reference_unresolved" if name else "reference_missing"
    report.refuse(code, definition, node.id, attribute=attribute, ref=name)
    return None


_TIMES = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}
_READERS = {
    "error": _error,
    "escalation": _escalation,
    "link": _link,
    "message": _message,
    "signal": _signal,
    "terminate": _terminate,
    "timer": _timer,
}
