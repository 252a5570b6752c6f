"""The inbox: mine, my groups', done; with search, filters, pages, preview and claiming several at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from urllib.parse import urlencode

from flask import Blueprint, g, render_template, request
from werkzeug.wrappers import Response

from engine.kernel.errors import EngineError
from engine.user_tasks.claim import ClaimTask
from engine.user_tasks.inbox import inbox
from webapp import inbox_lines, menu, names, said, task_parts, web
from webapp.inbox_lines import Line
from webapp.policy import allow
from webapp.security import limits
from webapp.security.keys import keys as keys_in

bp = Blueprint("inbox", __name__)
SCOPES = ("mine", "groups", "done")
DUE = ("overdue", "today")
MOST_AT_ONCE = 50


@bp.get("/inbox")
@allow()
def listing() -> str:
    """One page of a scope; everything chosen stands in the address."""
    asked = _asked()
    if asked["q"]:
        limits.spend(limits.SEARCH)
    page = inbox(
        web.reader(), web.actor(), scope=asked["scope"], search=asked["q"] or None,
        process_id=asked["process"] or None, due=asked["due"] or None,
        cursor=request.args.get("cursor") or None,
    )  # fmt: skip
    lines = inbox_lines.of_rows(page.rows)
    # The list comes most urgent first, so its head says whether something of mine is late.
    first = lines[0].due if lines else None
    g.is_late = asked["scope"] == "mine" and first is not None and first.kind == "late"
    counted = menu.counts().get(asked["scope"], 0)
    return render_template(
        "inbox.html",
        **asked, due_filter=asked["due"], rows=lines, buckets=_buckets(lines, asked["scope"]),
        processes=_processes(),
        lines=lambda members: inbox_lines.html(members, asked["scope"]),
        total="99+" if counted > 99 else counted or "",
        next_href=_href(asked, page.next_cursor) if page.next_cursor else "",
        first_href=_href(asked, None) if request.args.get("cursor") else "",
    )  # fmt: skip


def _asked() -> dict[str, str]:
    sent = request.args
    scope = sent.get("scope", "")
    scope = scope if scope in SCOPES else "mine"
    due = sent.get("due", "")
    return {
        "scope": scope,
        "q": sent.get("q", "").strip()[:100],
        "process": sent.get("process", "")[:100],
        "due": due if due in DUE and scope != "done" else "",
    }


def _buckets(rows: Sequence[Line], scope: str) -> list[tuple[str, list[Line]]]:
    """Rows by due date. They come sorted by it, so equal groups stand together."""
    if scope == "done":
        return [("", list(rows))]
    grouped = groupby(rows, key=lambda row: row.due.bucket if row.due else "none")
    return [(code, list(part)) for code, part in grouped]


def _processes() -> list[tuple[str, str]]:
    return sorted(((id, names.process(id)) for id in names.process_names()), key=lambda pair: pair[1])


def _href(asked: dict[str, str], cursor: str | None) -> str:
    parts = {**asked, "cursor": cursor or ""}
    return "/inbox?" + urlencode({name: value for name, value in parts.items() if value})


@bp.get("/inbox/peek/<int:key>")
@allow()
def peek(key: int) -> str:
    """The preview beside the list: the same facts as the task page, without the form."""
    return render_template("peek.html", **task_parts.of_task(key))


@bp.post("/inbox/claim")
@allow()
def claim_ticked() -> Response:
    """Claim the ticked tasks. What someone else took meanwhile drops out and is counted."""
    keys = keys_in(request.form.getlist("t"), MOST_AT_ONCE)
    taken = sum(_claimed(key) for key in keys)
    code = "said.claimed_some" if taken < len(keys) else "said.claimed_many"
    return said.go("/inbox" if taken else "/inbox?scope=groups", code, n=taken, missed=len(keys) - taken)


def _claimed(key: int) -> bool:
    try:
        web.execute(ClaimTask(key))
    except EngineError as error:
        g.setdefault("dropped", []).append(error.code)
        return False
    return True
