"""What every operation says of itself, so that who draws, cancels or repairs may rely on it (ruling 6)."""

from __future__ import annotations

import re

import pytest

from engine.bootstrap.registers import register_packages
from engine.execution.operations import BUILT_IN
from engine.organisation.operations import OPERATIONS

ALL = {one.name: one for one in (*register_packages().operations, *OPERATIONS, *BUILT_IN)}
TYPE = re.compile(r"(text|number|date|list|context|boolean)\??")
# What cancelling tells each inverse besides what its operation was told and answered.
TOLD = {"reason"}


@pytest.mark.parametrize("name", ALL)
def test_it_reads_or_says_how_it_is_undone_or_that_it_cannot_be(name):
    one = ALL[name]

    assert [one.reads_only, one.inverse is not None, one.irreversible].count(True) == 1


@pytest.mark.parametrize("name", [name for name, one in ALL.items() if one.inverse is not None])
def test_its_inverse_is_there_and_is_told_all_that_it_needs(name):
    one = ALL[name]
    inverse = ALL[one.inverse]
    needs = {field for field, kind in inverse.inputs.items() if not kind.endswith("?")}

    assert not inverse.reads_only
    assert needs <= one.inputs.keys() | one.outputs.keys() | TOLD


@pytest.mark.parametrize("name", ALL)
def test_its_inputs_and_outputs_are_of_known_types(name):
    one = ALL[name]

    assert [kind for kind in (*one.inputs.values(), *one.outputs.values()) if not TYPE.fullmatch(kind)] == []


def test_no_two_have_one_name():
    every = [*register_packages().operations, *OPERATIONS, *BUILT_IN]

    assert len(every) == len(ALL)
