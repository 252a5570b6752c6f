"""Errors carry facts; the sentences stand in `webapp/messages.py`.

A class says what the person can do:

EngineError(**facts)                     code = class name in snake case
├─ NotFound                              it does not exist, or the actor may not see it
├─ PermissionDenied                      the actor may not do this
│   └─ FourEyes                          the actor did an earlier step that must be another person's
├─ Conflict                              someone or something was faster
│   ├─ AlreadyClaimed(by)
│   ├─ TaskNotOpen(state, by, at)
│   ├─ ConcurrentChange
│   ├─ TimerDueFirst(element_id, due_at)
│   └─ IdempotencyMismatch
├─ InvalidInput(fields)                  correct and send again; fields = {field key: [problem, ...]}
├─ DefinitionRejected(problems)          a BPMN, DMN, form or Word file was refused whole
├─ NotCorrelated(message, key)           no process waits for this message
├─ OperationRefused(reason)              a register said no, with a reason
├─ BusinessError(error_code)             the business went another way, which the diagram may have drawn
├─ CommitInDoubt                         the database went away while it was told to keep the step
└─ ProcessFault(instance_key, element_id)  the model or a service failed; becomes an incident
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One reason why a file or a field was refused.

    code     snake case, the key of the sentence in the message catalogue
    file     file name as uploaded; element: BPMN/DMN id, form component id or cell; line: 1-based, 0 when
             unknown
    facts    named values for the sentence
    """

    code: str
    file: str = ""
    element: str = ""
    line: int = 0
    severity: str = "error"
    facts: dict[str, Any] = field(default_factory=dict)


class EngineError(Exception):
    """A refusal or a fault of the engine."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(facts)
        self.facts = facts

    @property
    def code(self) -> str:
        """Class name in snake case, e.g. `already_claimed`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()

    def __str__(self) -> str:
        return f"{self.code}: {self.facts}" if self.facts else self.code


class NotFound(EngineError):
    """It does not exist, or the actor may not see it."""


class PermissionDenied(EngineError):
    """The actor may not do this."""


class FourEyes(PermissionDenied):
    """The actor did an earlier step that must be another person's (facts: step, person)."""


class Conflict(EngineError):
    """Someone or something was faster."""


class AlreadyClaimed(Conflict):
    """Another person works on the task (facts: task_key, by)."""


class TaskNotOpen(Conflict):
    """The task is completed or cancelled (facts: task_key, state, by, at)."""


class ConcurrentChange(Conflict):
    """The subject changed between reading and writing."""


class RowChanged(Conflict):
    """Another person has changed the row of a register meanwhile (facts: by, at)."""


class TimerDueFirst(Conflict):
    """An interrupting timer was due before this completion (facts: element_id, due_at)."""


class IdempotencyMismatch(Conflict):
    """The same idempotency key came with another body."""


class InvalidInput(EngineError):
    """Correct and send again; facts: fields = {field key: [Problem, ...]}."""


class DefinitionRejected(EngineError):
    """A definition file was refused whole."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems=tuple(problems))

    @property
    def problems(self) -> tuple[Problem, ...]:
        problems: tuple[Problem, ...] = self.facts["problems"]
        return problems


class NotCorrelated(EngineError):
    """No process waits for this message (facts: message, key)."""


class OperationRefused(EngineError):
    """A register refused (facts: reason and what the sentence needs)."""


class BusinessError(EngineError):
    """An operation or a worker says that the business went another way: who catches the code in the diagram
    goes on with the variables, and has them for his own. What it wrote until then is undone.
    """

    def __init__(self, error_code: str, variables: Mapping[str, Any] | None = None) -> None:
        if not error_code:
            raise ValueError("an error of the business has a code")
        super().__init__(error_code=error_code)
        self.error_code = error_code
        self.variables = dict(variables or {})


class CommitInDoubt(EngineError):
    """The connection broke between the word to keep a step and the answer: nobody knows if it is kept."""


class ProcessFault(EngineError):
    """The model or a service failed at an element (facts: instance_key, element_id, reason)."""
