"""Trees become closures of ours, one builder per node class; nothing goes to Python's own compiler."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from feel.errors import FeelError
from feel.grammar.nodes import Call, Node
from feel.grammar.shape import children, measure
from feel.limits import CALL_NODES, NODES_A_STEP
from feel.runtime.scope import Scope

Run = Callable[[Scope], Any]
N = TypeVar("N", bound=Node)

Watch = Callable[[Node, Run], Run]

_WATCH: ContextVar[Watch | None] = ContextVar("feel_watch", default=None)
_BUILDERS: dict[type[Node], Callable[[Any], Run]] = {}


def builds(kind: type[N]) -> Callable[[Callable[[N], Run]], Callable[[N], Run]]:
    """Register the builder of a node class."""

    def register(builder: Callable[[N], Run]) -> Callable[[N], Run]:
        _BUILDERS[kind] = builder
        return builder

    return register


def build(node: Node) -> Run:
    """The closure that evaluates this node in a scope."""
    run = _BUILDERS[type(node)](node)
    watch = _WATCH.get()
    return run if watch is None else watch(node, run)


@contextmanager
def watched(watch: Watch) -> Iterator[None]:
    """Every closure that is built inside passes through `watch`, which may wrap it; for `feel.help`."""
    token = _WATCH.set(watch)
    try:
        yield
    finally:
        _WATCH.reset(token)


def body_cost(node: Node) -> int:
    """Steps that one run of a loop body costs."""
    return 1 + (measure(node)[0] + CALL_NODES * _calls(node)) // NODES_A_STEP


def _calls(node: Node) -> int:
    return isinstance(node, Call) + sum(map(_calls, children(node)))


def placed(error: FeelError, pos: int) -> FeelError:
    """The error with a place, if it has none yet: the innermost construct wins."""
    if error.position < 0:
        error.position = pos
    return error
