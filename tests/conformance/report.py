"""The tables of the conformance sets, printed and written as a page."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from tests.conformance import feel_cases, kit
from tests.conformance.agreement import Case, Tally, tally_of

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "conformance.md"
DATA = ROOT.parent / "shared" / "conformance"
MISSES: dict[str, str] = json.loads((HERE / "misses.json").read_text(encoding="utf-8"))

SETS: dict[str, Callable[[Path], Iterable[Case]]] = {
    "dmn-tck compliance-level-2": lambda data: kit.cases_of(data / "dmn-tck" / kit.LEVELS[0]),
    "dmn-tck compliance-level-3": lambda data: kit.cases_of(data / "dmn-tck" / kit.LEVELS[1]),
    "feel-scala": lambda data: feel_cases.cases_of(data / "feel" / "feel-scala.json"),
    "feelin": lambda data: feel_cases.cases_of(data / "feel" / "feelin.json"),
}
Found = dict[str, list[Case]]


def found(data: Path = DATA) -> Found:
    """Every case of every set, evaluated."""
    return {name: list(cases(data)) for name, cases in SETS.items()}


def features(cases: Sequence[Case]) -> dict[str, Tally]:
    """The cases counted by what they are about, in their order."""
    grouped: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        grouped[case.feature].append(case)
    return {feature: tally_of(group) for feature, group in grouped.items()}


def table(head: str, rows: Iterable[tuple[str, Tally]]) -> str:
    """A Markdown table of tallies, with a last row for them all."""
    lines = [f"| {head} | value | null |", "|---|---:|---:|"]
    lines += [f"| {name} | {_cell(tally, 'value')} | {_cell(tally, 'null')} |" for name, tally in rows]
    return "\n".join(lines)


def _cell(tally: Tally, kind: str) -> str:
    total = tally.total[kind]
    return f"{tally.passed[kind]} of {total}" if total else "-"


def share(tally: Tally, kind: str) -> str:
    """Percent with one digit."""
    total = tally.total[kind]
    return f"{100 * tally.passed[kind] / total:.1f} %" if total else "-"


def summary(sets: Found) -> str:
    """One row a set, with shares."""
    lines = ["| set | value | | null | |", "|---|---:|---:|---:|---:|"]
    for name, cases in sets.items():
        tally = tally_of(cases)
        value, null = (f"{_cell(tally, kind)} | {share(tally, kind)}" for kind in ("value", "null"))
        lines.append(f"| {name} | {value} | {null} |")
    return "\n".join(lines)


def missed(cases: Sequence[Case]) -> str:
    """The misses, each with why, or with what was seen where nobody has explained it."""
    lines = [f"- `{case.name}`: {MISSES.get(case.name) or case.seen}" for case in cases if not case.ok]
    return "\n".join(lines) or "None."


def page(sets: Found) -> str:
    """The page docs/conformance.md."""
    head = (HERE / "page_head.md").read_text(encoding="utf-8").strip()
    parts = [head.format(null_share=_null_share(sets)), summary(sets)]
    parts.append((HERE / "page_body.md").read_text(encoding="utf-8").strip())
    parts.append("## Misses")
    for name, cases in sets.items():
        parts += [f"### {name}", missed(cases)]
    parts.append("## By feature")
    for name, cases in sets.items():
        parts += [f"### {name}", table("feature", features(cases).items())]
    return "\n\n".join(parts) + "\n"


def _null_share(sets: Found) -> str:
    """The part of the kit's cases that expect null, in percent."""
    cases = [case for name, some in sets.items() if name.startswith("dmn-tck") for case in some]
    return f"{100 * sum(case.expects_null for case in cases) / len(cases):.0f} %"


def counts(text: str) -> dict[tuple[str, str], tuple[str, str]]:
    """What a page says: the two cells of each feature, by set and feature."""
    said: dict[tuple[str, str], tuple[str, str]] = {}
    heading = ""
    for line in text.partition("## By feature")[2].splitlines():
        if line.startswith("### "):
            heading = line[4:]
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and cells[0] not in ("feature", "---"):
            said[heading, cells[0]] = (cells[1], cells[2])
    return said
