"""The registers that this room offers; bootstrap asks for them by this one name."""

from __future__ import annotations

from engine.execution.ports import Operation, Register
from engine.registers.seal_uses import operations as seal_use_operations
from engine.registers.seal_uses import queries as seal_use_queries
from engine.registers.seals import queries as seal_queries

OPERATIONS: tuple[Operation, ...] = seal_use_operations.OPERATIONS
REGISTERS: tuple[Register, ...] = (seal_use_queries.REGISTER, seal_queries.REGISTER)
