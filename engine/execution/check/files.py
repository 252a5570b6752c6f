"""Files that rows name and the store has not, and files in the store that no row names."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from engine.execution import named_files
from engine.execution.check.finding import AT_ONCE, Finding, Lend, snapshot

# A day after it came an unnamed file is swept by the heartbeat, which looks every ten minutes.
SWEPT_AFTER = timedelta(hours=25)


def check(lend: Lend, at: datetime) -> Iterator[Finding]:
    yield from _missing(lend)
    yield from _unnamed(lend, at)


def _missing(lend: Lend) -> Iterator[Finding]:
    """Each content is told once, with the first case that names it."""
    told: set[str] = set()
    with snapshot(lend) as reader:
        store = reader.services.files.store
        for case, sha256, name in named_files.every(reader, AT_ONCE):
            if sha256 not in told and not store.exists(sha256):
                told.add(sha256)
                yield Finding("file_missing", {"sha256": sha256, "name": name or sha256}, case)


def _unnamed(lend: Lend, at: datetime) -> Iterator[Finding]:
    with snapshot(lend) as reader:
        for hashes in reader.services.files.store.older_than(at, SWEPT_AFTER):
            for sha256 in sorted(set(hashes) - named_files.named(reader, hashes)):
                yield Finding("file_unnamed", {"sha256": sha256})
