"""What this room offers; bootstrap and the seeds ask for it by this one name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.execution.handler import Handler
from engine.execution.ports import Operation, Register
from engine.registers.seal_uses import operations as seal_use_operations
from engine.registers.seal_uses import queries as seal_use_queries
from engine.registers.seals import operations as seal_operations
from engine.registers.seals import queries as seal_queries
from engine.registers.seals import seed as seal_seed

OPERATIONS: tuple[Operation, ...] = (
    *seal_use_operations.OPERATIONS,
    *seal_operations.OPERATIONS,
)
REGISTERS: tuple[Register, ...] = (seal_use_queries.REGISTER, seal_queries.REGISTER)
HANDLERS: tuple[Handler[Any, Any], ...] = ()

# Key in a company file -> the commands that its rows still need.
SEEDS: Mapping[str, Callable[[Any, Sequence[Mapping[str, Any]]], Sequence[Any]]] = {
    "seals": seal_seed.missing
}
