"""What the engine is built of, handed to every step by bootstrap."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from engine.execution.ports import Calendar, Operation, Organisation, Register, Report
from engine.storage.keyring import Keyring

if TYPE_CHECKING:
    from engine.execution.definitions import DefinitionStore


@dataclass
class Services:
    """The neighbours of the execution room.

    organisation   asked for the directory as it stands on this connection
    feel_calendar  FEEL host functions over the calendar (name -> callable)
    operations     what a service task may call inside the step, by name
    job_types      types that our own workers carry out after the commit
    files          the store of uploaded and made files
    zone           the company's zone
    vault          seals and opens what must not be read from the database
    base_url       where the product is reached, for links in messages; no trailing slash
    """

    organisation: Callable[[Connection], Organisation]
    calendar: Calendar
    feel_calendar: Mapping[str, Callable[..., Any]]
    definitions: DefinitionStore
    files: Any
    zone: ZoneInfo
    company: str
    base_url: str
    audit_key: bytes
    secret_key: bytes
    vault: Keyring
    operations: dict[str, Operation] = field(default_factory=dict)
    registers: dict[str, Register] = field(default_factory=dict)
    reports: dict[str, Report] = field(default_factory=dict)
    job_types: frozenset[str] = frozenset()
