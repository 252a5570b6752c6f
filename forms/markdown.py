"""Markdown-lite for the text component: headings, lists, rules, bold, italic, code, links. Everything else
is text.

The result is safe markup: the author's text is escaped, filled-in values are put in last and escaped, and
a link leads only to http, https, mailto or a place inside the product.
"""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from forms.words import Filled

_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_BULLET = re.compile(r"\s{0,3}[-*+]\s+(.*)")
_NUMBERED = re.compile(r"\s{0,3}[0-9]{1,3}[.)]\s+(.*)")
_RULE = re.compile(r"\s{0,3}(?:-{3,}|\*{3,}|_{3,})\s*")
_LINK = re.compile(r"(!?)\[([^\[\]\n]{0,500})\]\(([^()\s]{0,2000})\)")
_CODE = re.compile(r"`([^`\n]{1,500})`")
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]{1,1000}?)\*\*|__(?=\S)([^_\n]{1,1000}?)__")
_ITALIC = re.compile(r"\*(?=\S)([^*\n]{1,1000}?)\*|(?<![A-Za-z0-9])_(?=\S)([^_\n]{1,1000}?)_(?![A-Za-z0-9])")
_MARK = re.compile("\ue000([0-9]+)\ue001")
_SAFE = re.compile(
    r"(?:https?://|mailto:)[^\s\"'<>\\]+|/(?![/\\])[^\s\"'<>\\]*|#[A-Za-z0-9_-]*", re.IGNORECASE
)


def render(filled: Filled) -> Markup:
    """The markup of a filled text."""
    out: list[str] = []
    lines = filled.text.replace("\r\n", "\n").split("\n")
    at = 0
    while at < len(lines):
        at = _block(lines, at, filled, out)
    return Markup(_MARK.sub(lambda m: str(escape(filled.values[int(m[1])])), "".join(out)))


def _block(lines: list[str], at: int, filled: Filled, out: list[str]) -> int:
    line = lines[at]
    if not line.strip():
        return at + 1
    if heading := _HEADING.fullmatch(line.strip()):
        # The page's own title is the first level, and a form stands two below it.
        level = min(6, len(heading[1]) + 2)
        out.append(f"<h{level}>{_inline(heading[2], filled)}</h{level}>")
        return at + 1
    if _RULE.fullmatch(line):
        out.append("<hr>")
        return at + 1
    if line.strip().startswith("```"):
        return _code_block(lines, at + 1, out)
    for pattern, tag in ((_BULLET, "ul"), (_NUMBERED, "ol")):
        if pattern.match(line):
            return _list(lines, at, pattern, tag, filled, out)
    return _paragraph(lines, at, filled, out)


def _code_block(lines: list[str], at: int, out: list[str]) -> int:
    kept: list[str] = []
    while at < len(lines) and not lines[at].strip().startswith("```"):
        kept.append(lines[at])
        at += 1
    out.append(f"<pre>{escape(chr(10).join(kept))}</pre>")
    return at + 1


def _list(
    lines: list[str], at: int, pattern: re.Pattern[str], tag: str, filled: Filled, out: list[str]
) -> int:
    out.append(f"<{tag}>")
    while at < len(lines) and (found := pattern.match(lines[at])):
        out.append(f"<li>{_inline(found[1], filled)}</li>")
        at += 1
    out.append(f"</{tag}>")
    return at


def _paragraph(lines: list[str], at: int, filled: Filled, out: list[str]) -> int:
    kept: list[str] = []
    while at < len(lines) and lines[at].strip() and not _begins_block(lines[at], bool(kept)):
        kept.append(_inline(lines[at].strip(), filled))
        at += 1
    out.append(f"<p>{'<br>'.join(kept)}</p>")
    return at


def _begins_block(line: str, inside: bool) -> bool:
    begins = (
        _HEADING.fullmatch(line.strip()),
        _BULLET.match(line),
        _NUMBERED.match(line),
        _RULE.fullmatch(line),
    )
    return inside and (any(begins) or line.strip().startswith("```"))


def _inline(text: str, filled: Filled) -> str:
    pieces: list[str] = []
    at = 0
    for link in _LINK.finditer(text):
        pieces.append(_emphasis(text[at : link.start()]))
        pieces.append(_link(link, filled))
        at = link.end()
    pieces.append(_emphasis(text[at:]))
    return "".join(pieces)


def _link(link: re.Match[str], filled: Filled) -> str:
    words = _emphasis(link[2])
    address = filled.plain(link[3])
    if link[1] or not _SAFE.fullmatch(address):
        return words
    return f'<a href="{escape(address)}" rel="noopener noreferrer">{words}</a>'


def _emphasis(text: str) -> str:
    safe = str(escape(text))
    safe = _CODE.sub(r"<code>\1</code>", safe)
    safe = _BOLD.sub(lambda m: f"<strong>{m[1] or m[2]}</strong>", safe)
    return _ITALIC.sub(lambda m: f"<em>{m[1] or m[2]}</em>", safe)


def as_text(filled: Filled) -> Markup:
    """An html component as plain paragraphs: tags are taken away, scripts and styles with what is in them."""
    text = re.sub(r"(?is)<(script|style|template|iframe|object)\b.*?(?:</\1\s*>|\Z)", " ", filled.text)
    text = re.sub(r"(?i)<(?:br|/p|/div|/li|/tr|/h[1-6])\b[^<>]{0,500}>", "\n", text)
    text = re.sub(r"<[^<>]{0,2000}>", "", text)
    lines = [line.strip() for line in _unescape(text).split("\n")]
    body = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
    return Markup(_MARK.sub(lambda m: str(escape(filled.values[int(m[1])])), body))


def _unescape(text: str) -> str:
    for entity, meaning in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&nbsp;", " "), ("&amp;", "&")):
        text = text.replace(entity, meaning)
    return text
