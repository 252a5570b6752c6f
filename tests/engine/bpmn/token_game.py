"""A second, independent player of BPMN, written from the standard; it shares no module with the engine.

Slow and plain on purpose: everything is asked anew of the drawing, nothing is prepared. It knows what the
random drawings hold; conditions are `true`, or compare one variable with a number.
"""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field

from tests.engine.bpmn.token_graph import TOLD, B, Drawing, Element, Way, Z, holds, part, said

TASKS = {"userTask", "serviceTask", "callActivity"}
WAITING = {"intermediateCatchEvent", "receiveTask"}
SCOPES = {"process", "subProcess"}


@dataclass
class Token:
    at: Element
    parent: Token | None
    number: int
    inner: bool = False
    state: str = "ready"
    inside: list[Token] = field(default_factory=list)
    arrived: list[str] = field(default_factory=list)
    happened: bool = False
    interrupted: bool = False
    begun: int = 0
    over: int = 0

    @property
    def is_body(self) -> bool:
        return self.at.is_repeated and not self.inner

    @property
    def scope(self) -> Token:
        """The scope that the token is in; asked of everything but the process."""
        assert self.parent is not None
        return self.parent


class Game:
    """One process instance. `entered` and `left` tell what the last move did."""

    def __init__(self, xml: bytes, variables: dict[str, int]) -> None:
        self.drawing = Drawing(xml)
        self.variables = dict(variables)
        self.numbers, self.queue = 0, deque[Token]()
        self.entered: list[str] = []
        self.left: list[tuple[str, str]] = []
        self.root: Token | None = self._new(self.drawing.process, None)
        self._run()

    # What the outside does.

    def offers(self) -> list[tuple[str, Token]]:
        """What can be done: tasks and events, by name and age."""
        live = [token for token in self._all() if token.state == "open"]
        found = [(name, token) for token in live for name in self._offered(token)]
        return sorted(found, key=lambda one: (one[0], one[1].number))

    def _offered(self, token: Token) -> list[str]:
        names = []
        if not token.is_body and token.at.kind in TASKS | WAITING:
            names.append(token.at.id)
        if token.at.kind == "eventBasedGateway":
            names += [target for _, target, _ in token.at.ways]
        if not token.inner:
            names += [one.id for one in self.drawing.rim(token.at) if one.event in TOLD]
        if not token.is_body and token.at.kind in SCOPES and not token.interrupted:
            heads = (self.drawing.first(handler) for handler in self.drawing.handlers(token.at))
            names += [one.id for one in heads if one.event in TOLD]
        return names

    def act(self, name: str, token: Token, variables: dict[str, int]) -> None:
        self.entered, self.left = [], []
        self.variables.update(variables)
        element = self.drawing.elements[name]
        if element.kind == "boundaryEvent":
            self._on_rim(token, element)
        elif element.kind == "startEvent":
            self._handle(token, element)
        elif token.at.kind == "eventBasedGateway":
            self._put(element, token.scope).happened = True
            self._leave(token, [])
        else:
            self._leave(token)
        self._run()

    # Moves.

    def _run(self) -> None:
        while self.root is not None:
            while self.queue:
                token = self.queue.popleft()
                if token.state == "ready" and self._is_alive(token):
                    self._enter(token)
            if not self._inclusive():
                return

    def _enter(self, token: Token) -> None:
        element = token.at
        if token.begun < 0:
            self._leave(token)
            return
        token.state = "open"
        self.entered.append(element.id)
        if token.is_body:
            self._begin(token)
        elif element.kind in SCOPES:
            self._put(self.drawing.first(element), token)
        elif (
            element.kind in ("scriptTask", "startEvent", "boundaryEvent", "parallelGateway") or token.happened
        ):
            self._script(element)
            self._leave(token)
        elif element.kind in ("exclusiveGateway", "inclusiveGateway"):
            self._leave(token, self._chosen(element))
        elif element.kind == "endEvent":
            self._end(token)

    def _end(self, token: Token) -> None:
        if token.at.event == "error":
            self._rise(token, "error")
            return
        if token.at.event == "terminate":
            for other in list(token.scope.inside):
                if other is not token:
                    self._take_away(other)
        if token.at.event == "escalation":
            self._rise(token, "escalation")
            if not self._is_alive(token):
                return
        self._leave(token)

    def _leave(self, token: Token, ways: list[Way] | None = None) -> None:
        scope = token.parent
        self.left.append((token.at.id, "completed"))
        if scope is None:
            self.root = None
            return
        scope.inside.remove(token)
        if scope.is_body:
            self._one_over(scope)
            return
        for flow, target, _ in token.at.ways if ways is None else ways:
            self._arrive(self.drawing.elements[target], scope, flow)
        self._when_empty(scope)

    def _when_empty(self, scope: Token) -> None:
        if not scope.inside:
            scope.begun, scope.state = -1, "ready"
            self.queue.append(scope)

    def _arrive(self, element: Element, scope: Token, flow: str) -> None:
        into = self.drawing.into(element)
        if element.kind not in ("parallelGateway", "inclusiveGateway") or len(into) < 2:
            self._put(element, scope)
            return
        join = next((one for one in scope.inside if one.at is element and one.state == "joining"), None)
        if join is None:
            join = self._new(element, scope)
            join.state = "joining"
        join.arrived.append(flow)
        if set(join.arrived) == into:
            self._fire(join)

    def _fire(self, join: Token) -> None:
        rest = list(join.arrived)
        for flow in set(join.arrived):
            rest.remove(flow)
        if rest:
            other = self._new(join.at, join.scope)
            other.state, other.arrived = "joining", rest
        join.state, join.arrived = "ready", []
        self.queue.append(join)

    def _inclusive(self) -> bool:
        """In the words of the standard: for each path to an empty flow there is one to a full flow."""
        joins = [one for one in self._all() if one.state == "joining" and one.at.kind == "inclusiveGateway"]
        free = [join for join in joins if not any(self._holds_up(one, join) for one in join.scope.inside)]
        for join in free:
            self._fire(join)
        return bool(free)

    def _holds_up(self, token: Token, join: Token) -> bool:
        if token is join:
            return False
        reached = self.drawing.reached(token.at, join.at)
        into = self.drawing.into(join.at)
        full = into & set(join.arrived)
        return bool(reached & (into - full)) and not reached & full

    # Repetition.

    def _begin(self, body: Token) -> None:
        multi = body.at.xml.find(f"{B}multiInstanceLoopCharacteristics")
        count = 1 if multi is None or multi.get("isSequential") == "true" else self._items(body)
        for _ in range(count):
            self._put(body.at, body, inner=True)
            body.begun += 1

    def _items(self, body: Token) -> int:
        return said(part(body.at.xml, f".//{Z}loopCharacteristics"), "inputCollection").count(",") + 1

    def _one_over(self, body: Token) -> None:
        body.over += 1
        multi = body.at.xml.find(f"{B}multiInstanceLoopCharacteristics")
        if multi is None:
            rounds = int(said(part(body.at.xml, f"{B}standardLoopCharacteristics"), "loopMaximum"))
            again, is_done = body.over < rounds, body.over >= rounds
        else:
            until = re.search(r">= (\d+)", multi.findtext(f"{B}completionCondition", ""))
            is_done = body.over == self._items(body) or (until is not None and body.over >= int(until[1]))
            again = multi.get("isSequential") == "true" and not is_done
        if is_done:
            for rest in list(body.inside):
                self._take_away(rest)
            body.begun, body.state = -1, "ready"
            self.queue.append(body)
        elif again:
            self._put(body.at, body, inner=True)

    # Events.

    def _on_rim(self, host: Token, event: Element) -> None:
        scope = host.scope
        if event.interrupts:
            self._take_away(host)
        self._put(event, scope)

    def _handle(self, scope: Token, event: Element) -> None:
        if event.interrupts:
            scope.interrupted = True
            for token in list(scope.inside):
                self._take_away(token)
        self._put(self.drawing.elements[event.scope], scope)

    def _rise(self, token: Token, kind: str) -> None:
        at: Token | None = token
        while at is not None:
            for event in self.drawing.rim(at.at) if not at.inner else ():
                if event.event == kind:
                    self._on_rim(at, event)
                    return
            scope = at.parent
            if scope is not None and not scope.is_body and not scope.interrupted:
                for handler in self.drawing.handlers(scope.at):
                    if handler is not at.at and self.drawing.first(handler).event == kind:
                        self._handle(scope, self.drawing.first(handler))
                        return
            at = scope
        assert kind == "escalation", "an error that nothing catches is not drawn"

    def _take_away(self, token: Token) -> None:
        for child in list(token.inside):
            self._take_away(child)
        if token.state == "open" or token.begun < 0:
            self.left.append((token.at.id, "terminated"))
        token.scope.inside.remove(token)

    # Questions.

    def _chosen(self, element: Element) -> list[Way]:
        if len(element.ways) < 2:
            return element.ways
        held = [way for way in element.ways if holds(way[2], self.variables)]
        return held[:1] if element.kind == "exclusiveGateway" else held

    def _script(self, element: Element) -> None:
        line = element.xml.find(f".//{Z}script")
        if line is not None:
            name = said(line, "resultVariable")
            self.variables[name] = self.variables.get(name, 0) + 1

    def _put(self, element: Element, scope: Token, inner: bool = False) -> Token:
        token = self._new(element, scope)
        token.inner = inner
        return token

    def _new(self, element: Element, scope: Token | None) -> Token:
        self.numbers += 1
        token = Token(element, scope, self.numbers)
        if scope is not None:
            scope.inside.append(token)
        self.queue.append(token)
        return token

    def _is_alive(self, token: Token) -> bool:
        while token.parent is not None:
            if not any(one is token for one in token.parent.inside):
                return False
            token = token.parent
        return token is self.root

    def _all(self) -> list[Token]:
        found, todo = [], [self.root] if self.root is not None else []
        while todo:
            token = todo.pop()
            found.append(token)
            todo += token.inside
        return sorted(found, key=lambda one: one.number)
