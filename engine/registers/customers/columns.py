"""The columns of a customer, and the words of their codes."""

from __future__ import annotations

from collections.abc import Mapping

from engine.execution.ports import Column
from engine.registers.customers.tables import ACTIVE, CLOSED, FROZEN, PENDING, PROSPECT
from engine.registers.shared.product_kinds import CATEGORIES

Words = Mapping[str, Mapping[str, str]]
KINDS: Words = {
    "agent": {"zh-Hans": "代理商", "en": "Agent"},
    "dealer": {"zh-Hans": "经销商", "en": "Dealer"},
    "distributor": {"zh-Hans": "配送商", "en": "Distributor"},
    "hospital": {"zh-Hans": "医院", "en": "Hospital"},
    "clinic_lab": {"zh-Hans": "检验所/诊所", "en": "Laboratory or clinic"},
    "cdc": {"zh-Hans": "疾控", "en": "CDC"},
    "pharmacy": {"zh-Hans": "药店", "en": "Pharmacy"},
    "manufacturer": {"zh-Hans": "同行企业", "en": "Manufacturer"},
}
OWNERSHIP: Words = {
    "public_institution": {"zh-Hans": "事业单位", "en": "Public institution"},
    "private": {"zh-Hans": "民营", "en": "Private"},
    "state_owned": {"zh-Hans": "国有", "en": "State-owned"},
    "foreign": {"zh-Hans": "外资", "en": "Foreign"},
}
GRADES: Words = {grade: {"zh-Hans": grade, "en": grade} for grade in "ABCD"}
STATUS: Words = {
    PROSPECT: {"zh-Hans": "意向", "en": "Prospect"},
    PENDING: {"zh-Hans": "待审核", "en": "To be reviewed"},
    ACTIVE: {"zh-Hans": "启用", "en": "Active"},
    FROZEN: {"zh-Hans": "冻结", "en": "Frozen"},
    CLOSED: {"zh-Hans": "关闭", "en": "Closed"},
}
CONTACTS = (
    Column("name", {"zh-Hans": "姓名", "en": "Name"}),
    Column("title", {"zh-Hans": "职务", "en": "Title"}),
    Column("mobile", {"zh-Hans": "手机", "en": "Mobile"}),
    Column("is_buyer", {"zh-Hans": "采购人员", "en": "Buyer"}, "bool"),
    Column("auth_doc", {"zh-Hans": "授权资料", "en": "Authorization"}),
)
# Who deals in money or with the customer; bank accounts are nothing for everybody.
_MONEY = frozenset(
    {
        "sales_assistant",
        "sales_assistant_lead",
        "salesperson",
        "regional_manager",
        "sales_manager",
        "general_manager",
        "finance_manager",
        "cashier",
        "accountant",
        "invoice_clerk",
        "auditor",
    }
)

COLUMNS = (
    Column("customer_code", {"zh-Hans": "客户编码", "en": "Code"}),
    Column("name", {"zh-Hans": "名称", "en": "Name"}),
    Column("uscc", {"zh-Hans": "统一社会信用代码", "en": "Credit code"}),
    Column("kind", {"zh-Hans": "类型", "en": "Kind"}, "enum", True, KINDS),
    Column("ownership", {"zh-Hans": "所有制", "en": "Ownership"}, "enum", True, OWNERSHIP, in_list=False),
    Column("grade", {"zh-Hans": "等级", "en": "Grade"}, "enum", True, GRADES),
    Column("territory", {"zh-Hans": "区域", "en": "Territory"}, "reference", True, register="territories"),
    Column("legal_rep", {"zh-Hans": "法定代表人", "en": "Legal representative"}, in_list=False),
    Column("address", {"zh-Hans": "地址", "en": "Address"}, in_list=False),
    Column("warehouse_address", {"zh-Hans": "仓库地址", "en": "Warehouse"}, in_list=False),
    Column("licence_scope", {"zh-Hans": "可经营类别", "en": "May buy"}, "enum", True, CATEGORIES,
           in_list=False),
    Column("salesperson", {"zh-Hans": "业务员", "en": "Salesperson"}, "person", True),
    Column("regional_manager", {"zh-Hans": "区域经理", "en": "Regional manager"}, "person", in_list=False),
    Column("credit_limit", {"zh-Hans": "信用额度", "en": "Credit limit"}, "money", see=_MONEY),
    Column("credit_days", {"zh-Hans": "账期（天）", "en": "Credit days"}, "number", see=_MONEY),
    Column("invoice_title", {"zh-Hans": "开票抬头", "en": "Invoice title"}, see=_MONEY, in_list=False),
    Column("tax_no", {"zh-Hans": "税号", "en": "Tax no."}, see=_MONEY, in_list=False),
    Column("invoice_address", {"zh-Hans": "开票地址", "en": "Invoice address"}, see=_MONEY, in_list=False),
    Column("invoice_phone", {"zh-Hans": "开票电话", "en": "Invoice phone"}, see=_MONEY, in_list=False),
    Column("bank_name", {"zh-Hans": "开户银行", "en": "Bank"}, see=_MONEY, in_list=False),
    Column("bank_account", {"zh-Hans": "银行账号", "en": "Bank account"}, see=_MONEY, in_list=False),
    Column("invoice_email", {"zh-Hans": "收票邮箱", "en": "Invoice e-mail"}, see=_MONEY, in_list=False),
    Column("contacts", {"zh-Hans": "联系人", "en": "Contacts"}, "rows", columns=CONTACTS, in_list=False),
    Column("status", {"zh-Hans": "状态", "en": "State"}, "enum", True, STATUS),
)  # fmt: skip
