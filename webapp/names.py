"""Names of processes and elements in the reader's language.

Names are drawn in Simplified Chinese. Traditional comes from OpenCC; English from the catalogue that was
deployed beside the process (element id -> words). What has no translation shows its own name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import g
from sqlalchemy import bindparam, select

from engine.execution.tables import DEFINITION
from engine.storage.prepared import Prepared
from webapp import filters, web

_IN_FORCE = Prepared(
    select(DEFINITION.c.id, DEFINITION.c.name)
    .where(DEFINITION.c.kind == "process")
    .where(DEFINITION.c.effective_from <= bindparam("at", type_=DEFINITION.c.effective_from.type))
    .order_by(DEFINITION.c.effective_from, DEFINITION.c.version)
)


def process_names() -> Mapping[str, str]:
    """Process id -> name in force, asked once a request."""
    known: Mapping[str, str] | None = g.get("process_names")
    if known is None:
        rows = _IN_FORCE.fetch_all(web.reader().connection, {"at": g.now})
        known = g.process_names = dict(rows)  # the later version wins
    return known


def process(process_id: str, name: str | None = None) -> str:
    """A process's name."""
    return element(process_id, process_id, name or process_names().get(process_id, process_id))


def about(process_id: str, documentation: str) -> str:
    """What a process is for, in one line: the first line of its documentation, in English the catalogue's.

    The catalogue's key is `<process id>.documentation`.
    """
    if g.language == "en":
        return english(process_id).get(f"{process_id}.documentation", "")
    return filters.data(documentation.splitlines()[0]) if documentation else ""


def category(process_id: str, text: str) -> str:
    """What a process belongs to; the catalogue's key is `<process id>.category`."""
    return element(process_id, f"{process_id}.category", text) if text else ""


def element(process_id: str, element_id: str | None, name: str | None) -> str:
    """An element's name."""
    if g.language == "en" and element_id:
        return english(process_id).get(element_id) or name or element_id
    return filters.data(name or element_id or "")


def title(process_id: str, text: str) -> str:
    """A case's title; one that is only the process's name is that name in the reader's language."""
    return process(process_id) if text == process_names().get(process_id) else filters.data(text)


def english(process_id: str) -> Mapping[str, str]:
    """The English catalogue of a process, kept for as long as the worker runs: rows never change."""
    store: dict[str, Mapping[str, str]] = g.setdefault("english", {})
    if process_id not in store:
        store[process_id] = _catalogue(process_id)
    return store[process_id]


_KEPT: dict[int, Mapping[str, str]] = {}


def _catalogue(process_id: str) -> Mapping[str, str]:
    connection = web.reader().connection
    key = web.services().definitions.in_force(connection, "catalogue", f"{process_id}.en", g.now)
    if key is None:
        return {}
    if key not in _KEPT:
        content = connection.execute(select(DEFINITION.c.content).where(DEFINITION.c.key == key)).scalar()
        _KEPT[key] = _texts(json.loads(bytes(content or b"{}")))
    return _KEPT[key]


def _texts(value: Any) -> Mapping[str, str]:
    return (
        {str(key): text for key, text in value.items() if isinstance(text, str)}
        if isinstance(value, dict)
        else {}
    )
