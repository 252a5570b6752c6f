"""Checks a template and tells which fields it reads."""

from __future__ import annotations

from collections.abc import Mapping

from jinja2 import TemplateSyntaxError, meta, nodes

from engine.documents.faults import DocumentFault
from engine.documents.word.dialect import check_dialect
from engine.documents.word.environment import new_environment
from engine.documents.word.fill import fill
from engine.documents.word.inflate import pack
from engine.documents.word.refusal import Refused
from engine.documents.word.sources import PROPERTIES, jinja_sources, placeholder_in, read_template

_STRUCTURAL = frozenset(
    {"document_structure_broken", "document_placeholder_left", "document_template_forbidden"}
)


def template_fields(parts: Mapping[str, bytes]) -> list[str]:
    """Names that the template reads, sorted.

    1. Every part that is filled is parsed in the sandbox's dialect.
    2. Parts that are never filled (comments, end notes) may not hold placeholders: they would be printed.
    3. A trial without data shows a loop or a condition that tears the document's structure.

    Raises Refused.
    """
    package = pack(dict(parts), squeeze=False)
    names: set[str] = set()
    filled = {PROPERTIES}
    for part, source in jinja_sources(read_template(package)):
        filled.add(part)
        names |= meta.find_undeclared_variables(_parse(source, part))
    for part, content in parts.items():
        if part not in filled and part.lower().endswith(".xml") and placeholder_in(content):
            raise Refused("template_placeholder_outside", part)
    _try(package)
    return sorted(names - {"range"})


def _parse(source: str, part: str) -> nodes.Template:
    environment = new_environment()
    try:
        tree = environment.parse(source)
        check_dialect(tree, part)
        environment.compile(source)
    except TemplateSyntaxError as error:
        raise Refused(
            "template_syntax", part, _paragraph(part, error.lineno), detail=str(error.message)[:200]
        ) from error
    except (RecursionError, SyntaxError, ValueError, OverflowError, MemoryError) as error:
        raise Refused("template_too_complex", part) from error
    return tree


def _paragraph(part: str, line: int) -> int:
    return 0 if part == PROPERTIES else max(line - 1, 0)


def _try(package: bytes) -> None:
    try:
        fill(package, {})
    except DocumentFault as fault:
        # A filter that misses its value says nothing about the template; structure and sandbox do.
        if fault.facts["reason"] in _STRUCTURAL:
            facts = {"reason": fault.facts["reason"], "detail": str(fault.facts.get("detail", ""))}
            raise Refused("template_structure", str(fault.facts.get("part", "")), **facts) from fault
