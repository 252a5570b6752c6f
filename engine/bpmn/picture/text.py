"""Words into lines: how wide a text is by estimate, where it may break, and its SVG."""

from __future__ import annotations

import unicodedata
from xml.sax.saxutils import escape

LINE = 15.0
_NO_LINE_BEGINS_WITH = frozenset("，。、；：！？）」』》】％…,.;:!?)%")
_ELLIPSIS = "…"


def width_of(text: str, size: float) -> float:
    """Pixels by estimate: a Chinese character is as wide as it is high, others a little over half of that."""
    return sum(size if unicodedata.east_asian_width(sign) in "WF" else size * 0.56 for sign in text)


def wrap(text: str, width: float, most: int, size: float = 12.5) -> list[str]:
    """At most `most` lines no wider than `width`; what does not fit ends with an ellipsis."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if line and width_of(line + piece.rstrip(), size) > width and piece[0] not in _NO_LINE_BEGINS_WITH:
            lines.append(line.rstrip())
            line = ""
        line += piece.lstrip() if not line else piece
    lines += [line.rstrip()] if line.strip() else []
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1] + _ELLIPSIS * 2, width, size)]
    return [_cut(line, width, size) for line in lines]


def _pieces(text: str) -> list[str]:
    """Where a line may break: after each Chinese character, and at spaces and hyphens of other scripts."""
    pieces, word = [], ""
    for sign in " ".join(text.split()):
        wide = unicodedata.east_asian_width(sign) in "WF"
        if wide and word:
            pieces.append(word)
            word = ""
        word += sign
        if wide or sign in " -/_":
            pieces.append(word)
            word = ""
    return [*pieces, word] if word else pieces


def _cut(line: str, width: float, size: float) -> str:
    """The line, with an ellipsis when it is too wide; an eighth over is let be, since it is an estimate."""
    if width_of(line.removesuffix(_ELLIPSIS * 2), size) <= width * 1.12 and not line.endswith(_ELLIPSIS * 2):
        return line
    line = line.removesuffix(_ELLIPSIS * 2)
    while line and width_of(line + _ELLIPSIS, size) > width:
        line = line[:-1]
    return line + _ELLIPSIS


def centred(lines: list[str], x: float, middle: float) -> str:
    """Lines around a middle height."""
    return block(lines, x, middle - (len(lines) - 1) * LINE / 2 + 4.5)


def block(lines: list[str], x: float, baseline: float, kind: str = "") -> str:
    """Lines from a first baseline downwards; `kind` is the class."""
    attribute = f' class="{kind}"' if kind else ""
    return "".join(
        f'<text{attribute} x="{number(x)}" y="{number(baseline + index * LINE)}">{escape(line)}</text>'
        for index, line in enumerate(lines)
    )


def number(value: float) -> str:
    """At most one decimal, as short as it can be."""
    return f"{value:.1f}".removesuffix(".0")
