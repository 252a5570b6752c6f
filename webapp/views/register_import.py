"""Rows from an Excel or CSV file: a template, a trial with a verdict for each line, then the good ones."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response, g, make_response, render_template, request

from engine.documents.filetype import clean_name
from engine.execution.ports import Register
from engine.kernel.errors import InvalidInput, NotFound, Problem
from engine.register_rows.sheets.import_rows import ImportRegisterRows
from engine.register_rows.sheets.matching import Matched, match
from engine.register_rows.sheets.read import read_sheet
from engine.register_rows.sheets.table import MOST_BYTES
from forms import kept_files, sentences
from forms.context import Context
from forms.problems import FieldProblem
from webapp import filters, messages, register_forms, register_sheets, registry, web
from webapp.policy import allow
from webapp.register_forms import RowForm
from webapp.security import limits
from webapp.views.files import disposition
from webapp.views.registers import XLSX

bp = Blueprint("register_import", __name__)
SHOWN = 1_000
TONES = {"new": "ok", "changed": "on", "same": "", "waits": "soon", "refused": "late"}


@bp.get("/registers/<name>/import")
@allow()
def page(name: str) -> str:
    return _page(_open(name))


@bp.get("/registers/<name>/import/template")
@allow()
def template(name: str) -> Response:
    register = _open(name)
    limits.spend(limits.EXPORT)
    buffer = io.BytesIO()
    register_sheets.template(register, buffer)
    answer = make_response(buffer.getvalue())
    answer.content_type = XLSX
    filename = f"{registry.title(register)} {g.t('register.template')}.xlsx"
    answer.headers["Content-Disposition"] = disposition(filename)
    return answer


@bp.post("/registers/<name>/import")
@allow()
def judge(name: str) -> Response | str:
    """With a file nothing is written and each line gets its verdict; with `kept` good ones are entered."""
    register = _open(name)
    limits.spend(limits.IMPORT)
    kept = request.form.get("kept", "")
    is_trial = not kept
    try:
        data, filename, kept = _uploaded(register) if is_trial else _again(register, kept)
        found = match(read_sheet(data, filename), register_sheets.headings(register))
        answer = web.execute(
            ImportRegisterRows(register.name, found.rows, is_trial, register_sheets.option_words(register))
        )
    except InvalidInput as error:
        problems = [one for each in error.facts["fields"].values() for one in each]
        return make_response(_page(register, messages.problem_sentence(problems[0])), 422)
    verdicts = _verdicts(register, found, answer["verdicts"])
    counts = Counter(one["verdict"] for one in verdicts)
    return render_template(
        "register_verdicts.html",
        name=register.name, title=registry.title(register), filename=filename, is_trial=is_trial, kept=kept,
        counts=[(code, tone, counts[code]) for code, tone in TONES.items() if counts[code]],
        good=counts["new"] + counts["changed"] + counts["waits"], total=len(verdicts),
        unknown=filters.listed(found.unknown), verdicts=_first(verdicts), shown=SHOWN,
    )  # fmt: skip


def _open(name: str) -> Register:
    """Raises NotFound where this person may not enter rows here."""
    register = registry.one(name)
    if not register_forms.may_edit(register, web.actor()):
        raise NotFound(kind="register_entry", name=name)
    return register


def _page(register: Register, problem: str = "") -> str:
    return render_template(
        "register_import.html", name=register.name, title=registry.title(register), problem=problem
    )


def _uploaded(register: Register) -> tuple[bytes, str, str]:
    """Content, name, and a reference by which the same file is entered afterwards. Raises InvalidInput."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise InvalidInput(fields={"file": [Problem("required")]})
    data = file.stream.read(MOST_BYTES + 1)
    filename = clean_name(file.filename)
    read_sheet(data, filename)
    kept = web.services().files.keep(io.BytesIO(data), filename)
    return data, filename, kept_files.seal(_keeper(register), "import", kept)


def _again(register: Register, reference: str) -> tuple[bytes, str, str]:
    """Raises InvalidInput for a reference that is not of this person and register."""
    kept = kept_files.unseal(_keeper(register), "import", reference)
    if kept is None:
        raise InvalidInput(fields={"file": [Problem("required")]})
    with web.services().files.open(str(kept["sha256"])) as stream:
        return stream.read(MOST_BYTES + 1), str(kept["name"]), reference


def _keeper(register: Register) -> Context:
    services = web.services()
    subject = f"import:{register.name}:{web.actor().user_id}"
    return Context(now=g.now, zone=g.zone, secret=services.secret_key, subject=subject)


def _verdicts(register: Register, found: Matched, told: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    context = RowForm(register, register.entry).context()
    fields = RowForm(register, register.entry).form.fields()
    labels = {field.name: register_sheets.label(field, context) for field in fields}
    return [
        {
            "number": one["number"], "verdict": one["verdict"], "tone": TONES[one["verdict"]],
            "key": one["key"], "about": register_sheets.label_of(register, cells),
            "problems": _sentences(one.get("problems", {}), labels),
            "changed": [labels.get(column, column) for column in one["changed"]],
        }
        for one, (_, cells) in zip(told, found.rows, strict=True)
    ]  # fmt: skip


def _sentences(problems: Mapping[str, Sequence[Mapping[str, Any]]], labels: Mapping[str, str]) -> list[str]:
    said: list[str] = []
    for name, found in problems.items():
        label = labels.get(name, labels.get(name.partition("-")[0], ""))
        said += [(label + g.t("colon") if label else "") + _sentence(one) for one in found]
    return said


def _sentence(problem: Mapping[str, Any]) -> str:
    if problem["is_house"]:
        return messages.problem_sentence(Problem(problem["code"], facts=problem["facts"]))
    return sentences.sentence(FieldProblem(problem["code"], dict(problem["facts"])), g.language)


def _first(verdicts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a page can show: where there are too many, those that need somebody come before the others."""
    if len(verdicts) <= SHOWN:
        return verdicts
    return sorted(verdicts, key=lambda one: one["verdict"] != "refused")[:SHOWN]
