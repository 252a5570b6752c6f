"""Random structured models: loading anew changes nothing, nothing is left over, `stuck` is exact."""

from __future__ import annotations

import random

import pytest

from engine.bpmn.effects import Continue, TimerSet
from engine.bpmn.model import Model
from tests.engine.bpmn.kit import (
    Run,
    boundary,
    call,
    element,
    error,
    flows,
    gateway,
    model,
    multi,
    script,
    service,
    timer,
    user,
)

SIMPLE = ["task", "task", "task", "script", "call", "job", "wait"]
AN_HOUR = timer("Duration", "PT1H")
NESTED = ["seq", "seq", "xor", "and", "loop", "sub", "mi", "misub", "bound", "errsub", "terminate"]


class Drawing:
    """Draws random blocks with one way in and one way out; a sound one has no path into another block."""

    def __init__(self, dice: random.Random, sound: bool) -> None:
        self.dice, self.sound, self.count = dice, sound, 0

    def name(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def block(self, depth: int) -> tuple[str, str, str, str]:
        """(elements, flows, way in, way out)."""
        kind = self.dice.choice(SIMPLE + NESTED * (depth > 0))
        return getattr(self, f"draw_{kind}")(depth)

    def draw_task(self, depth):
        name = self.name("t")
        return user(name), "", name, name

    def draw_script(self, depth):
        name = self.name("sc")
        return script(name, "=v + 1", "v"), "", name, name

    def draw_call(self, depth):
        name = self.name("ca")
        return call(name, "C"), "", name, name

    def draw_job(self, depth):
        name = self.name("jo")
        return service(name), "", name, name

    def draw_wait(self, depth):
        name = self.name("w")
        return element("intermediateCatchEvent", name, AN_HOUR), "", name, name

    def draw_seq(self, depth):
        xml, links, first, end = self.block(depth - 1)
        more, other, start, last = self.block(depth - 1)
        return xml + more, f"{links} {other} {end}>{start}", first, last

    def draw_xor(self, depth):
        return self.split(depth, "exclusive")

    def draw_and(self, depth):
        return self.split(depth, "parallel")

    def split(self, depth, kind):
        fork, join = self.name("g"), self.name("j")
        xml, links = "", ""
        ways = self.dice.choice([2, 3])
        for way in range(ways):
            inner, inside, first, last = self.block(depth - 1)
            condition = (
                ""
                if kind == "parallel"
                else "?true"
                if way == ways - 1
                else f"?v~>~{self.dice.randint(0, 4)}"
            )
            xml, links = xml + inner, f"{links} {inside} {fork}>{first}{condition} {last}>{join}"
        return xml + gateway(kind, fork, join), links, fork, join

    def draw_loop(self, depth):
        inner, inside, first, last = self.block(depth - 1)
        merge, fork, counter, end = self.name("m"), self.name("lg"), self.name("n"), self.name("t")
        count = script(f"inc_{counter}", f"=if {counter} = null then 1 else {counter} + 1", counter)
        links = f"{inside} {merge}>{first} {last}>inc_{counter} inc_{counter}>{fork}"
        links += f" {fork}>{merge}?{counter}~<~3 {fork}>{end}?{counter}~>=~3"
        return inner + count + gateway("exclusive", merge, fork) + user(end), links, merge, end

    def draw_mi(self, depth):
        name = self.name("mi")
        until = self.dice.choice(["", "=numberOfCompletedInstances >= 2"])
        loop = multi("=[1, 2, 3]", "it", self.name("col"), "=it", until, self.dice.random() < 0.5)
        return user(name, loop), "", name, name

    def draw_bound(self, depth):
        host, event, after, join = self.name("h"), self.name("b"), self.name("bh"), self.name("bj")
        interrupting = self.sound or self.dice.random() < 0.5
        xml = (
            user(host)
            + boundary(event, host, AN_HOUR, interrupting)
            + user(after)
            + gateway("exclusive", join)
        )
        return xml, f"{host}>{join} {event}>{after} {after}>{join}", host, join

    def draw_sub(self, depth):
        return self.scope(depth, "", element("endEvent", self.name("se")))

    def draw_terminate(self, depth):
        return self.scope(depth, "", element("endEvent", self.name("se"), "<bpmn:terminateEventDefinition/>"))

    def draw_misub(self, depth):
        loop = multi('=["x", "y"]', "el", self.name("out"), "=el", sequential=self.dice.random() < 0.5)
        return self.scope(depth, loop, element("endEvent", self.name("se")))

    def draw_errsub(self, depth):
        xml, _, name, _ = self.scope(depth, "", element("endEvent", self.name("se"), error()))
        event, after, join = self.name("bx"), self.name("xh"), self.name("xj")
        xml += boundary(event, name, error()) + user(after) + gateway("exclusive", join)
        return xml, f"{name}>{join} {event}>{after} {after}>{join}", name, join

    def scope(self, depth, loop, end):
        inner, inside, first, last = self.block(depth - 1)
        name = self.name("sp")
        ending = end.split('id="', 1)[1].split('"', 1)[0]
        links = flows(f"{name}_s>{first} {inside} {last}>{ending}")
        body = f'{loop}<bpmn:startEvent id="{name}_s"/>{inner}{end}{links}'
        return element("subProcess", name, body), "", name, name


def drawn(seed: int, sound: bool) -> Model:
    drawing = Drawing(random.Random(seed), sound)
    xml, links, first, last = drawing.block(4)
    more, other, start, end = drawing.block(3)
    return model(xml + more, f"{links} {other} s>{first} {last}>{start} {end}>e")


def drive(built: Model, seed: int, reload: bool, jumps: bool) -> tuple[Run, str]:
    """Answer whatever waits, in random order, at most 120 times; `done`, `stuck` or `long`."""
    dice = random.Random(seed)
    r = Run(built, {"v": dice.randint(0, 4)}, reload)
    for step in range(120):
        while r.log[-1] == Continue():
            r.do("go_on")
        waits = sorted((w for found in r.waits.values() for w in found), key=lambda w: (w.key, str(w)))
        if r.done or not waits:
            return r, "done" if r.done else "stuck"
        wait = dice.choice(waits)
        if isinstance(wait, TimerSet):
            assert r.do("trigger", wait.key, wait.event_id, {"fired": step})
        elif jumps and dice.random() < 0.04 and alone(r, wait.key):
            r.do("modify", [(wait.element_id, None)], [wait.key])
        else:
            r.do("complete", wait.key, {"v": dice.randint(0, 5), f"x{dice.randint(0, 3)}": {"n": step}})
    return r, "long"


def alone(r: Run, key: int) -> bool:
    """The token's scope runs once, so that it need not be named."""
    tokens = {token.key: token for token in r.instance.tokens}
    owner = tokens[tokens[key].parent_key or 1]
    return (
        owner.element_id != tokens[key].element_id
        and sum(token.element_id == owner.element_id for token in tokens.values()) == 1
    )


@pytest.mark.parametrize("chunk", range(10))
def test_loading_before_every_command_changes_nothing(chunk: int):
    for seed in range(chunk * 30, chunk * 30 + 30):
        built = drawn(seed, sound=False)
        live, how = drive(built, seed, False, True)
        reloaded, how_reloaded = drive(built, seed, True, True)
        assert (live.log, how, live.state, live.rows) == (
            reloaded.log,
            how_reloaded,
            reloaded.state,
            reloaded.rows,
        ), seed
        check_end(reloaded, how, seed)


def test_sound_models_end_and_are_never_stuck():
    for seed in range(1_000, 1_120):
        r, how = drive(drawn(seed, sound=True), seed, True, False)
        assert how in ("done", "long"), seed
        check_end(r, how, seed)


def check_end(r: Run, how: str, seed: int) -> None:
    if how == "stuck":
        assert r.instance.stuck(), seed
    if how == "done":
        assert not r.instance.stuck(), seed
        assert r.waits == {}, seed
        assert {key for key, _ in r.rows} <= {1}, seed
        assert r.instance._mover.joins == {}
        assert not any(r.instance._mover.scopes.is_open(key) for key in range(2, r.instance._mover.next_key))
