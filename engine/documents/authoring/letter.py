"""What papers of running text are made of: chapters with bookmarks, text, lists of rows, signatures."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as Page
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from engine.documents.authoring.sheet import FANGSONG, SONG, Cell, add_row, label, new_table, write

HEI = "黑体"
BODY = 12.0
_LINE = 1.5


def add_chapter(page: Page, anchor: str, title: str, *, level: int = 1, size: float = 16) -> None:
    """A heading on a new page; its bookmark is what lists of contents point to."""
    heading = page.add_paragraph()
    form = heading.paragraph_format
    form.page_break_before, form.keep_with_next = True, True
    form.space_after = Pt(12)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    outline = OxmlElement("w:outlineLvl")
    outline.set(qn("w:val"), str(level - 1))
    heading._p.get_or_add_pPr().append(outline)
    _mark(heading, anchor, start=True)
    write(heading, title, HEI, size)
    _mark(heading, anchor, start=False)


def _mark(paragraph: Paragraph, anchor: str, *, start: bool) -> None:
    mark = OxmlElement("w:bookmarkStart" if start else "w:bookmarkEnd")
    mark.set(qn("w:id"), str(sum(ord(sign) * place for place, sign in enumerate(anchor, 1))))
    if start:
        mark.set(qn("w:name"), anchor)
    paragraph._p.append(mark)


def add_heading(page: Page, title: str) -> Paragraph:
    """A heading inside a chapter."""
    heading = page.add_paragraph()
    heading.paragraph_format.space_before = heading.paragraph_format.space_after = Pt(6)
    heading.paragraph_format.keep_with_next = True
    write(heading, title, HEI, BODY)
    return heading


def add_text(page: Page, text: str, *, indent: bool = True, together: bool = False) -> Paragraph:
    """A paragraph of the running text, its first line set in by two signs; `\\n` begins another."""
    paragraph = page.add_paragraph()
    for number, line in enumerate(text.split("\n")):
        paragraph = page.add_paragraph() if number else paragraph
        form = paragraph.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.MULTIPLE, _LINE
        form.keep_with_next = together or None
        if indent:
            form.first_line_indent = Pt(BODY * 2)
        write(paragraph, line, FANGSONG, BODY)
    return paragraph


def add_tag(page: Page, tag: str) -> None:
    """A paragraph that holds a paragraph tag, e.g. `{%p endif %}`; it vanishes when the paper is filled."""
    page.add_paragraph(tag)


def add_title(page: Page, title: str, size: float = 20) -> None:
    heading = page.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(6), Pt(14)
    write(heading, title, SONG, size, bold=True)


def add_signature(page: Page, lines: Sequence[str]) -> None:
    """Who signs and seals, and when: in the right half, on one page with what is signed."""
    for number, line in enumerate(lines):
        paragraph = page.add_paragraph()
        form = paragraph.paragraph_format
        form.left_indent, form.line_spacing = Pt(170), _LINE
        form.space_before = Pt(22 if number == 0 else 6)
        form.keep_with_next = number < len(lines) - 1
        write(paragraph, line, FANGSONG, BODY)


def list_table(page: Page, heads: Sequence[tuple[int, str]]) -> Table:
    """A ruled table whose head stands on each page; the spans make 12."""
    table = new_table(page)
    add_heads(table, heads)
    return table


def add_heads(table: Table, heads: Sequence[tuple[int, str]]) -> None:
    add_row(table, [label(span, text) for span, text in heads], 0.8, repeated=True)


def add_gap(page: Page) -> None:
    """Keeps two tables apart: Word takes neighbours for one, and then repeats no head of the second."""
    gap = page.add_paragraph()
    gap.paragraph_format.line_spacing = Pt(6)


def add_facts(table: Table, facts: Sequence[tuple[str, str]]) -> None:
    """Rows of a name and what there is to say."""
    for name, text in facts:
        add_row(table, [label(3, name), Cell(9, text)])
