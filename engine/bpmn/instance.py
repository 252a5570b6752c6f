"""One running process instance: the facade of this room.

A command is called, then its outcome is taken: `take_effects()` (what the outside must do), `dump()` (the
live tokens) and `changes()` (variable rows). A command that raises leaves the object half moved: drop it and
load the stored state again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from engine.bpmn import catching, faults, spiff, state
from engine.bpmn import modify as modification
from engine.bpmn.behaviours.calls import returned
from engine.bpmn.behaviours.scopes_ import none_start
from engine.bpmn.behaviours.subscriptions import subscribe
from engine.bpmn.effects import Continue, Effect, Ended, Entered, settled
from engine.bpmn.elements import ElementToken
from engine.bpmn.expressions import Evaluator, Template
from engine.bpmn.graph import ERROR, ESCALATION
from engine.bpmn.model import Model
from engine.bpmn.scopes import ScopeChanges, checked
from engine.bpmn.tokens import Mover
from engine.kernel.errors import NotFound

Resolve = Callable[[str], Any]
Values = Mapping[str, Any] | None
ROOT = 1


class Instance:
    """Not thread-safe; one object belongs to one step. The model may be shared."""

    def __init__(self, mover: Mover) -> None:
        self._mover = mover
        self._told_of_more = False

    @classmethod
    def create(
        cls, model: Model, evaluator: Evaluator, resolve: Resolve | None = None, *, called: bool = False
    ) -> Instance:
        """A new instance, not started yet.

        resolve   process id -> anything, None when no such process is deployed: then a call is an incident
        called    it was started by a call activity: its callers are asked about an error or escalation that
                  nothing here catches
        """
        return cls(Mover(model, evaluator, resolve, called))

    @classmethod
    def load(
        cls,
        model: Model,
        evaluator: Evaluator,
        state_text: str,
        variables: Iterable[tuple[int, str, str]],
        resolve: Resolve | None = None,
    ) -> Instance:
        """From what `dump` gave, and variable rows (scope key, name, text). Raises StateUnreadable."""
        mover = Mover(model, evaluator, resolve)
        state.load(mover, state_text, variables)
        return cls(mover)

    # Commands.

    def start(
        self,
        variables: Values = None,
        start_id: str | None = None,
        known: Values = None,
        *,
        at_once: bool = True,
    ) -> None:
        """Put the first token on the none start event, or on the start event that has happened.

        What such an event brought goes through its output mapping like that of any other event; `known` are
        variables of the process whatever has started it. Not `at_once`: it goes on as after the move limit.
        """
        mover, process = self._mover, self._mover.model.process.root
        if mover.tokens or mover.is_done:
            raise NotFound(reason="already_started")
        if start_id is not None and start_id not in process.starts:
            raise NotFound(element_id=start_id)
        root = mover.new(mover.model.specs[process.id], None)
        root.mark(spiff.STARTED)
        mover.scopes.open(root.key, None)
        mover.effects.append(Entered(root.key, process.id, None))
        given = checked(variables)
        start = mover.model.specs[start_id or none_start(mover, process)]
        for name, value in {**checked(known), **(given if start.node.event is None else {})}.items():
            mover.scopes.put(root.key, name, value)
        mover.spawn(start, root, None if start.node.event is None else given)
        if at_once:
            self._run()

    def complete(self, key: int, variables: Values = None) -> None:
        """A user task, job, decision or called process has ended with these variables.

        Raises NotFound when the token does not wait (any more), ProcessFault when the output mapping fails.
        """
        self._finish(self._waiting(key, forget=True), variables)
        self._run()

    def answer(self, key: int, variables: Values = None) -> None:
        """Like `complete`, for what was done inside the step itself (operation, decision).

        Nothing waited, so the moves of the step and the rounds of the loop go on being counted.
        """
        self._finish(self._waiting(key), variables)
        self._mover.run()

    def trigger(self, key: int, event_id: str, variables: Values = None, *, has_waited: bool = True) -> bool:
        """The event subscribed under the token has come. False: too late, the token does not wait for it.

        has_waited   here and elsewhere, False where it comes within the step that asked for it: moves and
                     rounds go on being counted, so that cases which answer each other come to an end
        """
        token = self._mover.tokens.get(key)
        event = self._mover.model.nodes.get(event_id)
        if token is None or event is None:
            return False
        if has_waited:
            token.forget_rounds()
        if not token.spec.behaviour.trigger(self._mover, token, event, checked(variables)):
            return False
        self._run(is_first=has_waited)
        return True

    def catch_error(self, key: int, code: str, variables: Values = None, *, has_waited: bool = True) -> bool:
        """A called process throws an error at this token. True: caught, and the call was taken away."""
        return self._catch(key, ERROR, code, variables, has_waited)

    def escalate(self, key: int, code: str, variables: Values = None, *, has_waited: bool = True) -> str:
        """A called process escalates to this token: `passed` or `interrupted` when it is caught, else ""."""
        if not self._catch(key, ESCALATION, code, variables, has_waited):
            return ""
        return "passed" if key in self._mover.tokens else "interrupted"

    def throw_error(self, key: int, code: str, variables: Values = None, *, has_waited: bool = True) -> None:
        """A job or operation reports a BPMN error. Not caught: an incident on the token."""
        token = self._waiting(key, forget=has_waited)
        if not faults.throw(self._mover, token, code, checked(variables)):
            faults.hold(self._mover, token, "error_not_caught", {"error_code": code})
        self._run(is_first=has_waited)

    def fail(self, key: int, code: str, facts: Mapping[str, Any] | None = None) -> None:
        """Put an incident on a token that waits, for whatever reason; its other timers go on.

        `retry` asks again for what the element itself waits for.
        """
        token = self._token(key)
        if token.state != spiff.STARTED:
            raise NotFound(key=key)
        faults.hold(self._mover, token, code, facts or {})

    def retry(self, key: int) -> None:
        """Try the element of an incident again: enter it anew, or ask again for what it waits for."""
        token = self._mover.tokens.get(key)
        if token is None or (token.state != spiff.ERROR and "x" not in token.internal):
            raise NotFound(key=key)
        token.internal.pop("over", None)
        token.forget_rounds()
        if token.state == spiff.ERROR:
            token.make_ready()
        else:
            faults.ask_again(self._mover, token)
        self._run()

    def subscribe(self, key: int, event_id: str) -> None:
        """Ask once more for an event that the token waits for or listens to.

        Raises NotFound, and ProcessFault when its expression fails.
        """
        token = self._token(key)
        if event_id not in token.spec.events:
            raise NotFound(key=key, element_id=event_id)
        subscribe(self._mover, token, self._mover.model.nodes[event_id])

    def modify(self, activate: Iterable[modification.Activation] = (), terminate: Iterable[int] = ()) -> None:
        """Activate elements (id, scope key or None, variables), then terminate tokens.

        Raises ModificationRefused.
        """
        modification.modify(self._mover, activate, terminate)
        self._run()

    def cancel(self) -> None:
        """End the whole instance."""
        if not self._mover.is_done:
            self._mover.terminate_instance(Ended("terminated"))

    def go_on(self) -> None:
        """Continue after the move limit."""
        self._run()

    def set_variables(self, key: int, variables: Mapping[str, Any], *, local: bool = False) -> None:
        """Change variables from outside: each where it lives, seen from its scope, or in that scope."""
        change = self._mover.scopes.put_all if local else self._mover.scopes.merge_up
        change(self._token(key).key if key != ROOT else ROOT, checked(variables))

    # Outcome.

    @property
    def effects(self) -> list[Effect]:
        """What came out since the last `take_effects`, in order."""
        more: list[Effect] = [Continue()] if self._mover.has_more and not self._told_of_more else []
        return settled(self._mover.effects) + more

    def take_effects(self) -> list[Effect]:
        taken = self.effects
        self._mover.effects.clear()
        # Once a step is enough: whoever takes effects until none are left must come to an end.
        self._told_of_more = self._mover.has_more
        return taken

    def dump(self) -> str:
        return state.dump(self._mover)

    def changes(self) -> ScopeChanges:
        return self._mover.scopes.changes()

    # Questions.

    @property
    def is_done(self) -> bool:
        return self._mover.is_done

    @property
    def tokens(self) -> list[state.LiveToken]:
        """The live tokens, oldest first."""
        return [state.live(self._mover.tokens[key]) for key in sorted(self._mover.tokens)]

    def standing(self) -> Iterator[tuple[int, str]]:
        """(key, element id) of the live tokens in no order, for who looks for one and seldom at all."""
        return ((key, token.task_spec.node.id) for key, token in self._mover.tokens.items())

    def element_of(self, key: int) -> str:
        return self._token(key).node.id

    def has_token(self, key: int) -> bool:
        return key in self._mover.tokens

    def scopes_of(self, key: int) -> list[int]:
        """The token and the scopes that it is in, innermost first. Raises NotFound."""
        found = [self._token(key)]
        while not found[-1].is_root:
            found.append(found[-1].owner)
        return [token.key for token in found]

    def variables(self, key: int = ROOT) -> dict[str, Any]:
        """Everything visible from the token's scope; those of the process stay readable when it has ended."""
        return self._mover.scopes.view(ROOT if key == ROOT else self._token(key).key)

    def local_variables(self, key: int) -> dict[str, Any]:
        """The variables of the token's own scope: what its input mapping made."""
        return self._mover.scopes.own(self._token(key).key)

    def evaluate(self, key: int, template: Template, extra: Mapping[str, Any] | None = None) -> Any:
        """The value of a template as seen from the token. Raises ProcessFault."""
        return self._mover.evaluate(ROOT if key == ROOT else self._token(key).key, template, extra)

    def stuck(self) -> list[tuple[int, str]]:
        """Joins (key, element id) that can never be satisfied any more."""
        return state.stuck(self._mover)

    # Helpers.

    def _run(self, *, is_first: bool = True) -> None:
        """`is_first`: a step begins, whose moves are counted from here."""
        if is_first:
            self._mover.moves = 0
            self._told_of_more = False
        self._mover.run()

    def _catch(self, key: int, kind: str, code: str, variables: Values, has_waited: bool) -> bool:
        token = self._waiting(key, forget=has_waited)
        if catching.rise(self._mover, token, kind, code, checked(variables)) is None:
            return False
        self._run(is_first=has_waited)
        return True

    def _finish(self, token: ElementToken, variables: Values) -> None:
        values = checked(variables)
        token.internal.pop("x", None)
        self._mover.finish(token, returned(token, values))

    def _token(self, key: int) -> ElementToken:
        token = self._mover.tokens.get(key)
        if token is None:
            raise NotFound(key=key)
        return token

    def _waiting(self, key: int, *, forget: bool = False) -> ElementToken:
        token = self._token(key)
        if token.state != spiff.STARTED or token.spec.is_body or not token.spec.behaviour.is_answered:
            raise NotFound(key=key)
        if forget:
            token.forget_rounds()
        return token
