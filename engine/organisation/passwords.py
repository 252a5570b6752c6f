"""Password hashes: argon2id with the cost that was measured as bearable for a small server."""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from engine.kernel.errors import InvalidInput, Problem
from engine.organisation.guessing import is_easily_guessed

SHORTEST, LONGEST = 12, 200

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Checked in place of a missing account, so that the time taken does not tell which names exist.
_DUMMY = _HASHER.hash(secrets.token_urlsafe(16))


def hash_password(password: str) -> str:
    return _HASHER.hash(password)


def fits(password: str, password_hash: str | None) -> bool:
    """True where the password is the one of the hash; takes as long without a hash."""
    try:
        return _HASHER.verify(password_hash or _DUMMY, password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def should_rehash(password_hash: str) -> bool:
    """True where the hash was made with other costs than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def require_good(password: str, user_id: str, words: Iterable[str] = ()) -> None:
    """Raises InvalidInput for a password that is too short or long, holds the login name or is soon guessed.

    words   names of the person and the company
    """
    problem = None
    if len(password) < SHORTEST:
        problem = Problem("password_too_short", facts={"min": SHORTEST})
    elif len(password) > LONGEST:
        problem = Problem("password_too_long", facts={"max": LONGEST})
    elif user_id.lower() in password.lower():
        problem = Problem("password_holds_name")
    elif is_easily_guessed(password, (user_id, *words)):
        problem = Problem("password_common")
    if problem is not None:
        raise InvalidInput(fields={"password": [problem]})
