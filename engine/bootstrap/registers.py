"""Asks the register packages what they offer: `engine/registers/package.py` names them.

The engine runs without them: with that folder moved away nothing is found and everything else works.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.execution.handler import Handler
from engine.execution.ports import Operation, Register, Report


@dataclass(frozen=True)
class Offered:
    """Everything that the register packages bring along.

    nightly   make the commands by which a register looks after its rows; given every few minutes, so that
              each does only what is due and not yet done
    """

    registers: tuple[Register, ...] = ()
    operations: tuple[Operation, ...] = ()
    handlers: tuple[Handler[Any, Any], ...] = ()
    reports: tuple[Report, ...] = ()
    nightly: tuple[Callable[[], Any], ...] = ()


def register_packages() -> Offered:
    """What is there; nothing where the folder is not."""
    if importlib.util.find_spec("engine.registers") is None:
        return Offered()
    package = importlib.import_module("engine.registers.package")
    return Offered(package.REGISTERS, package.OPERATIONS, package.HANDLERS, package.REPORTS, package.NIGHTLY)
