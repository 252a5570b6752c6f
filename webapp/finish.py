"""What happens to every answer: cookies, headers, a count and one log line."""

from __future__ import annotations

import logging
import time

from flask import Flask, Response, g, request

from webapp import metrics, said
from webapp.security import csrf, headers

LOG = logging.getLogger("neiqin.access")


def register(app: Flask) -> None:
    app.after_request(_finish)


def _finish(response: Response) -> Response:
    if "request_id" in g:
        csrf.keep_visit(response)
        said.forget(response)
        response.headers["X-Request-Id"] = g.request_id
    headers.harden(response)
    if request.endpoint != "static":
        _record(response)
    return response


def _record(response: Response) -> None:
    seconds = time.perf_counter() - g.get("started", time.perf_counter())
    route = request.url_rule.rule if request.url_rule else "unknown"
    metrics.REQUESTS.labels(route, response.status_code).inc()
    metrics.SECONDS.observe(seconds)
    session = g.get("session")
    LOG.info(
        "request",
        extra={
            "request_id": g.get("request_id", ""),
            "method": request.method,
            "path": request.path[:300],
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
            "user": session.user_id if session else "",
            "address": request.remote_addr or "",
        },
    )
