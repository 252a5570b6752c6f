"""Bytes to an XML tree without XML's dangers: no DTD, no entities, no network, limited size and depth."""

from __future__ import annotations

import codecs
import re

from lxml import etree

from engine.bpmn.reading.report import Report
from engine.bpmn.reading.tags import BPMN, Xml, is_id, line_of, text_of
from engine.kernel.errors import DefinitionRejected, Problem

MOST_BYTES = 2_000_000
MOST_ELEMENTS = 10_000
MOST_DEPTH = 100

_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(r"""encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_FORBIDDEN = re.compile(r"<!\s*(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST)", re.IGNORECASE)
_SECRET = re.compile(r"\{\{\s*secrets\.", re.IGNORECASE)
_ALLOWED = {"utf-8", "utf-16"}


def parse(data: bytes, report: Report) -> Xml:
    """The root element. Raises DefinitionRejected at once: what is no safe XML is not looked at further."""
    if len(data) > MOST_BYTES:
        _refuse(report, "file_too_large", bytes=len(data), most=MOST_BYTES)
    text = _decode(data, report)
    found = _FORBIDDEN.search(text)
    if found is not None:
        _refuse(report, "doctype_refused", line=text.count("\n", 0, found.start()) + 1)
    root = _tree(text, report)
    if root.getroottree().docinfo.internalDTD is not None:
        _refuse(report, "doctype_refused")
    _measure(root, report)
    return root


def _refuse(report: Report, code: str, line: int = 0, **facts: object) -> None:
    raise DefinitionRejected([*report.problems, Problem(code, report.file, line=line, facts=dict(facts))])


def _decode(data: bytes, report: Report) -> str:
    """UTF-8 or UTF-16, as the byte order mark or the declaration says; both must agree with the bytes."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        declared = _ENCODING.search(data[:200].decode("latin-1"))
        encoding = codecs_name(declared[1]) if declared is not None else "utf-8"
        if encoding not in _ALLOWED:
            _refuse(report, "encoding_not_supported", encoding=encoding)
        encoding = "utf-8-sig" if encoding == "utf-8" else encoding
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        # A UTF-8 file may say utf-16 in its declaration after it was converted; it is still not what it says.
        raise DefinitionRejected(
            [Problem("encoding_broken", report.file, facts={"encoding": encoding, "byte": error.start})]
        ) from error


def codecs_name(name: str) -> str:
    """`UTF8`, `utf_8` and `UTF-8` are one; an unknown name is given back as it is."""
    try:
        return codecs.lookup(name).name
    except LookupError:
        return name


def _tree(text: str, report: Report) -> Xml:
    # The text is decoded already, so its declaration, which may name another encoding, is taken out; lines
    # stay.
    declaration = _DECLARATION.match(text)
    if declaration is not None:
        text = "\n" * declaration[0].count("\n") + text[declaration.end() :]
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except (etree.XMLSyntaxError, UnicodeEncodeError) as error:
        line = error.position[0] if isinstance(error, etree.XMLSyntaxError) and error.position else 0
        raise DefinitionRejected(
            [Problem("xml_not_wellformed", report.file, line=line or 0, facts={"detail": str(error)[:300]})]
        ) from error


def _measure(root: Xml, report: Report) -> None:
    count, depth = 0, 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        count += event == "start"
        if depth > MOST_DEPTH:
            _refuse(report, "xml_too_deep", most=MOST_DEPTH)
        if count > MOST_ELEMENTS:
            _refuse(report, "too_many_elements", most=MOST_ELEMENTS)


def check_ids(root: Xml, report: Report) -> dict[str, Xml]:
    """Every BPMN element with an id; ids that are malformed or used twice are reported."""
    ids: dict[str, Xml] = {}
    for element in root.iter(f"{BPMN}*"):
        name = element.get("id")
        if name is None:
            continue
        if not is_id(name):
            report.refuse("id_invalid", element, name[:100])
        if name in ids:
            report.refuse("id_twice", element, name[:100], first_line=line_of(ids[name]))
        ids.setdefault(name, element)
    return ids


def check_secrets(root: Xml, report: Report) -> None:
    """`{{secrets.X}}` would put a secret of the installation into a variable that everybody may read."""
    for element in root.iter("*"):
        values = [*element.attrib.values(), *([] if len(element) else [text_of(element)])]
        if any(_SECRET.search(str(value)) for value in values):
            report.refuse("secret_refused", element, _owner(element))


def _owner(element: Xml) -> str:
    at: Xml | None = element
    while at is not None:
        name = at.get("id")
        if name:
            return name
        at = at.getparent()
    return ""
