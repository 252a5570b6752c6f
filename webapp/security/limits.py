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
IMPORT = Limit("import", 20, 60)


def address() -> str:
    """The caller's address; behind a proxy the one that the configured number of proxies vouches for."""
    return request.remote_addr or "unknown"


def spend_on_files() -> None:
    """Files come with forms and drafts too, and are kept before anybody asks whether they may be."""
    if any(one.filename for _, one in request.files.items(multi=True)):
        spend(UPLOAD)


def spend(limit: Limit, who: str | None = None) -> None:
    """Count one use; raises Refused(429) when the limit is passed. Default.

    The person and, without one, the address.
    """
    used, left = count(limit, who or (g.session.user_id if g.session else address()))
    _refuse(limit, used - 1, left)


def count(limit: Limit, who: str) -> tuple[int, int]:
    """Count one use and refuse nothing: (uses in this window, seconds until it ends)."""
    return counter.count(f"{limit.name}:{who}", limit.seconds)


def refuse_spent(limit: Limit, who: str) -> None:
    """Raises Refused(429) when nothing is left, and counts no use: what succeeds is no guess."""
    _refuse(limit, *counter.used(f"{limit.name}:{who}", limit.seconds))


def _refuse(limit: Limit, used: int, left: int) -> None:
    if used >= limit.count:
        raise errors.Refused(429, "too_many", retry_after=left, minutes=-(-left // 60), seconds=left)
