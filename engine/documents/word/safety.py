"""What a Word package may not contain, seen on its bytes, before any XML parser reads it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from engine.documents.word.refusal import Refused

MOST_XML = 16 * 1024 * 1024
XML_NAMES = (".xml", ".rels", ".vml")
_MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ENCODING = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_FORBIDDEN_MARKUP = ("<!DOCTYPE", "<!ENTITY", "<![CDATA[")
# Parts that carry programs or files of their own.
_EMBEDDED = re.compile(
    r"(^|/)(vbaproject|vbadata|activex|embeddings|oleobject|afchunk|ctrlprops)", re.IGNORECASE
)


def check_parts(parts: Mapping[str, bytes]) -> None:
    """Raises Refused for the first thing that does not belong into a template."""
    _check_kind(parts)
    total = 0
    for name, content in parts.items():
        if _EMBEDDED.search(name):
            raise Refused("template_embedded_object", name)
        if name.lower().endswith(XML_NAMES):
            total += len(content)
            if total > MOST_XML:
                raise Refused("template_inflates_too_large", name, most=MOST_XML)
            _check_markup(name, content)


def _check_kind(parts: Mapping[str, bytes]) -> None:
    types = parts.get("[Content_Types].xml")
    if types is None or "word/document.xml" not in parts:
        raise Refused("template_not_word")
    if b"macroEnabled" in types or b"vbaProject" in types:
        raise Refused("template_macro", "[Content_Types].xml")
    if _MAIN_TYPE not in types:
        raise Refused("template_not_word", "[Content_Types].xml")


def _check_markup(name: str, content: bytes) -> None:
    """XML is UTF-8 only: in another encoding this check would look at other characters than the parser."""
    declared = _ENCODING.match(content.removeprefix(b"\xef\xbb\xbf"))
    if declared is not None and declared[1].lower() not in (b"utf-8", b"utf8", b"us-ascii"):
        raise Refused("template_encoding", name, encoding=declared[1].decode("latin-1")[:40])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused("template_encoding", name, encoding="") from error
    if any(markup in text for markup in _FORBIDDEN_MARKUP):
        raise Refused("template_doctype", name)
