"""What a scenario file may say, and what is told about one that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.seeds.scenarios.read import ScenarioWrong, read_scenario, step_kind, then_kind

GOOD = """
name: 请假
given: {clock: "2026-05-20T09:00:00+08:00"}
steps:
  - {start: leave, who: ana, values: {days: 2}}
  - {at: "2026-05-21T09:00:00+08:00", task: Approve, who: ben}
  - {action: leaves.note, row: {number: QJ-1}, who: ben, values: {hours: 7.50}}
  - {advance_to: "2026-05-22T09:00:00+08:00"}
then:
  - {task: Book, who: [ana, ben], on: 2026-05-25}
  - {ended: Done}
"""


@pytest.fixture
def written(tmp_path: Path) -> Path:
    return tmp_path / "leave.yaml"


def test_a_good_file_is_read_in_order(written: Path) -> None:
    written.write_text(GOOD, encoding="utf-8")

    scenario = read_scenario(written)

    assert [step_kind(step) for step in scenario.steps] == ["start", "task", "action", "advance_to"]
    assert str(scenario.steps[2]["values"]["hours"]) == "7.50"
    assert [then_kind(entry) for entry in scenario.then] == ["task", "ended"]
    assert scenario.clock.isoformat() == "2026-05-20T09:00:00+08:00"
    assert scenario.then[0]["on"] == "2026-05-25"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("name: 请假", "title: 请假", "needs name"),
        ("{ended: Done}", "{finished: Done}", "then 2: exactly one of"),
        ("{ended: Done}", "{ended: Done, task: Book}", "then 2: exactly one of"),
        ("who: ben}", "whom: ben}", "steps 2: whom is not known beside task"),
        ('09:00:00+08:00"}\nsteps', '09:00:00"}\nsteps', "needs its offset"),
    ],
)
def test_a_wrong_file_is_told_where(written: Path, old: str, new: str, told: str) -> None:
    assert old in GOOD
    written.write_text(GOOD.replace(old, new), encoding="utf-8")

    with pytest.raises(ScenarioWrong, match=told):
        read_scenario(written)
