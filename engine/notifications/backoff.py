"""When a message that could not be sent is tried again."""

from __future__ import annotations

from datetime import timedelta

MOST_ATTEMPTS = 12
_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=6)


def next_delay(attempts: int) -> timedelta | None:
    """The wait after so many failed attempts (1 is the first): 1, 2, 4, ... minutes up to 6 hours.

    None after the twelfth: the message is dead and becomes an incident.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    doublings: int = 2 ** max(attempts - 1, 0)
    return min(_FIRST * doublings, _LONGEST)
