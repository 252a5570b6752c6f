"""Counters for `/metrics`. Each worker counts its own; gauges are read from the database when asked."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram

REGISTRY = CollectorRegistry()
REQUESTS = Counter("neiqin_requests", "Requests by route and status.", ["route", "status"], registry=REGISTRY)
SECONDS = Histogram(
    "neiqin_request_seconds",
    "Time of a request.",
    registry=REGISTRY,
    buckets=(0.005, 0.02, 0.05, 0.1, 0.5, 2, 10),
)
LOGIN_FAILURES = Counter("neiqin_login_failures", "Refused logins.", registry=REGISTRY)
REFUSED = Counter("neiqin_refused", "Refusals by code.", ["code"], registry=REGISTRY)
