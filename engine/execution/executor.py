"""The one executor: one transaction, one instant, one permission question, one audit row.

1. Begin the one transaction and read the clock once; everything in the step shares `step.now`.
2. A known idempotency key answers at once with the first answer.
3. Load and lock the command's subject.
4. Ask the command's rule whether this actor may do this to that subject.
5. Run the handler. It changes rows and may advance a case; it never commits.
6. Write what was gathered, the cases, the audit row; leave. Leaving normally commits, an exception rolls
   back.

A write that met another one (deadlock, a changed revision) is tried again from a fresh load, three times. One
whose connection is dead is run once more on another: before the word to commit, the server has kept nothing.
Where that word was under way, nobody here knows what became of it; the step is run once more only under an
idempotency key, which stands in the same transaction and so tells, and is else left to who asked for it.
A fault of the model or of a service rolls everything back; what it says is then recorded as an incident in a
second, small transaction, so that an operator sees it.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, IntegrityError

from engine.execution import audit, idempotency
from engine.execution.case_rules import settle_cases
from engine.execution.cases import save_cases
from engine.execution.handler import Handler
from engine.execution.services import Services
from engine.execution.step import Reader, Step
from engine.kernel import exact_json
from engine.kernel.actor import Actor
from engine.kernel.clock import CompanyClock
from engine.kernel.errors import CommitInDoubt, ConcurrentChange, NotFound, PermissionDenied, ProcessFault
from engine.kernel.ids import KeyMaker
from engine.storage.database import Database, is_gone, may_be_tried_again

TRIES = 3
log = logging.getLogger("neiqin.executor")


class Executor:
    """Runs commands and lends snapshots to queries."""

    def __init__(
        self,
        database: Database,
        clock: CompanyClock,
        services: Services,
        handlers: Mapping[type, Handler[Any, Any]],
        on_fault: Callable[[ProcessFault], Any],
    ) -> None:
        """`on_fault` makes the command that records an incident for a fault that rolled its step back."""
        self._database = database
        self._clock = clock
        self._services = services
        self._handlers = dict(handlers)
        self._keys = KeyMaker()
        self._on_fault = on_fault

    @property
    def handlers(self) -> Mapping[type, Handler[Any, Any]]:
        return self._handlers

    def execute(self, command: Any, actor: Actor, *, idempotency_key: str | None = None) -> Any:
        """The command's result. Raises EngineError; after one, nothing was changed."""
        handler = self._handlers[type(command)]
        kept = self._keep_files(command)
        for attempt in range(1, TRIES + 1):
            try:
                return self._once(handler, command, actor, idempotency_key, kept)
            except ConcurrentChange:
                if attempt == TRIES:
                    raise
            except IntegrityError as error:
                # Two steps wrote the same unique key at once; from a fresh load the second sees the first.
                if attempt == TRIES:
                    raise ConcurrentChange(subject=handler.action) from error
            except CommitInDoubt:
                self._database.forget_connections()
                if idempotency_key is None or attempt > 1:
                    raise
            except DBAPIError as error:
                if is_gone(error) and attempt == 1:
                    self._database.forget_connections()
                    continue
                if not may_be_tried_again(error):
                    raise
                if attempt == TRIES:
                    raise ConcurrentChange(subject=handler.action) from error
            except ProcessFault as fault:
                if handler.records_faults:
                    self._record(fault)
                raise
        raise AssertionError("unreachable")

    @contextmanager
    def read(self) -> Iterator[Reader]:
        """A consistent snapshot for queries."""
        with self._database.read() as connection:
            yield Reader(connection, self._clock.now(), self._services)

    def _once(
        self,
        handler: Handler[Any, Any],
        command: Any,
        actor: Actor,
        idempotency_key: str | None,
        kept: Mapping[str, Any],
    ) -> Any:
        with self._database.begin() as connection:
            step = self._step(connection, actor, idempotency_key)
            body = None
            if idempotency_key is not None:
                body = _fingerprint(command, kept)
                known = idempotency.find(connection, actor, idempotency_key, handler.action, body)
                if known is not None:
                    return known.answer
            subject = handler.load(step, command)
            if not handler.rule(actor, subject):
                log.warning("refused %s to %s", handler.action, actor.user_id)
                raise PermissionDenied(action=handler.action)
            result = handler.run(step, command, subject)
            self._write(step, handler, command, subject)
            if body is not None and idempotency_key is not None:
                idempotency.keep(step, idempotency_key, handler.action, body, result)
            return result

    def _keep_files(self, command: Any) -> dict[str, Any]:
        """Uploads are on disk before the transaction that names them begins: it must not wait for the disk
        (ruling 20).

        Inside the step the same content is only recognised. A refused command leaves orphans, which are
        swept. Returns the contents' hashes by field.
        """
        if not hasattr(command, "posted"):
            return {}
        keep = self._services.files.keep
        return {
            name: [[one.filename, keep(one.stream, one.filename)["sha256"]] for one in uploads]
            for name, uploads in (getattr(command, "files", None) or {}).items()
        }

    def _step(self, connection: Connection, actor: Actor, idempotency_key: str | None) -> Step:
        return Step(
            connection,
            self._clock.now(),
            self._clock.real_now(),
            actor,
            self._services,
            self._keys,
            idempotency_key,
        )

    def _write(self, step: Step, handler: Handler[Any, Any], command: Any, subject: Any) -> None:
        settle_cases(step)
        save_cases(step)
        step.writes.flush(step.connection)
        if not handler.audited:
            return
        audit.append(
            step.connection,
            self._services.audit_key,
            chain=handler.chain(command, subject),
            id=step.keys.next(),
            at=step.now,
            actor=step.actor,
            action=handler.action,
            object=handler.object(command, subject),
            instance_key=handler.instance_key(command, subject),
            detail=step.details,
        )

    def _record(self, fault: ProcessFault) -> None:
        command = self._on_fault(fault)
        if command is None:
            return
        try:
            fault.facts["incident_key"] = self.execute(command, Actor.system("executor"))
        except NotFound:
            # The case began in the step that was rolled back: there is none to hold an incident.
            log.warning("fault without a case: %s", fault)


def _fingerprint(command: Any, kept: Mapping[str, Any]) -> str:
    """A hash of what was asked, to tell a repetition from another request under the same key."""
    body = {field.name: getattr(command, field.name) for field in fields(command)}
    if kept:
        body["files"] = kept
    text = exact_json.dumps({name: _plain(value) for name, value in body.items()}, canonical=True)
    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    try:
        exact_json.dumps(value)
    except exact_json.NotJson:
        return repr(type(value))
    return value
