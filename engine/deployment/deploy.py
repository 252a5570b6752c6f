"""Deploy a bundle: one transaction, new versions of what changed, or nothing at all.

1. Read every file and lint the whole; any error refuses the bundle.
2. What has the same content as the version in force stays; the rest becomes version n + 1.
3. A process is bound to the forms that came with it, so that running cases keep theirs.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from engine.bpmn.graph import Process
from engine.bpmn.messages import begun_by, caught
from engine.deployment.bundle import Bundle, DeployFile, read_bundle
from engine.deployment.lint import World, lint, start_times
from engine.execution.carry_out import start_timers
from engine.execution.expressions import function_names
from engine.execution.handler import Handler
from engine.execution.services import Services
from engine.execution.step import Reader, Step
from engine.execution.tables import CAUGHT_MESSAGE, DEFINITION, DEPLOYMENT, START_SUBSCRIPTION
from engine.kernel.errors import DefinitionRejected, InvalidInput, Problem
from engine.permissions import rules


@dataclass(frozen=True)
class Deploy:
    """keeps_changes: a file that was in force before stays where somebody changed it since."""

    files: tuple[DeployFile, ...]
    reason: str
    keeps_changes: bool = False


@dataclass(frozen=True)
class _Version:
    key: int
    version: int
    sha256: str
    bindings: Mapping[str, Any]


def examine(reader: Reader | Step, files: tuple[DeployFile, ...]) -> Bundle:
    """Reads and lints without storing: what `neiqin lint` and the studio show."""
    bundle = read_bundle(files)
    bundle.problems.extend(lint(bundle, world_of(reader)))
    bundle.problems.extend(start_times.check(bundle, reader))
    return bundle


def examine_alone(services: Services, files: tuple[DeployFile, ...]) -> Bundle:
    """The same where no database is there yet: what the files refer to must stand among them."""
    bundle = read_bundle(files)
    bundle.problems.extend(lint(bundle, _world(services, {})))
    return bundle


def world_of(reader: Reader | Step) -> World:
    known: dict[str, set[str]] = {}
    for kind, id in reader.connection.execute(select(DEFINITION.c.kind, DEFINITION.c.id).distinct()):
        known.setdefault(kind, set()).add(id)
    messages = reader.connection.execute(select(CAUGHT_MESSAGE.c.name).distinct()).scalars()
    return _world(reader.services, known, frozenset(messages))


def _world(
    services: Services, known: Mapping[str, set[str]], messages: frozenset[str] = frozenset()
) -> World:
    return World(
        frozenset(known.get("form", ())),
        frozenset(known.get("decision", ())),
        frozenset(known.get("process", ())),
        frozenset(services.operations),
        services.job_types,
        function_names(services.feel_calendar),
        messages,
        _inputs(services, reads_only=True),
        _inputs(services, reads_only=False),
        {one.name: frozenset(one.outputs) for one in services.operations.values()},
    )


def _inputs(services: Services, *, reads_only: bool) -> dict[str, frozenset[str]]:
    every = services.operations.values()
    return {one.name: frozenset(one.inputs) for one in every if one.reads_only is reads_only}


def deploy_files(
    step: Step, files: tuple[DeployFile, ...], reason: str, *, effective_from: datetime | None = None
) -> dict[str, Any]:
    """For commands that put files into force; in force from that instant, else at once.

    Raises DefinitionRejected.
    """
    return _store(step, _accepted(step, files), reason, effective_from)


def _accepted(step: Step, files: tuple[DeployFile, ...]) -> Bundle:
    bundle = examine(step, files)
    if bundle.errors:
        raise DefinitionRejected(bundle.problems)
    return bundle


def _load(step: Step, command: Deploy) -> Bundle:
    if not command.reason.strip():
        raise InvalidInput(fields={"reason": [Problem("required")]})
    return _accepted(step, command.files)


def _run(step: Step, command: Deploy, bundle: Bundle) -> dict[str, Any]:
    return _store(step, bundle, command.reason, keeps_changes=command.keeps_changes)


def _store(
    step: Step,
    bundle: Bundle,
    reason: str,
    effective_from: datetime | None = None,
    *,
    keeps_changes: bool = False,
) -> dict[str, Any]:
    deployment = step.keys.next()
    store = _Store(step, deployment, effective_from or step.now, keeps_changes)
    forms = {
        id: store.put("form", id, form.id, file, file.sha256, {}) for id, (form, file) in bundle.forms.items()
    }
    for id, (decision, file) in bundle.decisions.items():
        imports = bundle.models.imports_of(file)
        store.put("decision", id, decision.name, file, _digest(file, imports), _imported(imports))
    for id, file in bundle.templates.items():
        store.put("template", id, id, file, file.sha256, {})
    for id, file in bundle.catalogues.items():
        store.put("catalogue", id, id, file, file.sha256, {})
    for process, file in bundle.processes.values():
        bindings = {"form": {form: forms[form] for form in sorted(_forms_of(process)) if form in forms}}
        digest = hashlib.sha256(f"{file.sha256}{sorted(bindings['form'].items())}".encode()).hexdigest()
        store.put_process(process, file, digest, bindings)
    warnings = [_told(problem) for problem in bundle.problems]
    if store.report:
        row = {
            "key": deployment,
            "deployed_at": step.now,
            "deployed_by": step.actor.user_id,
            "reason": reason.strip(),
            "report": {"versions": store.report, "warnings": warnings},
        }
        step.connection.execute(DEPLOYMENT.insert().values(**row))
    step.audit_detail(reason=reason.strip(), versions=store.report)
    return {
        "deployment_key": deployment if store.report else None,
        "versions": store.report,
        "warnings": warnings,
    }


def _digest(file: DeployFile, imports: tuple[DeployFile, ...]) -> str:
    """A decision is another one when what it imports has changed."""
    if not imports:
        return file.sha256
    return hashlib.sha256("".join(one.sha256 for one in (file, *imports)).encode()).hexdigest()


def _imported(imports: tuple[DeployFile, ...]) -> dict[str, Any]:
    """With the version itself, so that it stays what it was when an imported file is deployed anew."""
    if not imports:
        return {}
    return {"imports": [base64.b64encode(one.content).decode() for one in imports]}


def _told(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "file": problem.file,
        "element": problem.element,
        "line": problem.line,
        "facts": {name: str(fact) for name, fact in problem.facts.items()},
    }


def _forms_of(process: Any) -> set[str]:
    found = set()
    for node in process.nodes.values():
        for template in (node.form_id, node.user_task.form_id if node.user_task is not None else None):
            if isinstance(template, str):
                found.add(template)
    return found


class _Store:
    """Writes versions of one deployment."""

    def __init__(self, step: Step, deployment: int, effective_from: datetime, keeps_changes: bool) -> None:
        self._step = step
        self._keeps_changes = keeps_changes
        self._effective_from = effective_from
        self._deployment = deployment
        self.report: list[dict[str, Any]] = []

    def put(
        self, kind: str, id: str, name: str, file: DeployFile, digest: str, bindings: dict[str, Any]
    ) -> int:
        """Key of the version in force: the one there is when nothing changed, else a new one."""
        last = self._last(kind, id)
        if last is not None and (last.sha256 == digest or self._was_changed_since(kind, id, digest)):
            return last.key
        key = self._step.keys.next()
        row = {
            "key": key,
            "kind": kind,
            "id": id,
            "version": 1 if last is None else last.version + 1,
            "name": name,
            "filename": file.filename,
            "content": file.content,
            "sha256": digest,
            "bindings": bindings,
            "effective_from": self._effective_from,
            "deployed_at": self._step.now,
            "deployment_key": self._deployment,
        }
        self._step.connection.execute(DEFINITION.insert().values(**row))
        self.report.append({"kind": kind, "id": id, "version": row["version"]})
        return key

    def put_process(self, process: Process, file: DeployFile, digest: str, bindings: dict[str, Any]) -> None:
        """A version of its own also says which messages it waits for and what starts it."""
        known = len(self.report)
        key = self.put("process", process.id, process.name or process.id, file, digest, bindings)
        if len(self.report) > known:
            rows = [{"name": name, "definition_key": key} for name in sorted(caught(process))]
            if rows:
                self._step.connection.execute(CAUGHT_MESSAGE.insert(), rows)
            starts = [
                {
                    "kind": kind,
                    "name": name,
                    "process_id": process.id,
                    "definition_key": key,
                    "element_id": id,
                }
                for id, kind, name in begun_by(process)
            ]
            if starts:
                self._step.connection.execute(START_SUBSCRIPTION.insert(), starts)
            start_timers.set_timers(self._step, process, key)

    def _was_changed_since(self, kind: str, id: str, digest: str) -> bool:
        if not self._keeps_changes:
            return False
        same = (DEFINITION.c.kind == kind, DEFINITION.c.id == id, DEFINITION.c.sha256 == digest)
        return self._step.connection.execute(select(DEFINITION.c.key).where(*same)).first() is not None

    def _last(self, kind: str, id: str) -> _Version | None:
        same = (DEFINITION.c.kind == kind, DEFINITION.c.id == id)
        newest = select(func.max(DEFINITION.c.version)).where(*same).scalar_subquery()
        row = self._step.connection.execute(
            select(DEFINITION.c.key, DEFINITION.c.version, DEFINITION.c.sha256, DEFINITION.c.bindings).where(
                *same, DEFINITION.c.version == newest
            )
        ).first()
        return None if row is None else _Version(*row)


HANDLER = Handler(
    Deploy,
    action="definition.deploy",
    load=_load,
    rule=rules.is_process_owner,
    run=_run,
    chain=lambda _command, _bundle: "definitions",
    object=lambda command, _bundle: f"files:{len(command.files)}",
)
