"""What is wrong with a text that is no FEEL: the place, what could stand there, what was probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from feel.errors import FeelError
from feel.help.expected import expected_at
from feel.help.reading import Reader, reader
from feel.help.slips import offers
from feel.help.text import Edit, open_brackets

_ONLY_WHOLE = frozenset(("extra_bracket", "wrong_bracket", "unclosed_bracket", "comma"))
_ROUNDS = 12
# Edits that are tried for one text, each by parsing it anew.
_TRIES = 60
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class Slip:
    """What was probably meant.

    code         the kind of slip: equals, and, not, single_quotes, chinese_sign, keyword, unclosed_text, ...
    found        what stands there; instead: what should
    position     0-based offset of it; line and column: 1-based
    corrected    the whole text with this and all further slips mended, empty when it is no FEEL even then
    """

    code: str
    position: int
    line: int
    column: int
    found: str
    instead: str
    corrected: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """The first place where a text is no FEEL.

    code         as in FeelError: unexpected_token, unexpected_end, unexpected_character, unclosed_text, ...
    position     0-based offset; line and column: 1-based, in characters
    found        what stands there, empty at the end
    expected     words and signs, and the kinds `value`, `operator`, `name`, `type`, `end`
    opened       column of the bracket that nothing closes, 0 when all are closed
    slip         what was probably meant, None when nothing is known
    """

    code: str
    position: int
    line: int
    column: int
    found: str
    expected: tuple[str, ...]
    opened: int
    slip: Slip | None
    facts: dict[str, Any]


def mistake(text: str, names: Iterable[str] = (), *, tests: bool = False) -> Mistake | None:
    """The mistake of an expression (without its `=`) or of a cell of a decision table; None when it is FEEL.

    names   declared names of several words, as in `feel.parse`
    Never raises for any text. Takes a few milliseconds, so it is for people and not for the running engine.
    """
    read = reader(names, tests=tests)
    error = read(text)
    if error is None:
        return None
    slip = _slip(text, error, read)
    expected = expected_at(text, error, read)
    unclosed = open_brackets(text[: error.position])
    facts = {**error.facts, "expected": list(expected)}
    opened = _place(text, unclosed[-1])[1] if unclosed else 0
    facts.update(position=error.position, line=error.line, column=error.column, opened=opened)
    if slip is not None:
        facts.update(slip=slip.code, slip_found=slip.found, instead=slip.instead, corrected=slip.corrected)
    return Mistake(
        error.code,
        error.position,
        error.line,
        error.column,
        str(error.facts.get("found", "")),
        expected,
        opened,
        slip,
        facts,
    )


def _place(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, position - before.rfind("\n")


def _slip(text: str, error: FeelError, read: Reader) -> Slip | None:
    """Mends slip after slip as long as the parser comes further each time."""
    if len(text) > _LONGEST:
        return None
    first: Edit | None = None
    mended, now, left = text, error, _TRIES
    for _ in range(_ROUNDS):
        edits = offers(mended, now.position)[:left]
        left -= len(edits)
        step = _step(mended, now, edits, read)
        if step is None:
            break
        edit, mended, following = step
        first = first or edit
        if following is None:
            return _named(text, first, mended)
        now = following
    # Brackets and commas can be put anywhere; what they do not mend they have nothing to do with.
    return None if first is None or first.code in _ONLY_WHOLE else _named(text, first, "")


def _step(
    text: str, error: FeelError, edits: list[Edit], read: Reader
) -> tuple[Edit, str, FeelError | None] | None:
    """The edit after which the parser comes furthest, if it comes further than before."""
    best: tuple[tuple[bool, int], Edit, str, FeelError | None] | None = None
    for edit in edits:
        mended = edit.apply(text)
        following = read(mended)
        left = _left(mended, following)
        if best is None or left < best[0]:
            best = (left, edit, mended, following)
    return None if best is None or best[0] >= _left(text, error) else best[1:]


def _left(text: str, error: FeelError | None) -> tuple[bool, int]:
    """How far from being FEEL: signs that are none weigh most, since they are met before anything is parsed.

    Measured from the end of the text, so that texts of different length can be compared.
    """
    if error is None:
        return False, -1
    return error.code not in ("unexpected_token", "unexpected_end"), len(text) - error.position


def _named(text: str, edit: Edit, corrected: str) -> Slip:
    line, column = _place(text, edit.start)
    found = text[edit.start : edit.end]
    return Slip(edit.code, edit.start, line, column, found[:60], edit.instead.strip()[:200], corrected)
