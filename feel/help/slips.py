"""Common slips: signs of other languages, Chinese punctuation, misspelt keywords, what was left open.

Each rule looks at a text that is no FEEL and offers edits; `mistakes` keeps those that the parser confirms.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from feel.grammar.words import RESERVED
from feel.help.similar import distance
from feel.help.text import Edit, closing, code_of, open_brackets

Rule = Callable[[str, str, int], Iterator[Edit]]

_SIGNS = {
    "===": ("equals", "="),
    "!==": ("not_equals", "!="),
    "==": ("equals", "="),
    "<>": ("not_equals", "!="),
    "=>": ("at_least", ">="),
    "=<": ("at_most", "<="),
    "&&": ("and", "and"),
    "||": ("or", "or"),
    "&": ("and", "and"),
    "|": ("or", "or"),
    "^": ("power", "**"),
    ";": ("semicolon", ""),
}
#: (kind of slip, what should stand there) of every sign of other languages.
KINDS_OF_SIGNS = frozenset(_SIGNS.values())
_CHINESE_SIGNS = {
    "（": "(",
    "）": ")",
    "【": "[",
    "】": "]",
    "｛": "{",
    "｝": "}",
    "，": ",",
    "、": ",",
    "：": ":",
    "。": ".",
    "．": ".",
    "＝": "=",
    "＞": ">",
    "＜": "<",
    "≥": ">=",
    "≤": "<=",
    "≠": "!=",
    "＋": "+",
    "－": "-",
    "—": "-",
    "＊": "*",
    "×": "*",
    "／": "/",
    "÷": "/",
    "；": "",
    "！": "!",
    **{chr(0xFF10 + digit): str(digit) for digit in range(10)},
}
_CHINESE_WORDS = {
    "并且": "and",
    "而且": "and",
    "且": "and",
    "和": "and",
    "或者": "or",
    "或": "or",
    "如果": "if",
    "那么": "then",
    "则": "then",
    "否则": "else",
    "大于等于": ">=",
    "小于等于": "<=",
    "不等于": "!=",
    "大于": ">",
    "小于": "<",
    "等于": "=",
    "属于": "in",
    "在": "in",
    "加": "+",
    "减": "-",
    "乘": "*",
    "除以": "/",
}
_SCALES = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000, "": 1}
_KEYWORDS = sorted(RESERVED | {"satisfies", "of"} - {"null", "true", "false"})
_OTHER_WORDS = {"elseif": "else if", "elif": "else if", "elsif": "else if", "where": "satisfies"}

_SIGN = re.compile("|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)))
_CHINESE_SIGN = re.compile(f"[{''.join(_CHINESE_SIGNS)}]+")
_QUOTED = re.compile(r"[“”„‟＂「『]([^“”＂」』\"\n]*)[“”＂」』\"]|‘([^‘’\n]*)’|'([^'\"\n]*)'")
_OPERAND = r"([\w.$]+(?:\([^()]*\))?|\([^()]*\))"
_NOT = re.compile(rf"!(?!=)\s*{_OPERAND}")
_NOT_WORD = re.compile(rf"\bnot\s+(?!\(){_OPERAND}", re.IGNORECASE)
_IS = re.compile(r"\bis\s+(not\s+)?(?:null|empty|nothing)\b", re.IGNORECASE)
_AMOUNT = re.compile(r"(?<![\w.])([0-9]+(?:\.[0-9]+)?)\s*([百千万亿]?)([元%％]?)(?!\w)")
_GROUPED = re.compile(r"(?<![\w.])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")
_TERNARY = re.compile(r"([^?]+)\?([^?:]+):([^?:]+)", re.DOTALL)
_WORD = re.compile(r"[^\W\d][\w$]*")


def offers(text: str, position: int) -> list[Edit]:
    """Edits that may mend what stops the parser at this position, the likeliest first."""
    code = code_of(text)
    return [edit for rule in _RULES for edit in rule(text, code, position)]


def _signs(text: str, code: str, position: int) -> Iterator[Edit]:
    for found in _SIGN.finditer(code):
        if found.start() <= position <= found.end():
            kind, instead = _SIGNS[found.group()]
            if instead.isalpha():
                instead = _apart(code, found, instead)
            yield Edit(kind, found.start(), found.end(), instead)


def _apart(code: str, found: re.Match[str], word: str) -> str:
    """A word in place of a sign needs spaces around it."""
    before, after = code[: found.start()][-1:], code[found.end() :][:1]
    return (" " if before.strip() else "") + word + (" " if after.strip() else "")


def _chinese_signs(text: str, code: str, position: int) -> Iterator[Edit]:
    for found in _CHINESE_SIGN.finditer(code):
        if found.start() <= position < found.end():
            instead = "".join(_CHINESE_SIGNS[char] for char in found.group())
            yield Edit("chinese_sign", found.start(), found.end(), instead)


def _quotes(text: str, code: str, position: int) -> Iterator[Edit]:
    # The parser may stop at the quote or, for a text that it never saw the end of, before it.
    for found in _QUOTED.finditer(text):
        if found.start() <= position <= found.end():
            inner = next((part for part in found.groups() if part is not None), "")
            kind = "single_quotes" if found.group(3) is not None else "chinese_quotes"
            escaped = inner.replace("\\", "\\\\").replace('"', '\\"')
            yield Edit(kind, found.start(), found.end(), f'"{escaped}"')


def _open_text(text: str, code: str, position: int) -> Iterator[Edit]:
    if text[position : position + 1] not in ('"', "@"):
        return
    rest = text[position + 1 :]
    for sign in "”“＂'":
        if sign in rest:
            place = position + 1 + rest.index(sign)
            yield Edit("chinese_quotes", place, place + 1, '"')
    brackets = len(text.rstrip()) - len(text.rstrip().rstrip(")]} "))
    end = len(text.rstrip())
    for place in dict.fromkeys((end, end - brackets)):
        yield Edit("unclosed_text", place, place, '"')


def _not(text: str, code: str, position: int) -> Iterator[Edit]:
    for pattern in (_NOT, _NOT_WORD):
        for found in pattern.finditer(code):
            if found.start() <= position <= found.end():
                operand = text[found.start(1) : found.end(1)].strip()
                inner = operand[1:-1] if operand.startswith("(") and operand.endswith(")") else operand
                yield Edit("not", found.start(), found.end(), f"not({inner})")


def _is_null(text: str, code: str, position: int) -> Iterator[Edit]:
    for found in _IS.finditer(code):
        if found.start() <= position <= found.end():
            yield Edit("is_null", found.start(), found.end(), "!= null" if found.group(1) else "= null")


def _amounts(text: str, code: str, position: int) -> Iterator[Edit]:
    for found in _AMOUNT.finditer(code):
        if found.group(2, 3) != ("", "") and found.start() <= position <= found.end():
            value = Decimal(found.group(1)) * _SCALES[found.group(2)]
            percent = found.group(3) in ("%", "％")
            value = value / 100 if percent else value
            plain = format(value.normalize(), "f")
            yield Edit("percent" if percent else "unit", found.start(), found.end(), plain)
    for found in _GROUPED.finditer(code):
        if found.start() <= position <= found.end():
            yield Edit("thousands", found.start(), found.end(), found.group().replace(",", ""))


def _words(text: str, code: str, position: int) -> Iterator[Edit]:
    near = [found for found in _WORD.finditer(code) if found.start() <= position][-2:]
    for found in reversed(near):
        word = found.group()
        for instead in _keywords_like(word):
            yield Edit("keyword", found.start(), found.end(), instead)
        if word in _CHINESE_WORDS:
            yield Edit("chinese_word", found.start(), found.end(), _CHINESE_WORDS[word])


def _keywords_like(word: str) -> Iterator[str]:
    small = word.lower()
    if small in _OTHER_WORDS:
        yield _OTHER_WORDS[small]
    if small in RESERVED and word != small:
        yield small
    near = []
    for keyword in _KEYWORDS:
        allowed = 1 if len(keyword) < 5 else len(keyword) // 3
        slips = distance(small, keyword, allowed)
        # Of two letters one is too little to go by; the same two the other way round will do.
        alike = sorted(small) == sorted(keyword) if len(keyword) < 3 else slips <= allowed
        if word != keyword and alike and slips:
            near.append((slips, keyword))
    yield from (keyword for _, keyword in sorted(near))


def _ternary(text: str, code: str, position: int) -> Iterator[Edit]:
    found = _TERNARY.fullmatch(code)
    if found and text[position : position + 1] == "?":
        parts = [text[found.start(number) : found.end(number)].strip() for number in (1, 2, 3)]
        yield Edit("ternary", 0, len(text), f"if {parts[0]} then {parts[1]} else {parts[2]}")


def _commas(text: str, code: str, position: int) -> Iterator[Edit]:
    before = code[:position].rstrip()
    if before.endswith(","):
        yield Edit("comma", len(before) - 1, len(before), "")


def _brackets(text: str, code: str, position: int) -> Iterator[Edit]:
    if code[position : position + 1] in (")", "]", "}") and code[position]:
        yield Edit("extra_bracket", position, position + 1, "")
        yield from (Edit("wrong_bracket", position, position + 1, sign) for sign in ")]}")
    if open_brackets(text):
        end = len(text.rstrip())
        yield Edit("unclosed_bracket", end, end, closing(text))
        # Where the parser stopped at a word, the bracket may have been meant to end before it.
        end = len(text[:position].rstrip())
        yield Edit("unclosed_bracket", end, end, closing(text[:end])[:1])


def _front(text: str, code: str, position: int) -> Iterator[Edit]:
    if text[position : position + 1] == "=" and not code[:position].strip():
        end = len(text) - len(text[position + 1 :].lstrip())
        yield Edit("equals_front", position, end, "")


_RULES: tuple[Rule, ...] = (
    _front,
    _quotes,
    _signs,
    _chinese_signs,
    _open_text,
    _not,
    _is_null,
    _amounts,
    _words,
    _ternary,
    _commas,
    _brackets,
)
