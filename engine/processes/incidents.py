"""Open incidents, for operators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from engine.execution.step import Reader
from engine.execution.tables import INCIDENT, PROCESS_INSTANCE
from engine.kernel.actor import Actor
from engine.kernel.errors import PermissionDenied
from engine.permissions import rules

_PI = PROCESS_INSTANCE.c


def open_incidents(reader: Reader, actor: Actor, *, limit: int = 200) -> list[Mapping[str, Any]]:
    """Newest first, with title and process of their case."""
    if not rules.is_operator(actor, None):
        raise PermissionDenied(action="incident.list")
    query = (
        select(INCIDENT, _PI.title, _PI.process_id, _PI.version, _PI.definition_key)
        .join(PROCESS_INSTANCE, PROCESS_INSTANCE.c.key == INCIDENT.c.instance_key)
        .where(INCIDENT.c.resolved_at.is_(None))
        .order_by(INCIDENT.c.key.desc())
        .limit(limit)
    )
    return [dict(row) for row in reader.connection.execute(query).mappings()]
