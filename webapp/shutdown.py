"""Whether this worker was asked to stop: `/readyz` says 503 while the running requests finish."""

from __future__ import annotations

import os
from pathlib import Path

FLAG = "NEIQIN_STOPPING_FILE"


def is_stopping() -> bool:
    """`neiqin serve` makes the named file when it is told to stop, before it stops the workers."""
    named = os.environ.get(FLAG)
    return bool(named) and Path(str(named)).exists()
