"""The places between characters: beginning, end, the edge of a word."""

from __future__ import annotations


def holds(kind: str, text: str, place: int, lines: bool) -> bool:
    """Whether `^`, `$`, `b` or `B` is true between two characters; `lines`: the first two see line ends."""
    if kind == "^":
        return place == 0 or (lines and text[place - 1] == "\n")
    if kind == "$":
        return place == len(text) or (lines and text[place] == "\n")
    before = place > 0 and _is_word(text[place - 1])
    after = place < len(text) and _is_word(text[place])
    return (before is not after) is (kind == "b")


def _is_word(char: str) -> bool:
    return char == "_" or char.isalnum()
