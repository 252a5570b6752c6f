"""Nothing of the library runs that reads the clock or evaluates Python, and one model serves many threads."""

from __future__ import annotations

import random
import sys
import threading
import types
from typing import Any, NoReturn

import pytest

from engine.bpmn import spiff
from tests.engine.bpmn.kit import Run, boundary, gateway, model, multi, script, subprocess, timer, user


def wide():
    return model(
        gateway("exclusive", "x")
        + gateway("parallel", "g", "j")
        + gateway("exclusive", "y", default="y_m")
        + user("a")
        + boundary("t", "a", timer("Duration", "PT1H"), False)
        + user("late")
        + user("b")
        + subprocess("sp", user("c"), "sp_s>c")
        + user("m", multi("=[1, 2]", "i", "o", "=i"))
        + script("n", "=if n = null then 1 else n + 1", "n"),
        "s>x x>g g>a g>b g>sp t>late late>e a>j b>j sp>j j>n n>y y>x?n~<~3 y>m m>e",
    )


def run_to_end(r: Run, seed: int) -> list[Any]:
    dice = random.Random(seed)
    while not r.done:
        waits = sorted((key, i) for key, found in r.waits.items() for i in range(len(found)))
        key, index = dice.choice(waits)
        wait = r.waits[key][index]
        if hasattr(wait, "event_id"):
            r.do("trigger", key, wait.event_id, {})
        else:
            r.do("complete", key, {"v": dice.randint(0, 9)})
        if len(r.log) > 5_000:
            raise AssertionError("it does not end")
    return r.log


def test_the_clock_is_never_read(monkeypatch: pytest.MonkeyPatch):
    class NoClock(types.ModuleType):
        def __getattr__(self, name: str) -> NoReturn:
            raise AssertionError(f"the clock was asked: {name}")

    for name in ("SpiffWorkflow.task", "SpiffWorkflow.bpmn.specs.event_definitions.timer"):
        module = sys.modules[name]
        for attribute in ("time", "datetime"):
            if hasattr(module, attribute):
                monkeypatch.setattr(module, attribute, NoClock(attribute))
    assert run_to_end(Run(wide()), 1)


def test_no_script_engine_is_ever_asked(monkeypatch: pytest.MonkeyPatch):
    asked = []
    monkeypatch.setattr(spiff.NoScriptEngine, "__getattr__", lambda self, name: asked.append(name))
    run_to_end(Run(wide()), 2)
    assert asked == []


def test_the_script_engine_raises_when_it_is_asked():
    with pytest.raises(AssertionError, match="evaluate"):
        spiff.NoScriptEngine().evaluate("1 + 1")


def test_one_model_serves_eight_threads():
    shared = wide()
    expected = {seed: run_to_end(Run(shared), seed) for seed in range(4)}
    wrong: list[object] = []

    def work(start: int) -> None:
        for seed in range(start, start + 6):
            try:
                if run_to_end(Run(shared), seed % 4) != expected[seed % 4]:
                    wrong.append(seed)
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=work, args=(start,)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
