"""In-app notices of the person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, render_template, request

from engine.processes.notices import MarkNoticesRead, NoticeRow, notices
from webapp import i18n, messages, names, said, web
from webapp.policy import allow
from webapp.security import keys

bp = Blueprint("notices", __name__)
PAGE = 50
ICONS = {
    "task_assigned": "inbox", "task_available": "users", "task_escalated": "trending-up",
    "task_opened": "inbox", "task_completed": "circle-check", "task_canceled": "circle-x",
    "task_overdue": "clock", "incident": "triangle-alert", "comment_mention": "at-sign",
    "task_reminder": "clock", "seal_overdue": "clock", "seal_missing": "triangle-alert",
    "loan_settle_reminder": "clock", "loan_overdue": "triangle-alert", "loan_payroll_note": "info",
    "deposit_stage": "clock",
    "reveal_asked": "eye", "reveal_approved": "circle-check", "reveal_refused": "circle-x",
    "password_due": "clock", "ca_ends": "clock",
    "case_ended": "circle-check", "check_found": "triangle-alert",
    "decision_change_proposed": "table-2", "decision_change_accepted": "circle-check",
    "decision_change_refused": "circle-x",
}  # fmt: skip
# Those that are about an account on a platform and its password.
ACCOUNTS = frozenset({"reveal_asked", "reveal_approved", "reveal_refused", "password_due", "ca_ends"})
# Where a notice leads that is about no case.
PLACES = {"check_found": "/admin"}
# These name the proposal that they are about.
CHANGES = ("decision_change_proposed", "decision_change_accepted", "decision_change_refused")


@bp.get("/notices")
@allow()
def listing() -> str:
    before = keys.key(request.args.get("before", ""))
    rows = notices(web.reader(), web.actor(), before=before, limit=PAGE + 1)
    following = f"/notices?before={rows[PAGE - 1].key}" if len(rows) > PAGE else ""
    unread = [one.key for one in rows[:PAGE] if one.read_at is None]
    return render_template(
        "notices.html", rows=[_shown(one) for one in rows[:PAGE]], unread=unread, next_href=following
    )


def _shown(notice: NoticeRow) -> dict[str, Any]:
    facts = messages.readable(notice.facts) | _task_name(notice.facts)
    code = f"notice.{notice.kind}"
    known = code in i18n.catalogue("zh-Hans")
    task, case = notice.task_key, notice.instance_key
    return {
        "icon": ICONS.get(notice.kind, "bell"),
        "words": i18n.say(g.language, code if known else "notice.other", {"kind": notice.kind, **facts}),
        "about": facts.get("title") or facts.get("text") or "",
        "href": f"/tasks/{task}" if task else f"/instances/{case}" if case else _place(notice),
        "created_at": notice.created_at,
        "read_at": notice.read_at,
    }


def _place(notice: NoticeRow) -> str:
    if notice.kind in ACCOUNTS:
        return f"/registers/platform_accounts/{notice.facts.get('account', '')}/password"
    if notice.kind in CHANGES:
        return f"/decisions/changes/{notice.facts.get('change', '')}"
    return PLACES.get(notice.kind, "")


def _task_name(facts: Mapping[str, Any]) -> dict[str, str]:
    """The task of a notice in the reader's language; notices that know no element keep their words."""
    process_id, element_id = facts.get("process_id"), facts.get("element_id")
    if not isinstance(process_id, str) or not isinstance(element_id, str):
        return {}
    return {"task": names.element(process_id, element_id, str(facts.get("task") or element_id))}


@bp.post("/notices/read")
@allow()
def read() -> Response:
    sent = tuple(keys.keys(request.form.getlist("key"), 200))
    if sent:
        web.execute(MarkNoticesRead(sent))
    return said.go("/notices")
