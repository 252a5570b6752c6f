"""Registers: list, filter, search, page, one row, and export as an Excel file."""

from __future__ import annotations

import io
import logging
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, make_response, render_template, request

from engine.execution.commands.note_export import NoteExport
from engine.register_rows import proposals
from webapp import filters, register_forms, registry, web
from webapp.policy import allow
from webapp.register_cells import NUMBERS, cell, plain, visible_columns
from webapp.security import limits
from webapp.views.files import disposition

bp = Blueprint("registers", __name__)
LOG = logging.getLogger("neiqin.security")
PAGE = 50
COLUMNS_TOLD = 5
EXPORT_MOST = 20_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/registers")
@allow()
def listing() -> str:
    groups: dict[str, list[dict[str, str]]] = {}
    for one in registry.visible():
        told = {"name": one.name, "words": registry.title(one), "icon": one.icon, "holds": _holds(one)}
        groups.setdefault(registry.words(one.group), []).append(told)
    # What stands under no heading comes last.
    ordered = sorted(groups.items(), key=lambda group: not group[0])
    return render_template("registers.html", groups=ordered, count=len(registry.visible()))


def _holds(found: Any) -> str:
    """What a row of the register tells, by its first columns."""
    first = [registry.words(column.label) for column in visible_columns(found)[:COLUMNS_TOLD]]
    return filters.listed(first)


@bp.get("/registers/<name>")
@allow()
def register(name: str) -> str:
    """A page of rows; the filters stand in the address, so that a view can be kept as a bookmark."""
    found = registry.one(name)
    asked = _asked(found)
    if asked.get("q"):
        limits.spend(limits.SEARCH)
    page = _rows(found, asked, request.args.get("cursor"), PAGE)
    columns = [column for column in visible_columns(found) if column.in_list]
    may_enter = register_forms.may_edit(found, web.actor())
    rows = [{"key": row["key"], "cells": [cell(column, row) for column in columns]} for row in page.rows]
    return render_template(
        "register.html",
        name=name, title=registry.title(found), q=asked.get("q", ""), asked=asked, rows=rows,
        columns=[
            {"words": registry.words(column.label), "is_number": column.kind in NUMBERS} for column in columns
        ],
        may_enter=may_enter,
        proposals=proposals.waiting(web.reader(), name) if may_enter else [],
        filters=[_filter(column, asked) for column in columns if column.filter],
        next_href=_href(name, asked, page.next_cursor) if page.next_cursor else "",
        previous_href=_href(name, asked, None) if request.args.get("cursor") else "",
    )  # fmt: skip


@bp.post("/registers/<name>/export")
@allow()
def export(name: str) -> Response:
    """The rows of the present filters as .xlsx, with the columns that this person may see."""
    # A fifth of a second to load, for what is seldom asked.
    from webapp.sheet import workbook

    limits.spend(limits.EXPORT)
    found = registry.one(name)
    columns = visible_columns(found)
    asked = _asked(found)
    heads = [registry.words(column.label) for column in columns]
    rows = [[plain(column, one) for column in columns] for one in _all_rows(found, asked)]
    buffer = io.BytesIO()
    workbook(registry.title(found), heads, [column.kind for column in columns], rows, buffer)
    # Before the file goes out: one that could not be written down stays here.
    web.execute(NoteExport(name, len(rows), {key.removeprefix("f."): text for key, text in asked.items()}))
    LOG.info(
        "export",
        extra={"request_id": g.request_id, "user": g.actor.user_id, "facts": f"{name} {len(rows)} rows"},
    )
    answer = make_response(buffer.getvalue())
    answer.content_type = XLSX
    stamp = g.now.astimezone(g.zone).strftime("%Y%m%d-%H%M")
    answer.headers["Content-Disposition"] = disposition(f"{registry.title(found)} {stamp}.xlsx")
    return answer


def _all_rows(found: Any, asked: dict[str, str]) -> list[Any]:
    rows: list[Any] = []
    cursor: str | None = None
    while len(rows) < EXPORT_MOST:
        page = _rows(found, asked, cursor, 500)
        rows.extend(page.rows)
        cursor = page.next_cursor
        if cursor is None:
            break
    return rows[:EXPORT_MOST]


def _asked(found: Any) -> dict[str, str]:
    """Search and filters as sent; only columns that may be filtered count."""
    known = {f"f.{column.key}" for column in visible_columns(found) if column.filter} | {"q"}
    sent = request.values
    return {name: sent.get(name, "").strip()[:100] for name in sorted(known) if sent.get(name, "").strip()}


def _rows(found: Any, asked: dict[str, str], cursor: str | None, limit: int) -> Any:
    wanted = {name.removeprefix("f."): value for name, value in asked.items() if name != "q"}
    return found.list(web.reader(), wanted, asked.get("q", ""), cursor, limit)


def _filter(column: Any, asked: dict[str, str]) -> dict[str, Any]:
    options = [(value, registry.words(words)) for value, words in column.options.items()]
    if column.kind == "bool":
        options = [("true", g.t("yes")), ("false", g.t("no"))]
    return {
        "key": column.key, "words": registry.words(column.label), "kind": column.kind, "options": options,
        "value": asked.get(f"f.{column.key}", ""),
    }  # fmt: skip


def _href(name: str, asked: dict[str, str], cursor: str | None) -> str:
    parts = dict(asked) | ({"cursor": cursor} if cursor else {})
    return f"/registers/{name}" + (f"?{urlencode(parts)}" if parts else "")
