"""One step: everything that one command may touch, under one transaction and one instant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from engine.execution import numbers
from engine.execution.ports import Organisation
from engine.execution.services import Services
from engine.execution.write_set import WriteSet
from engine.kernel.actor import Actor
from engine.kernel.ids import KeyMaker

if TYPE_CHECKING:
    from engine.execution.cases import Case


@dataclass(frozen=True)
class Announcement:
    """A message of the house; `time_to_live` empty = for those who wait at this moment alone."""

    name: str
    correlation_key: str
    variables: Mapping[str, Any]
    time_to_live: str = ""


@dataclass
class Step:
    """Given to a command's handler and to operations.

    connection   inside the write transaction; nobody but the executor commits it
    now          the company's instant, read once
    real_now     the machine's instant, for leases and sending
    actor        who acts
    opens_at     the tasks and notices that come of this moment are shown from then on; None = at once
    """

    connection: Connection
    now: datetime
    real_now: datetime
    actor: Actor
    services: Services
    keys: KeyMaker
    idempotency_key: str | None = None
    opens_at: datetime | None = None
    writes: WriteSet = field(default_factory=WriteSet)
    cases: dict[int, Case] = field(default_factory=dict)
    closed: list[tuple[int, int]] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)
    announcements: list[Announcement] = field(default_factory=list)

    @cached_property
    def organisation(self) -> Organisation:
        return self.services.organisation(self.connection)

    @contextmanager
    def opening_at(self, at: datetime | None) -> Iterator[None]:
        """What happens inside opens at that instant; at once where it has passed already."""
        before = self.opens_at
        self.opens_at = at if at is not None and at > self.now else None
        try:
            yield
        finally:
            self.opens_at = before

    def number(self, prefix: str) -> str:
        """The next gapless number of this prefix and company year, e.g. `YY-2026-0001`."""
        year = self.now.astimezone(self.services.zone).year
        return numbers.take(self.connection, prefix, year)

    def outbox(
        self, kind: str, payload: Mapping[str, Any], key: str, instance_key: int | None = None
    ) -> None:
        """A message to be sent after the commit; `key` makes a repetition harmless."""
        self.writes.outbox.append(
            {
                "id": self.keys.next(),
                "instance_key": instance_key,
                "kind": kind,
                "payload": dict(payload),
                "key": key,
                "state": "waiting",
                "attempts": 0,
                "created_at": self.now,
                "next_at": self.real_now,
                "not_before": self.opens_at if kind == "email" else None,
            }
        )

    def announce(
        self,
        name: str,
        correlation_key: str,
        variables: Mapping[str, Any] | None = None,
        *,
        time_to_live: str = "",
    ) -> None:
        """A message about what an operation or a command wrote: to who waits for it and to what it starts.

        It is delivered in this same transaction, when the case that moves now has come to rest. With a
        `time_to_live` (ISO duration) it is kept that long for somebody who does not wait yet.
        """
        self.announcements.append(Announcement(name, correlation_key, dict(variables or {}), time_to_live))

    def notice(
        self,
        person: str,
        kind: str,
        facts: Mapping[str, Any],
        *,
        instance_key: int | None = None,
        task_key: int | None = None,
        is_at_once: bool = False,
    ) -> None:
        """An in-app notice for one person. `is_at_once`: it does not wait until the day opens."""
        self.writes.notices.append(
            {
                "key": self.keys.next(),
                "person": person,
                "kind": kind,
                "instance_key": instance_key,
                "task_key": task_key,
                "facts": dict(facts),
                "created_at": self.now,
                "not_before": None if is_at_once else self.opens_at,
            }
        )

    def history(self, instance_key: int, kind: str, element_id: str | None = None, **facts: Any) -> int:
        """A line of the case's timeline; returns its id."""
        id = self.keys.next()
        self.writes.history.append(
            {
                "instance_key": instance_key,
                "id": id,
                "at": self.now,
                "kind": kind,
                "element_id": element_id,
                "actor": self.actor.user_id,
                "on_behalf_of": self.actor.on_behalf_of,
                "facts": facts,
            }
        )
        return id

    def audit_detail(self, **facts: Any) -> None:
        """Adds facts to the command's audit row."""
        self.details.update(facts)


@dataclass(frozen=True)
class Reader:
    """Given to queries: a consistent snapshot and the same neighbours."""

    connection: Connection
    now: datetime
    services: Services

    @cached_property
    def organisation(self) -> Organisation:
        return self.services.organisation(self.connection)
