"""The token mover. The tree holds live tokens only and is the tree of element instances: process -> scope ->
token.

A finished token leaves the tree at once and its successors are added under the scope, so depth is nesting
depth and nothing grows with history. Everything that the outside must do comes out as effects.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import feel
from engine.bpmn import joins, mapping, spiff
from engine.bpmn.catching import BROUGHT
from engine.bpmn.effects import Effect, Ended, Entered, IncidentRaised, Left, WaitClosed
from engine.bpmn.elements import ElementSpec, ElementToken
from engine.bpmn.expressions import Evaluator, Template, source_of
from engine.bpmn.fault import Fault
from engine.bpmn.faults import FAULTS, describe
from engine.bpmn.graph import Flow
from engine.bpmn.scopes import ScopeLookup, Scopes

if TYPE_CHECKING:
    from engine.bpmn.model import Model

MOVES_IN_A_STEP = 1_000
ROUNDS_WITHOUT_WAIT = 10_000


class Mover:
    """Moves the tokens of one instance. Not thread-safe; the model that it runs is shared.

    internal of a token: `w` waits are open, `r` loop rounds since the last wait, `in` arrivals at a join, `i`
    index of an inner instance, `n done cut` counters of a multi-instance, `fin` the scope is about to end,
    `es` an event subprocess has interrupted the scope, `f` the event has happened before its token came,
    `over` too many rounds, `h` history knows it although it has an incident, `x` incident while waiting.
    """

    def __init__(
        self,
        model: Model,
        evaluator: Evaluator,
        resolve: Callable[[str], Any] | None = None,
        called: bool = False,
    ) -> None:
        self.model = model
        self.evaluator = evaluator
        self.resolve = resolve
        self.called = called
        self.workflow = spiff.Workflow(model.container, self)
        self.tokens: dict[int, ElementToken] = self.workflow.tasks
        self.scopes = Scopes()
        self.queue: deque[ElementToken] = deque()
        self.joins: dict[tuple[int, str], ElementToken] = {}
        self.effects: list[Effect] = []
        self.next_key = 1
        self.is_done = False
        self.moves = 0

    # What the container tells us.

    def run_token(self, token: ElementToken) -> bool | None:
        if "over" in token.internal:
            raise Fault("too_many_rounds", rounds=ROUNDS_WITHOUT_WAIT)
        if "fin" in token.internal:
            self.finish(token, self.scopes.peek(token.key, BROUGHT))
            return None
        return token.spec.behaviour.enter(self, token)

    def token_ready(self, token: ElementToken) -> None:
        self.queue.append(token)

    def token_completed(self, token: ElementToken) -> None:
        """The token leaves: its scope decides what follows."""
        if token.is_root:
            self.workflow.remove(token)
            self.is_done = True
            self.effects.append(Ended("completed"))
            return
        owner = token.owner
        self.workflow.remove(token)
        owner.spec.behaviour.child_left(self, owner, token)

    # The loop.

    def run(self) -> None:
        """Run every ready token, up to the move limit; what stays in the queue is run by the next step."""
        while self.moves < MOVES_IN_A_STEP and (self.queue or joins.release(self)):
            token = self.queue.popleft()
            if token.state != spiff.READY or not token.is_alive:
                continue
            # Inner instances of a list are not counted: it has a limit of its own.
            self.moves += token.node.multi is None or not token.spec.is_inner
            self._run_one(token)

    @property
    def has_more(self) -> bool:
        return any(token.state == spiff.READY and token.is_alive for token in self.queue)

    def _run_one(self, token: ElementToken) -> None:
        mark, known = len(self.effects), "h" in token.internal
        had_scope = self.scopes.is_open(token.key)
        try:
            token.run()
        except FAULTS as error:
            if not token.is_alive:
                raise
            self._stand_still(token, error, mark, known, had_scope)

    def _stand_still(
        self, token: ElementToken, error: Exception, mark: int, known: bool, had_scope: bool
    ) -> None:
        """Take back what the move did and put an incident on the token."""
        del self.effects[mark:]
        token.mark(spiff.ERROR)
        if "fin" not in token.internal:
            token.internal.pop("w", None)
            token.internal["h"] = 1
            if not had_scope:
                self.scopes.close(token.key)
            if not known:
                self.effects.append(Entered(token.key, token.node.id, token.parent_key))
        code, facts = describe(error)
        self.effects.append(IncidentRaised(token.key, token.node.id, code, facts))

    # Tokens.

    def new(self, spec: ElementSpec, parent: ElementToken | None) -> ElementToken:
        token = ElementToken(self.workflow, spec, parent, self.next_key)
        self.next_key += 1
        return token

    def spawn(
        self,
        spec: ElementSpec,
        scope: ElementToken,
        variables: Mapping[str, Any] | None = None,
        **internal: int,
    ) -> ElementToken:
        """A new ready token in the scope; variables that an event brought become its local ones."""
        token = self.new(spec, scope)
        token.internal.update(internal)
        if variables:
            self.scopes.open(token.key, scope.key)
            for name, value in variables.items():
                self.scopes.put(token.key, name, value)
        token.make_ready()
        return token

    def move(self, scope: ElementToken, flow: Flow, rounds: int) -> None:
        """Send a token along a flow. `rounds` = loop-closing flows passed since its last wait."""
        spec = self.model.specs[flow.target]
        if flow.id in self.model.loop_closing:
            rounds += 1
            if rounds > ROUNDS_WITHOUT_WAIT:
                self.spawn(spec, scope, over=1)
                return
        if spec.is_join:
            joins.arrive(self, scope, spec, flow, rounds)
        elif rounds:
            self.spawn(spec, scope, r=rounds)
        else:
            self.spawn(spec, scope)

    def end_scope(self, scope: ElementToken) -> None:
        """Ending a scope is a move of its own: a fault in its mapping is then an incident of the scope."""
        scope.internal["fin"] = 1
        scope.make_ready()

    def come(self, token: ElementToken, variables: Mapping[str, Any]) -> None:
        """What the token waits for has come, and it goes on in a move of its own.

        A fault in its mapping is then an incident here and not of whoever sent the event, and what was
        brought is kept for a retry.
        """
        if variables:
            self.scopes.put(token.key, BROUGHT, dict(variables))
        self.end_scope(token)

    def finish(
        self, token: ElementToken, variables: Mapping[str, Any] | None = None, take: list[Flow] | None = None
    ) -> None:
        """Hand the variables out, close what waits, leave."""
        if not token.spec.is_body:
            mapping.hand_out(self, token, variables)
        token.spec.behaviour.finishing(self, token)
        token.internal.pop("fin", None)
        self.close(token, "completed")
        token.take = take
        token.complete()

    def close(self, token: ElementToken, how: str) -> None:
        """Close the waits and the scope, and tell history. The variables of the process itself outlive it."""
        if token.internal.pop("w", None):
            self.effects.append(WaitClosed(token.key))
        self.effects.append(Left(token.key, token.node.id, how))
        if not token.is_root:
            self.scopes.close(token.key)

    def terminate(self, token: ElementToken) -> None:
        """Take the token and everything inside it away."""
        for child in token.inside:
            # The library's own cancel drops the children of a started task unheard.
            self.terminate(child)
        if token.state == spiff.WAITING:
            self.joins.pop((token.owner.key, token.spec.name), None)
        if token.state == spiff.STARTED or "h" in token.internal or "fin" in token.internal:
            self.close(token, "terminated")
        else:
            self.scopes.close(token.key)
        token.cancel()
        self.workflow.remove(token)

    def terminate_instance(self, how: Ended) -> None:
        self.terminate(self.tokens[min(self.tokens)])
        self.is_done = True
        self.effects.append(how)

    # What behaviours share.

    def enter_history(self, token: ElementToken) -> None:
        """Tell history that the element instance began, once, however often it is retried."""
        if token.internal.pop("h", None) is None:
            self.effects.append(Entered(token.key, token.node.id, token.parent_key))

    def evaluate(self, key: int, template: Template, extra: Mapping[str, Any] | None = None) -> Any:
        """The value of a template as seen from a scope. Raises Fault with the expression and the reason."""
        if isinstance(template, str):
            return template
        try:
            return self.evaluator.evaluate(template, ScopeLookup(self.scopes, key, extra))
        except feel.FeelError as error:
            raise Fault(
                "expression_failed", expression=source_of(template), detail=error.code, **error.facts
            ) from error
