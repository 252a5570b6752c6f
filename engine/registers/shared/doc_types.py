"""Kinds of documents and their names; the codes are the ones that forms and decision tables use."""

from __future__ import annotations

from collections.abc import Mapping

DOC_TYPES: Mapping[str, Mapping[str, str]] = {
    code: {"zh-Hans": chinese, "en": english}
    for code, chinese, english in (
        ("sales_contract", "销售合同", "Sales contract"),
        ("award_contract", "中标合同", "Award contract"),
        ("purchase_contract", "采购合同", "Purchase contract"),
        ("transport_contract", "运输合同", "Transport contract"),
        ("authorization", "授权书", "Authorization letter"),
        ("bid_document", "投标文件", "Bid document"),
        ("qualification_copy", "资质复印件", "Qualification copy"),
        ("first_customer_pack", "首营资料", "First-customer pack"),
        ("quality_agreement", "质量保证协议", "Quality agreement"),
        ("inspection_report_copy", "批检验报告复印件", "Batch inspection report copy"),
        ("accompanying_note", "随货同行单", "Accompanying note"),
        ("reminder_letter", "催款函", "Payment reminder"),
        ("refund_letter", "退款函", "Refund letter"),
        ("receipt", "收据", "Receipt"),
        ("statement", "对账单", "Statement of account"),
        ("confirmation_letter", "询证函", "Confirmation letter"),
        ("paper_invoice", "纸质发票", "Paper invoice"),
        ("digital_invoice", "数电发票", "Digital invoice"),
        ("internal_loan", "内部借款单", "Internal loan form"),
        ("internal_expense", "内部费用单", "Internal expense form"),
        ("daily_material", "日常材料", "Daily material"),
    )
}
