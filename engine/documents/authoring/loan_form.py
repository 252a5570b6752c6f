"""Draws `templates/documents/loan_form.docx`, the loan for bid costs (借款单, D-03).

Run by hand after a change: `python -m engine.documents.authoring.loan_form`.
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

TARGET = Path(__file__).parents[3] / "templates" / "documents" / "loan_form.docx"
_DECISION = (
    "{% if step.decision == 'approved' %}同意{% elif step.decision == 'returned' %}退回"
    "{% else %}不同意{% endif %}"
)
_SIGNERS = (
    ("主　管", "sales_assistant_lead"),
    ("部门经理", "sales_manager"),
    ("财　务", "finance_manager"),
    ("总经理", "general_manager"),
)
_NOTE = (
    "注：1. 借款人、审批人、出纳须为不同人员。 2. 标书费、保证金只付至招标机构档案所载账户，"
    "保证金由基本存款账户付出。 3. 有逾期借款的，再借须经财务经理放行。"
)


def draw() -> bytes:
    """The template as a package."""
    page = new_page()
    add_head(page, "借　款　单", "编号：{{ number }}　　（标书费用）\t申请日期：{{ applied_on|date }}")
    table = new_table(page)
    _borrower(table)
    _lines(table)
    _payee(table)
    _open_loans(table)
    _approvals(table)
    _payment(table)
    _signatures(table)
    add_note(page, _NOTE)
    add_foot(page, "借款单")
    return finished(page, "借款单 {{ number }}", "{{ company }}")


def _borrower(table: Table) -> None:
    add_row(table, [label(2, "借 款 人"), value(4, "{{ applicant_name }}"),
                    label(2, "所属部门"), value(4, "{{ department_name }}")])  # fmt: skip
    add_row(table, [label(2, "招标项目"), value(4, "{{ tender }}"),
                    label(2, "投标编号"), value(4, "{{ bid_no }}")])  # fmt: skip


def _lines(table: Table) -> None:
    add_section(table, "一、借款用途")
    add_row(table, [label(1, "序号"), label(5, "用　途"), label(3, "用款日期"), label(3, "金额（元）")])
    add_tag(table, "{%tr for line in lines %}")
    number, need_by = (
        value(1, "{{ loop.index }}", centred=True),
        value(3, "{{ line.need_by|date }}", centred=True),
    )
    add_row(
        table,
        [number, value(5, "{{ line.name }}"), need_by, value(3, "{{ line.amount|money }}", centred=True)],
    )
    add_tag(table, "{%tr endfor %}")
    add_row(table, [label(2, "金额大写"), value(6, "人民币{{ amount|cn_upper }}"),
                    label(1, "小写"), value(3, "¥ {{ amount|money }}", centred=True)])  # fmt: skip


def _payee(table: Table) -> None:
    add_section(table, "二、收款与平账")
    add_row(table, [label(2, "收款单位"), value(10, "{{ payee_name }}")])
    add_row(table, [label(2, "收款账号"), value(4, "{{ payee_account }}"),
                    label(2, "预计平账日"), value(4, "{{ expected_settle_on|date }}")])  # fmt: skip


def _open_loans(table: Table) -> None:
    add_section(table, "三、借款人未平账借款")
    add_tag(table, "{%tr if open_loans %}")
    add_row(table, [label(3, "借款编号"), label(3, "借款金额（元）"), label(3, "未平账余额（元）"),
                    label(3, "预计平账日")])  # fmt: skip
    add_tag(table, "{%tr endif %}")
    add_tag(table, "{%tr for loan in open_loans %}")
    late = "{{ loan.loan_no }}{% if loan.is_overdue %}（逾期）{% endif %}"
    add_row(table, [value(3, late, centred=True), value(3, "{{ loan.amount|money }}", centred=True),
                    value(3, "{{ loan.open|money }}", centred=True),
                    value(3, "{{ loan.expected_settle_on|date }}", centred=True)])  # fmt: skip
    add_tag(table, "{%tr endfor %}")
    add_tag(table, "{%tr if open_loans %}")
    add_row(
        table,
        [label(2, "余额合计"), value(10, "¥ {{ open_total|money }}　（人民币{{ open_total|cn_upper }}）")],
    )
    add_tag(table, "{%tr endif %}")
    add_tag(table, "{%tr if override_comment %}")
    add_row(table, [label(2, "逾期放行"), value(10, "{{ override_comment }}")])
    add_tag(table, "{%tr endif %}")
    add_tag(table, "{%tr if not open_loans %}")
    add_row(table, [value(12, "无", centred=True)])
    add_tag(table, "{%tr endif %}")


def _approvals(table: Table) -> None:
    add_section(table, "四、审批")
    add_row(
        table,
        [label(2, "审批环节"), label(2, "审批人"), label(1, "结论"), label(4, "意见"), label(3, "审批时间")],
    )
    add_tag(table, "{%tr for step in approvals %}")
    add_row(table, [value(2, "{{ step.role_name }}", centred=True), value(2, "{{ step.name }}", centred=True),
                    value(1, _DECISION, centred=True), value(4, "{{ step.comment }}"),
                    value(3, "{{ step.decided_at|datetime }}", centred=True, size=9)])  # fmt: skip
    add_tag(table, "{%tr endfor %}")


def _payment(table: Table) -> None:
    add_section(table, "五、付款")
    account = "{% if pay_from_account == 'basic' %}基本存款账户{% else %}一般存款账户{% endif %}"
    add_row(table, [label(2, "付 款 日"), value(4, "{{ paid_on|date }}"),
                    label(2, "付款账户"), value(4, account)])  # fmt: skip
    add_row(table, [label(2, "银行流水号"), value(4, "{{ bank_ref }}"),
                    label(2, "转入保证金"), value(4, "{{ deposit_no }}")])  # fmt: skip


def _signatures(table: Table) -> None:
    """Who signed: names come from the approvals and the payment, as the case has them."""
    add_section(table, "六、签字")
    add_row(table, [label(2, "借款人"), *(label(2, word) for word, _ in _SIGNERS), label(2, "出　纳")])
    signed = [value(2, _signed_by(role), centred=True) for _, role in _SIGNERS]
    row = [
        value(2, "{{ applicant_name }}", centred=True),
        *signed,
        value(2, "{{ cashier_name }}", centred=True),
    ]
    add_row(table, row, 1.1)


def _signed_by(role: str) -> str:
    return (
        f"{{% for step in approvals %}}{{% if step.role == '{role}' and step.decision == 'approved' %}}"
        "{{ step.name }}{% endif %}{% endfor %}"
    )


if __name__ == "__main__":
    TARGET.write_bytes(draw())
