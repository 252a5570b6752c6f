"""Draws events, receive tasks and event subprocesses."""

from __future__ import annotations

from tests.engine.bpmn.kit import element, flows


def escalation(name: str = "Escalation_Late") -> str:
    """Without a name it catches every one."""
    return (
        f'<bpmn:escalationEventDefinition escalationRef="{name}"/>'
        if name
        else "<bpmn:escalationEventDefinition/>"
    )


def message(name: str = "Message_Paid") -> str:
    return f'<bpmn:messageEventDefinition messageRef="{name}"/>'


def signal(name: str = "Signal_Alarm") -> str:
    return f'<bpmn:signalEventDefinition signalRef="{name}"/>'


def link(name: str) -> str:
    return f'<bpmn:linkEventDefinition name="{name}"/>'


def catch(name: str, definition: str, extensions: str = "") -> str:
    return element("intermediateCatchEvent", name, definition, extensions=extensions)


def throw(name: str, definition: str, extensions: str = "") -> str:
    return element("intermediateThrowEvent", name, definition, extensions=extensions)


def end(name: str, definition: str = "", extensions: str = "") -> str:
    return element("endEvent", name, definition, extensions=extensions)


def receive(name: str, reference: str = "Message_Paid", inner: str = "", extensions: str = "") -> str:
    return element("receiveTask", name, inner, f'messageRef="{reference}"', extensions)


def event_subprocess(
    name: str,
    definition: str,
    inner: str,
    links: str,
    interrupting: bool = True,
    extensions: str = "",
    of_start: str = "",
) -> str:
    """Its start event is `<name>_s`; `of_start` are the extensions of that event."""
    attribute = f'isInterrupting="{str(interrupting).lower()}"'
    start = element("startEvent", f"{name}_s", definition, attribute, of_start)
    return element("subProcess", name, start + inner + flows(links), 'triggeredByEvent="true"', extensions)
