"""The control-flow patterns of workflowpatterns.com, each as a model; the docstring names the construct.

Numbers are those of the revised catalogue (Russell, ter Hofstede, van der Aalst, Mulyar, 2006).
"""

from __future__ import annotations

from engine.bpmn.effects import Ended, JobCreated
from tests.engine.bpmn.event_kit import catch, end, escalation, message, signal, throw
from tests.engine.bpmn.kit import (
    boundary,
    gateway,
    loop,
    mapping,
    model,
    multi,
    script,
    service,
    subprocess,
    timer,
    user,
)

A, B, C, Z = user("a"), user("b"), user("c"), user("z")
TERMINATE = "<bpmn:terminateEventDefinition/>"


def header(name: str, job: str, key: str) -> str:
    line = f'<zeebe:taskHeaders><zeebe:header key="lock" value="{key}"/></zeebe:taskHeaders>'
    return service(name, job, extensions=line)


def body_of(r, name):
    return next(token.key for token in r.instance.tokens if token.element_id == name and token.is_scope)


def test_1_sequence(run):
    """A sequence flow."""
    r = run(model(A + B, "s>a a>b b>e"))
    assert r.open == ["a"]
    assert r.complete("a").open == ["b"]


def test_2_parallel_split(run):
    """A parallel gateway."""
    assert run(model(gateway("parallel", "g") + A + B, "s>g g>a g>b a>e b>e")).open == ["a", "b"]


def test_3_synchronization(run):
    """A parallel gateway."""
    r = run(model(gateway("parallel", "g", "j") + A + B + Z, "s>g g>a g>b a>j b>j j>z z>e"))
    assert r.complete("b").open == ["a", "j"]
    assert r.complete("a").open == ["z"]


CHOICE = model(gateway("exclusive", "g", "j") + A + B + Z, "s>g g>a?x~>~1 g>b?true a>j b>j j>z z>e")


def test_4_exclusive_choice(run):
    """An exclusive gateway."""
    assert [run(CHOICE, x=x).open for x in (2, 1)] == [["a"], ["b"]]


def test_5_simple_merge(run):
    """An exclusive gateway."""
    assert run(CHOICE, x=2).complete("a").open == ["z"]


MULTI = model(gateway("inclusive", "g", "j") + A + B + Z, "s>g g>a?x~>~0 g>b?x~>~1 a>j b>j j>z z>e")


def test_6_multi_choice(run):
    """An inclusive gateway."""
    assert [run(MULTI, x=x).open for x in (1, 2)] == [["a"], ["a", "b"]]


def test_7_structured_synchronizing_merge(run):
    """An inclusive gateway."""
    assert run(MULTI, x=1).complete("a").open == ["z"]
    assert run(MULTI, x=2).complete("a").open == ["b", "j"]


def test_8_multi_merge(run):
    """An exclusive gateway behind a parallel one: what follows is done for each token."""
    r = run(
        model(gateway("parallel", "g") + gateway("exclusive", "j") + A + B + Z, "s>g g>a g>b a>j b>j j>z z>e")
    )
    assert r.complete("a").complete("b").open == ["z", "z"]


RACE = (
    gateway("parallel", "g")
    + gateway("exclusive", "m", "x")
    + A
    + B
    + throw("first", escalation())
    + script("mark", "=true", "won")
    + "".join(end(f"over{n}") for n in (1, 2))
)
RACE_LINKS = "race_s>g g>a g>b a>m b>m m>x x>over2?won~=~true x>mark?not(won~=~true) mark>first first>over1"


def race(many: str = ""):
    # Each round begins anew: nobody has won it.
    fresh = mapping(("input", "=false", "won"))
    inner = subprocess("race", RACE, RACE_LINKS, many, fresh)
    return model(inner + boundary("go", "race", escalation(), False) + Z + C, "s>race race>c c>e go>z z>e")


def test_9_structured_discriminator(run):
    """The branches in a subprocess; the first throws an escalation that does not interrupt them."""
    r = run(race()).complete("b")
    assert r.open == ["a", "z"]
    assert r.complete("a").open == ["c", "z"]


def test_10_arbitrary_cycles(run):
    """Exclusive gateways: a cycle with two ways in and two ways out."""
    body = gateway("exclusive", "m1", "m2", "x1", "x2", "g") + A + B + Z
    links = "s>g g>m1?left g>m2?not(left) m1>a a>x1 x1>z?out x1>m2?not(out) m2>b b>x2 x2>z?out"
    links += " x2>m1?not(out) z>e"
    r = run(
        model(body, links),
        left=False,
    )
    assert r.complete("b", out=False).complete("a", out=False).complete("b", out=False).open == ["a"]
    assert r.complete("a", out=True).open == ["z"]


def test_12_multiple_instances_without_synchronization(run):
    """A parallel gateway in a loop: each round leaves a task of its own behind."""
    body = gateway("exclusive", "m", "x") + gateway("parallel", "g") + Z + A
    body += script("n", "=if k = null then 1 else k + 1", "k")
    r = run(model(body, "s>m m>n n>g g>a g>x x>m?k~<~3 x>z?k~>=~3 a>e z>e"))
    assert r.open == ["a", "a", "a", "z"]


def test_13_multiple_instances_known_when_drawn(run):
    """A parallel multi-instance over a list in the drawing."""
    r = run(model(user("a", multi("=[1, 2, 3]")) + Z, "s>a a>z z>e"))
    assert r.complete("a").complete("a").complete("a").open == ["z"]


def test_14_multiple_instances_known_when_they_begin(run):
    """A parallel multi-instance over a variable."""
    r = run(model(user("a", multi("=people", "who")) + Z, "s>a a>z z>e"), people=["ana", "ben"])
    assert r.open == ["a", "a"]
    assert r.complete("a").complete("a").open == ["z"]


def test_15_multiple_instances_unknown_until_the_last_one(run):
    """A parallel multi-instance; a modification adds instances while it runs."""
    r = run(model(user("a", multi("=people", "who", "said", "=who")) + Z, "s>a a>z z>e"), people=["ana"])
    for who in ("ben", "cas"):
        r.do("modify", [("a", body_of(r, "a"), {"who": who})])
    assert r.complete("a").complete("a").open == ["a"]
    assert r.complete("a").vars()["said"] == ["ana", "ben", "cas"]


def test_16_deferred_choice(run):
    """An event-based gateway."""
    body = gateway("eventBased", "g") + catch("m", message()) + catch("t", timer("Duration", "P1D")) + A + B
    drawn = model(body, "s>g g>m g>t m>a t>b a>e b>e")
    assert run(drawn, order="1").fire("m").open == ["a"]
    assert run(drawn, order="1").fire("t").open == ["b"]


def test_18_milestone(run):
    """A branch gated by a signal: offered when the milestone is reached, withdrawn when it has passed."""
    body = (
        gateway("parallel", "g")
        + A
        + throw("reached", signal())
        + B
        + throw("passed", signal("Signal_Named"))
    )
    body += catch("gate", signal()) + C + boundary("gone", "c", signal("Signal_Named"))
    r = run(
        model(body, "s>g g>a a>reached reached>b b>passed passed>e g>gate gate>c c>e gone>e"), site="east"
    )
    assert r.open == ["a", "gate"]
    r.complete("a").fire("gate")
    assert r.open == ["b", "c"]
    r.complete("b").fire("gone")
    assert r.done


def test_19_cancel_task(run):
    """An interrupting boundary event."""
    r = run(model(A + boundary("no", "a", message()) + Z, "s>a a>e no>z z>e"), order="1")
    assert r.fire("no").open == ["z"]


def test_20_cancel_case(run):
    """The cancel command, or a terminate end event of the process."""
    drawn = model(gateway("parallel", "g") + A + B + end("x", TERMINATE), "s>g g>a g>b a>e b>x")
    r = run(drawn)
    r.do("cancel")
    assert (r.done, r.of(Ended)[0].how, r.waits) == (True, "terminated", {})
    r = run(drawn).complete("b")
    assert (r.done, r.of(Ended)[0].how, r.waits) == (True, "completed", {})


def test_21_structured_loop(run):
    """A standard loop, tested before or after."""
    r = run(model(user("a", loop("=again")) + Z, "s>a a>z z>e")).complete("a", again=True)
    assert r.complete("a", again=False).open == ["z"]
    assert run(model(user("a", loop("=again", before=True)) + Z, "s>a a>z z>e"), again=False).open == ["z"]


def test_25_cancel_region(run):
    """A subprocess around the region, with an interrupting boundary event."""
    region = subprocess("region", gateway("parallel", "g") + A + B, "region_s>g g>a g>b")
    links = "s>p p>region p>c region>e c>e no>z z>e"
    r = run(
        model(gateway("parallel", "p") + region + C + boundary("no", "region", message()) + Z, links),
        order="1",
    )
    assert r.open == ["a", "b", "c"]
    assert r.fire("no").open == ["c", "z"]


def test_27_complete_multiple_instances(run):
    """An interrupting boundary event of the multi-instance that leads to where it would have led itself."""
    body = user("a", multi("=[1, 2, 3]")) + boundary("enough", "a", message()) + gateway("exclusive", "m") + Z
    r = run(model(body, "s>a a>m enough>m m>z z>e"), order="1").complete("a")
    assert r.fire("enough").open == ["z"]


def test_28_blocking_discriminator(run):
    """As 9, in a sequential multi-instance: the next round waits until all branches of this one are over."""
    rounds = multi("=[1, 2]", sequential=True)
    r = run(race(rounds)).complete("a")
    assert r.open == ["b", "z"]
    assert r.complete("b").open == ["a", "b", "z"]


def test_29_cancelling_discriminator(run):
    """The branches in a subprocess; the first ends it by a terminate end event."""
    inner = gateway("parallel", "g") + gateway("exclusive", "m") + A + B + end("x", TERMINATE)
    r = run(model(subprocess("race", inner, "race_s>g g>a g>b a>m b>m m>x") + Z, "s>race race>z z>e"))
    assert r.complete("b").open == ["z"]


PART = (
    A
    + script("count", "=if k = null then 1 else k + 1", "k")
    + gateway("exclusive", "x")
    + throw("enough", escalation())
    + "".join(end(f"over{n}") for n in (1, 2))
)


def test_34_static_partial_join_for_multiple_instances(run):
    """An escalation of the instance that makes the number full goes on; the others run to their end."""
    inner = subprocess(
        "sub", PART, "sub_s>a a>count count>x x>enough?k~=~2 x>over1?k~!=~2 enough>over2", multi("=[1, 2, 3]")
    )
    r = run(model(inner + boundary("go", "sub", escalation(), False) + Z + C, "s>sub sub>c c>e go>z z>e"))
    assert r.complete("a").open == ["a", "a"]
    assert r.complete("a").open == ["a", "z"]
    assert r.complete("a").open == ["c", "z"]


def test_35_cancelling_partial_join_for_multiple_instances(run):
    """A completion condition."""
    r = run(
        model(user("a", multi("=[1, 2, 3]", until="=numberOfCompletedInstances >= 2")) + Z, "s>a a>z z>e")
    )
    assert r.complete("a").complete("a").open == ["z"]


def test_36_dynamic_partial_join_for_multiple_instances(run):
    """A completion condition over a variable; a modification adds instances while it runs."""
    many = multi("=[1, 2, 3]", "i", until="=numberOfCompletedInstances >= needed")
    r = run(model(user("a", many) + Z, "s>a a>z z>e"), needed=4).complete("a")
    r.do("modify", [("a", body_of(r, "a"), {"i": 4})])
    r.do("modify", [("a", body_of(r, "a"), {"i": 5})])
    assert r.complete("a").complete("a").open == ["a", "a"]
    assert r.complete("a").open == ["z"]


def test_39_critical_section(run):
    """Jobs that take and give back a lock key: whoever keeps the locks answers one at a time for each key."""
    body = gateway("parallel", "g", "j")
    links = "s>g j>z z>e"
    for name in "abc":
        key = "printer" if name in "ab" else "press"
        body += (
            header(f"take_{name}", "lock.take", key) + user(name) + header(f"give_{name}", "lock.give", key)
        )
        links += f" g>take_{name} take_{name}>{name} {name}>give_{name} give_{name}>j"
    r = run(model(body + Z, links))
    held: set[str] = set()

    def keep_locks() -> None:
        for key in list(r.waits):
            jobs = [wait for wait in r.waits.get(key, ()) if isinstance(wait, JobCreated)]
            for job in sorted(jobs, key=lambda one: one.type):
                lock = job.headers["lock"]
                if job.type == "lock.take" and lock in held:
                    continue
                held.symmetric_difference_update({lock})
                r.do("complete", key, {})

    keep_locks()
    assert [name for name in r.open if len(name) == 1] == ["a", "c"]
    r.complete("a")
    keep_locks()
    keep_locks()
    assert [name for name in r.open if len(name) == 1] == ["b", "c", "j"]
    r.complete("b").complete("c")
    keep_locks()
    assert (r.open, held) == (["z"], set())
