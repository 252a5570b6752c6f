"""The register of seal uses as pages and exports see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.execution.ports import Column, Register, RegisterPage
from engine.registers.seal_uses import takings
from engine.registers.seal_uses.tables import SEAL_USE
from engine.registers.shared import listing
from engine.registers.shared.doc_types import DOC_TYPES
from engine.registers.shared.seal_kinds import KINDS

STATES: Mapping[str, Mapping[str, str]] = {
    "requested": {"zh-Hans": "已申请", "en": "Requested"},
    "sent_back": {"zh-Hans": "已退回", "en": "Sent back"},
    "approved": {"zh-Hans": "已批准", "en": "Approved"},
    "handed_out": {"zh-Hans": "已外带", "en": "Handed out"},
    "declined": {"zh-Hans": "携带人未领取", "en": "Not taken"},
    "sealed": {"zh-Hans": "已用印", "en": "Sealed"},
    "mismatch": {"zh-Hans": "不一致", "en": "Differs"},
    "refused": {"zh-Hans": "不予用印", "en": "Refused"},
    "withdrawn": {"zh-Hans": "已撤回", "en": "Withdrawn"},
}
MEDIA: Mapping[str, Mapping[str, str]] = {
    "physical": {"zh-Hans": "实物印章", "en": "Physical seal"},
    "electronic": {"zh-Hans": "电子签章", "en": "Electronic seal"},
}
CONDITIONS: Mapping[str, Mapping[str, str]] = {
    "intact": {"zh-Hans": "完好", "en": "Intact"},
    "damaged": {"zh-Hans": "损坏", "en": "Damaged"},
    "missing": {"zh-Hans": "遗失", "en": "Missing"},
}
SEE = frozenset(
    {
        "seal_keeper",
        "sales_assistant",
        "sales_assistant_lead",
        "sales_manager",
        "general_manager",
        "legal_reviewer",
        "auditor",
    }
)

_U = SEAL_USE.c
_FILTERS = {
    "state": listing.equals(_U.state),
    "applicant": listing.equals(_U.applicant),
    "keeper": listing.equals(_U.keeper),
    "doc_type": listing.equals(_U.doc_type),
    "seals": listing.holds_member(_U.seals),
    "medium": listing.equals(_U.medium),
    "out_of_office": listing.is_true(_U.out_of_office),
}
_SEARCHED = (_U.number, _U.title, _U.counterpart)


def _list(
    reader: Any, filters: Mapping[str, str], search: str = "", cursor: str | None = None, limit: int = 50
) -> RegisterPage:
    page = listing.page(
        reader.connection,
        SEAL_USE,
        filters=filters,
        conditions=_FILTERS,
        search=search,
        searched=_SEARCHED,
        cursor=cursor,
        limit=limit,
    )
    return RegisterPage([_told(row) for row in page.rows], page.next_cursor)


def _one(reader: Any, key: int) -> Mapping[str, Any] | None:
    row = listing.one(reader.connection, SEAL_USE, key)
    return None if row is None else _told(row)


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row with its lists of facts told as columns: people and moments stand in the same order."""
    said = takings.of_last_outing(row)
    confirmed = [one for one in said if one["result"] == takings.CONFIRMED]
    return {
        **row,
        "approvers": [one.get("approver") for one in row["approvals"]],
        "confirmed_by": [one["person"] for one in confirmed],
        "confirmed_at": [datetime.fromisoformat(one["at"]) for one in confirmed],
        "decline_reason": next((one["reason"] for one in said if one["reason"]), None),
        "scan_names": [one.get("name") for one in row["sealed_scan"] or []],
    }


REGISTER = Register(
    name="seal_uses",
    title={"zh-Hans": "用印台账", "en": "Seal uses"},
    icon="clipboard-list",
    columns=(
        Column("number", {"zh-Hans": "用印编号", "en": "Number"}),
        Column("state", {"zh-Hans": "状态", "en": "State"}, "enum", True, STATES),
        Column("title", {"zh-Hans": "文件名称", "en": "Document title"}),
        Column("doc_type", {"zh-Hans": "文件类别", "en": "Document type"}, "enum", True, DOC_TYPES),
        Column("doc_ref", {"zh-Hans": "文件编号", "en": "Document no."}),
        Column("counterpart", {"zh-Hans": "对方单位", "en": "Counterparty"}),
        Column("seals", {"zh-Hans": "印章种类", "en": "Seals"}, "enum", True, KINDS),
        Column("medium", {"zh-Hans": "用印方式", "en": "Kind of seal"}, "enum", True, MEDIA),
        Column("copies", {"zh-Hans": "份数", "en": "Copies"}, "number"),
        Column("pages", {"zh-Hans": "页数", "en": "Pages"}, "number"),
        Column("impressions", {"zh-Hans": "申请盖印数", "en": "Impressions requested"}, "number"),
        Column("impressions_made", {"zh-Hans": "实际盖印数", "en": "Impressions made"}, "number"),
        Column("cross_page", {"zh-Hans": "骑缝章", "en": "Cross-page seal"}, "bool"),
        Column("applicant", {"zh-Hans": "申请人", "en": "Applicant"}, "person", True),
        Column("approvers", {"zh-Hans": "审批人", "en": "Approvers"}, "person"),
        Column("keeper", {"zh-Hans": "盖印人", "en": "Sealed by"}, "person", True),
        Column("used_at", {"zh-Hans": "用印时间", "en": "Sealed at"}, "datetime"),
        Column("scan_names", {"zh-Hans": "用印件影像", "en": "Picture"}),
        Column("certificate_no", {"zh-Hans": "证书编号", "en": "Certificate no."}),
        Column("differences", {"zh-Hans": "查出不一致次数", "en": "Differences caught"}, "number"),
        Column("out_of_office", {"zh-Hans": "外带", "en": "Out of office"}, "bool", True),
        Column("handed_out_by", {"zh-Hans": "交出人", "en": "Handed out by"}, "person"),
        Column("handed_at", {"zh-Hans": "交出时间", "en": "Handed out at"}, "datetime"),
        Column("taken_by", {"zh-Hans": "携带人", "en": "Takers"}, "person"),
        Column("confirmed_by", {"zh-Hans": "已确认领取", "en": "Confirmed by"}, "person"),
        Column("confirmed_at", {"zh-Hans": "确认时间", "en": "Confirmed at"}, "datetime"),
        Column("decline_reason", {"zh-Hans": "不予领取原因", "en": "Why not taken"}),
        Column("back_by", {"zh-Hans": "归还期限", "en": "Back by"}, "datetime"),
        Column("returned_at", {"zh-Hans": "归还时间", "en": "Returned at"}, "datetime"),
        Column("returned_to", {"zh-Hans": "收回人", "en": "Returned to"}, "person"),
        Column("return_condition", {"zh-Hans": "归还状态", "en": "Condition"}, "enum", False, CONDITIONS),
        Column("created_at", {"zh-Hans": "申请时间", "en": "Requested at"}, "datetime"),
        Column("instance_key", {"zh-Hans": "流程", "en": "Case"}, "instance"),
    ),
    list=_list,
    one=_one,
    see=SEE,
)
