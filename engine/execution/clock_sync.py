"""The company's clock as every node sees it: the machine's time plus the offset kept in the database."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from engine.execution.commands.move_clock import stored_offset
from engine.kernel.clock import Clock
from engine.storage.database import Database

# A node notices within this time that another one moved the clock.
FRESH_SECONDS = 1.0


class SharedClock:
    """A ShiftedClock whose offset is asked of the database, at most once a second.

    In production it cannot be moved: the database is never asked and the offset stays zero.
    """

    def __init__(self, base: Clock, database: Database, *, movable: bool) -> None:
        self._base = base
        self._database = database
        self._movable = movable
        self._asked = float("-inf")
        self._offset = timedelta(0)

    def now(self) -> datetime:
        """The company's instant."""
        if self._movable and time.monotonic() - self._asked > FRESH_SECONDS:
            self.refresh()
        return self._base.now() + self._offset

    def real_now(self) -> datetime:
        """The machine's instant."""
        return self._base.now()

    def refresh(self) -> None:
        """Asks now: after this node itself moved the clock."""
        self._asked = time.monotonic()
        with self._database.read() as connection:
            self._offset = stored_offset(connection)
