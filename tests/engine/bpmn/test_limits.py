"""Loops and long runs: a step has a length, a loop without a wait has an end, nothing grows with history."""

from __future__ import annotations

from engine.bpmn.effects import Continue, IncidentRaised, JobCreated
from engine.bpmn.graph import Flow, Node, Process
from engine.bpmn.model import Model
from tests.engine.bpmn.kit import Run, element, gateway, model, script, service, subprocess, user


def spinning(body: str, name: str = "a"):
    """The element in a loop that is left when `n` reaches `most`."""
    return model(
        body + gateway("exclusive", "m") + gateway("exclusive", "x", default="x_m") + user("z"),
        f"s>m m>{name} {name}>x x>z?n~>=~most x>m z>e",
    )


COUNT = script("a", "=if n = null then 1 else n + 1", "n")


def test_a_long_run_goes_on_in_steps(run):
    r = run(spinning(COUNT), most=1_000)
    steps = 1
    while r.log[-1] == Continue():
        r.do("go_on")
        steps += 1
    assert (r.open, r.vars()["n"], steps) == (["z"], 1_000, 4)
    assert r.of(IncidentRaised) == []


def test_the_limit_is_told_once_so_that_taking_effects_comes_to_an_end(run):
    r = run(spinning(COUNT), most=1_000)
    assert r.log[-1] == Continue()
    assert r.instance.take_effects() == []
    r.again()
    assert r.instance.take_effects() == [Continue()]


def test_a_loop_without_any_wait_stops_at_ten_thousand_rounds_and_names_the_element():
    r = Run(spinning(element("manualTask", "a")), {"n": 0, "most": 1}, reload=False)
    while r.log[-1] == Continue():
        r.do("go_on")
    assert [(i.element_id, i.code, i.facts) for i in r.of(IncidentRaised)] == [
        ("m", "too_many_rounds", {"rounds": 10_000})
    ]
    r.do("set_variables", 1, {"n": 1})
    r.do("retry", r.key("m"))
    assert r.open == ["z"]


def test_work_done_inside_the_step_is_no_wait():
    r = Run(spinning(service("a")), {"n": 0, "most": 1}, reload=False)
    while not r.of(IncidentRaised):
        if r.log[-1] == Continue():
            r.do("go_on")
        else:
            r.do("answer", r.of(JobCreated)[-1].key)
        r.log = r.log[-2:]
    assert r.open == ["m"]


def test_moves_of_answers_within_a_step_are_counted_together():
    r = Run(spinning(service("a")), {"n": 0, "most": 1}, reload=False)
    answers = 0
    while r.log[-1] != Continue():
        r.do("answer", r.of(JobCreated)[-1].key)
        answers += 1
    assert 300 < answers < 400


def test_eleven_hundred_rounds_with_a_task_keep_the_state_as_small_as_one():
    r = Run(spinning(user("a")), {"n": 0, "most": 1})
    r.complete("a")
    first = len(r.state)
    for _ in range(1_100):
        r.complete("a")
        r.log.clear()
    assert r.of(IncidentRaised) == []
    # Only the keys have grown, from one digit to four.
    assert len(r.state) <= first + 10
    assert len(r.rows) == 2


def test_a_task_in_a_subprocess_is_a_wait_for_the_loop_around_it():
    r = Run(spinning(subprocess("a", user("t"), "a_s>t")), {"n": 0, "most": 1}, reload=False)
    for _ in range(50):
        r.complete("t")
    assert '"r":1' in r.state
    assert '"r":2' not in r.state


def test_five_thousand_tasks_in_a_row_are_read_without_recursion():
    # Files may not be that long; the graph and the model may not depend on it.
    nodes = {"P": Node("P", "process", starts=["n0"]), "n0": Node("n0", "startEvent", "P")}
    flows = {}
    for index in range(1, 5_001):
        node = nodes[f"n{index}"] = Node(f"n{index}", "task", "P")
        flow = flows[f"f{index}"] = Flow(f"f{index}", f"n{index - 1}", node.id)
        nodes[flow.source].outgoing.append(flow)
        node.incoming.append(flow)
    r = Run(Model(Process("P", "", nodes, flows)), reload=False)
    while not r.done:
        r.do("go_on")
    # Entered and left for 5,001 elements and the process, its end, and the limit of moves met five times.
    assert len(r.log) == 2 * 5_002 + 1 + 5
