"""The saved state has a format of its own that is checked on loading."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.bpmn.dialect import read_bpmn
from engine.bpmn.instance import Instance
from engine.bpmn.model import Model
from engine.bpmn.state import StateUnreadable
from engine.kernel.errors import NotFound
from tests.engine.bpmn.kit import PlainEvaluator, Run, gateway, model, user

SHAPE = model(gateway("parallel", "g", "j") + user("a") + user("b"), "s>g g>a g>b a>j b>j j>e")


def test_the_state_names_elements_and_holds_live_tokens_only():
    state = json.loads(Run(SHAPE).complete("a").state)
    assert state == {
        "format": 1,
        "next": 7,
        "tokens": [[1, None, "P", "s"], [5, 1, "b", "s", {"w": 1}], [6, 1, "j", "w", {"in": {"a_j": 1}}]],
    }


@pytest.mark.parametrize("text", ['{"format":2,"next":1,"tokens":[]}', '{"next":1,"tokens":[]}'])
def test_another_format_is_refused(text):
    with pytest.raises(StateUnreadable):
        Instance.load(SHAPE, PlainEvaluator(), text, [])


def test_an_element_that_the_model_does_not_have_is_named():
    with pytest.raises(StateUnreadable) as refused:
        Instance.load(model(user("x"), "s>x x>e"), PlainEvaluator(), Run(SHAPE).state, [])
    assert refused.value.facts["element_id"] == "a"


def test_an_instance_starts_once():
    r = Run(SHAPE)
    with pytest.raises(NotFound):
        r.do("start", {})
    r.complete("a").complete("b")
    with pytest.raises(NotFound):
        r.do("start", {})


def test_a_state_that_the_first_version_stored_runs_on():
    """The file was written by the program as it first landed; a format is read while cases are kept in it."""
    stored = json.loads((Path(__file__).parent / "states" / "format_1.json").read_text(encoding="utf-8"))
    built = Model(read_bpmn(stored["model"].encode(), "old.bpmn").processes["P"])
    r = Run(built, reload=False)
    r.instance = Instance.load(built, PlainEvaluator(), stored["state"], stored["variables"])
    r.rows = {(key, name): text for key, name, text in stored["variables"]}
    r.log.clear()
    assert r.open == ["c", "f", "j", "m", "n", "t", "w"]
    r.do("set_variables", 1, {"rate": 4})
    r.do("retry", r.key("f"))
    for task in ("m", "m", "n", "t"):
        r.complete(task, answer="no")
    assert r.do("trigger", r.key("w"), "w", {})
    assert r.complete("c").open == ["z"]
    assert r.vars()["said"] == ["yes", "no", "no"]
    assert {name: r.vars()[name] for name in ("double", "local_out", "amount")} == {
        "double": 8,
        "local_out": 2,
        "amount": "19.99",
    }
    assert r.complete("z").done
