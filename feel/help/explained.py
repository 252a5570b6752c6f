"""What each part of an expression gives, for the person who writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from feel.errors import FeelError
from feel.expression import Expression, parse
from feel.grammar import nodes
from feel.grammar.nodes import Node
from feel.help.brief import brief
from feel.help.spans import Span, Spans
from feel.limits import DEFAULT, Budget, Meter
from feel.runtime.build import Run, build, watched
from feel.runtime.scope import Lookup, Scope
from feel.values import type_name

PARTS = 200
_NO_FUNCTIONS: Mapping[str, Callable[..., Any]] = {}


@dataclass(slots=True)
class Part:
    """One part of the text and what it gave.

    start, end   0-based offsets; text: what stands between them
    shown        the value as text, at most 120 characters; type: its FEEL type
    times        how often it was evaluated: 0 not at all, more than 1 in a loop, whose first value is shown
    """

    start: int
    end: int
    text: str
    shown: str = ""
    type: str = ""
    times: int = 0


@dataclass(frozen=True, slots=True)
class Explanation:
    """parts: in the order of the text, the outer before the inner; shown: the value of the whole; error: the
    refusal that ended it, with the parts that were evaluated until then.
    """

    parts: tuple[Part, ...]
    shown: str
    type: str
    error: FeelError | None


def explain(
    expression: str | Expression,
    lookup: Lookup,
    functions: Mapping[str, Callable[..., Any]] | None = None,
    budget: Budget | None = None,
) -> Explanation:
    """Evaluates as the engine does and keeps what each part gave (at most 200 parts, each shown briefly).

    Literals are left out. Raises what `parse` raises, and nothing else: a refusal at run time is a fact here.
    """
    parsed = parse(expression) if isinstance(expression, str) else expression
    notes = _Notes(parsed.text)
    with watched(notes.watch):
        run = build(parsed.tree)
    scope = Scope(lookup, functions or _NO_FUNCTIONS, Meter(budget or DEFAULT))
    error = None
    value: Any = None
    try:
        value = run(scope)
    except FeelError as refusal:
        refusal.position = max(refusal.position, 0)
        refusal.locate(parsed.text)
        error = refusal
    shown, kind = ("", "") if error else (brief(value), type_name(value))
    return Explanation(notes.parts(), shown, kind, error)


class _Notes:
    """One part for each span; of nodes with the same span the outer one counts."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._spans = Spans(text)
        self._parts: dict[Span, Part] = {}

    def watch(self, node: Node, run: Run) -> Run:
        """The same closure, taking note of its value."""
        if isinstance(node, nodes.Literal | nodes.FunctionLiteral) or len(self._parts) >= PARTS:
            return run
        span = self._spans.of(node)
        part = self._parts[span] = Part(*span, self._text[slice(*span)])

        def noting(scope: Scope) -> Any:
            value = run(scope)
            part.times += 1
            if part.times == 1:
                part.shown, part.type = brief(value), type_name(value)
            return value

        return noting

    def parts(self) -> tuple[Part, ...]:
        return tuple(sorted(self._parts.values(), key=lambda part: (part.start, -part.end)))
