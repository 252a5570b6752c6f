"""What a command file hands to the executor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from engine.execution.step import Step
from engine.permissions.rules import Rule

C = TypeVar("C")
S = TypeVar("S")


@dataclass(frozen=True)
class Handler(Generic[C, S]):
    """A command is complete in itself. `rule` has no default, so that a permission cannot be forgotten.

    command   the frozen dataclass
    action    what the audit row says, e.g. `user_task.claim`
    load      finds and locks the subject; raises NotFound
    rule      may this actor do this to that subject?
    run       changes rows and may advance a case; never commits; its result must be plain JSON values
    chain     the audit chain of the subject, e.g. `instance:17`
    object    what the audit row names, e.g. `user_task:41`
    audited   False for what leaves no trace in the audit (drafts, marks of reading)
    records_faults   False where whoever gives the command tries again by himself and makes the incident
    """

    command: type[C]
    action: str
    load: Callable[[Step, C], S]
    rule: Rule
    run: Callable[[Step, C, S], Any]
    chain: Callable[[C, S], str]
    object: Callable[[C, S], str]
    instance_key: Callable[[C, S], int | None] = lambda _command, _subject: None
    audited: bool = True
    records_faults: bool = True
