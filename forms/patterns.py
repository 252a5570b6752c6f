"""Regular expressions of forms, matched in time that grows with pattern times text and never faster.

Python's `re` needs hours for `^(\\w+\\s?)*$` on an unlucky line. Here the set of states the pattern can be
in is carried along the text (Thompson's construction), so there is nothing to backtrack into.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from forms import limits
from forms.pattern_parser import Anchor, Char, Choice, PatternRefused, Repeat, Sequence, Test, Tree, parse


@dataclass
class _State:
    test: Test | None = None
    anchor: str = ""
    follow: list[int] = field(default_factory=list)


class Pattern:
    """A pattern ready to be asked; `found_in` means what `new RegExp(p).test(text)` means in a browser."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._states: list[_State] = []
        self._work = 0
        self._end = self._add(_State())
        self._start = self._build(parse(text), self._end)

    def found_in(self, text: str) -> bool:
        """True where any part of the text (at most 1,000 characters are looked at by callers) fits."""
        now: set[int] = set()
        for at in range(len(text) + 1):
            now = self._closure({*now, self._start}, at == 0, at == len(text))
            if self._end in now:
                return True
            if at < len(text):
                now = self._after(now, text[at])
        return False

    def _after(self, now: set[int], character: str) -> set[int]:
        after: set[int] = set()
        for index in now:
            state = self._states[index]
            if state.test and state.test(character):
                after.update(state.follow)
        return after

    def _closure(self, begin: set[int], first: bool, last: bool) -> set[int]:
        reached, waiting = set(begin), list(begin)
        while waiting:
            state = self._states[waiting.pop()]
            if state.test or (state.anchor == "^" and not first) or (state.anchor == "$" and not last):
                continue
            for index in state.follow:
                if index not in reached:
                    reached.add(index)
                    waiting.append(index)
        return reached

    def _add(self, state: _State) -> int:
        if len(self._states) >= limits.PATTERN_STATES:
            raise PatternRefused("pattern_too_big")
        self._states.append(state)
        return len(self._states) - 1

    def _build(self, tree: Tree, then: int) -> int:
        """Adds the states of a tree whose end goes on at `then`; the index where it begins."""
        self._work += 1
        if self._work > limits.PATTERN_STATES * 10:
            # Repetitions of nothing, as in `((){999}){999}`, add no states but would never end.
            raise PatternRefused("pattern_too_big")
        if isinstance(tree, Char):
            return self._add(_State(test=tree.test, follow=[then]))
        if isinstance(tree, Anchor):
            return self._add(_State(anchor=tree.mark, follow=[then]))
        if isinstance(tree, Choice):
            return self._add(_State(follow=[self._build(option, then) for option in tree.options]))
        if isinstance(tree, Sequence):
            for part in reversed(tree.parts):
                then = self._build(part, then)
            return then
        return self._repeat(tree, then)

    def _repeat(self, tree: Repeat, then: int) -> int:
        if tree.most is None:
            loop = self._add(_State(follow=[then]))
            self._states[loop].follow.append(self._build(tree.part, loop))
            then = loop
        else:
            end = then
            for _ in range(tree.most - tree.least):
                then = self._add(_State(follow=[self._build(tree.part, then), end]))
        for _ in range(tree.least):
            then = self._build(tree.part, then)
        return then


@lru_cache(maxsize=500)
def compile_pattern(text: str) -> Pattern:
    """The pattern, cached by its text. Raises PatternRefused."""
    return Pattern(text)
