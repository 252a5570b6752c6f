"""Rate limits per account and per address, in fixed windows of real time.

A limit is a courtesy to the machine and a wall against guessing; passwords have a lock of their own in the
account.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import g, request

from webapp import errors
from webapp.security import counter


@dataclass(frozen=True)
class Limit:
    """At most `count` in `seconds`."""

    name: str
    count: int
    seconds: int


LOGIN = Limit("login", 60, 900)
START = Limit("start", 60, 60)
UPLOAD = Limit("upload", 60, 60)
SEARCH = Limit("search", 120, 60)
EXPORT = Limit("export", 10, 60)


def address() -> str:
    """The caller's address; behind a proxy the one that the configured number of proxies vouches for."""
    return request.remote_addr or "unknown"


def spend(limit: Limit, who: str | None = None) -> None:
    """Count one use; raises Refused(429) when the limit is passed. Default.

    The person and, without one, the address.
    """
    bucket = f"{limit.name}:{who or (g.session.user_id if g.session else address())}"
    used, left = counter.count(bucket, limit.seconds)
    if used > limit.count:
        raise errors.Refused(429, "too_many", retry_after=left, minutes=-(-left // 60), seconds=left)
