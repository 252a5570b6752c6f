"""Which behaviour an element has: one kind of element a file."""

from __future__ import annotations

from engine.bpmn.behaviours.activities import AskDecision, Manual, OpenTask, Receive, RunScript, Work
from engine.bpmn.behaviours.calls import Call
from engine.bpmn.behaviours.events import Catch, Happened, Start
from engine.bpmn.behaviours.gateways import EventBased, Exclusive, Inclusive, Parallel
from engine.bpmn.behaviours.loops import LoopBody, Round
from engine.bpmn.behaviours.multi_instance import Body, Inner
from engine.bpmn.behaviours.scopes_ import EventSubprocess, Subprocess
from engine.bpmn.behaviours.throws import (
    EndAll,
    Pass,
    ThrowError,
    ThrowEscalation,
    ThrowLink,
    ThrowMessage,
    ThrowSignal,
)
from engine.bpmn.elements import Behaviour
from engine.bpmn.graph import ERROR, ESCALATION, LINK, MESSAGE, SIGNAL, TERMINATE, TIMER, Node

_BY_KIND: dict[str, type[Behaviour]] = {
    "process": Subprocess,
    "subProcess": Subprocess,
    "userTask": OpenTask,
    "task": Manual,
    "manualTask": Manual,
    "callActivity": Call,
    "receiveTask": Receive,
    "eventBasedGateway": EventBased,
    "exclusiveGateway": Exclusive,
    "inclusiveGateway": Inclusive,
    "parallelGateway": Parallel,
    "startEvent": Start,
    "boundaryEvent": Happened,
}
_CATCHING: dict[str, type[Behaviour]] = {LINK: Happened, MESSAGE: Catch, SIGNAL: Catch, TIMER: Catch}
_THROWING: dict[str, type[Behaviour]] = {
    ERROR: ThrowError,
    ESCALATION: ThrowEscalation,
    LINK: ThrowLink,
    MESSAGE: ThrowMessage,
    SIGNAL: ThrowSignal,
    TERMINATE: EndAll,
}


def behaviour_of(node: Node) -> Behaviour:
    """The behaviour of an element that the reader has let pass."""
    if node.triggered_by_event:
        return EventSubprocess()
    if node.kind in _BY_KIND:
        return _BY_KIND[node.kind]()
    if node.job is not None:
        return Work()
    if node.script is not None:
        return RunScript()
    if node.decision is not None:
        return AskDecision()
    if node.event is None:
        return Pass()
    catching = node.kind == "intermediateCatchEvent"
    return (_CATCHING if catching else _THROWING)[node.event.kind]()


def body_of(node: Node) -> tuple[Behaviour, Inner]:
    """A repeated element: the body that counts, and the behaviour of each inner instance."""
    if node.loop is not None:
        return LoopBody(), Round(behaviour_of(node))
    return Body(), Inner(behaviour_of(node))
