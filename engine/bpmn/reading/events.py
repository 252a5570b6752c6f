"""Event definitions, messages and errors, multi-instance characteristics."""

from __future__ import annotations

from engine.bpmn import iso
from engine.bpmn.expressions import Template
from engine.bpmn.graph import Event, Multi, Node, Timer
from engine.bpmn.reading.extensions import extension_children
from engine.bpmn.reading.report import Report
from engine.bpmn.reading.supported import EVENT_KINDS, EVENTS, remedy_for_event
from engine.bpmn.reading.tags import BPMN, ZEEBE, Xml, bpmn_children, flag, local, reference, text_of

_DEFINITION = "EventDefinition"


def read_event(element: Xml, node: Node, ids: dict[str, Xml], report: Report) -> None:
    """Set `node.event` from the one definition it may have; a send task names its message itself."""
    definitions = [child for child in bpmn_children(element) if local(child).endswith(_DEFINITION)]
    definitions += [child for child in bpmn_children(element) if local(child) == "eventDefinitionRef"]
    kind = _kind(definitions)
    if node.kind in EVENTS and kind not in EVENT_KINDS[node.kind]:
        where = definitions[0] if definitions else element
        report.refuse_kind(f"{kind}:{node.kind}", remedy_for_event(node.kind, kind), where, node.id)
        node.event = Event(kind)
    elif node.kind == "sendTask" and element.get("messageRef"):
        node.event = _message(element, node, ids, report)
    elif definitions:
        node.event = _READERS[kind](definitions[0], node, ids, report)


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


def _error(definition: Xml, node: Node, ids: dict[str, Xml], report: Report) -> Event | None:
    catches = node.kind == "boundaryEvent"
    if catches and not definition.get("errorRef"):
        return Event("error")
    error = _referred(definition, "errorRef", "error", node, ids, report)
    if error is None:
        return None
    code = report.template(error.get("errorCode"), error, error.get("id", ""), "errorCode")
    if code is None and not error.get("errorCode"):
        report.refuse("error_code_missing", error, error.get("id", ""))
    if catches and code is not None and not isinstance(code, str):
        report.refuse("error_code_not_constant", error, node.id)
    return Event("error", code=code or "")


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
    if kind == "cycle" and (node.kind != "boundaryEvent" or node.interrupting):
        report.refuse("timer_cycle_misplaced", times[0], node.id)
    return Event("timer", timer=Timer(kind, value if value is not None else ""))


def _referred(
    definition: Xml, attribute: str, tag: str, node: Node, ids: dict[str, Xml], report: Report
) -> Xml | None:
    name = reference(definition.get(attribute))
    found = ids.get(name)
    if found is not None and found.tag == f"{BPMN}{tag}":
        return found
    code = "reference_unresolved" if name else "reference_missing"
    report.refuse(code, definition, node.id, attribute=attribute, ref=name)
    return None


_TIMES = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}
_READERS = {"message": _message, "error": _error, "terminate": _terminate, "timer": _timer}


def read_multi(element: Xml, node: Node, report: Report) -> None:
    """Set `node.multi` from multiInstanceLoopCharacteristics with zeebe:loopCharacteristics."""
    loop = element.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if loop is None:
        return
    zeebe = next(
        (child for child in extension_children(loop) if child.tag == f"{ZEEBE}loopCharacteristics"), None
    )
    if zeebe is None or not zeebe.get("inputCollection"):
        report.refuse("loop_collection_missing", loop, node.id)
        return

    def feel(text: str | None, at: Xml, attribute: str) -> Template | None:
        return report.template(text, at, node.id, attribute, must_be_feel=True)

    until = loop.find(f"{BPMN}completionCondition")
    output = zeebe.get("outputElement")
    if bool(output) != bool(zeebe.get("outputCollection")):
        report.refuse("loop_output_incomplete", zeebe, node.id)
    items = feel(zeebe.get("inputCollection"), zeebe, "inputCollection")
    node.multi = Multi(
        sequential=flag(loop, "isSequential", False),
        items=items if items is not None else "",
        item=report.variable(zeebe.get("inputElement"), zeebe, node.id, "inputElement") or None,
        collection=report.variable(zeebe.get("outputCollection"), zeebe, node.id, "outputCollection") or None,
        output=feel(output, zeebe, "outputElement"),
        until=feel(text_of(until), until, "completionCondition") if until is not None else None,
    )
