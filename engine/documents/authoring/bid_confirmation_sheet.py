"""Draws `templates/documents/bid_confirmation_sheet.docx`, what is confirmed before a bid (投标确认单, D-01).

Run by hand after a change: `python -m engine.documents.authoring.bid_confirmation_sheet`.
"""

from __future__ import annotations

from pathlib import Path

from docx.document import Document as Page
from docx.table import Table

from engine.documents.authoring.letter import add_gap, add_heads
from engine.documents.authoring.office_paper import add_foot, add_head, add_note
from engine.documents.authoring.sheet import (
    add_row,
    add_section,
    add_tag,
    amount,
    finished,
    label,
    new_page,
    new_table,
    value,
)

TARGET = Path(__file__).parents[3] / "templates" / "documents" / "bid_confirmation_sheet.docx"
_REGIME = (
    "{% if legal_regime == 'bidding_law' %}招标投标法{% elif legal_regime == 'gov_procurement' %}政府采购法"
    "{% elif legal_regime == 'tender_doc' %}按招标文件{% endif %}"
)
_BIDDER = (
    "{% if bidder_entity == 'agent' %}代理商：{{ agent_name }}{% elif bidder_entity %}本公司：{{ company }}"
    "{% endif %}"
)
_DECISION = (
    "{% if step.decision == 'approved' %}同意{% elif step.decision == 'returned' %}退回"
    "{% else %}不同意{% endif %}"
)
_NOTE = (
    "注：1. 投标品种、规格、数量、预估价、投标主体、配送商须全部确认后方可制作标书。"
    " 2. 同一标包同一产品只能有一个投标主体。 3. 低于底价的须经总经理批准。"
)


def draw() -> bytes:
    """The template as a package."""
    page = new_page()
    add_head(page, "投 标 确 认 单", "编号：{{ number }}\t确认日期：{{ confirmed_at|date }}")
    table = new_table(page)
    _tender(table)
    _lines(page)
    _bidder(page)
    add_note(page, _NOTE)
    add_foot(page, "投标确认单", "{{ revision_no|default(1, true) }}")
    return finished(page, "投标确认单 {{ number }}", "{{ company }}")


def _tender(table: Table) -> None:
    add_section(table, "一、招标项目")
    add_row(table, [label(2, "项目名称"), value(10, "{{ tender_title }}")])
    add_row(table, [label(2, "招标编号"), value(4, "{{ tender_no }}"),
                    label(2, "包　　号"), value(4, "{{ package_no|default('—', true) }}")])  # fmt: skip
    add_row(table, [label(2, "招标主体"), value(10, "{{ tenderer }}")])
    add_row(table, [label(2, "招标机构"), value(4, "{{ agency_name }}"),
                    label(2, "适用规则"), value(4, _REGIME)])  # fmt: skip
    add_row(table, [label(2, "投标截止"), value(4, "{{ bid_deadline|datetime }}"),
                    label(2, "开标时间"), value(4, "{{ opening_at|datetime }}")])  # fmt: skip
    asked = (
        "{% if deposit_required %}¥ {{ deposit_required|money }}（人民币{{ deposit_required|cn_upper }}）"
        "{% else %}无{% endif %}"
    )
    add_row(table, [label(2, "保 证 金"), value(10, asked)])


def _lines(page: Page) -> None:
    add_gap(page)
    table = new_table(page)
    add_section(table, "二、投标品种", repeated=True)
    add_heads(
        table,
        (
            (1, "序号"),
            (4, "产品名称"),
            (2, "规格型号"),
            (1, "数量"),
            (2, "预估投标价（元）"),
            (2, "出厂价（元）"),
        ),
    )
    add_tag(table, "{%tr for line in bid_lines %}")
    count = "{% if line.qty_unknown %}未明确{% else %}{{ line.qty|qty }}{% endif %}"
    add_row(
        table,
        [
            value(1, "{{ loop.index }}", centred=True),
            value(4, "{{ line.name }}（{{ line.product }}）", size=9.5),
            value(2, "{{ line.spec }}", size=9.5),
            amount(1, count, 9),
            amount(2, "{{ line.estimated_price|price }}"),
            amount(2, "{{ line.list_price|price }}"),
        ],
    )
    add_tag(table, "{%tr endfor %}")
    add_row(table, [label(2, "预估总额"), value(6, "人民币{{ bid_amount|cn_upper }}"),
                    amount(4, "¥ {{ bid_amount|money }}")])  # fmt: skip


def _bidder(page: Page) -> None:
    add_gap(page)
    table = new_table(page)
    add_section(table, "三、投标主体与配送")
    add_row(table, [label(2, "投标主体"), value(10, _BIDDER)])
    add_row(table, [label(2, "配 送 商"), value(10, "{{ distributor.name }}")])
    add_row(table, [label(2, "责任销售"), value(4, "{{ sales_owner_name }}"),
                    label(2, "经 办 人"), value(4, "{{ preparer_name }}")])  # fmt: skip
    add_section(table, "四、确认与审批")
    add_row(table, [label(3, "环节"), label(2, "姓名"), label(1, "结论"), label(3, "意见"), label(3, "时间")])
    add_row(table, [value(3, "区域经理确认", centred=True), value(2, "{{ confirmed_by_name }}", centred=True),
                    value(1, "确认", centred=True), value(3, "{{ confirm_comment }}"),
                    value(3, "{{ confirmed_at|datetime }}", centred=True, size=9)])  # fmt: skip
    add_tag(table, "{%tr for step in approvals %}")
    add_row(table, [value(3, "{{ step.role_name }}", centred=True), value(2, "{{ step.name }}", centred=True),
                    value(1, _DECISION, centred=True), value(3, "{{ step.comment }}"),
                    value(3, "{{ step.decided_at|datetime }}", centred=True, size=9)])  # fmt: skip
    add_tag(table, "{%tr endfor %}")
    signs = [value(4, f"{who}签字：") for who in ("区域经理", "销售内勤", "审批人")]
    add_row(table, signs, 1.4)


if __name__ == "__main__":
    TARGET.write_bytes(draw())
