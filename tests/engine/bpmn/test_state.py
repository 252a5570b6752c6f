"""The saved state has a format of its own that is checked on loading."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.bpmn import formats
from engine.bpmn.dialect import read_bpmn
from engine.bpmn.formats import StateUnreadable
from engine.bpmn.instance import Instance
from engine.bpmn.model import Model
from engine.kernel.errors import NotFound
from tests.engine.bpmn.kit import PlainEvaluator, Run, gateway, model, user

STORED = sorted((Path(__file__).parent / "states").glob("format_*.json"), key=lambda path: int(path.stem[7:]))
SHAPE = model(gateway("parallel", "g", "j") + user("a") + user("b"), "s>g g>a g>b a>j b>j j>e")


def test_the_state_names_elements_and_holds_live_tokens_only():
    state = json.loads(Run(SHAPE).complete("a").state)
    assert state == {
        "format": 1,
        "next": 7,
        "tokens": [[1, None, "P", "s"], [5, 1, "b", "s", {"w": 1}], [6, 1, "j", "w", {"in": {"a_j": 1}}]],
    }


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"format":2,"next":1,"tokens":[]}', "unknown_format"),
        ('{"format":0,"next":1,"tokens":[]}', "format_too_old"),
        ('{"next":1,"tokens":[]}', "state_damaged"),
        ('{"format":true,"next":1,"tokens":[]}', "state_damaged"),
        ("[]", "state_damaged"),
        ('{"format":1,"next', "state_damaged"),
    ],
)
def test_a_state_of_another_program_is_refused_with_the_reason(text, reason):
    with pytest.raises(StateUnreadable) as refused:
        Instance.load(SHAPE, PlainEvaluator(), text, [])
    assert refused.value.facts["reason"] == reason


def from_nought(state):
    """A format that never was: it called the tokens `live` and named the state of a token in full."""
    words = {"started": "s", "waiting": "w"}
    live = [[key, parent, name, words[word], *more] for key, parent, name, word, *more in state.pop("live")]
    return {**state, "tokens": live}


NOUGHT = (
    '{"format":0,"next":7,"live":[[1,null,"P","started"],[5,1,"b","started",{"w":1}],'
    '[6,1,"j","waiting",{"in":{"a_j":1}}]]}'
)


def test_an_older_format_is_converted_and_written_anew(monkeypatch):
    monkeypatch.setitem(formats.CONVERTERS, 0, from_nought)
    instance = Instance.load(SHAPE, PlainEvaluator(), NOUGHT, [])

    assert instance.dump() == Run(SHAPE).complete("a").state
    instance.complete(5, {})
    assert instance.is_done


def test_a_state_goes_through_every_format_on_the_way():
    passed = []

    def step(state):
        passed.append(state["format"])
        return {"said": [*state.get("said", ()), state["format"]]}

    found = formats.read('{"format":3}', 6, {3: step, 4: step, 5: step, 2: step})

    assert passed == [3, 4, 5]
    assert found == {"format": 6, "said": [3, 4, 5]}


def test_a_gap_in_the_chain_is_refused_and_not_jumped_over():
    with pytest.raises(StateUnreadable) as refused:
        formats.read('{"format":3}', 5, {3: dict})
    assert refused.value.facts == {"reason": "format_too_old", "format": 4}


def test_every_format_since_the_first_has_a_converter_and_a_stored_state():
    """Who changes the format adds both; the program that follows reads what this one has stored."""
    assert sorted(formats.CONVERTERS) == list(range(1, formats.FORMAT))
    assert [path.name for path in STORED] == [f"format_{n}.json" for n in range(1, formats.FORMAT + 1)]


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.stem)
def test_a_stored_state_of_each_format_is_loaded(path):
    stored = json.loads(path.read_text(encoding="utf-8"))
    built = Model(read_bpmn(stored["model"].encode(), "old.bpmn").processes["P"])
    assert json.loads(stored["state"])["format"] == int(path.stem.removeprefix("format_"))

    instance = Instance.load(built, PlainEvaluator(), stored["state"], stored["variables"])

    again = Instance.load(built, PlainEvaluator(), instance.dump(), stored["variables"])
    assert json.loads(instance.dump())["format"] == formats.FORMAT
    assert again.tokens == instance.tokens


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
