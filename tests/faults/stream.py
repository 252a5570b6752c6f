"""A stream of work that goes on across deaths, and the ledger of what was answered.

Cases of `paper` are started, entered with a file and checked, a handful at a time in random order. An order
that was not answered is given again to the next node with the same idempotency key, as a browser would; so
is, now and then, one that was answered long ago.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.node import POINTS
from tests.faults.reins import Died, Node

AT_ONCE = 5
# These come within a second or two of work; about a third of the kills strike at no point at all.
MOST_PASSES = {"file": 6, "half": 60, "written": 25, "committed": 25, "sent": 6}


@dataclass
class Ledger:
    """What the nodes answered: idempotency key -> (order, answer). kills: how the nodes died, in order."""

    answered: dict[str, tuple[dict[str, Any], dict[str, Any]]] = field(default_factory=dict)
    kills: list[str] = field(default_factory=list)
    repeated: int = 0

    def of(self, do: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        return [pair for pair in self.answered.values() if pair[0]["step"] == do]


class Stream:
    def __init__(self, url: str, data_dir: Path, seed: int) -> None:
        self._url = url
        self._data_dir = data_dir
        self._random = random.Random(seed)
        self.ledger = Ledger()
        self._cases = 0
        self._next: list[dict[str, Any]] = []

    def run(self, kills: int) -> Ledger:
        """Works until so many nodes were killed, then lets a last node do the rest undisturbed."""
        order: dict[str, Any] | None = None
        node = self._node()
        while len(self.ledger.kills) < kills:
            order = order or self._choose()
            try:
                self._give(node, order)
                order = None
            except Died:
                self._note_death(node)
                node = self._node()
        node.kill()
        node.bury()
        self._finish(order)
        return self.ledger

    def _finish(self, order: dict[str, Any] | None) -> None:
        node = Node(self._url, self._data_dir)
        if order is not None:
            self._give(node, order)
        while self._next:
            self._give(node, self._next.pop())
        assert node.bury() == 0

    def _node(self) -> Node:
        point = self._random.choice((*POINTS, "time", "time"))
        self._kind = point
        if point == "time":
            return Node(self._url, self._data_dir, after=self._random.uniform(0.01, 1.0))
        # A point that is never reached must not hold up the run.
        return Node(self._url, self._data_dir, point, self._random.randint(1, MOST_PASSES[point]), after=3.0)

    def _note_death(self, node: Node) -> None:
        code = node.bury()
        assert code == -9, f"the node ended by itself with {code}"
        self.ledger.kills.append(self._kind)

    def _choose(self) -> dict[str, Any]:
        if self.ledger.answered and self._random.random() < 0.1:
            return self._random.choice(list(self.ledger.answered.values()))[0]
        if len(self._next) < AT_ONCE:
            self._cases += 1
            return start_order(self._cases)
        return self._next.pop(self._random.randrange(len(self._next)))

    def _give(self, node: Node, order: dict[str, Any]) -> None:
        answer = node.ask(order)
        known = self.ledger.answered.get(order["key"])
        if known is not None:
            assert known[1] == answer, "a repetition was answered otherwise"
            self.ledger.repeated += 1
            return
        self.ledger.answered[order["key"]] = (order, answer)
        self._next.extend(orders_after(order, answer))


def start_order(number: int) -> dict[str, Any]:
    return {
        "step": "start",
        "do": "start",
        "who": "lin",
        "key": f"start-{number}",
        "process": "paper",
        "values": {"title": f"合同 {number}"},
        "number": number,
    }


def orders_after(order: dict[str, Any], answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the people at the tasks will do next."""
    number = order["number"]
    for task in answer["waiting"]:
        if order["step"] == "start":
            posted = {"title": [f"合同 {number}"], "copies": ["2"], "amount": ["1234.50"]}
            content = f"%PDF-1.4\n% paper {number}\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
            files = {"file": [[f"合同{number}.pdf", content]]}
            yield _complete("enter", "lin", number, task, posted, files)
        elif order["step"] == "enter":
            posted = {"decision": ["approved"], "comment": [f"同意 {number}"]}
            yield _complete("check", "zhou", number, task, posted, {})


def _complete(
    step: str, who: str, number: int, task: dict[str, Any], posted: dict[str, Any], files: dict[str, Any]
) -> dict[str, Any]:
    return {
        "step": step,
        "do": "complete",
        "who": who,
        "key": f"{step}-{number}",
        "task_key": task["task_key"],
        "posted": posted,
        "files": files,
        "number": number,
    }
