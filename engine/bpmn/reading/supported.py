"""Which elements run today, and what to draw instead of the others. Data, read by lint and messages too."""

from __future__ import annotations

TASKS = frozenset(
    {
        "businessRuleTask",
        "manualTask",
        "receiveTask",
        "scriptTask",
        "sendTask",
        "serviceTask",
        "task",
        "userTask",
    }
)
ACTIVITIES = TASKS | {"callActivity", "subProcess"}
GATEWAYS = frozenset({"eventBasedGateway", "exclusiveGateway", "inclusiveGateway", "parallelGateway"})
CHOOSING = frozenset({"exclusiveGateway", "inclusiveGateway"})
EVENTS = frozenset(
    {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
)
NODES = ACTIVITIES | GATEWAYS | EVENTS

# Parts of a process that say something to a reader and nothing to the engine.
SILENT = frozenset(
    {
        "association",
        "auditing",
        "category",
        "correlationSubscription",
        "dataInputAssociation",
        "dataObject",
        "dataObjectReference",
        "dataOutputAssociation",
        "dataStoreReference",
        "documentation",
        "extensionElements",
        "group",
        "humanPerformer",
        "incoming",
        "ioSpecification",
        "laneSet",
        "monitoring",
        "multiInstanceLoopCharacteristics",
        "outgoing",
        "performer",
        "potentialOwner",
        "property",
        "resourceRole",
        "sequenceFlow",
        "standardLoopCharacteristics",
        "supportedInterfaceRef",
        "supports",
        "textAnnotation",
    }
)

# Kind -> what to draw instead (the key of a sentence in the message catalogue).
REMEDIES = {
    "adHocSubProcess": "draw_subprocess",
    "behavior": "remove_element",
    "callChoreography": "draw_call_activity",
    "choreographyTask": "draw_service_task",
    "completionQuantity": "draw_parallel_gateway",
    "complexGateway": "draw_exclusive_or_parallel_gateway",
    "eventGatewayType": "draw_message_start_event",
    "executionListeners": "draw_service_task",
    "implicitThrowEvent": "draw_throw_event",
    "instantiate": "draw_message_start_event",
    "isForCompensation": "draw_explicit_undo",
    "loopCardinality": "draw_input_collection",
    "startQuantity": "draw_parallel_gateway",
    "subChoreography": "draw_subprocess",
    "taskListeners": "draw_service_task",
    "transaction": "draw_subprocess",
}

# Which definition an event may carry at which place; "none" is an event without one.
# A start event stands in the process, in a subprocess, or begins an event subprocess.
EVENT_KINDS = {
    "startEvent": frozenset({"none", "message", "signal", "timer"}),
    "subprocessStart": frozenset({"none"}),
    "eventSubprocessStart": frozenset({"error", "escalation", "message", "signal", "timer"}),
    "endEvent": frozenset({"none", "message", "error", "escalation", "signal", "terminate"}),
    "intermediateCatchEvent": frozenset({"link", "message", "signal", "timer"}),
    "intermediateThrowEvent": frozenset({"none", "escalation", "link", "message", "signal"}),
    "boundaryEvent": frozenset({"error", "escalation", "message", "signal", "timer"}),
}
EVENT_REMEDIES = {
    "cancel": "draw_error_event",
    "compensate": "draw_explicit_undo",
    "conditional": "draw_timer_event",
    "error": "draw_error_end_or_boundary_event",
    "escalation": "draw_escalation_throw_or_boundary_event",
    "link": "draw_sequence_flow",
    "message": "draw_user_task",
    "multiple": "draw_single_events",
    "none": "choose_event_type",
    "signal": "draw_message_throw_event",
    "terminate": "draw_terminate_end_event",
    "timer": "draw_intermediate_timer_event",
}
START_REMEDY = "draw_none_start_event"


def remedy_for(kind: str) -> str:
    return REMEDIES.get(kind, "remove_element")


def remedy_for_event(place: str, kind: str) -> str:
    if place in ("startEvent", "subprocessStart"):
        return START_REMEDY
    return EVENT_REMEDIES.get(kind, "remove_element")
