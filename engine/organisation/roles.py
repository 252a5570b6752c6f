"""The role codes of the company (domain 0.6). Roles are candidate groups and lane codes at once."""

from __future__ import annotations

from collections.abc import Mapping

ROLES: Mapping[str, Mapping[str, str]] = {
    code: {"zh-Hans": chinese, "en": english}
    for code, chinese, english in (
        ("sales_assistant", "销售内勤", "Sales assistant"),
        ("sales_assistant_lead", "销售内勤主管", "Lead sales assistant"),
        ("commerce_clerk", "商务部文员", "Commerce clerk"),
        ("salesperson", "销售员", "Salesperson"),
        ("regional_manager", "区域经理", "Regional manager"),
        ("sales_manager", "销售部经理", "Sales manager"),
        ("general_manager", "总经理", "General manager"),
        ("legal_reviewer", "法务", "Legal reviewer"),
        ("cashier", "出纳", "Cashier"),
        ("accountant", "会计", "Accountant"),
        ("finance_manager", "财务经理", "Finance manager"),
        ("invoice_clerk", "开票员", "Invoice clerk"),
        ("seal_keeper", "印章保管人", "Seal keeper"),
        ("qa_officer", "质量管理员", "Quality officer"),
        ("tech_support", "技术支持", "Technical support"),
        ("warehouse_keeper", "库管员", "Warehouse keeper"),
        ("outbound_reviewer", "出库复核员", "Outbound reviewer"),
        ("production_planner", "生产计划员", "Production planner"),
        ("production_manager", "生产部长", "Production manager"),
        ("admin", "系统管理员", "Administrator"),
        ("operator", "运维", "Operator"),
        ("process_owner", "流程负责人", "Process owner"),
        ("process_approver", "流程审批", "Process approver"),
        ("auditor", "审计", "Auditor"),
    )
}
