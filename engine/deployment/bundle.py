"""What is deployed together: files read into what they mean, or every reason why not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from engine import decisions
from engine.bpmn.dialect import read_bpmn
from engine.bpmn.graph import Process
from engine.decisions import Decision
from engine.deployment.files import DeployFile
from engine.deployment.models import Models, models_of
from engine.documents.templates import check_template
from engine.kernel.errors import DefinitionRejected, Problem
from forms import FormRejected
from forms.schema import Form, read_form

__all__ = ["Bundle", "DeployFile", "read_bundle"]

MOST_FILES = 500


@dataclass
class Bundle:
    """Parsed definitions with the file each came from.

    models   the decision files, which may import each other
    """

    processes: dict[str, tuple[Process, DeployFile]] = field(default_factory=dict)
    forms: dict[str, tuple[Form, DeployFile]] = field(default_factory=dict)
    decisions: dict[str, tuple[Decision, DeployFile]] = field(default_factory=dict)
    templates: dict[str, DeployFile] = field(default_factory=dict)
    catalogues: dict[str, DeployFile] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    models: Models = field(default_factory=Models)

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.severity == "error"]


def read_bundle(files: Iterable[DeployFile]) -> Bundle:
    """Reads every file; a file that is refused leaves its problems in the bundle and nothing else."""
    files = tuple(files)
    bundle = Bundle(models=models_of(files[:MOST_FILES]))
    for number, file in enumerate(files):
        if number >= MOST_FILES:
            bundle.problems.append(Problem("too_many_files", file.filename, facts={"limit": MOST_FILES}))
            break
        reader = _READERS.get(PurePosixPath(file.filename).suffix.lower())
        if reader is None:
            bundle.problems.append(
                Problem("file_kind_unknown", file.filename, facts={"known": sorted(_READERS)})
            )
        else:
            _read(bundle, file, reader)
    return bundle


def _read(bundle: Bundle, file: DeployFile, reader: Callable[[Bundle, DeployFile], None]) -> None:
    try:
        reader(bundle, file)
    except DefinitionRejected as rejected:
        # What is wrong with an imported file is found with each that imports it.
        bundle.problems.extend(one for one in rejected.problems if one not in bundle.problems)
    except FormRejected as rejected:
        bundle.problems.extend(
            Problem(
                problem.code,
                problem.file,
                problem.element,
                problem.line,
                problem.severity,
                dict(problem.facts),
            )
            for problem in rejected.problems
        )


def _read_process(bundle: Bundle, file: DeployFile) -> None:
    document = read_bpmn(file.content, file.filename)
    bundle.problems.extend(document.warnings)
    if not document.processes:
        bundle.problems.append(Problem("no_executable_process", file.filename))
    for process in document.processes.values():
        _add(bundle, bundle.processes, process.id, process, file, process.line)


def _read_form(bundle: Bundle, file: DeployFile) -> None:
    form = read_form(file.content, file.filename)
    _add(bundle, bundle.forms, form.id, form, file, 1)


def _read_decisions(bundle: Bundle, file: DeployFile) -> None:
    imports = bundle.models.imports_of(file)
    try:
        found = decisions.read(file.content, file.filename, [one.content for one in imports])
    except DefinitionRejected as rejected:
        codes = [problem.code for problem in rejected.problems]
        if codes == ["no_decision"] and bundle.models.is_imported(file):
            return
        raise DefinitionRejected(
            [_at_import(problem, imports) for problem in rejected.problems]
        ) from rejected
    for decision in found:
        _add(bundle, bundle.decisions, decision.id, decision, file, 0)


def _at_import(problem: Problem, imports: tuple[DeployFile, ...]) -> Problem:
    """The reader numbers the files that it is given."""
    names = {f"import-{number}.dmn": one.filename for number, one in enumerate(imports, 1)}
    return replace(problem, file=names.get(problem.file, problem.file))


def _read_template(bundle: Bundle, file: DeployFile) -> None:
    check_template(file.content, file.filename)
    bundle.templates[PurePosixPath(file.filename).stem] = file


def _read_catalogue(bundle: Bundle, file: DeployFile) -> None:
    """`<process>/<language>.json`: texts of that language, keyed by element id or field key."""
    try:
        words = json.loads(file.content.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        line = getattr(error, "lineno", 0)
        raise DefinitionRejected([Problem("catalogue_unreadable", file.filename, line=line)]) from error
    if not isinstance(words, dict):
        raise DefinitionRejected([Problem("catalogue_unreadable", file.filename, line=1)])
    path = PurePosixPath(file.filename)
    bundle.catalogues[f"{path.parent.name}.{path.stem}"] = file


def _add(bundle: Bundle, shelf: dict[str, Any], id: str, value: Any, file: DeployFile, line: int) -> None:
    if id in shelf:
        facts = {"other": shelf[id][1].filename}
        bundle.problems.append(Problem("id_used_twice", file.filename, id, line, facts=facts))
        return
    shelf[id] = (value, file)


_READERS: dict[str, Callable[[Bundle, DeployFile], None]] = {
    ".bpmn": _read_process,
    ".form": _read_form,
    ".dmn": _read_decisions,
    ".docx": _read_template,
    ".json": _read_catalogue,
}
