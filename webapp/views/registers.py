"""Registers: list, filter, search, page, one row, and export as an Excel file."""

from __future__ import annotations

import io
import logging
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, g, make_response, render_template, request

from engine.execution.commands.note_export import NoteExport
from engine.kernel.errors import NotFound
from webapp import filters, registry, web
from webapp.policy import allow
from webapp.security import limits
from webapp.views.files import disposition

bp = Blueprint("registers", __name__)
LOG = logging.getLogger("neiqin.security")
PAGE = 50
COLUMNS_TOLD = 5
EXPORT_MOST = 20_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# States that every register may use; their colour is the same everywhere.
TONES = {
    "active": "ok",
    "valid": "ok",
    "done": "ok",
    "paid": "ok",
    "closed": "",
    "expired": "late",
    "overdue": "late",
    "void": "late",
}


@bp.get("/registers")
@allow()
def listing() -> str:
    seen = [
        {"name": one.name, "words": registry.title(one), "icon": one.icon, "holds": _holds(one)}
        for one in registry.visible()
    ]
    return render_template("registers.html", registers=seen)


def _holds(found: Any) -> str:
    """What a row of the register tells, by its first columns."""
    first = [registry.words(column.label) for column in _columns(found)[:COLUMNS_TOLD]]
    return filters.listed(first)


@bp.get("/registers/<name>")
@allow()
def register(name: str) -> str:
    """A page of rows; the filters stand in the address, so that a view can be kept as a bookmark."""
    found = _found(name)
    asked = _asked(found)
    if asked.get("q"):
        limits.spend(limits.SEARCH)
    page = _rows(found, asked, request.args.get("cursor"), PAGE)
    columns = _columns(found)
    rows = [{"key": row["key"], "cells": [_cell(column, row) for column in columns]} for row in page.rows]
    return render_template(
        "register.html",
        name=name, title=registry.title(found), q=asked.get("q", ""), asked=asked, rows=rows,
        columns=[{"words": registry.words(column.label), "kind": column.kind} for column in columns],
        filters=[_filter(column, asked) for column in columns if column.filter],
        next_href=_href(name, asked, page.next_cursor) if page.next_cursor else "",
        previous_href=_href(name, asked, None) if request.args.get("cursor") else "",
    )  # fmt: skip


@bp.get("/registers/<name>/<int:key>")
@allow()
def row(name: str, key: int) -> str:
    found = _found(name)
    one = found.one(web.reader(), key)
    if one is None:
        raise NotFound(kind="register_row", key=key)
    columns = _columns(found)
    cells = [_cell(column, one) for column in columns]
    return render_template(
        "register_row.html",
        name=name, title=registry.title(found), icon_name=found.icon,
        heading=cells[0]["words"] if cells else str(key), about=cells[1]["words"] if cells[1:] else "",
        cells=cells,
        instance_key=one.get("instance_key"),
    )  # fmt: skip


@bp.post("/registers/<name>/export")
@allow()
def export(name: str) -> Response:
    """The rows of the present filters as .xlsx, with the columns that this person may see."""
    # A fifth of a second to load, for what is seldom asked.
    from webapp.sheet import workbook

    limits.spend(limits.EXPORT)
    found = _found(name)
    columns = _columns(found)
    asked = _asked(found)
    heads = [registry.words(column.label) for column in columns]
    rows = [[_plain(column, one) for column in columns] for one in _all_rows(found, asked)]
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


def _found(name: str) -> Any:
    found = next((one for one in registry.visible() if one.name == name), None)
    if found is None:
        raise NotFound(kind="register", name=name)
    return found


def _columns(found: Any) -> list[Any]:
    return [column for column in found.columns if not column.see or column.see & g.actor.roles]


def _asked(found: Any) -> dict[str, str]:
    """Search and filters as sent; only columns that may be filtered count."""
    known = {f"f.{column.key}" for column in _columns(found) if column.filter} | {"q"}
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


def _cell(column: Any, row: Any) -> dict[str, Any]:
    """One value in words; several values of one cell stand side by side.

    A state has the colour of its meaning.
    """
    value = row.get(column.key)
    several = list(value) if isinstance(value, list | tuple) else [value]
    shown = filters.listed(_one(column, item) for item in several) or "—"
    tone = TONES.get(value, "") if column.kind == "enum" and isinstance(value, str) else None
    href = f"/instances/{value}" if column.kind == "instance" and value else ""
    label = registry.words(column.label)
    return {"label": label, "kind": column.kind, "words": shown, "tone": tone, "href": href}


def _one(column: Any, value: Any) -> str:
    if isinstance(value, str) and value in column.options:
        return registry.words(column.options[value])
    return filters.cell(value, column.kind)


def _plain(column: Any, row: Any) -> Any:
    """A value for a sheet: numbers and dates stay what they are, everything else is text."""
    value = row.get(column.key)
    if column.kind in {"money", "number", "date"} or value is None:
        return value
    return _cell(column, row)["words"]


def _href(name: str, asked: dict[str, str], cursor: str | None) -> str:
    parts = dict(asked) | ({"cursor": cursor} if cursor else {})
    return f"/registers/{name}" + (f"?{urlencode(parts)}" if parts else "")
