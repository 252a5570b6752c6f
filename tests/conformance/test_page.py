"""docs/conformance.md says no more than what holds."""

from __future__ import annotations

import pytest

from tests.conformance import report
from tests.conformance.agreement import Tally


@pytest.fixture(scope="module")
def sets(conformance):
    return report.found(conformance)


def test_every_feature_passes_at_least_what_the_page_says(sets):
    now = {
        (name, feature): tally
        for name, cases in sets.items()
        for feature, tally in report.features(cases).items()
    }

    said = report.counts(report.PAGE.read_text(encoding="utf-8"))

    assert said.keys() == now.keys()
    assert [place for place, cells in said.items() if not _holds(cells, now[place])] == []


def _holds(cells: tuple[str, str], tally: Tally) -> bool:
    for kind, cell in zip(("value", "null"), cells, strict=True):
        passed, _, total = cell.partition(" of ")
        if cell == "-":
            if tally.total[kind]:
                return False
        elif tally.passed[kind] < int(passed) or tally.total[kind] != int(total):
            return False
    return True


def test_misses_are_explained_and_only_misses_are(sets):
    missed = {case.name for cases in sets.values() for case in cases if not case.ok}

    assert set(report.MISSES) == missed
