"""Reading XML that somebody uploaded: no DOCTYPE, no entity, nothing from outside, limited size and depth."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from engine.kernel.errors import DefinitionRejected, Problem

BYTES: Final = 2_000_000
ELEMENTS: Final = 50_000
DEPTH: Final = 100

_DECLARED = re.compile(r"""^\s*<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)["']""")


def read_document(data: bytes, filename: str) -> etree._Element:
    """The root element. Raises DefinitionRejected with one problem."""
    if len(data) > BYTES:
        raise _refused("file_too_large", filename, line=1, allowed=BYTES)
    text = _decoded(data, filename)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise _refused("doctype_refused", filename, line=text[: text.find("<!")].count("\n") + 1)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _refused(
            "xml_not_wellformed", filename, line=error.lineno or 1, detail=error.msg or ""
        ) from error
    _check_shape(root, filename)
    return root


def _refused(code: str, filename: str, line: int = 0, **facts: object) -> DefinitionRejected:
    return DefinitionRejected([Problem(code, filename, line=line, facts=facts)])


def _decoded(data: bytes, filename: str) -> str:
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise _refused("encoding_refused", filename, line=line) from error
    declared = _DECLARED.match(text)
    if declared and declared[1].lower() not in ("utf-8", "utf8", "utf-16", "us-ascii", "ascii"):
        raise _refused("encoding_refused", filename, line=1, encoding=declared[1])
    return text


def line_of(element: etree._Element) -> int:
    """The 1-based line of an element, 0 when unknown."""
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _check_shape(root: etree._Element, filename: str) -> None:
    count = 0
    level = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "end":
            level -= 1
            continue
        level += 1
        count += 1
        if count > ELEMENTS:
            raise _refused("too_many_elements", filename, line=line_of(element), allowed=ELEMENTS)
        if level > DEPTH:
            raise _refused("too_deep", filename, line=line_of(element), allowed=DEPTH)
