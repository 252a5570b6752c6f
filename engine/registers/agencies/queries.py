"""The register of agencies, and how its rows are entered."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.execution.ports import Column, Register
from engine.execution.step import Step
from engine.kernel.errors import Problem
from engine.registers.agencies.tables import AGENCY
from engine.registers.shared import rows
from engine.registers.shared.entering import Entered, Found, Row
from engine.registers.shared.groups import PLATFORMS
from engine.registers.shared.plain import Rows

NAME = "agencies"
BANK = ("account_name", "bank_name", "bank_account_for_deposit")
KINDS: Mapping[str, Mapping[str, str]] = {
    "provincial_platform": {"zh-Hans": "省级医药采购平台", "en": "Provincial platform"},
    "alliance": {"zh-Hans": "联盟集采", "en": "Alliance"},
    "agent_company": {"zh-Hans": "招标代理机构", "en": "Tender agency"},
    "hospital_self": {"zh-Hans": "医院自行采购", "en": "A hospital itself"},
    "gov_center": {"zh-Hans": "政府采购中心", "en": "Government procurement centre"},
}
REGIMES: Mapping[str, Mapping[str, str]] = {
    "bidding_law": {"zh-Hans": "招标投标法", "en": "Bidding law"},
    "gov_procurement": {"zh-Hans": "政府采购", "en": "Government procurement"},
    "tender_doc": {"zh-Hans": "按招标文件", "en": "As the tender document says"},
}
CONTACTS = (
    Column("name", {"zh-Hans": "姓名", "en": "Name"}),
    Column("title", {"zh-Hans": "职务", "en": "Title"}),
    Column("phone", {"zh-Hans": "电话", "en": "Phone"}),
)
_MONEY = frozenset(
    {
        "sales_assistant",
        "sales_assistant_lead",
        "sales_manager",
        "general_manager",
        "finance_manager",
        "cashier",
        "accountant",
        "auditor",
    }
)
COLUMNS = (
    Column("agency_code", {"zh-Hans": "机构编码", "en": "Code"}),
    Column("name", {"zh-Hans": "名称", "en": "Name"}),
    Column("kind", {"zh-Hans": "类型", "en": "Kind"}, "enum", True, KINDS),
    Column("territory", {"zh-Hans": "区域", "en": "Territory"}, "reference", True, register="territories"),
    Column("site_url", {"zh-Hans": "网址", "en": "Site"}, "url"),
    Column("check_interval_days", {"zh-Hans": "巡查间隔（天）", "en": "Looked at every (days)"}, "number"),
    Column("deposit_regime", {"zh-Hans": "保证金规则", "en": "Deposits by"}, "enum", True, REGIMES),
    Column("account_name", {"zh-Hans": "收款户名", "en": "Account name"}, see=_MONEY, in_list=False),
    Column("bank_name", {"zh-Hans": "开户银行", "en": "Bank"}, see=_MONEY, in_list=False),
    Column("bank_account_for_deposit", {"zh-Hans": "保证金收款账号", "en": "Account for deposits"},
           see=_MONEY, in_list=False),
    Column("contacts", {"zh-Hans": "联系人", "en": "Contacts"}, "rows", columns=CONTACTS, in_list=False),
    Column("notes", {"zh-Hans": "说明", "en": "Notes"}, in_list=False),
)  # fmt: skip


def _ready(_step: Step, row: Row) -> dict[str, Any]:
    return {"contacts": row["contacts"] or []}


def _rules(_step: Step, row: Row) -> Iterator[Found]:
    if row["check_interval_days"] < 1:
        yield "check_interval_days", Problem("must_be_positive")
    account, site = row["bank_account_for_deposit"], row["site_url"]
    if account and not re.fullmatch(r"\d{8,30}", account):
        yield "bank_account_for_deposit", Problem("bank_account_malformed")
    if account and not row["account_name"]:
        yield "account_name", Problem("required")
    if site and not re.fullmatch(r"https?://\S+", site):
        yield "site_url", Problem("address_malformed")


ENTERED = Entered(
    NAME,
    AGENCY,
    COLUMNS,
    required=("agency_code", "name", "kind", "territory", "check_interval_days", "deposit_regime"),
    defaults={"check_interval_days": 1},
    fixed=("agency_code",),
    unique=(("agency_code",), ("name",)),
    lengths={"agency_code": 20, "name": 120, "account_name": 120, "bank_name": 120, "site_url": 300},
    rules=_rules,
    ready=_ready,
)


def _told(_reader: Any, found: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    return [{**row, "label": f"{row['agency_code']} {row['name']}"} for row in found]


_ROWS = Rows(AGENCY, COLUMNS, number="agency_code", searched=("agency_code", "name", "notes"), told=_told)
REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "招标机构/平台", "en": "Agencies and platforms"},
    columns=COLUMNS,
    list=_ROWS.list,
    one=_ROWS.one,
    reference=("agency_code", "label"),
    icon="building-2",
    group=PLATFORMS,
    entry=Path(__file__).parent / "entry.form",
    write=ENTERED.write,
    edit=frozenset({"sales_assistant", "sales_assistant_lead", "finance_manager"}),
    find=_ROWS.find,
    void=lambda step, key, reason: rows.void(step, AGENCY, NAME, key, reason),
    needs_second=lambda _row, changes: any(name in changes for name in BANK),
)
