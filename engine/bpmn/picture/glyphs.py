"""Small paths: what a task is (from its top left corner), what an event or gateway is (around its middle)."""

from __future__ import annotations

TASKS = {
    "userTask": "M0 11c0-3 1.8-4.6 4.5-4.6S9 8 9 11M4.5 5.4a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6z",
    "serviceTask": (
        "M5.7 3.2a2.6 2.6 0 1 0 0 5.2 2.6 2.6 0 0 0 0-5.2zM5.7 0v2M5.7 9.6v2M0 5.8h2M9.4 5.8h2"
        "M1.8 1.9 3.2 3.3M8.2 8.3l1.4 1.4M9.6 1.9 8.2 3.3M3.2 8.3 1.8 9.7"
    ),
    "scriptTask": "M1 .5h6.5L10 3v8.5H1zM3.2 4.6h4.4M3.2 6.9h4.4M3.2 9.2h2.8",
    "businessRuleTask": "M0 1h11.5v9.5H0zM0 4.2h11.5M3.8 4.2v6.3M0 7.4h11.5",
    "receiveTask": "M0 1.5h12v8.5H0zM0 1.8l6 4.6 6-4.6",
    "sendTask": "M0 1.5h12v8.5H0zM0 1.8l6 4.6 6-4.6",
    "manualTask": (
        "M2 7V3.4a.9.9 0 0 1 1.8 0M3.8 6V1.9a.9.9 0 0 1 1.8 0V6M5.6 6V1.6a.9.9 0 0 1 1.8 0V6"
        "M7.4 6.4V2.6a.9.9 0 0 1 1.8 0v5c0 2.4-1.4 4-3.6 4-1.8 0-2.7-.8-3.6-2.4L.5 6.9c.5-.8 1.3-.6 1.7.1"
    ),
}
EVENTS = {
    "timer": "M0-6.8a6.8 6.8 0 1 0 0 13.6a6.8 6.8 0 1 0 0-13.6zM0-4V0l3 2",
    "message": "M-7-4.6h14v9.2h-14zM-7-4.3l7 5.2 7-5.2",
    "error": "M-5.4 5.2l3-9.4 4 6.2 3.8-8",
    "escalation": "M0-6.4l4.8 11.6-4.8-4.8-4.8 4.8z",
    "link": "M-6.4-2.6h6.6v-3l6.4 5.6-6.4 5.6v-3h-6.6z",
    "signal": "M0-6.2l6.4 11h-12.8z",
}
FILLED = frozenset({"escalation", "link", "signal"})
GATEWAYS = {
    "eventBasedGateway": ("M-9 0a9 9 0 1 0 18 0a9 9 0 1 0-18 0zM0-6l5.7 4.1-2.2 6.8h-7l-2.2-6.8z"),
    "exclusiveGateway": "M-5.5-5.5l11 11M5.5-5.5l-11 11",
    "inclusiveGateway": "M-7.5 0a7.5 7.5 0 1 0 15 0a7.5 7.5 0 1 0-15 0z",
    "parallelGateway": "M0-8v16M-8 0h16",
}
TERMINATE = "M-7 0a7 7 0 1 0 14 0a7 7 0 1 0-14 0z"
PARALLEL = "M-4-5v8M0-5v8M4-5v8"
SEQUENTIAL = "M-5-4.5h10M-5-1h10M-5 2.5h10"
LOOP = "M-2 4.6a5 5 0 1 1 4 0M2 4.6l3.4.4M2 4.6l.6-3.2"
COLLAPSED = "M-6-6h12v12h-12zM0-3.5v7M-3.5 0h7"
