"""Which known word was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

_LONGEST = 60
_SEPARATORS = str.maketrans("", "", " _-.")


def did_you_mean(word: str, known: Iterable[str], most: int = 3) -> tuple[str, ...]:
    """The known words that are most like a misspelt one, the nearest first; empty when none is near.

    Letters in another case and other separators (`orderId`, `order_id`, `order id`) count as nearest; else at
    most one slip (a letter too many, missing, wrong, or two changed over) for every three characters.
    """
    found = []
    for candidate in set(known) - {word}:
        rank = _rank(word, candidate)
        if rank is not None:
            found.append((rank, candidate))
    return tuple(candidate for _, candidate in sorted(found)[:most])


def _rank(word: str, candidate: str) -> int | None:
    if _bare(word) == _bare(candidate):
        return 0
    longer = max(len(word), len(candidate))
    allowed = max(1, longer // 3)
    if longer > _LONGEST or abs(len(word) - len(candidate)) > allowed or longer < 2:
        return None
    slips = distance(word.casefold(), candidate.casefold(), allowed)
    # Of a name of one or two characters nothing would be left.
    return slips if slips <= allowed and slips < longer - (longer > 1) else None


def _bare(word: str) -> str:
    return word.casefold().translate(_SEPARATORS)


def distance(left: str, right: str, enough: int = _LONGEST) -> int:
    """Slips between two words (Damerau-Levenshtein); stops counting beyond `enough`."""
    before: list[int] = []
    above = list(range(len(right) + 1))
    for row, char in enumerate(left, 1):
        here = [row]
        for column, other in enumerate(right, 1):
            cost = min(above[column] + 1, here[-1] + 1, above[column - 1] + (char != other))
            swapped = row > 1 and column > 1 and char == right[column - 2] and left[row - 2] == other
            here.append(min(cost, before[column - 2] + 1) if swapped else cost)
        if min(here) > enough:
            return enough + 1
        before, above = above, here
    return above[-1]
