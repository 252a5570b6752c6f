"""How long a condition takes to read and to evaluate, beside the same as a plain Python function."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import feel
from tests.benchmarks.figures import tell

CONDITION = 'amount > 100000 and status = "open"'
SIXTY = 'if amount > 5000 then manager(starter) else holders("finance")'[:62]
VALUES: dict[str, Any] = {"amount": Decimal("120000"), "status": "open", "starter": "lin"}
ROUNDS = 7


def _plain(values: dict[str, Any]) -> bool:
    return values["amount"] > 100_000 and values["status"] == "open"


def _seconds(work: Callable[[], object], times: int) -> float:
    """Of one call: the best of some rounds, so that what others do on this machine counts least."""
    rounds = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        for _ in range(times):
            work()
        rounds.append((time.perf_counter() - began) / times)
    return min(rounds)


def condition(_folder: Path) -> None:
    """A gateway's condition over two variables. Floor: the same in Python."""
    expression = feel.parse(CONDITION)
    value = _seconds(lambda: expression.evaluate(VALUES), 20_000) * 1e6
    bare = _seconds(lambda: _plain(VALUES), 20_000) * 1e6
    tell("feel_condition", value, "us", bare, value / bare, "< 6 us", expression=CONDITION)


def compiling(_folder: Path) -> None:
    """A text of sixty characters that was never seen before. Floor: one evaluation of the same in Python."""
    numbers = count(100_000)

    def fresh() -> None:
        # Another number each time, so that no cache answers.
        feel.parse(SIXTY.replace("5000", str(next(numbers))[-4:] + "." + str(next(numbers))))

    value = _seconds(fresh, 1_000) * 1000
    bare = _seconds(lambda: _plain(VALUES), 20_000) * 1000
    tell("feel_compile", value, "ms", bare, value / bare, "< 0.2 ms", characters=len(SIXTY))


def cached(_folder: Path) -> None:
    """The same text again. Floor: a dictionary's answer."""
    known = {CONDITION: 1}
    feel.parse(CONDITION)
    value = _seconds(lambda: feel.parse(CONDITION), 20_000) * 1e6
    bare = _seconds(lambda: known[CONDITION], 20_000) * 1e6
    tell("feel_parse_again", value, "us", bare, value / bare, "< 2 us")


def growing(_folder: Path) -> None:
    """What four times as many items cost, and four times as long a text: four times, not sixteen."""
    expressions = {
        "filter": "count(lines[qty > 5])",
        "loop": "sum(for l in lines return l.qty * l.price)",
        "some": "some l in lines satisfies l.qty > 100",
        "sort": "sort(lines.qty)",
        "distinct": "distinct values(lines.qty)",
    }
    ratios = {name: _growth(feel.parse(text)) for name, text in expressions.items()}
    ratios["text"] = _seconds(_reading(200), 20) / _seconds(_reading(50), 80)
    worst = max(ratios.values())
    more = {name: round(ratio, 2) for name, ratio in ratios.items()}
    plain = _of_lines(lambda lines: sum(1 for line in lines["lines"] if line["qty"] > 5))
    target = "<= 6 (sorting: n log n)"
    tell("feel_linear", worst, "times for 4 times the input", plain, worst / plain, target, **more)


def _growth(expression: feel.Expression) -> float:
    return _of_lines(expression.evaluate)


def _of_lines(work: Callable[[dict[str, Any]], object]) -> float:
    few, many = _lines(500), _lines(2_000)
    return statistics.median(
        _seconds(lambda: work(many), 4) / _seconds(lambda: work(few), 16) for _ in range(5)
    )


def _lines(number: int) -> dict[str, Any]:
    return {"lines": [{"qty": Decimal(place * 7 % 11), "price": Decimal("2.50")} for place in range(number)]}


def _reading(terms: int) -> Callable[[], object]:
    numbers = count()
    rest = " + ".join(f"amount_{place}" for place in range(terms))
    return lambda: feel.parse(f"{next(numbers)} + {rest}")


BENCHMARKS: dict[str, Callable[[Path], None]] = {
    "feel_condition": condition,
    "feel_compile": compiling,
    "feel_parse_again": cached,
    "feel_linear": growing,
}
