"""What a Word package may not contain, seen on its XML. Runs in the child, after the check of the bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from engine.documents.word.refusal import Refused
from engine.documents.word.safety import XML_NAMES

STRICT = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
_EMBEDDING = frozenset({"altChunk", "OLEObject", "control", "object"})
# Fields that fetch files or start programs when Word or LibreOffice opens the document.
_BAD_FIELD = re.compile(
    r"(?<![A-Z])(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|MACROBUTTON|RD|EMBED|HTMLACTIVEX)"
    r"(?![A-Z])"
)


def check_trees(parts: Mapping[str, bytes]) -> None:
    """Raises Refused: malformed XML, a link to the outside, an embedded object, a field that fetches."""
    for name, content in parts.items():
        if name.lower().endswith(XML_NAMES):
            tree = _parse(name, content)
            _check_elements(name, tree)
            _check_fields(name, tree)


def _parse(name: str, content: bytes) -> etree._Element:
    try:
        return etree.fromstring(content, STRICT)
    except etree.XMLSyntaxError as error:
        raise Refused("template_unreadable", name, detail=str(error.msg)[:200]) from error


def _check_elements(name: str, tree: etree._Element) -> None:
    for element in tree.iter(etree.Element):
        tag = etree.QName(element).localname
        if tag in _EMBEDDING:
            raise Refused("template_embedded_object", name)
        if tag == "Relationship" and element.get("TargetMode", "").strip().lower() == "external":
            raise Refused("template_external_link", name, target=element.get("Target", "")[:200])
        if tag in ("Override", "Default") and re.search(
            "macroEnabled|vba", element.get("ContentType", ""), re.IGNORECASE
        ):
            raise Refused("template_macro", name)


def _check_fields(name: str, tree: etree._Element) -> None:
    """An instruction may be cut into several runs, so the pieces between two field marks are read as one."""
    pieces: list[str] = []
    for element in tree.iter(etree.Element):
        tag = etree.QName(element).localname
        if tag == "fldChar":
            pieces.append(" ")
        elif tag == "instrText":
            pieces.append(str(element.xpath("string()")))
        elif tag == "fldSimple":
            pieces.extend(f" {value!s} " for value in element.attrib.values())
    found = _BAD_FIELD.search("".join(pieces).upper())
    if found:
        raise Refused("template_field_forbidden", name, field=found[0])
