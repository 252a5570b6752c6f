"""The parts of a template that are filled, as the Jinja text that docxtpl makes of them."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from docxtpl import DocxTemplate
from lxml import etree
from markupsafe import Markup

from engine.documents.faults import DocumentFault
from engine.documents.word.refusal import Refused
from engine.documents.word.trees import STRICT

_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
PROPERTIES = "docProps/core.xml"
FILLED_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
_TAGS = re.compile(r"<[^>]*>")
_OPENING = re.compile(r"\{[{%#]")


class StrictTemplate(DocxTemplate):  # type: ignore[misc]
    """docxtpl repairs a body that is no longer well-formed, and loses text by it; here it is refused."""

    def fix_tables(self, xml: str) -> Any:
        try:
            etree.fromstring(xml.encode(), STRICT)
        except etree.XMLSyntaxError as error:
            raise DocumentFault(reason="document_structure_broken", part="word/document.xml") from error
        return super().fix_tables(xml)

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """As docxtpl, but set as text and not as XML: an escaped `&` would be shown as `&amp;`."""
        for name in FILLED_PROPERTIES:
            text = getattr(self.docx.core_properties, name)
            rendered = jinja_env.from_string(text).render(context)
            setattr(self.docx.core_properties, name, Markup(rendered).unescape()[:255])


def read_template(package: bytes) -> StrictTemplate:
    """The template over a package. Raises Refused when it is no Word document."""
    template = StrictTemplate(io.BytesIO(package))
    try:
        template.init_docx()
    except (etree.XMLSyntaxError, KeyError, ValueError, AttributeError, TypeError) as error:
        raise Refused("template_unreadable", detail=type(error).__name__) from error
    return template


def jinja_sources(template: StrictTemplate) -> Iterator[tuple[str, str]]:
    """(part name, Jinja text) of each part that is filled; a line of the text is a paragraph of the part."""
    main = template.docx.part
    yield _name(main), _lines(template.patch_xml(template.get_xml()))
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        for _, part in template.get_headers_footers(uri):
            yield _name(part), _lines(template.patch_xml(template.get_part_xml(part)))
    for part in main.package.parts:
        if part.content_type == _FOOTNOTES:
            yield _name(part), _lines(template.patch_xml(part.blob.decode()))
    for name in FILLED_PROPERTIES:
        yield PROPERTIES, getattr(template.docx.core_properties, name)


def placeholder_in(content: bytes) -> bool:
    """Whether the text of a part holds a placeholder, also one that is cut into several runs."""
    return _OPENING.search(_TAGS.sub("", content.decode("utf-8", "replace"))) is not None


def _lines(text: str) -> str:
    # The same cut as in docxtpl's rendering, so that a line number names a paragraph.
    return re.sub(r"<w:p([ >])", r"\n<w:p\1", text)


def _name(part: Any) -> str:
    return str(part.partname).lstrip("/")
