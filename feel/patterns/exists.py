"""Whether a pattern is found at all: sets of threads become states, and a state is left by looking a sign up.

Which of several matches is meant does not matter here, so the threads of one place are a set, and the set
that follows on a sign is worked out once (a deterministic automaton, made as far as the text needs it).
"""

from __future__ import annotations

from feel.limits import Meter
from feel.patterns.program import JUMP, MATCH, ONE, SAVE, SPLIT, Program

# Working out one instruction of a new state takes as long as walking over so many items.
_COST = 4


class _State:
    """Threads that wait for a sign; found: a match ends here; found_at_end: it does if the text ends here."""

    __slots__ = ("following", "found", "found_at_end", "threads")

    def __init__(self, threads: tuple[int, ...], found: bool, found_at_end: bool) -> None:
        self.threads = threads
        self.found = found
        self.found_at_end = found_at_end
        self.following: dict[str, _State] = {}


_States = dict[frozenset[int], _State]


def fits(program: Program) -> bool:
    """Whether a state can be told from its threads alone."""
    return not program.looks_back and not program.looks_around


def exists(program: Program, text: str, meter: Meter) -> bool:
    """Whether the pattern is found anywhere in the text. The program must fit."""
    states: _States = {}
    state = _state(program, frozenset((0,)), True, states, meter)
    for place, sign in enumerate(text):
        if state.found:
            return True
        if place % 50 == 0:
            meter.step()
        following = state.following.get(sign)
        if following is None:
            reached = {pc + 1 for pc in state.threads if program.code[pc][1](sign)}
            meter.walk(_COST * program.weight * len(state.threads))
            reached.add(0)
            following = _state(program, frozenset(reached), False, states, meter)
            state.following[sign] = following
        state = following
    return state.found or state.found_at_end


def _state(
    program: Program, entered: frozenset[int], at_start: bool, states: _States, meter: Meter
) -> _State:
    if not at_start and entered in states:
        return states[entered]
    threads, found = _reached(program, entered, at_start, False, meter)
    found_at_end = found or _reached(program, entered, at_start, True, meter)[1]
    state = _State(threads, found, found_at_end)
    if not at_start:
        states[entered] = state
    return state


def _reached(
    program: Program, entered: frozenset[int], at_start: bool, at_end: bool, meter: Meter
) -> tuple[tuple[int, ...], bool]:
    """The instructions that wait for a sign, and whether a match is reached, without taking one."""
    seen: set[int] = set()
    waiting: list[int] = []
    found = False
    open_threads = list(entered)
    while open_threads:
        pc = open_threads.pop()
        if pc in seen:
            continue
        seen.add(pc)
        operation, first, second = program.code[pc]
        if operation == ONE:
            waiting.append(pc)
        elif operation == MATCH:
            found = True
        elif operation == SPLIT:
            open_threads += (first, second)
        elif operation == JUMP:
            open_threads.append(first)
        elif operation == SAVE or (at_start and first == "^") or (at_end and first == "$"):
            open_threads.append(pc + 1)
    meter.walk(_COST * len(seen))
    return tuple(waiting), found
