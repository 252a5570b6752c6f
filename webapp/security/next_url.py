"""Where to go after signing in or choosing a language: only a path of ours."""

from __future__ import annotations

from urllib.parse import urlsplit

HOME = "/inbox"


def is_local(address: str | None) -> bool:
    """True for a path on this server.

    Browsers read `//host`, `/\\host` and control characters as other hosts; none of these is local.
    """
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return False
    if "\\" in address or any(ord(char) < 33 or ord(char) == 127 for char in address):
        return False
    parts = urlsplit(address)
    return not parts.scheme and not parts.netloc


def local(address: str | None) -> str:
    """The address if it is a page to come back to after signing in, else the inbox."""
    if address is None or not is_local(address) or urlsplit(address).path.startswith(("/login", "/logout")):
        return HOME
    return address
