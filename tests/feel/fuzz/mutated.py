"""Texts spoilt on purpose: letters and words taken out, doubled, changed over, put in."""

from __future__ import annotations

import random
import re

_PIECES = (
    "(", ")", "[", "]", "{", "}", ",", ":", ".", "..", "?", "-", "+", "*", "/", "**", "<", "<=", "=",
    "!=", '"', "`", "@",
    "//", "/*", "*/", "\\", "'", "if", "then", "else", "for", "in", "return", "some", "satisfies", "and",
    "or", "between",
    "instance of", "function", "external", "null", "true", "not(", "1", "9e9999", "0.0000001", "\u0000",
    "\ufeff",
    "\ud800", "\U0001f40e", "\u0301", "“", "（", "\n", "\t", "10**30", "date and time", "->", "item",
    "partial",
)  # fmt: skip
_TOKEN = re.compile(r'"[^"]*"|\w+|\s+|.', re.DOTALL)


def mutated(text: str, rng: random.Random) -> str:
    """The text with one to six changes."""
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        parts = _TOKEN.findall(text) or [""]
        place = rng.randrange(len(parts))
        kind = rng.randrange(7)
        if kind == 0:
            del parts[place]
        elif kind == 1:
            parts.insert(place, rng.choice(_PIECES))
        elif kind == 2:
            parts[place] = rng.choice(_PIECES)
        elif kind == 3:
            other = rng.randrange(len(parts))
            parts[place], parts[other] = parts[other], parts[place]
        elif kind == 4:
            parts.insert(place, parts[place] * rng.choice((1, 2, 30)))
        elif kind == 5:
            end = rng.randrange(place, len(parts)) + 1
            parts[place:end] = parts[place:end] * rng.choice((2, 3, 8))
        else:
            cut = rng.randrange(len(text) + 1)
            parts = [text[:cut], text[cut + 1 :]]
        text = "".join(parts)[:4_200]
    return text
