"""Draws `templates/documents/bid_withdrawal.docx`, the withdrawal of a bid (投标文件撤回通知书, D-05b).

Run by hand after a change: `python -m engine.documents.authoring.bid_withdrawal`.
"""

from __future__ import annotations

from pathlib import Path

from docx.document import Document as Page
from docx.enum.text import WD_ALIGN_PARAGRAPH

from engine.documents.authoring.letter import add_facts, add_signature, add_tag, add_text, add_title
from engine.documents.authoring.office_paper import add_foot
from engine.documents.authoring.sheet import SONG, finished, new_page, new_table, write

TARGET = Path(__file__).parents[3] / "templates" / "documents" / "bid_withdrawal.docx"
_PROJECT = (
    "{{ tender_title }}（招标编号：{{ tender_no }}{% if package_no %}，包号：{{ package_no }}{% endif %}）"
)
_ACT = "{% if is_late %}撤销{% else %}撤回{% endif %}"
_BASIS = (
    "{% if legal_regime == 'bidding_law' %}根据《中华人民共和国招标投标法实施条例》第三十五条，"
    "招标人应当自收到投标人书面撤回通知之日起 5 日内退还投标保证金，"
    "{% elif legal_regime == 'gov_procurement' %}根据政府采购的有关规定，"
    "应当自收到投标人书面撤回通知之日起 5 个工作日内退还投标保证金，"
    "{% else %}根据招标文件的规定，{% endif %}"
)


def draw() -> bytes:
    """The template as a package."""
    page = new_page()
    add_title(page, "投标文件撤回通知书", 22)
    number = page.add_paragraph()
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    write(number, "编号：{{ number }}", SONG, 10.5)
    _letter(page)
    _deposit(page)
    add_text(page, "特此通知。请在收到后签收并予回复。")
    add_signature(
        page,
        ("投标人（盖章）：{{ company }}", "法定代表人或被授权人（签字或盖章）：", "{{ issued_on|date }}"),
    )
    _received(page)
    add_foot(page, "投标文件撤回通知书")
    return finished(page, "投标文件撤回通知书 {{ number }}", "{{ company }}")


def _letter(page: Page) -> None:
    add_text(page, "致：{{ tenderer }}{% if agency_name %}、{{ agency_name }}{% endif %}", indent=False)
    handed_in = (
        "{% if submitted_at %}我方已于 {{ submitted_at|datetime }} 递交投标文件。{% endif %}"
        "该项目投标截止时间为 {{ bid_deadline|datetime }}。"
    )
    why = "{% if withdraw_reason %}因{{ withdraw_reason }}，{% endif %}"
    add_text(
        page,
        f"我方{{{{ company }}}}（统一社会信用代码：{{{{ bidder.uscc }}}}）参加{_PROJECT}的投标。{handed_in}",
    )
    add_text(page, f"{why}我方现书面通知贵方：自 {{{{ withdrawn_on|date }}}}起{_ACT}上述投标文件。")


def _deposit(page: Page) -> None:
    add_tag(page, "{%p if deposit.amount %}")
    add_tag(page, "{%p if is_late %}")
    add_text(page, "我方已提交下列投标保证金，请按招标文件的规定处理：")
    add_tag(page, "{%p else %}")
    add_text(page, f"我方已提交下列投标保证金。{_BASIS}请贵方按期退还至原付款账户：")
    add_tag(page, "{%p endif %}")
    table = new_table(page)
    add_facts(
        table,
        (
            ("保证金金额", "¥ {{ deposit.amount|money }} 元（人民币{{ deposit.amount|cn_upper }}）"),
            ("付 款 日", "{{ deposit.paid_on|date }}"),
            ("收 据 号", "{{ deposit.receipt_no }}"),
            ("退款户名", "{{ company }}"),
            ("开户银行", "{{ bidder.bank_name }}"),
            ("账　　号", "{{ bidder.bank_account }}"),
        ),
    )
    add_text(page, "")
    add_tag(page, "{%p endif %}")
    add_text(page, "联系人：{{ contact_name }}　　电话：{{ bidder.phone }}")


def _received(page: Page) -> None:
    add_text(page, "")
    table = new_table(page)
    add_facts(table, (("签收人（盖章）", ""), ("签收时间", "　　　　年　　月　　日　　时　　分")))


if __name__ == "__main__":
    TARGET.write_bytes(draw())
