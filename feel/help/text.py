"""The text of an expression as a reader sees it: what is code, and which brackets belong together.

Works on texts that are not FEEL, so it never refuses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_QUIET = re.compile(r'"(?:\\.|[^"\\])*("|$)|`[^`]*(`|$)|//[^\n]*|/\*.*?(?:\*/|$)', re.DOTALL)
_PAIRS = {"(": ")", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Edit:
    """A slip and its mending: `text[start:end]` becomes `instead`. `code` names the kind of slip."""

    code: str
    start: int
    end: int
    instead: str

    def apply(self, text: str) -> str:
        """The text with this one mending."""
        return text[: self.start] + self.instead + text[self.end :]


def code_of(text: str) -> str:
    """The text with everything inside quotes, backticks and comments blanked out; the length stays."""
    return _QUIET.sub(lambda found: " " * len(found.group()), text)


def open_brackets(text: str) -> list[int]:
    """Offsets of the brackets that nothing closes, from the outermost."""
    open_ones: list[int] = []
    code = code_of(text)
    for place, char in enumerate(code):
        if char in _PAIRS:
            open_ones.append(place)
        elif char in ")]}" and open_ones and _PAIRS[code[open_ones[-1]]] == char:
            open_ones.pop()
    return open_ones


def closing(text: str) -> str:
    """What is missing at the end to close every bracket."""
    code = code_of(text)
    return "".join(_PAIRS[code[place]] for place in reversed(open_brackets(text)))
