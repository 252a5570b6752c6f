"""Counts uses in fixed windows of real time, in this worker's memory."""

from __future__ import annotations

from flask import current_app

from webapp.session_time import real_now

MOST_BUCKETS = 50_000


def count(bucket: str, seconds: int) -> tuple[int, int]:
    """(how often this bucket was used in the present window, seconds until the window ends)."""
    second = int(real_now().timestamp())
    window = second - second % seconds
    uses: dict[tuple[str, int], int] = current_app.extensions.setdefault("neiqin_uses", {})
    if len(uses) > MOST_BUCKETS:
        uses.clear()
    key = (bucket, window)
    uses[key] = uses.get(key, 0) + 1
    return uses[key], window + seconds - second
