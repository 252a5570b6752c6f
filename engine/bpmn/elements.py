"""One element as the mover sees it: its data, its behaviour, and the token that stands on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from engine.bpmn import catching, spiff
from engine.bpmn.graph import Flow, Node

if TYPE_CHECKING:
    from engine.bpmn.tokens import Mover


JOINS = frozenset({"inclusiveGateway", "parallelGateway"})


class Behaviour:
    """What happens when a token reaches an element of one kind. Shared by all threads: no state here.

    is_scope        tokens live inside it, so nobody completes it from outside
    is_answered     it waits for `Instance.complete` or `answer`
    """

    is_scope = False
    is_answered = False

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        """Begin. True: passed at once. None: it waits, or has already finished itself."""
        raise NotImplementedError

    def ask(self, mover: Mover, token: ElementToken) -> None:
        """Ask the outside for what the element waits for; asked again when an incident on it is retried."""

    def finishing(self, mover: Mover, token: ElementToken) -> None:
        """Called after the output mapping, before anything is undone: a fault leaves it completable."""

    def child_left(self, mover: Mover, scope: ElementToken, child: ElementToken) -> None:
        """A token inside the scope has completed: follow its flows, and end the scope when it is empty."""
        flows = child.node.outgoing if child.take is None else child.take
        for flow in flows:
            mover.move(scope, flow, child.internal.get("r", 0))
        if scope.is_empty:
            mover.end_scope(scope)

    def child_terminated(self, mover: Mover, scope: ElementToken) -> None:
        """A token inside the scope was taken away by a modification."""
        if scope.is_empty:
            mover.end_scope(scope)

    def trigger(self, mover: Mover, token: ElementToken, event: Node, variables: Mapping[str, Any]) -> bool:
        """An event subscribed under this token has come; False when the token does not wait for it."""
        if "w" not in token.internal:
            return False
        if event.id in token.spec.boundaries:
            catching.fire_boundary(mover, token, event, variables)
            return True
        if catching.can_start(token, event.id):
            catching.start_event_subprocess(mover, token, event, variables)
            return True
        return False


class ElementSpec(spiff.Spec):
    """One element of a model. A repeated element has two: the body, and `id#` for inner instances.

    boundaries   ids of the events on its rim
    listeners    ids of the start events of the event subprocesses inside
    """

    def __init__(
        self,
        container: Any,
        node: Node,
        behaviour: Behaviour,
        listeners: Sequence[str] = (),
        *,
        is_inner: bool = False,
    ) -> None:
        super().__init__(container, f"{node.id}#" if is_inner else node.id)
        self.node = node
        self.behaviour = behaviour
        self.is_inner = is_inner
        self.is_body = node.is_repeated and not is_inner
        self.is_join = node.kind in JOINS and len(node.incoming) > 1
        self.is_inclusive = node.kind == "inclusiveGateway"
        self.boundaries: tuple[str, ...] = () if is_inner else tuple(node.boundaries)
        self.listeners: tuple[str, ...] = () if self.is_body else tuple(listeners)

    @property
    def events(self) -> frozenset[str]:
        """Ids of all events that may be subscribed under a token of this element."""
        behind = (flow.target for flow in self.node.outgoing if self.node.kind == "eventBasedGateway")
        return frozenset((self.node.id, *self.boundaries, *self.listeners, *behind))


class ElementToken(spiff.Token):
    """A live token on an element. `take`: the flows it leaves by, when not all of them (never saved)."""

    take: list[Flow] | None = None

    @property
    def spec(self) -> ElementSpec:
        spec: ElementSpec = self.task_spec
        return spec

    @property
    def node(self) -> Node:
        return self.spec.node

    def forget_rounds(self) -> None:
        """It has waited: rounds are counted anew, for it and for the scopes that it is in."""
        at: ElementToken | None = self
        while at is not None:
            at.internal.pop("r", None)
            at = None if at.is_root else at.owner

    @property
    def owner(self) -> ElementToken:
        owner: ElementToken = self.workflow.tasks[self._parent]  # type: ignore[index]
        return owner

    @property
    def inside(self) -> list[ElementToken]:
        return [self.workflow.tasks[key] for key in self._children]
