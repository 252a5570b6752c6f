"""Texts of a form: plain, a FEEL expression (leading `=`), or plain with `{{FEEL}}`, `{{#if}}` and
`{{#loop}}` in it.

Filled-in values are kept apart from the author's text until the end (as numbered marks), so that a value
can never become markup.
"""

from __future__ import annotations

import re
from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

import feel
from forms import expressions
from forms.expressions import ExpressionRefused, Functions

_MARK = re.compile("\ue000([0-9]+)\ue001")
_LONGEST = 100_000
_DEEPEST = 10


class WordsRefused(Exception):
    """`{{#if}}` and `{{/if}}` do not pair (code template_unpaired), or too deep (template_too_deep)."""

    def __init__(self, code: str, tag: str) -> None:
        super().__init__(code, tag)
        self.code, self.tag = code, tag


@dataclass(frozen=True)
class _Block:
    """kind: "if", "loop" or "" (the whole text); parts: text, expressions and blocks in order."""

    kind: str
    expression: feel.Expression | None
    parts: tuple[str | feel.Expression | _Block, ...]


@dataclass(frozen=True)
class Filled:
    """A text whose filled-in values are marks `\\ue000N\\ue001`, and the values."""

    text: str
    values: tuple[str, ...]

    def plain(self, text: str | None = None) -> str:
        """The text (or a piece of it) with the values in their places."""
        return _MARK.sub(lambda m: self.values[int(m[1])], self.text if text is None else text)


@dataclass(frozen=True)
class Words:
    """A text as it stands in the file; `where` and `attribute` are its address in a catalogue."""

    source: str
    where: str = ""
    attribute: str = "label"

    def fill(self, lookup: Mapping[str, Any], functions: Functions, source: str | None = None) -> Filled:
        """The text with its values; `source` is a translation to use in place of the original."""
        block = _read(self.source)
        if source is not None and source != self.source:
            try:
                block = _read(source)
            except (ExpressionRefused, WordsRefused):
                source = self.source
        filling = _Filling(functions)
        filling.block(block, lookup)
        return Filled("".join(filling.out), tuple(filling.values))


EMPTY_SOURCE = Words("")


def read_words(source: str, where: str, attribute: str) -> Words:
    """Checks every expression in the text. Raises ExpressionRefused, WordsRefused."""
    _read(source)
    return Words(source, where, attribute)


def expressions_in(words: Words) -> Iterator[feel.Expression]:
    """Every expression in the text."""
    open_blocks = [_read(words.source)] if words.source else []
    while open_blocks:
        block = open_blocks.pop()
        if block.expression is not None:
            yield block.expression
        for part in block.parts:
            if isinstance(part, _Block):
                open_blocks.append(part)
            elif not isinstance(part, str):
                yield part


@lru_cache(maxsize=4_000)
def _read(source: str) -> _Block:
    source = source.replace("\ue000", "").replace("\ue001", "")
    if source.startswith("="):
        return _Block("", None, (expressions.parse(source),))
    open_blocks: list[tuple[str, feel.Expression | None, list[Any]]] = [("", None, [])]
    at = 0
    while (start := source.find("{{", at)) >= 0 and (end := source.find("}}", start)) >= 0:
        open_blocks[-1][2].append(source[at:start])
        at = end + 2
        _take_tag(source[start + 2 : end].strip(), open_blocks)
    open_blocks[-1][2].append(source[at:])
    if len(open_blocks) > 1:
        raise WordsRefused("template_unpaired", f"#{open_blocks[-1][0]}")
    return _Block("", None, tuple(open_blocks[0][2]))


def _take_tag(tag: str, open_blocks: list[tuple[str, feel.Expression | None, list[Any]]]) -> None:
    for kind in ("if", "loop"):
        if tag.startswith(f"#{kind}"):
            if len(open_blocks) > _DEEPEST:
                raise WordsRefused("template_too_deep", tag[:100])
            open_blocks.append((kind, expressions.parse(tag[len(kind) + 1 :]), []))
            return
        if tag == f"/{kind}":
            closed = open_blocks.pop() if len(open_blocks) > 1 else ("", None, [])
            if closed[0] != kind:
                raise WordsRefused("template_unpaired", tag)
            open_blocks[-1][2].append(_Block(closed[0], closed[1], tuple(closed[2])))
            return
    open_blocks[-1][2].append(expressions.parse(tag))


class _Filling:
    def __init__(self, functions: Functions) -> None:
        self.functions = functions
        self.out: list[str] = []
        self.values: list[str] = []
        self.length = 0

    def block(self, block: _Block, lookup: Mapping[str, Any]) -> None:
        for part in block.parts:
            if self.length > _LONGEST:
                return
            if isinstance(part, str):
                self.add(part)
            elif isinstance(part, _Block):
                self.inner(part, lookup)
            else:
                self.add(f"\ue000{len(self.values)}\ue001")
                self.values.append(said(self.value(part, lookup)))
                self.length += len(self.values[-1])

    def inner(self, block: _Block, lookup: Mapping[str, Any]) -> None:
        value = self.value(block.expression, lookup)
        if block.kind == "if":
            if value is True:
                self.block(block, lookup)
            return
        for item in value if isinstance(value, list) else []:
            members: dict[str, Any] = dict(item) if isinstance(item, Mapping) else {}
            self.block(block, ChainMap({"this": item, "parent": lookup, **members}, dict(lookup)))

    def value(self, expression: feel.Expression | None, lookup: Mapping[str, Any]) -> Any:
        try:
            return expressions.value(expression, lookup, self.functions) if expression else None
        except feel.FeelError:
            return None

    def add(self, text: str) -> None:
        self.out.append(text)
        self.length += len(text)


def said(value: Any) -> str:
    """A value as a person reads it in a text: nothing for null, no exponent in numbers, lists with 、
    between.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return format(value, "f") if abs(value.adjusted()) < 40 else str(value)
    if isinstance(value, list):
        return "、".join(said(item) for item in value)
    if isinstance(value, Mapping):
        return "，".join(f"{name}: {said(item)}" for name, item in value.items())
    return str(value)
