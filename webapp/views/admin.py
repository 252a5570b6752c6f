"""For administrators and operators: figures, incidents with retry, the state of the audit."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from flask import Blueprint, g, render_template
from werkzeug.wrappers import Response

from engine.execution import audit
from engine.execution.commands.note_check import last_check
from engine.execution.commands.retry_incident import RetryIncident
from engine.kernel.errors import NotFound
from engine.permissions import rules
from engine.processes.incidents import open_incidents
from webapp import case_words, check_words, figures, i18n, names, said, web
from webapp.audit_words import fault_words
from webapp.policy import allow

bp = Blueprint("admin", __name__)
STAFF = ("admin", "operator", "auditor")
MOST_FAULTS = 20


@bp.get("/admin")
@allow(*STAFF)
def index() -> str:
    return _index(None)


def _index(checked: Mapping[str, Any] | None) -> str:
    reader, actor = web.reader(), web.actor()
    may_repair = "operator" in actor.roles
    counted = figures.gauges(reader)
    found = open_incidents(reader, actor) if may_repair else []
    return render_template(
        "admin/index.html",
        figures=[(g.t(f"figure.{name}"), value) for name, value in counted.items()], audit=checked,
        may_watch=rules.watches_cases(actor, None), may_repair=may_repair,
        incidents=[_shown(one) for one in found], check=_last_check(),
    )  # fmt: skip


def _last_check() -> dict[str, Any] | None:
    """The newest check of the nights, its findings as sentences."""
    last = last_check(web.reader())
    if last is None:
        return None
    places = [check_words.words(web.reader(), one, g.language) for one in last["first"]]
    return {**last, "places": places, "words": i18n.plural(g.language, "check.found", last["count"])}


@bp.get("/admin/incidents/<int:key>")
@allow("operator")
def incident(key: int) -> str:
    found = next((one for one in open_incidents(web.reader(), web.actor()) if one["key"] == key), None)
    if found is None:
        raise NotFound(kind="incident", key=key)
    return render_template("admin/incident.html", one=_shown(found))


def _shown(one: Mapping[str, Any]) -> dict[str, Any]:
    """An incident with its process and step by name, as a sentence; codes stand in the facts alone."""
    reader, process_id = web.reader(), one["process_id"]
    definition = reader.services.definitions.process(reader.connection, one["definition_key"])
    node = definition.process.nodes.get(one["element_id"] or "")
    step = names.element(process_id, one["element_id"], node.name if node else None)
    return {
        **one, "words": case_words.incident_words(one, step), "step": step,
        "process_name": names.process(process_id), "case_title": names.title(process_id, one["title"]),
    }  # fmt: skip


@bp.post("/admin/incidents/<int:key>/retry")
@allow("operator")
def retry(key: int) -> Response:
    web.execute(RetryIncident(key))
    return said.go("/admin", "said.retried")


@bp.post("/admin/audit")
@allow(*STAFF)
def verify() -> str:
    """Walk the whole audit and say whether any row was changed."""
    faults = list(islice(audit.verify(web.reader().connection, web.services().audit_key), MOST_FAULTS))
    words = g.t("audit.bad") if faults else g.t("audit.good")
    places = [fault_words(fault, g.language) for fault in faults]
    return _index({"good": not faults, "words": words, "places": places})
