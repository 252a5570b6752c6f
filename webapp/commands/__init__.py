"""What the command line can be asked to do; one verb a file.

Exit 0 = good, 1 = found wrong, 2 = used wrongly, 141 = nobody read the answer to its end.
"""

from __future__ import annotations

import os
import sys
from zoneinfo import ZoneInfoNotFoundError

GOOD, WRONG, MISUSED = 0, 1, 2
# What a shell gives to a program that a closed pipe has stopped: 128 and the number of SIGPIPE.
UNREAD = 141


class NobodyReads(Exception):
    """Whoever read the answer has gone, as `head` has after its lines."""


def tell(sentence: str) -> None:
    """A line for the person at the terminal. Raises NobodyReads."""
    try:
        print(sentence, flush=True)
    except BrokenPipeError as closed:
        # The line is still in the buffer, and would fail once more when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise NobodyReads from closed


def complain(sentence: str) -> None:
    print(f"neiqin: {sentence}", file=sys.stderr, flush=True)


def trouble(error: Exception) -> str | None:
    """What an operator can do about the database or a setting; None for a fault of ours."""
    if isinstance(error, ZoneInfoNotFoundError):
        return f"NEIQIN_ZONE names no time zone: {error}; write it as Asia/Shanghai"
    from engine.bootstrap.settings import SettingWrong

    if isinstance(error, SettingWrong):
        return str(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename} cannot be used: {error.strerror}"
    from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

    if isinstance(error, ArgumentError | NoSuchModuleError):
        return "NEIQIN_DATABASE_URL is no address of a database; write postgresql://user:password@host/name"
    if not isinstance(error, DBAPIError):
        return None
    said = str(error.orig).strip().splitlines()[0] if str(error.orig).strip() else type(error.orig).__name__
    if _lacks_schema(said):
        return f"the database has no schema of this version ({said}); run `neiqin migrate` first"
    return f"the database cannot be used: {said}; see whether it runs, and the address in NEIQIN_DATABASE_URL"


def _lacks_schema(said: str) -> bool:
    sqlite = "no such table" in said or "no such column" in said
    return sqlite or ("relation" in said and "does not exist" in said)
