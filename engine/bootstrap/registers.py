"""Asks the register packages what they offer: `engine/registers/package.py` names them.

The engine runs without them: with that folder moved away nothing is found and everything else works.
"""

from __future__ import annotations

import importlib
import importlib.util

from engine.execution.ports import Operation, Register


def register_packages() -> tuple[tuple[Register, ...], tuple[Operation, ...]]:
    """All registers and operations that are there."""
    if importlib.util.find_spec("engine.registers") is None:
        return (), ()
    package = importlib.import_module("engine.registers.package")
    return package.REGISTERS, package.OPERATIONS
