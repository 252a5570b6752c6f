"""Lines of the inbox: the rows of the engine in the reader's words, and their HTML.

The list asks for itself again every 45 seconds, and most of its lines are as they were: the HTML of a line
follows from its words alone, so a worker keeps what it wrote last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from flask import current_app, g
from markupsafe import Markup

from engine.user_tasks.inbox import InboxRow
from webapp import filters, i18n, names, pages
from webapp.due import Due

KEPT = 4096


class Line(NamedTuple):
    """A line as the page shows it; everything that its HTML depends on."""

    key: int
    name: str
    title: str
    process: str
    number: str
    priority: int
    draft: bool
    started_by: str
    ended_at: str
    due: Due | None


def of_rows(rows: Iterable[InboxRow]) -> list[Line]:
    """Equal words are asked for once: a list is mostly about few processes and people."""
    due, written = pages.due_words(), filters.script(g.language)
    element, process, person = _Once(names.element), _Once(names.process), _Once(filters.person)
    in_force = names.process_names()
    return [
        Line(
            row.key,
            element[row.process_id, row.element_id, row.name],
            process[row.process_id,] if row.title == in_force.get(row.process_id) else written(row.title),
            process[row.process_id,],
            row.business_key or "",
            row.priority,
            row.has_draft,
            person[row.started_by,],
            filters.short(row.ended_at) if row.ended_at else "",
            due(row.due_at),
        )
        for row in rows
    ]


class _Once(dict[tuple[str, ...], str]):
    """Words by what they are asked with."""

    def __init__(self, ask: Callable[..., str]) -> None:
        self._ask = ask

    def __missing__(self, asked: tuple[str, ...]) -> str:
        words = self[asked] = self._ask(*asked)
        return words


def html(lines: Iterable[Line], scope: str) -> Markup:
    """The table rows of these lines."""
    language = g.language
    return Markup("").join([_html(line, scope, language) for line in lines])


@lru_cache(maxsize=KEPT)
def _html(line: Line, scope: str, language: str) -> Markup:
    template = current_app.jinja_env.get_template("parts/inbox_line.html")
    return Markup(template.render(row=line, scope=scope, t=i18n.speaker(language)))
