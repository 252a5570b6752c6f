"""The register of certificates, and how its rows are entered.

State and alert are those of the day of reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from engine.execution.ports import Column, Register
from engine.execution.step import Step
from engine.kernel.errors import Problem
from engine.registers.certificates import numbers, terms
from engine.registers.certificates.tables import CERTIFICATE
from engine.registers.shared import rows
from engine.registers.shared.entering import Entered, Found, Row
from engine.registers.shared.groups import MASTER_DATA
from engine.registers.shared.plain import Rows

NAME = "certificates"
KINDS: Mapping[str, Mapping[str, str]] = {
    numbers.DEVICE: {"zh-Hans": "医疗器械注册证", "en": "Device registration"},
    numbers.FILING: {"zh-Hans": "第一类医疗器械备案", "en": "Class 1 filing"},
    numbers.DRUG: {"zh-Hans": "药品批准文号", "en": "Drug approval"},
    numbers.IMPORTED_DRUG: {"zh-Hans": "进口药品批准文号", "en": "Imported drug approval"},
}
RENEWAL: Mapping[str, Mapping[str, str]] = {
    terms.NONE: {"zh-Hans": "未启动", "en": "Not begun"},
    terms.PREPARING: {"zh-Hans": "准备中", "en": "In preparation"},
    terms.ACCEPTED: {"zh-Hans": "已受理", "en": "Accepted"},
    terms.APPROVED: {"zh-Hans": "已批准", "en": "Approved"},
    terms.REFUSED: {"zh-Hans": "不予延续", "en": "Refused"},
}
STATUS: Mapping[str, Mapping[str, str]] = {
    terms.VALID: {"zh-Hans": "有效", "en": "Valid"},
    terms.RENEWING: {"zh-Hans": "视为准予延续", "en": "Deemed renewed"},
    terms.EXPIRED: {"zh-Hans": "已过期", "en": "Expired"},
}
ALERTS: Mapping[str, Mapping[str, str]] = {
    "none": {"zh-Hans": "无", "en": "None"},
    "12": {"zh-Hans": "12个月内到期", "en": "Within 12 months"},
    "9": {"zh-Hans": "9个月内到期", "en": "Within 9 months"},
    "7": {"zh-Hans": "7个月内到期，须立即申请延续", "en": "Within 7 months: apply now"},
    "closed": {"zh-Hans": "延续申请期限已过", "en": "Too late to renew"},
}
COLUMNS = (
    Column("cert_no", {"zh-Hans": "注册证/批准文号", "en": "Certificate no."}),
    Column("kind", {"zh-Hans": "种类", "en": "Kind"}, "enum", True, KINDS),
    Column("product_names", {"zh-Hans": "产品名称", "en": "Products"}),
    Column("holder", {"zh-Hans": "注册人/持有人", "en": "Holder"}),
    Column("status", {"zh-Hans": "状态", "en": "State"}, "enum", False, STATUS),
    Column("approved_on", {"zh-Hans": "批准日期", "en": "Approved on"}, "date", in_list=False),
    Column("valid_from", {"zh-Hans": "有效期起", "en": "Valid from"}, "date"),
    Column("valid_to", {"zh-Hans": "有效期至", "en": "Valid to"}, "date"),
    Column("renewal_status", {"zh-Hans": "延续注册", "en": "Renewal"}, "enum", True, RENEWAL),
    Column("renewal_accept_no", {"zh-Hans": "延续受理号", "en": "Acceptance no."}, in_list=False),
    Column("renewal_accepted_on", {"zh-Hans": "延续受理日期", "en": "Accepted on"}, "date", in_list=False),
    Column("renewal_closes_on", {"zh-Hans": "最迟申请延续", "en": "Renew by"}, "date"),
    Column("renewal_alert", {"zh-Hans": "延续提醒", "en": "Renewal alert"}, "enum", False, ALERTS),
    Column("scan", {"zh-Hans": "扫描件", "en": "Scan"}, "files", in_list=False),
)


def _told(reader: Any, found: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
    today = reader.now.astimezone(reader.services.zone).date()
    return [
        {
            **row,
            "status": terms.status(row, today),
            "renewal_closes_on": terms.closes_on(row),
            "renewal_alert": terms.alert(row, today),
            "device_class": "1" if row["kind"] == numbers.FILING else numbers.class_of(row["cert_no"]),
        }
        for row in found
    ]


def _rules(_step: Step, row: Row) -> Iterator[Found]:
    wrong = numbers.problem(row["kind"], row["cert_no"])
    if wrong is not None:
        yield "cert_no", wrong
    if row["valid_to"] is None:
        if row["kind"] != numbers.FILING:
            yield "valid_to", Problem("required")
        return
    yield from _term(row)
    accepted, closes = row["renewal_accepted_on"], terms.closes_on(row)
    if accepted is not None and closes is not None and accepted > closes:
        yield "renewal_accepted_on", Problem("renewal_too_late", facts={"closes": closes})


def _term(row: Row) -> Iterator[Found]:
    if row["valid_to"] < row["valid_from"]:
        yield "valid_to", Problem("ends_before_it_begins", facts={"begins": row["valid_from"]})
    elif row["valid_to"] > (most := terms.longest(row["valid_from"])):
        yield "valid_to", Problem("term_too_long", facts={"most": most})
    if row["renewal_status"] == terms.ACCEPTED:
        for name in ("renewal_accept_no", "renewal_accepted_on"):
            if not row[name]:
                yield name, Problem("required")


ENTERED = Entered(
    NAME,
    CERTIFICATE,
    COLUMNS,
    required=("cert_no", "kind", "product_names", "holder", "valid_from"),
    defaults={"renewal_status": terms.NONE},
    fixed=("cert_no",),
    unique=(("cert_no",),),
    lengths={"cert_no": 40, "product_names": 500, "holder": 120, "renewal_accept_no": 40},
    rules=_rules,
)
_ROWS = Rows(
    CERTIFICATE, COLUMNS, number="cert_no", searched=("cert_no", "product_names", "holder"), told=_told
)
REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "注册证", "en": "Certificates"},
    columns=COLUMNS,
    list=_ROWS.list,
    one=_ROWS.one,
    reference=("cert_no", "cert_no"),
    icon="file-text",
    group=MASTER_DATA,
    entry=Path(__file__).parent / "entry.form",
    write=ENTERED.write,
    edit=frozenset({"qa_officer", "commerce_clerk", "sales_assistant_lead"}),
    find=_ROWS.find,
    void=lambda step, key, reason: rows.void(step, CERTIFICATE, NAME, key, reason),
)
