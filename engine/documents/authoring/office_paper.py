"""What every office form of the house has above and below its table: company, title, number, pages."""

from __future__ import annotations

from docx.document import Document as Page
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from engine.documents.authoring.sheet import SONG, field, write

VERSION = "A/0"
_RIGHT = Cm(17)


def add_head(page: Page, title: str, line: str) -> None:
    """The company's name, the spaced title, and one line; what stands after its tab goes to the right."""
    company = page.add_paragraph()
    company.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(company, "{{ company }}", SONG, 14)
    heading = page.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(4), Pt(8)
    write(heading, title, SONG, 20, bold=True)
    below = page.add_paragraph()
    below.paragraph_format.tab_stops.add_tab_stop(_RIGHT, WD_TAB_ALIGNMENT.RIGHT)
    below.paragraph_format.space_after = Pt(3)
    write(below, line, SONG)


def add_note(page: Page, text: str) -> None:
    note = page.add_paragraph()
    note.paragraph_format.space_before = Pt(6)
    write(note, text, SONG, 9)


def add_foot(page: Page, name: str, version: str = VERSION) -> None:
    """Name, number, version, day of issue and page of pages, under a thin rule."""
    foot = page.sections[0].footer.paragraphs[0]
    # The style of footers brings tab stops for another paper.
    foot.style = page.styles["Normal"]
    foot.paragraph_format.tab_stops.add_tab_stop(_RIGHT, WD_TAB_ALIGNMENT.RIGHT)
    said = f"{name}　编号 {{{{ number }}}}　版本 {version}　签发日期 {{{{ issued_on|date }}}}\t第 "
    write(foot, said, SONG, 9)
    field(foot, "PAGE")
    write(foot, " 页　共 ", SONG, 9)
    field(foot, "NUMPAGES")
    write(foot, " 页", SONG, 9)
    add_rule(foot, "top")


def add_rule(paragraph: Paragraph, side: str) -> None:
    """A thin line at the top or the bottom of a paragraph."""
    rule = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for attribute, setting in (("val", "single"), ("sz", "4"), ("space", "4"), ("color", "808080")):
        line.set(qn(f"w:{attribute}"), setting)
    rule.append(line)
    properties = paragraph._p.get_or_add_pPr()
    # The schema wants the border before the tab stops.
    properties.insert(1 if properties.pStyle is not None else 0, rule)
