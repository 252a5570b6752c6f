"""The words of qualification papers."""

from __future__ import annotations

from collections.abc import Mapping

from engine.registers.qualifications.tables import COMPANY, CUSTOMER, LOGISTICS, PRODUCT

Words = Mapping[str, Mapping[str, str]]

OWNERS: Words = {
    COMPANY: {"zh-Hans": "本公司", "en": "The company"},
    CUSTOMER: {"zh-Hans": "客户", "en": "Customer"},
    PRODUCT: {"zh-Hans": "产品", "en": "Product"},
    LOGISTICS: {"zh-Hans": "物流商", "en": "Carrier"},
}
KINDS: Words = {
    code: {"zh-Hans": chinese, "en": english}
    for code, chinese, english in (
        ("business_licence", "营业执照", "Business licence"),
        ("drug_mfg_licence", "药品生产许可证", "Drug manufacturing licence"),
        ("drug_trade_licence", "药品经营许可证", "Drug trade licence"),
        ("device_mfg_licence", "医疗器械生产许可证", "Device manufacturing licence"),
        ("device_trade_licence", "医疗器械经营许可证", "Device trade licence"),
        ("device_trade_filing", "第二类医疗器械经营备案凭证", "Class 2 device trade filing"),
        ("practice_licence", "医疗机构执业许可证", "Practice licence"),
        ("registration_cert", "注册证", "Registration certificate"),
        ("inspection_report", "检验报告书", "Inspection report"),
        ("coa", "出厂检验报告", "Certificate of analysis"),
        ("ifu", "说明书", "Instructions for use"),
        ("test_procedure", "制检规程", "Test procedure"),
        ("package_sample", "包装盒/标签样张", "Package and label sample"),
        ("eqa_result", "室间质评结果", "EQA result"),
        ("company_intro", "公司基本情况", "About the company"),
        ("after_sales_promise", "售后服务承诺书", "After-sales promise"),
        ("quality_guarantee", "质量保证书", "Quality guarantee"),
        ("qa_agreement", "质量保证协议书", "Quality agreement"),
        ("price_note", "产品定价说明", "Note on pricing"),
        ("price_quote", "对外报价表", "Price quotation"),
        ("form_template", "申请表", "Form template"),
        ("seal_samples", "印章样式", "Seal samples"),
        ("delivery_note_sample", "随货同行单样式", "Delivery note sample"),
        ("account_info", "开户信息", "Bank account information"),
        ("annual_report", "年度报告公示", "Published annual report"),
        ("sales_auth", "销售人员授权书", "Authorization of a salesperson"),
        ("id_copy", "身份证复印件", "Copy of an identity card"),
        ("iso13485", "ISO 13485", "ISO 13485"),
        ("other", "其他", "Other"),
    )
}
CONFIDENTIALITY: Words = {
    "public": {"zh-Hans": "公开", "en": "Public"},
    "normal": {"zh-Hans": "一般", "en": "Normal"},
    "confidential": {"zh-Hans": "保密", "en": "Confidential"},
}
STATUS: Words = {
    "valid": {"zh-Hans": "有效", "en": "Valid"},
    "expiring": {"zh-Hans": "即将到期", "en": "Expiring"},
    "expired": {"zh-Hans": "已过期", "en": "Expired"},
    "replaced": {"zh-Hans": "已替换", "en": "Replaced"},
}
