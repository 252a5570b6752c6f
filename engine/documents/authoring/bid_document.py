"""Draws `templates/documents/bid_document.docx`, the whole bid document (投标文件, D-02).

Run by hand after a change: `python -m engine.documents.authoring.bid_document`.
"""

from __future__ import annotations

from pathlib import Path

from docx.document import Document as Page
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from engine.documents.authoring.bid_business import add_business
from engine.documents.authoring.bid_chapters import add_answers, add_contents
from engine.documents.authoring.bid_evidence import add_evidence
from engine.documents.authoring.bid_service import add_service, add_technical
from engine.documents.authoring.letter import HEI
from engine.documents.authoring.office_paper import add_foot, add_rule
from engine.documents.authoring.sheet import FANGSONG, SONG, finished, new_page, write

TARGET = Path(__file__).parents[3] / "templates" / "documents" / "bid_document.docx"
VERSION = "{{ revision_no|default(1, true) }}"
_COPIES = "正本 {{ copies_original }} 份　副本 {{ copies_duplicate }} 份"


def draw() -> bytes:
    """The template as a package."""
    page = new_page()
    # The cover has neither head nor foot, as it lies outside; it counts as a page.
    page.sections[0].different_first_page_header_footer = True
    _cover(page)
    add_contents(page)
    add_business(page)
    add_evidence(page)
    add_technical(page)
    add_service(page)
    add_answers(page)
    _head(page)
    add_foot(page, "投标文件", VERSION)
    return finished(page, "投标文件 {{ number }}", "{{ company }}")


def _cover(page: Page) -> None:
    marks = "{{ copy_kind|mark('original') }} 正本　{{ copy_kind|mark('duplicate') }} 副本"
    _line(page, marks, HEI, 16, after=80, right=True)
    _line(page, "{{ tender_title }}", SONG, 24, after=30, bold=True)
    _line(page, "投　标　文　件", HEI, 42, after=30)
    _line(page, "（商务部分、技术部分、服务部分）", FANGSONG, 16, after=70)
    for name, text in (
        ("招标编号", "{{ tender_no }}"),
        ("包　　号", "{{ package_no|default('—', true) }}"),
        ("招 标 人", "{{ tenderer }}"),
        ("投 标 人", "{{ company }}（盖章）"),
        ("法定代表人或被授权人", "　　　　　　　　（签字或盖章）"),
        ("投标编号", "{{ number }}　第 " + VERSION + " 版"),
        ("份　　数", _COPIES),
    ):
        entry = _line(page, f"{name}：", HEI, 15, after=8, left=True)
        write(entry, text, FANGSONG, 15)
    _line(page, "{{ issued_on|date }}", FANGSONG, 16, before=40)


def _line(
    page: Page,
    text: str,
    font: str,
    size: float,
    *,
    before: float = 0,
    after: float = 0,
    bold: bool = False,
    left: bool = False,
    right: bool = False,
) -> Paragraph:
    line = page.add_paragraph()
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(before), Pt(after)
    if left:
        line.paragraph_format.left_indent = Pt(60)
    else:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.CENTER
    write(line, text, font, size, bold=bold)
    return line


def _head(page: Page) -> None:
    head = page.sections[0].header.paragraphs[0]
    head.style = page.styles["Normal"]
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(head, "{{ tender_title }}　投标文件　招标编号：{{ tender_no }}", SONG, 9)
    add_rule(head, "bottom")


if __name__ == "__main__":
    TARGET.write_bytes(draw())
