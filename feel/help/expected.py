"""What could stand where an expression stops being one.

The parser names one thing that it looked for. The others are found by trying: what can follow the part that
was understood is expected there. So the list stays true when the grammar changes.
"""

from __future__ import annotations

from feel.errors import FeelBudgetError, FeelError, FeelSyntaxError
from feel.help.reading import Reader

#: Kinds of things, in place of the many texts that they stand for.
KINDS = ("value", "operator", "name", "type", "end")

_OWN = {"expression": "value", "positional or named arguments": "value"}
_WORDS = ("then", "else", "in", "return", "satisfies", "and", "of", ")", "]", "}", ",", ":", "..")
_LONGEST = 600


def expected_at(text: str, error: FeelError, read: Reader) -> tuple[str, ...]:
    """Words, signs and kinds that may stand at the mistake; what the parser looked for comes first."""
    if not isinstance(error, FeelSyntaxError):
        return ()
    if error.code not in ("unexpected_token", "unexpected_end"):
        return tuple(error.expected.split())
    own = error.expected
    found = [_OWN[own]] if own in _OWN else own.split()
    before = text[: error.position]
    if found[0] not in ("value", "name", "type") and len(before) <= _LONGEST:
        found += _tried(before, read)
    return _tidy(found)


def _tried(before: str, read: Reader) -> list[str]:
    found = [word for word in _WORDS if _may_follow(before, word, read)]
    if "then" in found and "return" in found:
        # Keywords of different constructs: any word is taken here as part of a name.
        found = [word for word in found if not word.isalpha()]
    if _may_follow(before, "*", read):
        found.append("operator")
    if _may_follow(before, "1", read):
        found.append("value")
    if before.strip() and read(before) is None:
        found.append("end")
    return found


def _may_follow(before: str, word: str, read: Reader) -> bool:
    text = f"{before} {word}"
    error = read(text)
    return error is None or (not isinstance(error, FeelBudgetError) and error.position >= len(text))


def _tidy(found: list[str]) -> tuple[str, ...]:
    # Where any operator may stand, `and` and `in` are two of them and `..` is rarely meant.
    dull = {"and", "in", ".."} - {found[0]} if "operator" in found else set()
    return tuple(dict.fromkeys(word for word in found if word not in dull))
