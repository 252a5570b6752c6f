"""For machines: is the process alive, is the node ready, what are the figures."""

from __future__ import annotations

import hmac
import logging
from ipaddress import ip_address

from flask import Blueprint, Response, make_response, request
from prometheus_client import generate_latest
from sqlalchemy.exc import DBAPIError

from webapp import figures, metrics, web
from webapp.errors import Refused
from webapp.policy import allow
from webapp.shutdown import is_stopping

bp = Blueprint("health", __name__)
LOG = logging.getLogger("neiqin.health")


@bp.get("/healthz")
@allow(public=True)
def healthz() -> Response:
    """The process answers."""
    return make_response({"status": "ok"}, 200)


@bp.get("/readyz")
@allow(public=True)
def readyz() -> Response:
    """The database answers, its schema is ours, the heartbeat beats, and nobody has asked us to stop."""
    # What reads the versions of the schema takes long to load, and a first page does not need it.
    from engine.bootstrap import schema

    checks = {"database": False, "schema": False, "heartbeat": False, "not_stopping": not is_stopping()}
    try:
        checks["heartbeat"] = figures.heart_beats(web.reader())
        checks["database"] = True
        checks["schema"] = schema.is_current(web.reader().connection)
    except DBAPIError:
        LOG.warning("database not ready", exc_info=True)
    good = all(checks.values())
    return make_response({"status": "ready" if good else "not ready", **checks}, 200 if good else 503)


@bp.get("/metrics")
@allow(public=True)
def numbers() -> Response:
    """Prometheus text: this worker's counters and the gauges of the database, for who watches it."""
    if not _is_watcher():
        raise Refused(403, "metrics_closed")
    body = generate_latest(metrics.REGISTRY) + figures.prometheus(web.reader()).encode()
    answer = make_response(body, 200)
    answer.content_type = "text/plain; version=0.0.4; charset=utf-8"
    return answer


def _is_watcher() -> bool:
    """Whoever sends the token of the settings; without one, a program of this very machine.

    What a proxy of this machine hands on comes from elsewhere, though the connection is a local one.
    """
    token = web.engine().settings.metrics_token
    if token:
        sent = request.headers.get("Authorization", "")
        return hmac.compare_digest(sent.encode(), f"Bearer {token}".encode())
    if request.headers.get("X-Forwarded-For") or request.headers.get("Forwarded"):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
