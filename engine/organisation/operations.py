"""What a service task may ask of the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Operation, OperationCall
from engine.execution.step import Step


def _signature(step: Step, _call: OperationCall) -> Mapping[str, Any]:
    """Who acts in this step, for whom and when; a diagram writes it beside the decision just taken."""
    return {
        "by": step.actor.user_id,
        "on_behalf_of": step.actor.on_behalf_of,
        "at": step.now.astimezone(step.services.zone).isoformat(),
    }


OPERATIONS = (
    Operation(
        "step.signature",
        _signature,
        outputs={"by": "text", "on_behalf_of": "text?", "at": "text"},
        reads_only=True,
    ),
)
