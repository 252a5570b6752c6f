"""Which elements run today, and what to draw instead of the others. Data, read by lint and messages too."""

from __future__ import annotations

TASKS = frozenset(
    {"task", "userTask", "manualTask", "scriptTask", "serviceTask", "businessRuleTask", "sendTask"}
)
ACTIVITIES = TASKS | {"callActivity", "subProcess"}
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway"})
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
    "callChoreography": "draw_call_activity",
    "choreographyTask": "draw_service_task",
    "complexGateway": "draw_exclusive_or_parallel_gateway",
    "eventBasedGateway": "draw_user_task_with_boundary_timer",
    "eventSubprocess": "draw_boundary_event",
    "executionListeners": "draw_service_task",
    "implicitThrowEvent": "draw_throw_event",
    "inclusiveGateway": "draw_exclusive_or_parallel_gateway",
    "isForCompensation": "draw_explicit_undo",
    "receiveTask": "draw_user_task",
    "standardLoopCharacteristics": "draw_loop_or_multi_instance",
    "subChoreography": "draw_subprocess",
    "taskListeners": "draw_service_task",
    "transaction": "draw_subprocess",
}

# Which definition an event may carry at which place; "none" is an event without one.
EVENT_KINDS = {
    "startEvent": frozenset({"none"}),
    "endEvent": frozenset({"none", "message", "error", "terminate"}),
    "intermediateCatchEvent": frozenset({"timer"}),
    "intermediateThrowEvent": frozenset({"none", "message"}),
    "boundaryEvent": frozenset({"timer", "error"}),
}
EVENT_REMEDIES = {
    "cancel": "draw_error_event",
    "compensate": "draw_explicit_undo",
    "conditional": "draw_timer_event",
    "error": "draw_error_end_or_boundary_event",
    "escalation": "draw_error_event",
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
    if place == "startEvent":
        return START_REMEDY
    return EVENT_REMEDIES.get(kind, "remove_element")
