"""Running a program over a text: all threads at once; the work is at most instructions times characters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from feel.limits import Meter
from feel.patterns import backtrack, exists
from feel.patterns.places import holds
from feel.patterns.program import JUMP, MATCH, ONE, PLACE, SAVE, SPLIT, Program

Captures = tuple[int, ...]
Threads = list[tuple[int, Captures]]
# A move of a thread takes as long as walking over so many items.
_COST = 5
_COPIED = 4


@dataclass(frozen=True, slots=True)
class Match:
    """Offsets of the whole match and of each group (-1 where a group took no part)."""

    captures: Captures

    @property
    def start(self) -> int:
        """Where it begins."""
        return self.captures[0]

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.captures[1]

    def group(self, text: str, number: int) -> str:
        """The text of a group, empty where it took no part."""
        start, end = self.captures[2 * number], self.captures[2 * number + 1]
        return text[start:end] if start >= 0 else ""


def find(
    program: Program, text: str, meter: Meter, start: int = 0, groups: int | None = None
) -> Match | None:
    """The first match from an offset on; of those that begin there, the one that backtracking would find.

    groups   how many groups the caller wants to know of, the whole match not counted; all of them if None
    """
    if program.looks_back:
        captures = backtrack.search(program, text, meter, start)
        return None if captures is None else Match(captures)
    fresh: Captures = (-1,) * (2 * (program.groups if groups is None else min(groups, program.groups)) + 2)
    found: Captures | None = None
    threads: Threads = []
    for place in range(start, len(text) + 1):
        if found is None:
            _follow(program, text, place, 0, fresh, threads, {pc for pc, _ in threads}, meter)
        elif not threads:
            break
        char = text[place] if place < len(text) else ""
        following: Threads = []
        seen: set[int] = set()
        meter.walk(_COST * program.weight * (len(threads) + 1))
        for pc, captures in threads:
            operation, test, _ = program.code[pc]
            if operation == MATCH:
                # Threads behind this one are worth less, so they end here.
                found = captures
                break
            if char and test(char):
                _follow(program, text, place + 1, pc + 1, captures, following, seen, meter)
        threads = following
    return None if found is None else Match(found)


def _follow(
    program: Program,
    text: str,
    place: int,
    pc: int,
    captures: Captures,
    threads: Threads,
    seen: set[int],
    meter: Meter,
) -> None:
    """Add every thread that is reached from an instruction without taking a character, best first."""
    open_threads = [(pc, captures)]
    while open_threads:
        pc, captures = open_threads.pop()
        if pc in seen:
            continue
        seen.add(pc)
        meter.walk(_COST)
        operation, first, second = program.code[pc]
        if operation in (ONE, MATCH):
            threads.append((pc, captures))
        elif operation == SPLIT:
            open_threads.append((second, captures))
            open_threads.append((first, captures))
        elif operation == JUMP:
            open_threads.append((first, captures))
        elif operation == SAVE:
            if first < len(captures):
                # The longer the copy, the dearer.
                meter.walk(len(captures) // _COPIED)
                captures = (*captures[:first], place, *captures[first + 1 :])
            open_threads.append((pc + 1, captures))
        elif operation == PLACE and holds(first, text, place, program.lines):
            open_threads.append((pc + 1, captures))


def found(program: Program, text: str, meter: Meter) -> bool:
    """Whether the pattern is found anywhere."""
    if exists.fits(program):
        return exists.exists(program, text, meter)
    return find(program, text, meter, groups=0) is not None


def find_all(program: Program, text: str, meter: Meter, groups: int | None = None) -> Iterator[Match]:
    """All matches that do not overlap; after an empty one the next begins a character later."""
    start = 0
    while start <= len(text):
        match = find(program, text, meter, start, groups)
        if match is None:
            return
        yield match
        start = match.end + 1 if match.end == match.start else match.end
