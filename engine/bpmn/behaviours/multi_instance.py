"""Multi-instance: a body that counts, and one inner instance for each item of the collection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn.behaviours.subscriptions import open_boundaries
from engine.bpmn.elements import Behaviour, ElementToken
from engine.bpmn.expressions import names_in, source_of, to_text
from engine.bpmn.fault import Fault
from engine.bpmn.graph import Multi, Node
from engine.bpmn.tokens import Mover

MOST_ITEMS = 5_000
_ITEMS = "#items"


def _multi(token: ElementToken) -> Multi:
    multi = token.node.multi
    if multi is None:
        raise AssertionError(f"{token.node.id} is no multi-instance")
    return multi


class Body(Behaviour):
    """All inner instances together. Its scope holds their results, `#o0`, `#o1`, ..., until the end."""

    is_scope = True

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        multi = _multi(token)
        items = mover.evaluate(token.owner.key, multi.items)
        if not isinstance(items, list):
            raise Fault("collection_not_a_list", expression=source_of(multi.items))
        if len(items) > MOST_ITEMS:
            raise Fault("collection_too_long", count=len(items), most=MOST_ITEMS)
        texts = [to_text(item) for item in items]
        mover.enter_history(token)
        mover.scopes.open(token.key, token.parent_key)
        token.internal.update(n=len(items), done=0, cut=0)
        open_boundaries(mover, token)
        return self._begin(mover, token, multi, items, texts)

    def _begin(
        self, mover: Mover, token: ElementToken, multi: Multi, items: list[Any], texts: list[str]
    ) -> bool | None:
        if not items:
            _hand_up(mover, token)
            mover.finish(token)
            return None
        if multi.sequential:
            mover.scopes.put(token.key, _ITEMS, items)
            texts = texts[:1]
        for index, text in enumerate(texts):
            _start(mover, token, index, text)
        return None

    def child_left(self, mover: Mover, scope: ElementToken, child: ElementToken) -> None:
        scope.internal["done"] += 1
        if scope.internal.pop("stop", None):
            for rest in scope.inside:
                mover.terminate(rest)
            _end(mover, scope)
        else:
            _go_on(mover, scope)

    def child_terminated(self, mover: Mover, scope: ElementToken) -> None:
        # Counted apart: a cancelled inner instance must not leave the rest waiting for it for ever.
        scope.internal["cut"] += 1
        _go_on(mover, scope)


class Inner(Behaviour):
    """One inner instance: its own kind, and on finishing a result and the completion condition."""

    def __init__(self, kind: Behaviour) -> None:
        self._kind = kind
        self.is_scope = kind.is_scope
        self.is_answered = kind.is_answered

    def enter(self, mover: Mover, token: ElementToken) -> bool | None:
        return self._kind.enter(mover, token)

    def ask(self, mover: Mover, token: ElementToken) -> None:
        self._kind.ask(mover, token)

    def trigger(self, mover: Mover, token: ElementToken, event: Node, variables: Mapping[str, Any]) -> bool:
        return self._kind.trigger(mover, token, event, variables)

    def child_left(self, mover: Mover, scope: ElementToken, child: ElementToken) -> None:
        self._kind.child_left(mover, scope, child)

    def finishing(self, mover: Mover, token: ElementToken) -> None:
        """Both are done before the token is undone, so that a fault in them can be tried again."""
        multi, body = _multi(token), token.owner
        if multi.collection:
            value = None if multi.output is None else mover.evaluate(token.key, multi.output)
            mover.scopes.put(body.key, f"#o{token.internal['i']}", value)
        if (
            multi.until is not None
            and mover.evaluate(token.key, multi.until, _counts(mover, body, multi)) is True
        ):
            body.internal["stop"] = 1


def _counts(mover: Mover, body: ElementToken, multi: Multi) -> dict[str, Any]:
    """Camunda's counters once this instance has completed; the results so far only when they are read."""
    counters = body.internal
    counts: dict[str, Any] = {
        "numberOfInstances": counters["n"],
        "numberOfActiveInstances": len(body.inside) - 1,
        "numberOfCompletedInstances": counters["done"] + 1,
        "numberOfTerminatedInstances": counters["cut"],
    }
    if multi.until is not None and multi.collection and multi.collection in names_in(multi.until):
        counts[multi.collection] = _collected(mover, body)
    return counts


def _start(mover: Mover, body: ElementToken, index: int, item: str) -> ElementToken:
    multi = _multi(body)
    token = mover.new(mover.model.specs[f"{body.node.id}#"], body)
    token.internal["i"] = index
    if "r" in body.internal:
        token.internal["r"] = body.internal["r"]
    mover.scopes.open(token.key, body.key)
    if multi.item:
        mover.scopes.put_text(token.key, multi.item, item)
    mover.scopes.put(token.key, "loopCounter", index + 1)
    token.make_ready()
    return token


def add(mover: Mover, body: ElementToken, variables: Mapping[str, Any]) -> None:
    """One inner instance more, with these variables of its own; a sequential one comes at the end."""
    multi, index = _multi(body), body.internal["n"]
    body.internal["n"] += 1
    item = variables.get(multi.item) if multi.item else None
    if multi.sequential:
        mover.scopes.put(body.key, _ITEMS, [*mover.scopes.get(body.key, _ITEMS), item])
        return
    token = _start(mover, body, index, to_text(item))
    for name, value in variables.items():
        mover.scopes.put(token.key, name, value)


def _go_on(mover: Mover, body: ElementToken) -> None:
    counters = body.internal
    over = counters["done"] + counters["cut"]
    if over == counters["n"]:
        _end(mover, body)
    elif _multi(body).sequential and body.is_empty:
        _start(mover, body, over, to_text(mover.scopes.get(body.key, _ITEMS)[over]))


def _end(mover: Mover, body: ElementToken) -> None:
    _hand_up(mover, body)
    mover.end_scope(body)


def _hand_up(mover: Mover, body: ElementToken) -> None:
    multi = _multi(body)
    if multi.collection:
        mover.scopes.merge_up(body.owner.key, {multi.collection: _collected(mover, body)})


def _collected(mover: Mover, body: ElementToken) -> list[Any]:
    return [mover.scopes.get(body.key, f"#o{index}") for index in range(body.internal["n"])]
