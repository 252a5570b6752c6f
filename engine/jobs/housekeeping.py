"""Registers look after their rows: what fell due with the calendar is said, once."""

from __future__ import annotations

import logging

from engine.bootstrap import Engine
from engine.bootstrap.registers import register_packages
from engine.kernel.actor import Actor

ACTOR = Actor.system("registers")
log = logging.getLogger("neiqin.registers")


def look_after_registers(engine: Engine) -> int:
    """How many of their commands were carried out. One that fails is told, and the others go on."""
    done = 0
    for command in register_packages().nightly:
        try:
            engine.execute(command(), ACTOR)
            done += 1
        except Exception:
            log.exception("a register could not look after its rows")
    return done
