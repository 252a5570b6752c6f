"""The saved state has a format of its own that is checked on loading."""

from __future__ import annotations

import json

import pytest

from engine.bpmn.instance import Instance
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
