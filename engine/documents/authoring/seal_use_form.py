"""Draws `templates/documents/seal_use_form.docx`, the application for using a seal (用印申请单, D-40).

Run by hand after a change: `python -m engine.documents.authoring.seal_use_form`.
"""

from __future__ import annotations

from pathlib import Path

from docx.document import Document as Page
from docx.shared import Cm, Pt
from docx.table import Table

from engine.documents.authoring.office_paper import add_foot, add_head
from engine.documents.authoring.sheet import (
    SONG,
    add_row,
    add_section,
    add_tag,
    finished,
    label,
    new_page,
    new_table,
    value,
    write,
)

TARGET = Path(__file__).parents[3] / "templates" / "documents" / "seal_use_form.docx"
_SEALS = {
    "company": "公章",
    "contract": "合同专用章",
    "legal_rep": "法定代表人章",
    "finance": "财务专用章",
    "invoice": "发票专用章",
    "quality": "质量管理专用章",
    "outbound": "药品出库专用章",
    "dept": "部门章",
}
_DOC_TYPES = {
    "sales_contract": "销售合同",
    "award_contract": "中标合同",
    "purchase_contract": "采购合同",
    "transport_contract": "运输合同",
    "authorization": "授权书",
    "bid_document": "投标文件",
    "qualification_copy": "资质复印件",
    "first_customer_pack": "首营资料",
    "quality_agreement": "质量保证协议",
    "inspection_report_copy": "批检验报告复印件",
    "accompanying_note": "随货同行单",
    "reminder_letter": "催款函",
    "refund_letter": "退款函",
    "receipt": "收据",
    "statement": "对账单",
    "confirmation_letter": "询证函",
    "paper_invoice": "纸质发票",
    "digital_invoice": "数电发票",
    "internal_loan": "内部借款单",
    "internal_expense": "内部费用单",
    "daily_material": "日常材料",
}


def _choice(name: str, options: dict[str, str]) -> str:
    """Jinja text that prints the Chinese word of a code, or the value itself where it is no code."""
    pairs = list(options.items())
    first = f"{{% if {name} == '{pairs[0][0]}' %}}{pairs[0][1]}"
    others = "".join(f"{{% elif {name} == '{code}' %}}{word}" for code, word in pairs[1:])
    return f"{first}{others}{{% else %}}{{{{ {name} }}}}{{% endif %}}"


_DECISION = _choice("step.decision", {"approved": "同意", "rejected": "不同意", "returned": "退回"})
# Who takes the seal out says so himself; the paper tells when.
_TAKINGS = (
    "{% for one in takings %}{{ one.name }} {{ one.at|datetime }}"
    "{% if not loop.last %}；{% endif %}{% endfor %}"
)
# A caller may know the approvers' names only, or that the rules ask for no approval.
_WITHOUT_STEPS = (
    "{% if approver_names %}审批人：{{ approver_names }}"
    "{% else %}按审批规则，本次用印无须另行审批。{% endif %}"
)


def draw() -> bytes:
    """The template as a package."""
    page = new_page()
    add_head(page, "用 印 申 请 单", "编号：{{ number }}\t申请日期：{{ applied_on|date }}")
    table = new_table(page)
    _document(table)
    _out_of_office(table)
    _approvals(table)
    _sealing(table)
    _signatures(page)
    add_foot(page, "用印申请单")
    return finished(page, "用印申请单 {{ number }}", "{{ company }}")


def _document(table: Table) -> None:
    add_section(table, "一、用印文件")
    add_row(
        table,
        [
            label(2, "申 请 人"),
            value(4, "{{ applicant_name }}"),
            label(2, "所属部门"),
            value(4, "{{ department_name }}"),
        ],
    )
    add_row(
        table,
        [
            label(2, "文件类别"),
            value(4, _choice("doc_type", _DOC_TYPES)),
            label(2, "文件编号"),
            value(4, "{{ document_no }}"),
        ],
    )
    add_row(table, [label(2, "文件名称"), value(10, "{{ title }}")])
    add_row(table, [label(2, "对方单位"), value(10, "{{ counterpart }}")])
    counts = [
        label(2, "用印份数"), value(2, "{{ copies }} 份", centred=True),
        label(2, "每份页数"), value(2, "{{ pages }} 页", centred=True),
        label(2, "申请盖印数"), value(2, "{{ impressions }} 枚", centred=True),
    ]  # fmt: skip
    add_row(table, counts)
    marks = [f"{{{{ seals|mark('{code}') }}}} {name}" for code, name in _SEALS.items()]
    add_row(table, [label(2, "印章种类"), value(10, "　".join(marks[:4]) + "\n" + "　".join(marks[4:]))], 1.5)
    cross_page = "{{ cross_page|mark }} 加盖　　{{ cross_page|mark(false) }} 不加盖"
    blank = "{{ blank_doc|mark(false) }} 否（空白文件禁止用印）"
    add_row(table, [label(2, "骑 缝 章"), value(4, cross_page), label(2, "空白文件"), value(4, blank)])
    add_row(table, [label(2, "用途及事由"), value(10, "{{ purpose }}")], 1.6)
    add_row(table, [label(2, "文件校验值"), value(10, "{{ file_hash }}", size=9)])


def _out_of_office(table: Table) -> None:
    add_section(table, "二、印章外带")
    carried = "{{ out_of_office|mark }} 是　　{{ out_of_office|mark(false) }} 否"
    add_row(
        table,
        [label(2, "是否外带"), value(4, carried), label(2, "归还期限"), value(4, "{{ back_by|datetime }}")],
    )
    add_tag(table, "{%tr if out_of_office %}")
    add_row(
        table,
        [
            label(2, "外带地点"),
            value(4, "{{ out_place }}"),
            label(2, "携 带 人"),
            value(4, "{{ taken_by|join('、') }}"),
        ],
    )
    add_row(table, [label(2, "外带原因"), value(10, "{{ out_reason }}")], 1.1)
    add_row(table, [label(2, "领取确认"), value(10, _TAKINGS)])
    add_row(
        table,
        [
            label(2, "交出时间"),
            value(4, "{{ handed_at|datetime }}"),
            label(2, "归还时间"),
            value(4, "{{ returned_at|datetime }}"),
        ],
    )
    add_tag(table, "{%tr endif %}")


def _approvals(table: Table) -> None:
    add_section(table, "三、审批")
    add_row(
        table,
        [
            label(1, "序号"),
            label(2, "审批环节"),
            label(2, "审批人"),
            label(1, "结论"),
            label(3, "意见"),
            label(3, "审批时间"),
        ],
    )
    add_tag(table, "{%tr for step in approvals %}")
    add_row(
        table,
        [
            value(1, "{{ loop.index }}", centred=True),
            value(2, "{{ step.role_name }}", centred=True),
            value(2, "{{ step.approver_name }}", centred=True),
            value(1, _DECISION, centred=True),
            value(3, "{{ step.comment }}"),
            value(3, "{{ step.decided_at|datetime }}", centred=True, size=9),
        ],
    )
    add_tag(table, "{%tr endfor %}")
    add_tag(table, "{%tr if not approvals %}")
    add_row(table, [value(12, _WITHOUT_STEPS, centred=True)])
    add_tag(table, "{%tr endif %}")


def _sealing(table: Table) -> None:
    add_section(table, "四、用印记录")
    add_row(
        table,
        [
            label(2, "印章保管人"),
            value(4, "{{ keeper_name }}"),
            label(2, "用印时间"),
            value(4, "{{ used_at|datetime }}"),
        ],
    )
    medium = "{% if medium == 'electronic' %}电子签章{% else %}实物印章{% endif %}"
    add_row(
        table,
        [label(2, "用印方式"), value(4, medium), label(2, "证书编号"), value(4, "{{ certificate_no }}")],
    )
    matches = "{{ file_matches|mark }} 是　　{{ file_matches|mark(false) }} 否"
    made = "{% if impressions_made %}{{ impressions_made }} 枚{% endif %}"
    add_row(table, [label(2, "实际盖印数"), value(4, made), label(2, "与审批稿一致"), value(4, matches)])


def _signatures(page: Page) -> None:
    line = page.add_paragraph()
    line.paragraph_format.space_before, line.paragraph_format.space_after = Pt(16), Pt(10)
    for stop in (5.8, 11.6):
        line.paragraph_format.tab_stops.add_tab_stop(Cm(stop))
    for number, who in enumerate(("申请人签字", "监印人签字", "保管人签字")):
        write(line, ("\t" if number else "") + f"{who}：", SONG)
        write(line, "　" * 7, SONG).font.underline = True
    note = page.add_paragraph()
    write(
        note,
        "注：1. 申请人、审批人、印章保管人须为不同人员。 2. 文件与审批稿不一致时不得用印。"
        " 3. 本单与用印文件一并存档。",
        SONG,
        9,
    )


if __name__ == "__main__":
    TARGET.write_bytes(draw())
