"""For operators and auditors: the messages between cases, and what became of each."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from engine.processes.messages import STATES, messages
from webapp import names, web
from webapp.policy import allow

bp = Blueprint("messages", __name__)
TONES = {"waiting": "on", "correlated": "ok", "expired": "late", "dropped": "soon"}


@bp.get("/admin/messages")
@allow("operator", "auditor")
def listing() -> str:
    state = request.args.get("state", "")
    state = state if state in STATES else ""
    cursor = request.args.get("cursor") or None
    rows, following = messages(web.reader(), web.actor(), state=state or None, cursor=cursor)
    parts = {name: value for name, value in (("state", state), ("cursor", following)) if value}
    return render_template(
        "admin/messages.html",
        rows=rows, state=state, states=STATES, tones=TONES, name_of=names.process, title_of=names.title,
        next_href=f"/admin/messages?{urlencode(parts)}" if following else "",
    )  # fmt: skip
