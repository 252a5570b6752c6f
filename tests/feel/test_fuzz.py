"""A short run of what `make fuzz` does by the million."""

from __future__ import annotations

import pytest

from tests.feel.fuzz.trial import Input, Trials, make

COUNT = 1_500


@pytest.mark.parametrize("seed", [1, 2])
def test_no_made_up_or_spoilt_text_breaks_anything(seed: int) -> None:
    trials = Trials(seed)

    for number in range(COUNT):
        trials.run(number)

    # How long an input takes is measured in the long run alone.
    assert [one for one in trials.findings if not one.what.endswith(" ms")] == []


def test_a_seed_and_a_number_make_the_same_input_again() -> None:
    assert [make(7, number) for number in range(50)] == [make(7, number) for number in range(50)]
    assert len({make(7, number).text for number in range(50)}) > 40


def test_a_run_has_values_refusals_and_cells_in_it() -> None:
    trials = Trials(3)
    for number in range(400):
        trials.run(number)

    assert {"value", "null", "cell True", "unexpected_token", "feel_budget"} <= set(trials.outcomes)


def test_what_raises_something_else_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_one: Input) -> str:
        raise RecursionError

    trials = Trials(1)
    monkeypatch.setattr("tests.feel.fuzz.trial._evaluated", broken)
    trials.run(1)

    assert [one.what.split(":")[0] for one in trials.findings] == ["RecursionError"]
