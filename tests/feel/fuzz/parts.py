"""What one process of a run does. Nothing of the package is imported before a function asks for it, so that
coverage sees all of it.
"""

from __future__ import annotations

from typing import Any


def part(seed: int, start: int, count: int, step: int) -> dict[str, Any]:
    """Every `step`th input from `start` on."""
    from tests.feel.fuzz.trial import Trials

    trials = Trials(seed)
    for number in range(start, count, step):
        trials.run(number)
    findings = [(one.number, one.what, one.text[:300]) for one in trials.findings[:50]]
    return {
        "outcomes": trials.outcomes,
        "slowest": trials.slowest,
        "largest": trials.largest,
        "findings": findings,
    }


def covered(seed: int, count: int) -> dict[str, Any]:
    """The first inputs, and which lines and branches of the package they ran."""
    from coverage import Coverage

    measured = Coverage(branch=True, source=["feel"], data_file=None, config_file=False)
    measured.start()
    from tests.feel.fuzz.trial import Trials

    # What goes wrong was told by the run without coverage.
    trials = Trials(seed)
    for number in range(count):
        trials.run(number, looked_at=5)
    measured.stop()
    return _figures(measured)


def _figures(measured: Any) -> dict[str, Any]:
    lines = branches = hit_lines = hit_branches = 0
    missing = {}
    for path in sorted(measured.get_data().measured_files()):
        numbers = measured._analyze(path).numbers
        lines += numbers.n_statements
        hit_lines += numbers.n_statements - numbers.n_missing
        branches += numbers.n_branches
        hit_branches += numbers.n_branches - numbers.n_missing_branches
        if numbers.n_missing_branches > 3:
            missing[path.split("/feel/", 1)[1]] = numbers.n_missing_branches
    return {
        "branches": f"{hit_branches} of {branches}",
        "branch_percent": round(100 * hit_branches / branches, 1),
        "lines": f"{hit_lines} of {lines}",
        "line_percent": round(100 * hit_lines / lines, 1),
        "most_missing_branches": dict(sorted(missing.items(), key=lambda pair: -pair[1])[:8]),
    }
