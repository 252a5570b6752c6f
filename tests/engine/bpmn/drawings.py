"""Draws random block-structured models: gateways, loops, lists, subprocesses, and events of every kind."""

from __future__ import annotations

import random

from tests.engine.bpmn.event_kit import catch, end, escalation, event_subprocess, message, receive, signal
from tests.engine.bpmn.kit import (
    END,
    START,
    boundary,
    call,
    element,
    error,
    flows,
    gateway,
    loop,
    multi,
    script,
    service,
    timer,
    user,
    xml,
)

AN_HOUR = timer("Duration", "PT1H")
TERMINATE = "<bpmn:terminateEventDefinition/>"
SIMPLE = ["task", "task", "task", "script", "call", "job", "wait"]
NESTED = [
    "seq", "seq", "xor", "and", "or", "repeat", "sub", "mi", "misub", "loop", "bound", "choice", "handled",
    "errsub", "escalated", "terminate",
]  # fmt: skip
BlockParts = tuple[str, str, str, str]


class Drawing:
    """Blocks with one way in and one way out; a sound one has no path into another block."""

    def __init__(self, dice: random.Random, sound: bool) -> None:
        self.dice, self.sound, self.count = dice, sound, 0

    def name(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}{self.count}"

    def block(self, depth: int) -> BlockParts:
        """(elements, flows, way in, way out)."""
        kind = self.dice.choice(SIMPLE + NESTED * (depth > 0))
        parts: BlockParts = getattr(self, f"draw_{kind}")(depth)
        return parts

    def event(self) -> str:
        return self.dice.choice([AN_HOUR, message(), signal()])

    def draw_task(self, depth):
        name = self.name("t")
        return user(name), "", name, name

    def draw_script(self, depth):
        name = self.name("sc")
        return script(name, f"=if w{name} = null then 1 else w{name} + 1", f"w{name}"), "", name, name

    def draw_call(self, depth):
        name = self.name("ca")
        return call(name, "C"), "", name, name

    def draw_job(self, depth):
        name = self.name("jo")
        return service(name), "", name, name

    def draw_wait(self, depth):
        name = self.name("w")
        drawn = receive(name) if self.dice.random() < 0.3 else catch(name, self.event())
        return drawn, "", name, name

    def draw_seq(self, depth):
        drawn, links, first, last = self.block(depth - 1)
        more, other, start, stop = self.block(depth - 1)
        return drawn + more, f"{links} {other} {last}>{start}", first, stop

    def draw_xor(self, depth):
        return self.split(depth, "exclusive")

    def draw_and(self, depth):
        return self.split(depth, "parallel")

    def draw_or(self, depth):
        return self.split(depth, "inclusive")

    def split(self, depth, kind):
        fork, join = self.name("g"), self.name("j")
        drawn, links = "", ""
        ways = self.dice.choice([2, 3])
        for way in range(ways):
            inner, inside, first, last = self.block(depth - 1)
            condition = "?true" if way == ways - 1 else f"?v~>~{self.dice.randint(0, 4)}"
            condition = "" if kind == "parallel" else condition
            drawn, links = drawn + inner, f"{links} {inside} {fork}>{first}{condition} {last}>{join}"
        return drawn + gateway(kind, fork, join), links, fork, join

    def draw_repeat(self, depth):
        """Back by a gateway, three rounds."""
        inner, inside, first, last = self.block(depth - 1)
        merge, fork, counter, stop = self.name("m"), self.name("lg"), self.name("n"), self.name("t")
        count = script(f"inc_{counter}", f"=if {counter} = null then 1 else {counter} + 1", counter)
        links = f"{inside} {merge}>{first} {last}>inc_{counter} inc_{counter}>{fork}"
        links += f" {fork}>{merge}?{counter}~<~3 {fork}>{stop}?{counter}~>=~3"
        return inner + count + gateway("exclusive", merge, fork) + user(stop), links, merge, stop

    def draw_mi(self, depth):
        name = self.name("mi")
        until = self.dice.choice(["", "=numberOfCompletedInstances >= 2"])
        many = multi("=[1, 2, 3]", "it", self.name("col"), "=it", until, self.dice.random() < 0.5)
        return user(name, many), "", name, name

    def draw_loop(self, depth):
        name = self.name("lo")
        return user(name, loop("=true", self.dice.choice([1, 3]))), "", name, name

    def draw_bound(self, depth):
        host, event, after, join = self.name("h"), self.name("b"), self.name("bh"), self.name("bj")
        interrupting = self.sound or self.dice.random() < 0.5
        drawn = user(host) + boundary(event, host, self.event(), interrupting) + user(after)
        return (
            drawn + gateway("exclusive", join),
            f"{host}>{join} {event}>{after} {after}>{join}",
            host,
            join,
        )

    def draw_choice(self, depth):
        fork, join = self.name("eg"), self.name("ej")
        drawn, links = gateway("eventBased", fork) + gateway("exclusive", join), ""
        for definition in (AN_HOUR, message(), timer("Duration", "PT2H"))[: self.dice.choice([2, 3])]:
            name = self.name("ec")
            inner, inside, first, last = self.block(depth - 1)
            drawn += catch(name, definition) + inner
            links += f" {inside} {fork}>{name} {name}>{first} {last}>{join}"
        return drawn, links, fork, join

    def draw_sub(self, depth):
        return self.scope(depth, "", end(self.name("se")))

    def draw_terminate(self, depth):
        return self.scope(depth, "", end(self.name("se"), TERMINATE))

    def draw_misub(self, depth):
        many = multi('=["x", "y"]', "el", self.name("out"), "=el", sequential=self.dice.random() < 0.5)
        return self.scope(depth, many, end(self.name("se")))

    def draw_handled(self, depth):
        """A subprocess with an event subprocess."""
        return self.scope(
            depth, "", end(self.name("se")), self.handler(self.event(), self.dice.random() < 0.5)
        )

    def handler(self, definition: str, interrupting: bool) -> str:
        name, task = self.name("es"), self.name("eh")
        return event_subprocess(name, definition, user(task), f"{name}_s>{task}", interrupting)

    def draw_errsub(self, depth):
        """An error that the rim catches, or an event subprocess further in."""
        inside = self.handler(error(), True) if self.dice.random() < 0.3 else ""
        drawn, _, name, _ = self.scope(depth, "", end(self.name("se"), error()), inside)
        return self.caught(drawn, name, error(), True)

    def draw_escalated(self, depth):
        interrupting = self.sound or self.dice.random() < 0.5
        drawn, _, name, _ = self.scope(depth, "", end(self.name("se"), escalation()))
        return self.caught(drawn, name, escalation(), interrupting)

    def caught(self, drawn, name, definition, interrupting):
        event, after, join = self.name("bx"), self.name("xh"), self.name("xj")
        drawn += boundary(event, name, definition, interrupting) + user(after) + gateway("exclusive", join)
        return drawn, f"{name}>{join} {event}>{after} {after}>{join}", name, join

    def scope(self, depth, many, ending, more=""):
        inner, inside, first, last = self.block(depth - 1)
        name = self.name("sp")
        stop = ending.split('id="', 1)[1].split('"', 1)[0]
        links = flows(f"{name}_s>{first} {inside} {last}>{stop}")
        body = f'{many}<bpmn:startEvent id="{name}_s"/>{inner}{ending}{more}{links}'
        return element("subProcess", name, body), "", name, name


def drawn(seed: int, sound: bool, depths: tuple[int, int] = (4, 3)) -> bytes:
    """The text of a random model. `order` and `v` are variables that it needs."""
    drawing = Drawing(random.Random(seed), sound)
    body, links, first, last = drawing.block(depths[0])
    more, other, start, stop = drawing.block(depths[1])
    return xml(START + END + body + more, f"{links} {other} s>{first} {last}>{start} {stop}>e")
