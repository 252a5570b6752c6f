"""How long decisions take, beside the same as plain Python functions."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from engine.decisions import evaluate_decision, read
from tests.benchmarks.figures import tell
from tests.engine.decisions.models import decision, given, knowledge, literal, model, table

RULES = 100
COLUMNS = ("amount", "kind", "days", "share", "region")
LAST = {"amount": Decimal(99_500), "kind": "k4", "days": Decimal(12), "share": Decimal("0.5"), "region": "r9"}
ROUNDS = 7
Rule = Callable[[Any, Any, Any, Any, Any], bool]


def _seconds(work: Callable[[], object], times: int) -> float:
    """Of one call: the best of some rounds, so that what others do on this machine counts least."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(times):
            work()
        rounds.append((time.perf_counter() - began) / times)
    return min(rounds)


def _cells(number: int) -> str:
    low = number * 1_000
    tests = f'[{low}..{low + 1_000}) | "k{number % 5}", "x" | < {number + 5} | >= 0.1 | not("r{number % 9}")'
    return f"{tests} | {number}"


def _plain(number: int) -> Rule:
    low, kinds, region = number * 1_000, (f"k{number % 5}", "x"), f"r{number % 9}"
    return lambda amount, kind, days, share, place: (
        low <= amount < low + 1_000
        and kind in kinds
        and days < number + 5
        and share >= 0.1
        and place != region
    )


def _first(rules: Sequence[Rule]) -> int | None:
    values = tuple(LAST.values())
    return next((number for number, rule in enumerate(rules) if rule(*values)), None)


def big_table(_folder: Path) -> None:
    """A hundred rules of five inputs, the last of them matches. Floor: a lambda for each rule, in turn."""
    inputs = [f"input:{name}" for name in COLUMNS]
    rules = table(list(COLUMNS), [_cells(number) for number in range(RULES)])
    data = model(*map(given, COLUMNS), decision("d", rules, *inputs))
    plain = [_plain(number) for number in range(RULES)]
    if evaluate_decision(data, "d", LAST) != _first(plain):
        raise AssertionError("the table and its plain twin disagree")
    value = _seconds(lambda: evaluate_decision(data, "d", LAST), 300) * 1000
    bare = _seconds(lambda: _first(plain), 300) * 1000
    tell("decision_table", value, "ms", bare, value / bare, "< 0.4 ms", rules=RULES, inputs=len(COLUMNS))


def reading(_folder: Path) -> None:
    """The same table read and checked, as when it is deployed."""
    # Other numbers in each file, so that no cell was seen before.
    parts = [range(start, start + RULES) for start in range(RULES, RULES * (ROUNDS + 1), RULES)]
    texts = [model(decision("d", table(list(COLUMNS), list(map(_cells, part))))) for part in parts]
    seconds = []
    for text in texts:
        began = time.perf_counter()
        read(text, "table.dmn")
        seconds.append(time.perf_counter() - began)
    tell("decision_read", min(seconds) * 1000, "ms", None, None, "< 100 ms", rules=RULES, inputs=len(COLUMNS))


def growth(_folder: Path) -> None:
    """A knowledge model called for every item of a list: ten times the items, ten times the work."""
    body = knowledge("f", {"n": "number"}, literal("n * 2 + 1"))
    each = decision("d", literal("for n in numbers return f(n)"), "input:numbers", "knowledge:f")
    data = model(given("numbers"), body, each)
    seconds = [_seconds(partial(_over, data, size), 1) for size in (1_000, 10_000)]
    tell("decision_growth", seconds[1] / seconds[0], "x", 10, seconds[1] / seconds[0] / 10, "< 14 x")


def _over(data: bytes, size: int) -> object:
    return evaluate_decision(data, "d", {"numbers": [Decimal(number) for number in range(size)]})


BENCHMARKS: dict[str, Callable[[Path], None]] = {
    "decision_table": big_table,
    "decision_read": reading,
    "decision_growth": growth,
}
