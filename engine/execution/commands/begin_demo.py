"""A new database becomes a demo, once and for good; its clock opens on the demo's date (ruling 40)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.execution.commands.move_clock import DEMO, OFFSET, is_demo, put_setting
from engine.execution.handler import Handler
from engine.execution.step import Step
from engine.execution.tables import PROCESS_INSTANCE
from engine.kernel.errors import OperationRefused
from engine.permissions import rules


@dataclass(frozen=True)
class BeginDemo:
    """opens_at: the company's instant at which the demo begins."""

    opens_at: datetime


def _run(step: Step, command: BeginDemo, _subject: None) -> dict[str, Any]:
    if is_demo(step.connection):
        return {"begun": False}
    if step.connection.execute(select(PROCESS_INSTANCE.c.key).limit(1)).first() is not None:
        # Real cases would get a false date: production never becomes a demo either.
        raise OperationRefused(reason="database_holds_cases")
    put_setting(step, DEMO, True)
    put_setting(step, OFFSET, (command.opens_at - step.real_now).total_seconds())
    return {"begun": True}


HANDLER = Handler(
    BeginDemo,
    action="demo.begin",
    load=lambda _step, _command: None,
    rule=rules.is_system,
    run=_run,
    chain=lambda _command, _subject: "settings",
    object=lambda _command, _subject: "demo",
)
