"""Names and flags of our cookies: `__Host-` and Secure, except on plain http to this very machine.

Browsers drop a Secure cookie that comes over http, so `make run` and scripts on a loopback address would
never stay signed in. Everywhere else plain http gets a Secure cookie, which means no session at all: that
is meant.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache

from flask import Response, request


def name(base: str) -> str:
    """`__Host-neiqin`, or `neiqin` on plain http to a loopback address."""
    return base if _plain_loopback() else f"__Host-{base}"


def read(base: str) -> str | None:
    return request.cookies.get(name(base))


def write(response: Response, base: str, value: str, max_age: int | None = None) -> None:
    response.set_cookie(
        name(base),
        value,
        max_age=max_age,
        path="/",
        secure=not _plain_loopback(),
        httponly=True,
        samesite="Lax",
    )


def drop(response: Response, base: str) -> None:
    response.set_cookie(
        name(base), "", max_age=0, path="/", secure=not _plain_loopback(), httponly=True, samesite="Lax"
    )


def _plain_loopback() -> bool:
    return not request.is_secure and _is_loopback(request.host)


@lru_cache(maxsize=64)
def _is_loopback(host: str) -> bool:
    """Of a host with or without its port; a request asks it several times."""
    name = host.strip("[]") if host.endswith("]") else host.rsplit(":", 1)[0].strip("[]")
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False
