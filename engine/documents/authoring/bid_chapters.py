"""The chapters of a bid document in their order, and the pages that point to them: contents and answers."""

from __future__ import annotations

from docx.document import Document as Page
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Cm, Pt

from engine.documents.authoring.letter import BODY, HEI, add_chapter, list_table
from engine.documents.authoring.sheet import FANGSONG, add_row, add_tag, field, value, write

_WIDE = Cm(17)
# A part of the document, then its chapters as (bookmark, title).
PARTS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "第一部分　商务部分",
        (
            ("bid_letter", "一、投标函"),
            ("legal_rep", "二、法定代表人身份证明"),
            ("attorney", "三、法定代表人授权委托书"),
            ("opening", "四、开标一览表"),
            ("prices", "五、分项报价表"),
            ("commercial", "六、商务偏离表"),
            ("papers", "七、资格证明文件"),
            ("clean_record", "八、无重大违法记录声明"),
            ("maker", "九、制造商授权书"),
            ("distributor", "十、配送商委托书"),
            ("deposit", "十一、投标保证金凭证"),
            ("performances", "十二、类似业绩表"),
        ),
    ),
    (
        "第二部分　技术部分",
        (
            ("products", "一、产品说明"),
            ("technical", "二、技术偏离表"),
            ("technical_papers", "三、检验报告、说明书、室间质评及注册证附件"),
        ),
    ),
    (
        "第三部分　服务部分",
        (
            ("after_sales", "一、售后服务承诺书"),
            ("delivery", "二、供货与配送方案"),
            ("training", "三、培训方案"),
            ("quality", "四、质量保证书"),
            ("integrity", "五、廉洁承诺书"),
        ),
    ),
    ("附件", (("answers", "应答索引表"),)),
)
_TITLES = {anchor: title for _, chapters in PARTS for anchor, title in chapters}
# Where a requirement of a kind is answered; one of form is, by the letter.
_ANSWERED_IN = (
    "{% if line.kind == 'technical' %}technical{% elif line.kind == 'qualification' %}papers"
    "{% elif line.kind == 'commercial' %}commercial{% else %}bid_letter{% endif %}"
)
_ANSWERED_BY = (
    "{% if line.response_name %}{{ line.response_name }}{% elif line.kind == 'technical' %}技术偏离表"
    "{% elif line.kind == 'qualification' %}资格证明文件{% elif line.kind == 'commercial' %}商务偏离表"
    "{% else %}投标函{% endif %}"
)
_KIND = (
    "{% if line.kind == 'technical' %}技术{% elif line.kind == 'qualification' %}资格"
    "{% elif line.kind == 'commercial' %}商务{% elif line.kind == 'format' %}格式{% endif %}"
)


def chapter(page: Page, anchor: str) -> None:
    add_chapter(page, anchor, _TITLES[anchor])


def add_contents(page: Page) -> None:
    """Part by part; Word and LibreOffice put in the numbers of the pages."""
    add_chapter(page, "contents", "目　　录", size=18)
    for part, chapters in PARTS:
        line = page.add_paragraph()
        line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(8), Pt(2)
        write(line, part, HEI, BODY)
        for anchor, title in chapters:
            entry = page.add_paragraph()
            form = entry.paragraph_format
            form.left_indent, form.line_spacing = Pt(18), 1.3
            form.tab_stops.add_tab_stop(_WIDE, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            write(entry, f"{title}\t", FANGSONG, BODY)
            field(entry, f"PAGEREF {anchor} \\h", BODY, stale=True)


def add_answers(page: Page) -> None:
    """Each requirement of the tender with the page on which it is answered."""
    chapter(page, "answers")
    heads = ((1, "序号"), (2, "条款号"), (4, "招标文件要求"), (1, "类别"), (3, "响应文件"), (1, "页码"))
    table = list_table(page, heads)
    add_tag(table, "{%tr for line in req_lines %}")
    number = value(1, "{{ loop.index }}", centred=True)
    clause = value(2, "{% if line.is_starred %}★{% endif %}{{ line.clause_no }}", centred=True)
    cells = [number, clause, value(4, "{{ line.requirement }}"), value(1, _KIND, centred=True)]
    add_row(table, [*cells, value(3, _ANSWERED_BY), value(1, "", centred=True)])
    at = table.rows[-1].cells[-1].paragraphs[0]
    field(at, f"PAGEREF {_ANSWERED_IN} \\h", 10.5, stale=True)
    add_tag(table, "{%tr else %}")
    add_row(table, [value(12, "招标文件未列明需逐条应答的要求。", centred=True)])
    add_tag(table, "{%tr endfor %}")
