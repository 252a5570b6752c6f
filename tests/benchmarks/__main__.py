"""`python -m tests.benchmarks [names]`: prints one JSON line for each figure.

Everything happens in a throw-away folder and in databases made for the run; of NEIQIN_DATABASE_URL only the
server is taken, and one that names a database with tables is refused.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks import crowds, decisions, expressions, imports, inboxes, pages, people, steps, words
from tests.support import databases, needs, postgres, run

BENCHMARKS: dict[str, Callable[[Path], None]] = {
    **steps.BENCHMARKS,
    **people.BENCHMARKS,
    **crowds.BENCHMARKS,
    **inboxes.BENCHMARKS,
    **pages.BENCHMARKS,
    **words.BENCHMARKS,
    **imports.BENCHMARKS,
    **expressions.BENCHMARKS,
    **decisions.BENCHMARKS,
}
NEEDS_POSTGRES = {"step_rate_pg1", "step_rate_pg8", "timer_burst", "inbox_p95_pg"}


def main(names: list[str]) -> int:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.stderr.write(f"unknown: {', '.join(unknown)}; known: {', '.join(BENCHMARKS)}\n")
        return 2
    given = os.environ.get("NEIQIN_DATABASE_URL")
    if given:
        databases.refuse_filled(given.replace("postgresql://", "postgresql+psycopg://", 1))
    run.begin()
    try:
        with tempfile.TemporaryDirectory(prefix="neiqin-bench-") as folder:
            for name in names or BENCHMARKS:
                _run(name, Path(folder) / name)
    finally:
        if postgres.given_server():
            databases.drop_all_of_run()
        run.end()
    return 0


def _run(name: str, folder: Path) -> None:
    missing = needs.NEEDS["postgres"]() if name in NEEDS_POSTGRES else None
    if missing:
        sys.stderr.write(f"{name} was not run: {missing}\n")
        return
    folder.mkdir()
    BENCHMARKS[name](folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
