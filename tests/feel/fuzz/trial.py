"""One input: parsed, evaluated, written as JSON, printed, explained; what it may never do is a finding."""

from __future__ import annotations

import random
import resource
import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import feel
from feel.grammar.nodes import Tests
from tests.feel.fuzz.made import Maker
from tests.feel.fuzz.mutated import mutated
from tests.feel.fuzz.values import FUNCTIONS, LOOKUPS
from tests.feel.shapes import shape

SECONDS = 0.050
BYTES = 20_000_000
_AGAIN = 3


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a run; the same seed and number make the same input."""

    number: int
    text: str
    cell: bool
    lookup: int
    mutated: bool


@dataclass(frozen=True, slots=True)
class Finding:
    """What went wrong with an input."""

    number: int
    what: str
    text: str


def make(seed: int, number: int) -> Input:
    rng = random.Random(f"{seed}-{number}")
    cell = rng.random() < 0.15
    maker = Maker(rng)
    text = maker.cell() if cell else maker.expression()
    spoilt = rng.random() < 0.4
    return Input(number, mutated(text, rng) if spoilt else text, cell, rng.randrange(len(LOOKUPS)), spoilt)


class Trials:
    """Runs inputs and counts; keeps the slowest and the largest that it saw."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.outcomes: dict[str, int] = {}
        self.slowest: tuple[float, str] = (0.0, "")
        self.largest: tuple[int, str] = (0, "")
        self.findings: list[Finding] = []
        self._peak = _resident()

    def run(self, number: int, *, looked_at: int = 20, measured: int = 500) -> None:
        """One input; every so many are also looked at as people do, and measured."""
        one = make(self.seed, number)
        began = time.thread_time()
        self._count(self._guarded(one, lambda: _evaluated(one)))
        took = time.thread_time() - began
        if took > SECONDS:
            took = min(took, *(_seconds(one) for _ in range(_AGAIN)))
        if took > self.slowest[0]:
            self.slowest = took, one.text
        if took > SECONDS:
            self._find(one, f"took {took * 1000:.0f} ms")
        # The high-water mark of the process tells at no cost that an input was large; then it is measured.
        peak = _resident()
        if peak > self._peak + BYTES // 8 or number % measured == 0:
            self._measure(one)
            self._peak = max(_resident(), self._peak)
        if number % looked_at == 0:
            self._guarded(one, lambda: _looked_at(one))

    def _guarded(self, one: Input, work: Callable[[], str]) -> str:
        try:
            return work()
        except feel.FeelError as error:
            return error.code
        except Exception as error:
            self._find(one, f"{type(error).__name__}: {error}")
            return "broken"

    def _count(self, outcome: str) -> None:
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1

    def _measure(self, one: Input) -> None:
        tracemalloc.start()
        self._guarded(one, lambda: _evaluated(one))
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        if size > self.largest[0]:
            self.largest = size, one.text
        if size > BYTES:
            self._find(one, f"took {size / 1e6:.1f} MB")

    def _find(self, one: Input, what: str) -> None:
        self.findings.append(Finding(one.number, what, one.text))


def _seconds(one: Input) -> float:
    began = time.thread_time()
    with suppress(feel.FeelError):
        _evaluated(one)
    return time.thread_time() - began


def _resident() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _evaluated(one: Input) -> str:
    lookup = LOOKUPS[one.lookup]
    if one.cell:
        verdict = feel.parse_unary_tests(one.text).test(lookup.get("a"), lookup, FUNCTIONS)
        return f"cell {verdict}"
    value = feel.parse(one.text).evaluate(lookup, FUNCTIONS)
    feel.to_json(value)
    return "null" if value is None else "value"


def _looked_at(one: Input) -> str:
    """What people ask of a text besides its value."""
    wrong = feel.mistake(one.text, tests=one.cell)
    if wrong is not None:
        assert 0 <= wrong.position <= len(one.text), "a place outside of the text"
        return "mistake"
    parsed = feel.parse_unary_tests(one.text) if one.cell else feel.parse(one.text)
    assert isinstance(parsed.names, frozenset)
    feel.names(parsed)
    _printed_again(parsed.tree)
    if isinstance(parsed, feel.Expression):
        feel.explain(parsed, LOOKUPS[one.lookup], FUNCTIONS)
        first, second = (_text(parsed, one) for _ in range(2))
        assert first == second, "another value the second time"
    return "looked at"


def _printed_again(tree: Any) -> None:
    if isinstance(tree, Tests):
        again: Any = feel.parse_unary_tests(feel.print_tests(tree)).tree
    else:
        again = feel.parse(feel.print_expression(tree)).tree
    assert shape(again) == shape(tree), "another tree when it is printed and parsed"


def _text(parsed: feel.Expression, one: Input) -> str:
    try:
        return str(feel.to_json(parsed.evaluate(LOOKUPS[one.lookup], FUNCTIONS)))
    except feel.FeelError as error:
        return error.code
