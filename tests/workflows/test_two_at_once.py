"""Two keepers hand out the same seal at the same moment: one does, the other reads why not at his field."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from engine.bootstrap import Engine
from engine.execution.tables import INCIDENT
from engine.kernel.clock import FixedClock
from engine.kernel.errors import InvalidInput
from engine.seeds.scenarios.play import Played, play
from engine.seeds.scenarios.read import Scenario, read_scenario
from tests.workflows.conftest import WORKFLOWS

SEAL_OUT = WORKFLOWS / "seal_use" / "scenarios" / "seal_out_for_hand_out.yaml"
KEEPERS = ("mahuifang", "yujia")


def cases(scenario: Scenario) -> list[Scenario]:
    """The scenario asks twice for the same seal; each of the two by itself, up to the hand-out at its end."""
    begins = [at for at, step in enumerate(scenario.steps) if "start" in step]
    ends = [*begins[1:], len(scenario.steps)]
    return [replace(scenario, steps=scenario.steps[a:b]) for a, b in zip(begins, ends, strict=True)]


def test_of_two_who_hand_out_one_seal_at_once_the_second_is_refused_at_the_field(
    engine: Engine, clock: FixedClock
) -> None:
    asked = cases(read_scenario(SEAL_OUT))
    waiting = [play(engine, clock, replace(one, steps=one.steps[:-1])) for one in asked]
    signal = Barrier(len(asked))

    def hand_out(number: int) -> Played:
        step = {**asked[number].steps[-1], "who": KEEPERS[number]}
        signal.wait()
        return play(engine, clock, replace(asked[number], steps=(step,)), waiting[number])

    with ThreadPoolExecutor(len(asked)) as pool:
        played = list(pool.map(hand_out, range(len(asked))))

    [refusal] = [one for each in played for one in each.refusals.values()]
    assert refusal.code == InvalidInput().code
    assert len(refusal.fields) == 1
    with engine.read() as reader:
        assert reader.connection.execute(INCIDENT.select()).all() == []
        seals = engine.services.registers["seals"].list(reader, {"kind": "contract"}).rows
    assert [seal["status"] for seal in seals] == ["out"]
