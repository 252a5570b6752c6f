"""Expressions of other engines with the value they expect."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.agreement import hold_floor, tally_of
from tests.conformance.feel_cases import SETS, cases_of


@pytest.mark.parametrize("name", SETS)
def test_expressions_of_other_engines_give_what_they_expect(name: str, conformance: Path) -> None:
    hold_floor(name, tally_of(cases_of(conformance / "feel" / f"{name}.json")))
