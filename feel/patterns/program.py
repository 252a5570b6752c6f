"""A pattern's tree to a program of simple instructions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from feel.errors import FeelBudgetError
from feel.limits import Meter
from feel.patterns import reader
from feel.patterns.reader import BadPattern, Item, Reader
from feel.patterns.sets import CharacterSet

CHARACTERS = 4_000
INSTRUCTIONS = 4_000
# Programs up to this size are kept from one evaluation to the next.
_SMALL = 300
# Reading a character of a pattern, or writing an instruction, takes as long as walking over so many items.
_READING, _COMPILING = 10, 5
ONE, SPLIT, JUMP, SAVE, PLACE, MATCH, BACK = range(7)
_FLAGS = frozenset("smixq")

Instruction = tuple[int, Any, Any]


@dataclass(frozen=True, slots=True)
class Program:
    """Instructions, the number of captured groups, whether `^` and `$` look at lines, back references.

    looks_around   whether it asks for places that are told by the signs around them: edges of words or lines
    weight         how many times as long as a simple set the slowest of its sets takes to look at a character
    """

    code: tuple[Instruction, ...]
    groups: int
    lines: bool
    looks_back: bool
    looks_around: bool
    weight: int


def compiled(pattern: str, flags: str, meter: Meter) -> Program:
    """The program of a pattern. Raises BadPattern, FeelUnsupported, FeelBudgetError.

    An evaluation pays for each of its patterns once, whether or not an earlier one has left the program
    behind: what it may do must not depend on what ran before.

    flags   `i` ignore case, `s` dot takes line ends, `m` lines, `x` white space does not count, `q` no signs
    """
    key = pattern, flags
    if key not in meter.patterns:
        if len(pattern) > CHARACTERS:
            raise FeelBudgetError("pattern", CHARACTERS)
        meter.walk(_READING * len(pattern))
        program = _kept(pattern, flags)
        if program is not None:
            meter.walk(_COMPILING * len(program.code))
        meter.patterns[key] = program
    found: Program | None = meter.patterns[key]
    if found is None:
        raise BadPattern
    return found


class _Large(Exception):
    """Carries a program past the cache, which keeps no exceptions."""

    def __init__(self, program: Program) -> None:
        super().__init__()
        self.program = program


def _kept(pattern: str, flags: str) -> Program | None:
    try:
        return _small(pattern, flags)
    except _Large as large:
        # Such a pattern is rare; keeping hundreds of them would take hundreds of megabytes.
        return large.program


@lru_cache(maxsize=512)
def _small(pattern: str, flags: str) -> Program | None:
    """The program, None where the text is no pattern."""
    try:
        program = _compile(pattern, flags)
    except BadPattern:
        return None
    if len(program.code) > _SMALL:
        raise _Large(program)
    return program


def _compile(pattern: str, flags: str) -> Program:
    if not _FLAGS.issuperset(flags):
        raise BadPattern
    writer = _Writer(ignore_case="i" in flags, dot_all="s" in flags)
    if "q" in flags:
        item: Item = reader.Sequence(tuple(reader.One(CharacterSet(((char, char),))) for char in pattern))
        groups = 0
    else:
        source = Reader(_without_space(pattern) if "x" in flags else pattern)
        item = source.whole()
        groups = source.groups
    writer.group(0, item)
    writer.add(MATCH)
    code = tuple((operation, first, second) for operation, first, second in writer.code)
    looks_back = any(operation == BACK for operation, _, _ in code)
    places = {first for operation, first, _ in code if operation == PLACE}
    looks_around = bool(places) and ("m" in flags or not places <= {"^", "$"})
    return Program(code, groups, "m" in flags, looks_back, looks_around, writer.weight)


def _without_space(pattern: str) -> str:
    """Without white space outside of brackets."""
    kept: list[str] = []
    level = 0
    escaped = False
    for char in pattern:
        if level == 0 and char in " \t\n\r":
            continue
        if not escaped and char in "[]":
            level = max(0, level + (1 if char == "[" else -1))
        escaped = char == "\\" and not escaped
        kept.append(char)
    return "".join(kept)


class _Writer:
    def __init__(self, *, ignore_case: bool, dot_all: bool) -> None:
        self.ignore_case = ignore_case
        self.dot_all = dot_all
        self.code: list[list[Any]] = []
        self.weight = 1
        # What is repeated is written many times, with one test for all.
        self._tests: dict[int, Callable[[str], bool]] = {}

    def add(self, operation: int, first: Any = None, second: Any = None) -> list[Any]:
        if len(self.code) >= INSTRUCTIONS:
            raise FeelBudgetError("pattern", INSTRUCTIONS)
        instruction = [operation, first, second]
        self.code.append(instruction)
        return instruction

    def write(self, item: Item) -> None:
        if isinstance(item, reader.One):
            self.add(ONE, self._test(item))
        elif isinstance(item, reader.Dot):
            self.add(ONE, self._dot())
        elif isinstance(item, reader.Place):
            self.add(PLACE, item.kind)
        elif isinstance(item, reader.Back):
            self.add(BACK, item.number, self.ignore_case)
        elif isinstance(item, reader.Sequence):
            for one in item.items:
                self.write(one)
        elif isinstance(item, reader.Choice):
            self._choice(item)
        elif isinstance(item, reader.Repeat):
            self._repeat(item)
        elif isinstance(item, reader.Group):
            self.group(item.number, item.item)

    def _test(self, item: reader.One) -> Callable[[str], bool]:
        known = self._tests.get(id(item))
        if known is None:
            known = self._tests[id(item)] = item.set.test(ignore_case=self.ignore_case)
            self.weight = max(self.weight, item.set.weight(ignore_case=self.ignore_case))
        return known

    def _dot(self) -> Callable[[str], bool]:
        return (lambda _char: True) if self.dot_all else (lambda char: char not in "\n\r")

    def group(self, number: int, item: Item) -> None:
        self.add(SAVE, 2 * number)
        self.write(item)
        self.add(SAVE, 2 * number + 1)

    def _choice(self, item: reader.Choice) -> None:
        jumps = []
        for one in item.items[:-1]:
            split = self.add(SPLIT, len(self.code) + 1)
            self.write(one)
            jumps.append(self.add(JUMP))
            split[2] = len(self.code)
        self.write(item.items[-1])
        for jump in jumps:
            jump[1] = len(self.code)

    def _repeat(self, item: reader.Repeat) -> None:
        for _ in range(item.least):
            self.write(item.item)
        if item.most is None:
            self._endless(item)
        else:
            self._optional(item, item.most - item.least)

    def _endless(self, item: reader.Repeat) -> None:
        start = len(self.code)
        split = self.add(SPLIT)
        self.write(item.item)
        self.add(JUMP, start)
        self._aim(split, start + 1, len(self.code), item.greedy)

    def _optional(self, item: reader.Repeat, count: int) -> None:
        splits = []
        for _ in range(count):
            splits.append((self.add(SPLIT), len(self.code)))
            self.write(item.item)
        for split, inside in splits:
            self._aim(split, inside, len(self.code), item.greedy)

    def _aim(self, split: list[Any], inside: int, after: int, greedy: bool) -> None:
        split[1:] = (inside, after) if greedy else (after, inside)
