"""The sizes an expression may reach, and the meter that counts them during one evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from feel.errors import FeelBudgetError

SOURCE_CHARACTERS = 4_000
DEPTH = 40
STEPS = 5_000
TEXT_CHARACTERS = 20_000
LIST_ITEMS = 5_000
MEMORY_BYTES = 4_000_000
MAGNITUDE = 33  # numbers of 34 digits before the point, which is all that is exact
CALL_DEPTH = 160  # nested levels of the tree that are active at once, over all function calls

# A body of a loop costs a step for every so many nodes, so a plain filter over a full list is affordable.
NODES_A_STEP = 12
# A call takes as long as so many further nodes.
CALL_NODES = 3
# A builtin costs one step for every so many items that it walks over.
ITEMS_A_STEP = 50


@dataclass(frozen=True, slots=True)
class Budget:
    """How much one evaluation may use."""

    steps: int = STEPS
    text: int = TEXT_CHARACTERS
    items: int = LIST_ITEMS
    memory: int = MEMORY_BYTES


DEFAULT = Budget()


class Meter:
    """Counts the work and the memory of one evaluation."""

    __slots__ = ("budget", "depth", "memory", "notes", "patterns", "steps", "walked")

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.steps = budget.steps
        self.memory = budget.memory
        self.depth = 0
        self.walked = 0
        # Where a run with warnings takes its notes.
        self.notes: Any = None
        # Patterns that are paid for, with their programs; None where the text is no pattern.
        self.patterns: dict[tuple[str, str], Any] = {}

    def step(self, count: int = 1) -> None:
        """Pay for `count` steps."""
        self.steps -= count
        if self.steps < 0:
            raise FeelBudgetError("steps", self.budget.steps)

    def walk(self, items: int = 1) -> None:
        """Pay for walking over values inside a builtin or a deep comparison."""
        self.walked += items
        if self.walked >= ITEMS_A_STEP:
            self.step(self.walked // ITEMS_A_STEP)
            self.walked %= ITEMS_A_STEP

    def take(self, size: int) -> None:
        """Pay for `size` bytes."""
        self.memory -= size
        if self.memory < 0:
            raise FeelBudgetError("memory", self.budget.memory)

    def text(self, value: str) -> str:
        """Pay for a text that was made."""
        self.text_size(len(value))
        return value

    def text_size(self, length: int) -> None:
        """Pay for a text of so many characters, before it is made where that is possible."""
        if length > self.budget.text:
            raise FeelBudgetError("text", self.budget.text)
        self.take(length)

    def items(self, value: list[Any]) -> list[Any]:
        """Pay for a list that was made."""
        self.item_count(len(value))
        return value

    def item_count(self, count: int) -> None:
        """Pay for a list of so many items."""
        if count > self.budget.items:
            raise FeelBudgetError("list", self.budget.items)
        self.take(8 * count)

    def enter(self, levels: int) -> None:
        """Go down into the body of a function; `leave` comes back."""
        self.depth += levels
        if self.depth > CALL_DEPTH:
            raise FeelBudgetError("call_depth", CALL_DEPTH)

    def leave(self, levels: int) -> None:
        """Come back from the body of a function."""
        self.depth -= levels
