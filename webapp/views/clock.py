"""The demo's clock: a page to move it, and `PUT /v2/clock` as in the Camunda API. Production has neither."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Blueprint, Response, g, make_response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from engine.execution.commands.move_clock import MoveClock
from engine.kernel.actor import Actor
from webapp import api_auth, errors, filters, said, web
from webapp.policy import allow

bp = Blueprint("clock", __name__)
STEPS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7)}
WHO_MAY = frozenset({"admin"})


@bp.get("/clock")
@allow(demo_only=True)
def page() -> str:
    return _page("")


def _page(problem: str) -> str:
    return render_template(
        "clock.html",
        may_set=bool(WHO_MAY & g.actor.roles), problem=problem,
        steps=[(step, g.t(f"clock.step.{step}")) for step in STEPS],
        now_field=f"{g.now.astimezone(g.zone):%Y-%m-%dT%H:%M}",
    )  # fmt: skip


@bp.post("/clock")
@allow(*WHO_MAY, demo_only=True)
def move() -> AnyResponse | str:
    step = request.form.get("step", "")
    if step == "reset":
        web.execute(MoveClock(None))
        return said.go("/clock", "said.clock_reset")
    at = g.now + STEPS[step] if step in STEPS else _typed(request.form.get("at", ""))
    if at is None:
        return make_response(_page(g.t("clock.unreadable")), 422)
    web.execute(MoveClock(at))
    return said.go("/clock", "said.clock_set", at=filters.moment(at))


def _typed(text: str) -> datetime | None:
    """A wall-clock time of the company, 1900 to 2200."""
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        return None
    return local.replace(tzinfo=g.zone).astimezone(UTC) if 1900 <= local.year <= 2200 else None


@bp.put("/v2/clock")
@allow(*WHO_MAY, basic=True, demo_only=True)
def pin() -> Response:
    """`{"timestamp": milliseconds since 1970}`; 204, 400 or 401."""
    actor = _api_actor()
    body = _body()
    stamp = body.get("timestamp") if isinstance(body, dict) else None
    if isinstance(stamp, bool) or not isinstance(stamp, int) or not 0 <= stamp <= 7_258_118_400_000:
        return errors.problem(
            400, "INVALID_ARGUMENT", "timestamp must be milliseconds since 1970-01-01T00:00:00Z"
        )
    web.execute(MoveClock(datetime.fromtimestamp(stamp / 1000, UTC)), by=actor)
    return make_response("", 204)


def _body() -> Any:
    """The JSON that was sent; None for what is none, and for brackets without end."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


@bp.post("/v2/clock/reset")
@allow(*WHO_MAY, basic=True, demo_only=True)
def reset() -> Response:
    web.execute(MoveClock(None), by=_api_actor())
    return make_response("", 204)


def _api_actor() -> Actor:
    actor = api_auth.actor_of_request()
    if not WHO_MAY & actor.roles:
        raise errors.Refused(403, "role_needed")
    return actor
