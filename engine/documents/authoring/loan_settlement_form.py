"""Draws `templates/documents/loan_settlement_form.docx`, the settlement of a loan (平账单, D-04).

Run by hand after a change: `python -m engine.documents.authoring.loan_settlement_form`.
"""

from __future__ import annotations

from pathlib import Path

from docx.table import Table

from engine.documents.authoring.office_paper import add_foot, add_head, add_note
from engine.documents.authoring.sheet import (
    add_row,
    add_section,
    add_tag,
    finished,
    label,
    new_page,
    new_table,
    value,
)

TARGET = Path(__file__).parents[3] / "templates" / "documents" / "loan_settlement_form.docx"
_NOTE = (
    "注：1. 一张发票全公司只能报销一次。 2. 核对人不得为借款人、平账人或出纳。"
    " 3. 余额未结清的，按预计平账日继续催办。"
)


def draw() -> bytes:
    """The template as a package."""
    page = new_page()
    add_head(page, "费用报销（平账）单", "编号：{{ number }}\t核对日期：{{ checked_at|date }}")
    table = new_table(page)
    _loan(table)
    _lines(table)
    _sums(table)
    _signatures(table)
    add_note(page, _NOTE)
    add_foot(page, "平账单")
    return finished(page, "平账单 {{ number }}", "{{ company }}")


def _loan(table: Table) -> None:
    add_section(table, "一、借款")
    add_row(table, [label(2, "借款编号"), value(4, "{{ loan_no }}"),
                    label(2, "招标项目"), value(4, "{{ tender }}")])  # fmt: skip
    add_row(table, [label(2, "借 款 人"), value(4, "{{ applicant_name }}"),
                    label(2, "所属部门"), value(4, "{{ department_name }}")])  # fmt: skip
    add_row(table, [label(2, "收款单位"), value(10, "{{ payee_name }}")])
    add_row(table, [label(2, "借款金额"), value(4, "¥ {{ amount|money }}"),
                    label(2, "付 款 日"), value(4, "{{ paid_on|date }}")])  # fmt: skip
    add_row(table, [label(2, "预计平账日"), value(10, "{{ expected_settle_on|date }}")])


def _lines(table: Table) -> None:
    add_section(table, "二、本次平账明细")
    add_row(
        table,
        [
            label(1, "序号"),
            label(2, "平账类别"),
            label(4, "发票号"),
            label(3, "日期"),
            label(2, "金额（元）"),
        ],
    )
    add_tag(table, "{%tr for line in lines %}")
    add_row(table, [value(1, "{{ loop.index }}", centred=True), value(2, "{{ line.name }}", centred=True),
                    value(4, "{{ line.invoice_no }}", centred=True),
                    value(3, "{{ line.on|date }}", centred=True),
                    value(2, "{{ line.amount|money }}", centred=True)])  # fmt: skip
    add_tag(table, "{%tr endfor %}")
    add_row(table, [label(2, "合计大写"), value(7, "人民币{{ part_amount|cn_upper }}"),
                    label(1, "小写"), value(2, "¥ {{ part_amount|money }}", centred=True)])  # fmt: skip


def _sums(table: Table) -> None:
    add_section(table, "三、结算")
    add_row(table, [label(2, "其中：报销"), value(4, "¥ {{ expense|money }}"),
                    label(2, "其中：退款"), value(4, "¥ {{ cash|money }}")])  # fmt: skip
    add_row(table, [label(2, "此前已平"), value(4, "¥ {{ before|money }}"),
                    label(2, "累计已平"), value(4, "¥ {{ settled|money }}")])  # fmt: skip
    balance = "¥ {{ open|money }}　（人民币{{ open|cn_upper }}）{% if open == 0 %}　已结清{% endif %}"
    add_row(table, [label(2, "未平账余额"), value(10, balance)])


def _signatures(table: Table) -> None:
    add_section(table, "四、签字")
    add_row(table, [label(4, "平账人"), label(4, "会计核对"), label(4, "付款出纳")])
    names = ("settled_by_name", "checked_by_name", "cashier_name")
    add_row(table, [value(4, f"{{{{ {name} }}}}", centred=True) for name in names], 1.1)


if __name__ == "__main__":
    TARGET.write_bytes(draw())
