"""Decision tables on a plain page: what decides now, what a change would do, who puts it into force."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from flask import Blueprint, g, make_response, render_template, request
from werkzeug.wrappers import Response

from engine.decisions.sheet import MOST_ROWS, Row, Sheet
from engine.deployment.decision_changes.in_force import (
    TableVersion,
    earlier_version,
    latest_key,
    table_in_force,
    tables_in_force,
    version_of,
    versions,
)
from engine.deployment.decision_changes.preview import Preview, preview
from engine.deployment.decision_changes.propose import ProposeDecisionChange
from engine.deployment.decision_changes.queries import change, changes_of, open_changes, rows_of
from engine.deployment.decision_changes.settle import SettleDecisionChange
from engine.kernel.errors import InvalidInput
from webapp import messages, names, said, web
from webapp.menu import DECISION_READERS
from webapp.policy import allow

bp = Blueprint("decisions", __name__)
TONES = {"open": "on", "accepted": "ok", "refused": "late", "withdrawn": ""}
CHANGE_TONES = {"added": "ok", "removed": "late", "changed": "on", "moved": ""}


@bp.get("/decisions")
@allow(*DECISION_READERS)
def listing() -> str:
    reader = web.reader()
    waiting: dict[str, int] = {}
    for one in open_changes(reader):
        waiting[one["decision_id"]] = waiting.get(one["decision_id"], 0) + 1
    return render_template(
        "decisions/index.html", tables=[_line(one) for one in tables_in_force(reader)], waiting=waiting
    )


@bp.get("/decisions/<decision_id>")
@allow(*DECISION_READERS)
def table(decision_id: str) -> str:
    reader = web.reader()
    found = table_in_force(reader, decision_id)
    newest = version_of(reader, latest_key(reader, decision_id) or found.key)
    return render_template(
        "decisions/table.html",
        **_shown(found),
        coming=newest if newest.key != found.key else None,
        versions=versions(reader, decision_id),
        changes=changes_of(reader, decision_id), tones=TONES,
        may_edit="process_owner" in g.actor.roles,
    )  # fmt: skip


@bp.get("/decisions/<decision_id>/edit")
@allow("process_owner")
def edit(decision_id: str) -> str:
    base = _newest(decision_id)
    return _edit_page(base, list(base.sheet.rows))


@bp.post("/decisions/<decision_id>/edit")
@allow("process_owner")
def edited(decision_id: str) -> Response:
    """A row added, taken out or moved gives the same page again; `preview` shows what comes of it all;
    `propose` hands it in.
    """
    base = _base(decision_id)
    rows = _posted(base.sheet)
    verb, _, at = request.form.get("do", "preview").partition(":")
    if verb in ("add", "remove", "up"):
        return make_response(_edit_page(base, _rearranged(base.sheet, rows, verb, at)))
    if verb == "propose":
        return _propose(base, rows)
    seen = preview(web.reader(), base, rows)
    if seen.problems or verb == "back":
        return make_response(_edit_page(base, rows, seen.problems), 422 if seen.problems else 200)
    return make_response(_preview_page(base, rows, seen, {}))


def _propose(base: TableVersion, rows: list[Row]) -> Response:
    day = request.form.get("effective_from", "").strip()
    reason = request.form.get("reason", "")
    try:
        wanted = date.fromisoformat(day) if day else None
    except ValueError:
        wrong = {"effective_from": g.t("decisions.day_unreadable")}
        return make_response(_preview_page(base, rows, preview(web.reader(), base, rows), wrong), 422)
    command = ProposeDecisionChange(base.sheet.id, base.key, rows, reason, wanted)
    try:
        made = web.execute(command, idempotency_key=request.form.get("idempotency_key"))
    except InvalidInput as error:
        fields: Mapping[str, Sequence[Any]] = error.facts["fields"]
        wrong = {name: messages.problem_sentence(found[0]) for name, found in fields.items()}
        return make_response(_preview_page(base, rows, preview(web.reader(), base, rows), wrong), 422)
    return said.go(f"/decisions/changes/{made['change_key']}", "said.decision_proposed")


@bp.get("/decisions/changes/<int:key>")
@allow(*DECISION_READERS)
def proposal(key: int) -> str:
    return _proposal_page(key, {})


@bp.post("/decisions/changes/<int:key>")
@allow("process_owner", "process_approver")
def settle(key: int) -> Response:
    how, reason = request.form.get("how", ""), request.form.get("reason", "")
    try:
        web.execute(SettleDecisionChange(key, how, reason))
    except InvalidInput as error:
        fields: Mapping[str, Sequence[Any]] = error.facts["fields"]
        wrong = {name: messages.problem_sentence(found[0]) for name, found in fields.items()}
        return make_response(_proposal_page(key, wrong), 422)
    return said.go(f"/decisions/changes/{key}", f"said.decision_{how}")


def _proposal_page(key: int, problems: Mapping[str, str]) -> str:
    reader = web.reader()
    found = change(reader, key)
    base = version_of(reader, found["base"])
    is_mine = found["proposed_by"] in g.actor.persons
    is_open = found["state"] == "open"
    return render_template(
        "decisions/change.html",
        **_shown(base, list(rows_of(found))),
        change=found, tones=TONES, problems=problems,
        **_seen(base, preview(reader, base, rows_of(found))),
        may_settle=is_open and not is_mine and "process_approver" in g.actor.roles,
        may_withdraw=is_open and is_mine,
    )  # fmt: skip


def _newest(decision_id: str) -> TableVersion:
    """What is changed is the newest version, also where it is in force from a later day on."""
    reader = web.reader()
    key = latest_key(reader, decision_id)
    return table_in_force(reader, decision_id) if key is None else version_of(reader, key)


def _base(decision_id: str) -> TableVersion:
    """The version that the page showed; where another one is newer, proposing says so."""
    newest = _newest(decision_id)
    sent = request.form.get("base", "")
    if sent == str(newest.key) or not sent.isdecimal():
        return newest
    return earlier_version(web.reader(), decision_id, int(sent)) or newest


def _posted(sheet: Sheet) -> list[Row]:
    """The rows of the form, in the order in which they stand there; what does not fit is left empty."""
    form, rows = request.form, []
    for number in form.getlist("row")[: MOST_ROWS + 1]:
        rows.append(
            Row(
                form.get(f"id.{number}", "")[:200],
                tuple(form.get(f"t.{number}.{at}", "").strip() for at in range(len(sheet.inputs))),
                tuple(form.get(f"o.{number}.{at}", "").strip() for at in range(len(sheet.outputs))),
                form.get(f"n.{number}", "").strip(),
            )
        )
    return rows


def _rearranged(sheet: Sheet, rows: list[Row], verb: str, at: str) -> list[Row]:
    """`add:2` puts a row behind the second, `remove:2` takes it out, `up:2` changes it with the first."""
    place = int(at) if at.isdecimal() and int(at) <= len(rows) else len(rows)
    if verb == "add":
        empty = Row("", ("",) * len(sheet.inputs), ("",) * len(sheet.outputs))
        return [*rows[:place], empty, *rows[place:]]
    if verb == "remove" and place:
        return [*rows[: place - 1], *rows[place:]]
    if verb == "up" and place > 1:
        return [*rows[: place - 2], rows[place - 1], rows[place - 2], *rows[place:]]
    return rows


def _edit_page(base: TableVersion, rows: list[Row], problems: Sequence[Any] = ()) -> str:
    told = [messages.problem_sentence(one) for one in problems]
    return render_template("decisions/edit.html", **_shown(base, rows), problems=told)


def _preview_page(base: TableVersion, rows: list[Row], seen: Preview, problems: Mapping[str, str]) -> str:
    return render_template(
        "decisions/preview.html",
        **_shown(base, rows), **_seen(base, seen), problems=problems,
        reason=request.form.get("reason", ""), effective_from=request.form.get("effective_from", ""),
        idempotency_key=request.form.get("idempotency_key") or secrets.token_urlsafe(16),
        today=g.now.astimezone(g.zone).date().isoformat(),
    )  # fmt: skip


def _seen(base: TableVersion, seen: Preview) -> dict[str, Any]:
    sheet = base.sheet
    labels = [*(one.label for one in (*sheet.inputs, *sheet.outputs)), g.t("decisions.note")]
    return {
        "seen": seen, "labels": labels, "change_tones": CHANGE_TONES,
        "replays": [(one, names.title("", one.title)) for one in seen.replays],
    }  # fmt: skip


def _shown(version: TableVersion, rows: list[Row] | None = None) -> dict[str, Any]:
    sheet = version.sheet
    # The English words stand in the catalogue of the process beside which the file lies.
    beside = PurePosixPath(version.filename).parent.name
    return {
        "one": version, "sheet": sheet, "name": names.element(beside, sheet.id, sheet.name),
        "rows": rows if rows is not None else sheet.rows,
    }  # fmt: skip


def _line(version: TableVersion) -> dict[str, Any]:
    return {**_shown(version), "count": len(version.sheet.rows)}
