"""The DMN technology compatibility kit, through the public function."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import decisions
from engine.kernel.errors import DefinitionRejected, Problem
from tests.conformance.agreement import hold_floor, tally_of
from tests.conformance.kit import LEVELS, cases_of


@pytest.mark.parametrize("level", LEVELS)
def test_the_compatibility_kit_computes_what_it_expects(level: str, conformance: Path) -> None:
    hold_floor(f"dmn-tck {level}", tally_of(cases_of(conformance / "dmn-tck" / level)))


def test_models_are_read_without_a_python_error(conformance: Path) -> None:
    for model in sorted(conformance.glob("**/*.dmn")):
        neighbours = [path.read_bytes() for path in model.parent.glob("*.dmn") if path != model]
        assert refusal(model, neighbours) == []


def test_every_decision_of_other_tools_can_be_evaluated(conformance: Path) -> None:
    for model in sorted(conformance.glob("camunda8/**/*.dmn")):
        data = model.read_bytes()
        for decision in decisions.read(data, model.name):
            decisions.evaluate_decision(data, decision.id, {})
            try:
                decisions.evaluate(decision, {})
            except decisions.DecisionFault as fault:
                assert fault.facts["reason"] == "several_rules_match"  # noqa: PT017


def refusal(model: Path, neighbours: list[bytes]) -> list[Problem]:
    """Problems that have no place."""
    try:
        decisions.read_definitions(model.read_bytes(), model.name, neighbours)
    except DefinitionRejected as refused:
        return [problem for problem in refused.problems if not (problem.file and problem.line)]
    return []
