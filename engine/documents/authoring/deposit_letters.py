"""Draws the letters by which a bid deposit is asked back: 退还申请函 (D-05) and 催退函 (D-05c).

Run by hand after a change: `python -m engine.documents.authoring.deposit_letters`.
"""

from __future__ import annotations

from pathlib import Path

from docx.document import Document as Page
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docx.table import Table
from docx.text.paragraph import Paragraph

from engine.documents.authoring.office_paper import add_foot, add_head
from engine.documents.authoring.sheet import (
    FANGSONG,
    SONG,
    add_row,
    finished,
    label,
    new_page,
    new_table,
    value,
    write,
)

FOLDER = Path(__file__).parents[3] / "templates" / "documents"
APPLICATION, REMINDER = "deposit_refund_application", "deposit_reminder"
_MONEY = "人民币 {{{{ {0}|money }}}} 元（大写：{{{{ {0}|cn_upper }}}}）"
_ACCOUNT = "{% if pay_from_account %}{{ pay_from_account }}{% else %}原付款账户{% endif %}（与付款账户一致）"
_PROJECT = (
    "{% if title %}“{{ title }}”{% else %}贵方项目{% endif %}"
    "{% if tender_no %}（招标编号 {{ tender_no }}"
    "{% if package_no %}，包号 {{ package_no }}{% endif %}）{% endif %}"
)


def draw_application() -> bytes:
    """D-05: the term is near or has come; the receipt goes along."""
    page = _begin("投标保证金退还申请函")
    _text(
        page,
        f"我公司参加{_PROJECT}投标，已于 {{{{ paid_on|date }}}} 缴纳投标保证金"
        f"{_MONEY.format('amount')}。现申请退还，事项如下：",
    )
    _facts(page)
    _text(
        page,
        "依据：{{ legal_basis }}请于 {{ refund_due_on|date }} 前将{{ claim_text }}退至上列账户。",
    )
    _text(page, "附：保证金收据{% if receipt_no %}（收据号 {{ receipt_no }}）{% endif %}。")
    return _end(page, "投标保证金退还申请函")


def draw_reminder() -> bytes:
    """D-05c: the day has passed; with the second letter comes the interest."""
    page = _begin("投标保证金催退函")
    _text(
        page,
        f"我公司参加{_PROJECT}投标，于 {{{{ paid_on|date }}}} 缴纳投标保证金"
        f"{_MONEY.format('amount')}。依照规定，该款应于 {{{{ refund_due_on|date }}}} 前退还，"
        "至今已逾期 {{ days_overdue }} 日，尚有"
        f"{_MONEY.format('outstanding')}未退。",
    )
    _facts(page)
    _text(page, "依据：{{ legal_basis }}")
    _text(
        page,
        "{% if claims_interest %}自 {{ interest_from|date }} 起至本函签发之日共 {{ interest_days }} 日，"
        "按年利率 {{ annual_rate_pct }}%（实际天数/365）计息 {{ interest|money }} 元，"
        f"本息合计{_MONEY.format('total')}；此后利息照计至退还之日。{{% else %}}"
        "请一并支付{{ claim_text }}。{% endif %}",
    )
    _text(
        page,
        "请于 {{ reply_by|date }} 前将上述款项退至我公司账户并书面答复。逾期未退的，"
        "我公司将依法提出异议、投诉或者通过诉讼主张权利。",
    )
    return _end(page, "投标保证金催退函")


def _begin(title: str) -> Page:
    page = new_page()
    add_head(page, title, "函号：{{ letter_no }}\t{{ issued_on|date }}")
    _text(page, "{{ payee_name or '招标人（招标代理机构）' }}：", indent=False)
    return page


def _facts(page: Page) -> None:
    table = new_table(page)
    _row(table, "招标项目", "{{ title }}")
    _pair(table, "招标编号", "{{ tender_no }}", "包　　号", "{{ package_no }}")
    _pair(table, "投标编号", "{{ bid_no }}", "付款日期", "{{ paid_on|date }}")
    _row(table, "应退金额", _MONEY.format("outstanding"))
    _pair(table, "银行流水号", "{{ bank_ref }}", "收 据 号", "{{ receipt_no }}")
    _row(table, "退款户名", "{{ company }}")
    _row(table, "退款账户", _ACCOUNT)
    _row(table, "联 系 人", "{{ contact }}")


def _row(table: Table, name: str, text: str) -> None:
    add_row(table, [label(2, name), value(10, text)])


def _pair(table: Table, name: str, text: str, other: str, more: str) -> None:
    add_row(table, [label(2, name), value(4, text), label(2, other), value(4, more)])


def _text(page: Page, text: str, *, indent: bool = True) -> Paragraph:
    paragraph = page.add_paragraph()
    paragraph.paragraph_format.line_spacing = 1.5
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(4)
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(24)
    write(paragraph, text, FANGSONG, 12)
    return paragraph


def _end(page: Page, name: str) -> bytes:
    for text in ("{{ company }}（盖章）", "{{ issued_on|date }}"):
        paragraph = _text(page, text, indent=False)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    note = page.add_paragraph()
    note.paragraph_format.space_before = Pt(10)
    write(note, "本函一式两份，一份送达，一份存档；盖公章后生效。", SONG, 9)
    add_foot(page, name)
    return finished(page, f"{name} {{{{ letter_no }}}}", "{{ company }}")


if __name__ == "__main__":
    (FOLDER / f"{APPLICATION}.docx").write_bytes(draw_application())
    (FOLDER / f"{REMINDER}.docx").write_bytes(draw_reminder())
