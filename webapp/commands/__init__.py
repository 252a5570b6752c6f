"""What the command line can be asked to do; one verb a file.

Exit 0 = good, 1 = found wrong, 2 = used wrongly.
"""

from __future__ import annotations

import sys
from zoneinfo import ZoneInfoNotFoundError

GOOD, WRONG, MISUSED = 0, 1, 2


def tell(sentence: str) -> None:
    """A line for the person at the terminal."""
    print(sentence, flush=True)


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
