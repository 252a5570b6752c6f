"""Draws a Chinese office form: one ruled table on A4, labels shaded, 宋体 and 仿宋 with Times New Roman."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from docx import Document
from docx.document import Document as Page
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from engine.documents.word.inflate import inflate, pack

SONG = "宋体"
FANGSONG = "仿宋"
LATIN = "Times New Roman"
LABEL_SHADE = "F2F2F2"
SECTION_SHADE = "D9D9D9"
COLUMNS = 12
_KEPT_STYLES = frozenset({"Normal", "DefaultParagraphFont", "TableNormal", "NoList", "Header", "Footer"})


@dataclass(frozen=True)
class Cell:
    """One cell of a row: how many of the 12 grid columns it spans, its text, and how it is set."""

    span: int
    text: str
    label: bool = False
    centred: bool = False
    size: float = 10.5
    right: bool = False


def label(span: int, text: str) -> Cell:
    return Cell(span, text, label=True, centred=True)


def value(span: int, text: str, *, centred: bool = False, size: float = 10.5) -> Cell:
    return Cell(span, text, centred=centred, size=size)


def amount(span: int, text: str, size: float = 10.5) -> Cell:
    """A number: its figures stand under each other at the right."""
    return Cell(span, text, size=size, right=True)


def new_page() -> Page:
    """An empty A4 page with the fonts of an office form."""
    page = Document()
    section = page.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin, section.bottom_margin = Cm(1.8), Cm(1.8)
    section.header_distance, section.footer_distance = Cm(1), Cm(1)
    normal = page.styles["Normal"]
    normal.font.name, normal.font.size = LATIN, Pt(10.5)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANGSONG)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_before = normal.paragraph_format.space_after = Pt(0)
    return page


def write(
    paragraph: Paragraph, text: str, font: str = FANGSONG, size: float = 10.5, *, bold: bool = False
) -> Run:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def field(paragraph: Paragraph, instruction: str, size: float = 9, *, stale: bool = False) -> None:
    """A field that Word computes, e.g. PAGE; a stale one when the document is opened."""
    for kind in ("begin", "instruction", "separate", "result", "end"):
        run = write(paragraph, "1" if kind == "result" else "", SONG, size)
        if kind == "instruction":
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = f" {instruction} "
            run._element.append(mark)
        elif kind != "result":
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            if stale and kind == "begin":
                mark.set(qn("w:dirty"), "true")
            run._element.append(mark)


def new_table(page: Page, width_cm: float = 17.0) -> Table:
    """A ruled table of 12 equal grid columns: thick outside, thin inside."""
    table: Table = page.add_table(rows=0, cols=COLUMNS)
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column in table.columns:
        column.width = Cm(width_cm / COLUMNS)
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single")
        line.set(qn("w:sz"), "4" if side.startswith("inside") else "12")
        line.set(qn("w:color"), "000000")
        borders.append(line)
    table._tbl.tblPr.append(borders)
    return table


def add_row(table: Table, cells: Sequence[Cell], height_cm: float = 0.84, *, repeated: bool = False) -> None:
    """One row that is not broken across pages; a repeated one stands on top of the table on each page."""
    row = table.add_row()  # type: ignore[no-untyped-call]
    row.height, row.height_rule = Cm(height_cm), WD_ROW_HEIGHT_RULE.AT_LEAST
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    if repeated:
        row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    at = 0
    for cell in cells:
        merged = row.cells[at].merge(row.cells[at + cell.span - 1])
        merged.width = Emu(sum(int(table.columns[at + offset].width or 0) for offset in range(cell.span)))
        _set(merged, cell)
        at += cell.span
    if at != COLUMNS:
        raise ValueError(f"{at} of {COLUMNS} columns")


def add_section(table: Table, text: str, *, repeated: bool = False) -> None:
    """A shaded row that names the part of the form."""
    add_row(table, [Cell(COLUMNS, text, label=True)], 0.64, repeated=repeated)
    _shade(table.rows[-1].cells[0], SECTION_SHADE)


def add_tag(table: Table, tag: str) -> None:
    """A row that holds a row tag, e.g. `{%tr endfor %}`; it vanishes when the form is filled."""
    table.add_row().cells[0].text = tag  # type: ignore[no-untyped-call]


def _set(cell: _Cell, content: Cell) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for number, line in enumerate(content.text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1.5)
        paragraph.alignment = _alignment(content)
        write(paragraph, line, SONG if content.label else FANGSONG, content.size, bold=content.label)
    if content.label:
        _shade(cell, LABEL_SHADE)


def _alignment(content: Cell) -> WD_ALIGN_PARAGRAPH:
    if content.right:
        return WD_ALIGN_PARAGRAPH.RIGHT
    return WD_ALIGN_PARAGRAPH.CENTER if content.centred else WD_ALIGN_PARAGRAPH.LEFT


def _shade(cell: _Cell, colour: str) -> None:
    properties = cell._tc.get_or_add_tcPr()
    for old in properties.findall(qn("w:shd")):
        properties.remove(old)
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:color"), "auto")
    shade.set(qn("w:fill"), colour)
    # The schema wants the shade before the vertical alignment.
    aligned = properties.find(qn("w:vAlign"))
    properties.insert(len(properties) if aligned is None else properties.index(aligned), shade)


def finished(page: Page, title: str, author: str) -> bytes:
    """The package, without the day on which the script ran: each run gives the same bytes."""
    properties = page.core_properties
    properties.title, properties.author, properties.language = title, author, "zh-CN"
    properties.comments = ""
    properties.created = properties.modified = datetime(2026, 1, 1)  # noqa: DTZ001
    _drop_what_no_form_needs(page)
    stream = io.BytesIO()
    page.save(stream)
    return pack(inflate(stream.getvalue()), squeeze=True)


def _drop_what_no_form_needs(page: Page) -> None:
    """python-docx starts from a page with 800 KB of styles, which each rendering would read."""
    for part, kinds in ((page.part, ("stylesWithEffects", "customXml")), (page.part.package, ("thumbnail",))):
        for key, relation in list(part.rels.items()):
            if relation.reltype.rpartition("/")[2] in kinds:
                part.rels.pop(key)
    styles = page.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:styleId")) not in _KEPT_STYLES:
            styles.remove(style)
