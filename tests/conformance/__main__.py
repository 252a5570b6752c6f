"""`python -m tests.conformance [--misses] [--write] [sets]`: tables of the sets of others, by feature.

--misses  what failed, and what was seen
--write   docs/conformance.md anew, and the floors raised to what passes now (all sets)
"""

from __future__ import annotations

import json
import sys

from tests.conformance import report
from tests.conformance.agreement import FLOORS, tally_of


def main(arguments: list[str]) -> int:
    flags = {argument for argument in arguments if argument.startswith("--")}
    names = [argument for argument in arguments if argument not in flags]
    unknown = [name for name in names if name not in report.SETS] + sorted(flags - {"--misses", "--write"})
    if unknown or not report.DATA.is_dir():
        sys.stderr.write(f"unknown: {unknown}; sets: {list(report.SETS)}; models in {report.DATA}\n")
        return 2
    sets = {name: list(report.SETS[name](report.DATA)) for name in names or report.SETS}
    for name, cases in sets.items():
        sys.stdout.write(f"## {name}\n\n{report.table('feature', report.features(cases).items())}\n\n")
        if "--misses" in flags:
            sys.stdout.write(f"{report.missed(cases)}\n\n")
    sys.stdout.write(f"{report.summary(sets)}\n")
    if "--write" in flags and not names:
        report.PAGE.write_text(report.page(sets), encoding="utf-8")
        _raise_floors(sets)
    return 0


def _raise_floors(sets: report.Found) -> None:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    for name, cases in sets.items():
        passed = tally_of(cases).passed
        floors[name] = {kind: max(count, floors.get(name, {}).get(kind, 0)) for kind, count in passed.items()}
    lines = [f"  {json.dumps(name)}: {json.dumps(floor)}" for name, floor in floors.items()]
    FLOORS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
