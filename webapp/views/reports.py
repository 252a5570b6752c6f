"""Reports: rows of a register chosen and added up, as a picture, a table, an Excel file and on paper."""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, g, make_response, render_template, request

from engine.execution.commands.note_export import NoteExport
from engine.execution.ports import Column, Register, Report
from engine.kernel.errors import NotFound
from webapp import chart, registry, web
from webapp.policy import allow
from webapp.register_cells import NUMBERS, TONES, Cell, cell, plain, said, visible_columns
from webapp.security import limits
from webapp.views.files import disposition

bp = Blueprint("reports", __name__)
LOG = logging.getLogger("neiqin.security")
MOST_ROWS = 20_000
# More rows make no page that anybody reads; the Excel file has them all.
MOST_SHOWN = 500
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Row = Mapping[str, Any]


@bp.get("/reports")
@allow()
def listing() -> str:
    told = [
        {"name": one.name, "title": registry.words(one.title), "about": registry.words(one.about)}
        for one in _visible()
    ]
    return render_template("reports.html", reports=told)


@bp.get("/reports/<name>")
@allow()
def report(name: str) -> str:
    found, register = _found(name)
    columns = _columns(found, register)
    first, last = _period(found)
    rows = _rows(found, register, first, last)
    return render_template(
        "report.html",
        name=name, title=registry.words(found.title), about=registry.words(found.about),
        columns=[{"words": registry.words(one.label), "is_number": one.kind in NUMBERS} for one in columns],
        rows=[_line(register, columns, row) for row in rows[:MOST_SHOWN]],
        totals=_totals(found, columns, rows), count=len(rows), most=MOST_SHOWN,
        chart=_chart(found, register, rows), measure=_column(register, found.measure),
        has_period=bool(found.period), first=first, last=last,
    )  # fmt: skip


@bp.post("/reports/<name>/export")
@allow()
def export(name: str) -> Response:
    # A fifth of a second to load, for what is seldom asked.
    from webapp.sheet import workbook

    limits.spend(limits.EXPORT)
    found, register = _found(name)
    columns = _columns(found, register)
    first, last = _period(found)
    rows = _rows(found, register, first, last)
    lines = [[plain(column, row) for column in columns] for row in rows]
    if found.totals and rows:
        sums = _sums(found, rows)
        lines.append(
            [sums.get(one.key, g.t("report.total") if not at else None) for at, one in enumerate(columns)]
        )
    buffer = io.BytesIO()
    heads, kinds = [registry.words(one.label) for one in columns], [one.kind for one in columns]
    workbook(registry.words(found.title), heads, kinds, lines, buffer)
    told = {"from": first.isoformat(), "to": last.isoformat()} if found.period else {}
    # Before the file goes out: one that could not be written down stays here.
    web.execute(NoteExport(found.register, len(rows), {"report": name, **told}))
    answer = make_response(buffer.getvalue())
    answer.content_type = XLSX
    day = g.now.astimezone(g.zone).strftime("%Y%m%d")
    answer.headers["Content-Disposition"] = disposition(f"{registry.words(found.title)} {day}.xlsx")
    return answer


def _visible() -> list[Report]:
    """Those whose register the person may open, by title."""
    seen = {one.name for one in registry.visible()}
    mine = [one for one in web.services().reports.values() if one.register in seen]
    return sorted(mine, key=lambda one: one.title.get("zh-Hans", one.name))


def _found(name: str) -> tuple[Report, Register]:
    found = next((one for one in _visible() if one.name == name), None)
    if found is None:
        raise NotFound(kind="report", name=name)
    return found, web.services().registers[found.register]


def _columns(found: Report, register: Register) -> list[Column]:
    known = {one.key: one for one in visible_columns(register)}
    return [known[key] for key in found.columns if key in known]


def _column(register: Register, key: str) -> Column | None:
    return next((one for one in register.columns if one.key == key), None)


def _period(found: Report) -> tuple[date, date]:
    """From and to as asked; what is no date is as if nothing were asked."""
    today = g.now.astimezone(g.zone).date()
    last = _day("to") or today
    return _day("from") or last - timedelta(days=found.days - 1), last


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.values.get(name, ""))
    except ValueError:
        return None


def _rows(found: Report, register: Register, first: date, last: date) -> list[Row]:
    today = g.now.astimezone(g.zone).date()
    kept = [row for row in _all(found, register) if found.keep(row, today)]
    if found.period:
        kept = [row for row in kept if row[found.period] is not None and first <= row[found.period] <= last]
    return sorted(kept, key=found.sort)


def _all(found: Report, register: Register) -> list[Row]:
    rows: list[Row] = []
    cursor: str | None = None
    while len(rows) < MOST_ROWS:
        page = register.list(web.reader(), found.filters, "", cursor, 500)
        rows.extend(page.rows)
        cursor = page.next_cursor
        if cursor is None:
            break
    return rows[:MOST_ROWS]


def _line(register: Register, columns: Sequence[Column], row: Row) -> dict[str, Any]:
    cells: list[Cell] = [cell(column, row) for column in columns]
    return {"href": f"/registers/{register.name}/{row['key']}", "cells": cells}


def _sums(found: Report, rows: Sequence[Row]) -> dict[str, Decimal]:
    return {key: sum((Decimal(row[key] or 0) for row in rows), Decimal(0)) for key in found.totals}


def _totals(found: Report, columns: Sequence[Column], rows: Sequence[Row]) -> list[str]:
    """One text a column; none where the report adds nothing up."""
    sums = _sums(found, rows)
    return [said(one, sums[one.key]) if one.key in sums else "" for one in columns] if sums and rows else []


def _chart(found: Report, register: Register, rows: Sequence[Row]) -> chart.Chart | None:
    column = _column(register, found.bars)
    if column is None or not rows or (column.see and not column.see & g.actor.roles):
        return None
    other = registry.words(found.other) or g.t("report.other")

    def words(value: Any) -> str:
        return other if value is None else said(column, value)

    def tone(value: Any) -> str:
        return TONES.get(value, "late" if value in found.late else "") if value is not None else "ok"

    order = list(column.options)
    return chart.bars(rows, found.bars, found.measure, order, words, tone, shows_all=found.shows_all)
