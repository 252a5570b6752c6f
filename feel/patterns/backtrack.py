"""Patterns with back references, which threads side by side cannot run: one way after the other.

Such a search may be long by nature. Each state is entered once and paid many times over, and what it compares
by its length, so it ends soon: with a match, without one, or at the limit of steps.
"""

from __future__ import annotations

from feel.limits import Meter
from feel.patterns.places import holds
from feel.patterns.program import BACK, JUMP, MATCH, ONE, PLACE, SAVE, SPLIT, Program

Captures = tuple[int, ...]
_COST = 15
# Comparing so many characters takes as long as walking over one item.
_COMPARED = 5


def search(program: Program, text: str, meter: Meter, start: int) -> Captures | None:
    """The captures of the first match from an offset on."""
    for place in range(start, len(text) + 1):
        found = _from(program, text, meter, place)
        if found is not None:
            return found
    return None


def _from(program: Program, text: str, meter: Meter, start: int) -> Captures | None:
    ways: list[tuple[int, int, Captures]] = [(0, start, (-1,) * (2 * program.groups + 2))]
    seen: set[tuple[int, int, Captures]] = set()
    while ways:
        state = ways.pop()
        if state in seen:
            continue
        seen.add(state)
        meter.walk(_COST + len(state[2]) // 4)
        pc, place, captures = state
        operation, first, second = program.code[pc]
        if operation == MATCH:
            return captures
        if operation == SPLIT:
            ways.append((second, place, captures))
            ways.append((first, place, captures))
        elif operation == JUMP:
            ways.append((first, place, captures))
        elif operation == SAVE:
            ways.append((pc + 1, place, (*captures[:first], place, *captures[first + 1 :])))
        elif operation == PLACE:
            if holds(first, text, place, program.lines):
                ways.append((pc + 1, place, captures))
        elif operation == BACK:
            meter.walk((captures[2 * first + 1] - captures[2 * first]) // _COMPARED)
            end = _repeated(text, place, captures[2 * first], captures[2 * first + 1], ignore_case=second)
            if end >= 0:
                ways.append((pc + 1, end, captures))
        elif operation == ONE and place < len(text):
            meter.walk(program.weight - 1)
            if first(text[place]):
                ways.append((pc + 1, place + 1, captures))
    return None


def _repeated(text: str, place: int, start: int, end: int, *, ignore_case: bool) -> int:
    """Where the text of a group ends that stands here again, -1 if it does not; an unused group is empty."""
    known = text[start:end] if start >= 0 else ""
    here = text[place : place + len(known)]
    same = here.casefold() == known.casefold() if ignore_case else here == known
    return place + len(known) if same else -1
