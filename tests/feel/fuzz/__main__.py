"""`python -m tests.feel.fuzz --count 1000000 --seed 7 [--processes 2] [--covered 50000] [--only NUMBER]`.

1. Makes `count` inputs from the seed, by the grammar and spoilt, and runs them in so many processes.
2. Runs the first `covered` of them once more with coverage, and prints the branches of `feel/` that ran.
3. Prints what went wrong with the number of the input; `--only NUMBER` runs that one alone.

Exits with 1 when an input raised anything but the package's own errors, took more than 50 ms of the
processor or more than 20 MB.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from tests.feel.fuzz.parts import covered, part


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.feel.fuzz")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20_261_124)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--covered", type=int, default=0)
    parser.add_argument("--only", type=int)
    asked = parser.parse_args(arguments)
    if asked.only is not None:
        return _only(asked.seed, asked.only)
    began = time.monotonic()
    told = _all(asked.count, asked.seed, asked.processes)
    told["seconds"] = round(time.monotonic() - began, 1)
    _tell(told)
    if asked.covered:
        _tell({"coverage": _in_child(covered, (asked.seed, min(asked.covered, asked.count)))})
    return 1 if told["findings"] else 0


def _tell(figures: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    sys.stdout.flush()


def _all(count: int, seed: int, processes: int) -> dict[str, Any]:
    parts = [(seed, start, count, processes) for start in range(processes)]
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        results = list(pool.map(part, *zip(*parts, strict=True)))
    outcomes: Counter[str] = Counter()
    for result in results:
        outcomes.update(result["outcomes"])
    slowest = max(result["slowest"] for result in results)
    largest = max(result["largest"] for result in results)
    return {
        "count": count,
        "seed": seed,
        "processes": processes,
        "outcomes": dict(outcomes.most_common()),
        "slowest_ms": round(slowest[0] * 1000, 1),
        "slowest": slowest[1][:200],
        "largest_mb": round(largest[0] / 1e6, 1),
        "largest": largest[1][:200],
        "findings": [finding for result in results for finding in result["findings"]],
    }


def _in_child(work: Any, arguments: tuple[Any, ...]) -> Any:
    # A process of its own: coverage must begin before the package is imported.
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def _only(seed: int, number: int) -> int:
    from tests.feel.fuzz.trial import Trials, make

    one = make(seed, number)
    sys.stdout.write(f"{one}\n")
    trials = Trials(seed)
    trials.run(number, looked_at=1, measured=1)
    sys.stdout.write(
        f"{trials.outcomes} {trials.slowest[0] * 1000:.1f} ms {trials.largest[0] / 1e6:.1f} MB\n"
    )
    for finding in trials.findings:
        sys.stdout.write(f"{finding.what}\n")
    return 1 if trials.findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
