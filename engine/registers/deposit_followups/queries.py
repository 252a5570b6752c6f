"""The register of follow-ups as pages and exports see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.execution.ports import Column, Register, RegisterPage
from engine.registers.deposit_followups.row import NAME
from engine.registers.deposit_followups.tables import DEPOSIT_FOLLOWUP
from engine.registers.shared import listing
from engine.registers.shared.deposit_words import ACTIONS, DECISIONS, METHODS, STAGE_STATES

SEE = frozenset(
    {
        "sales_assistant", "sales_assistant_lead", "salesperson", "regional_manager", "sales_manager",
        "general_manager", "finance_manager", "legal_reviewer", "cashier", "accountant", "auditor",
    }
)  # fmt: skip

_F = DEPOSIT_FOLLOWUP.c
_FILTERS: Mapping[str, listing.Condition] = {
    "deposit": listing.equals(_F.deposit),
    "stage": lambda text: _F.stage == (int(text) if text.isdecimal() else -1),
    "action": listing.equals(_F.action),
    "by": listing.equals(_F.by),
    "method": listing.equals(_F.method),
    "state": lambda text: (
        _F.done_on.isnot(None)
        if text == "done"
        else _F.done_on.is_(None) & (_F.begun_on.isnot(None) if text == "open" else _F.begun_on.is_(None))
    ),
}


def _list(
    reader: Any, filters: Mapping[str, str], search: str = "", cursor: str | None = None, limit: int = 50
) -> RegisterPage:
    page = listing.page(
        reader.connection,
        DEPOSIT_FOLLOWUP,
        filters=filters,
        conditions=_FILTERS,
        search=search,
        searched=(_F.deposit, _F.contact, _F.answer),
        cursor=cursor,
        limit=limit,
    )
    return RegisterPage([_told(row) for row in page.rows], page.next_cursor)


def _one(reader: Any, key: int) -> Mapping[str, Any] | None:
    row = listing.one(reader.connection, DEPOSIT_FOLLOWUP, key)
    return None if row is None else _told(row)


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    waits = "planned" if row["begun_on"] is None else "open"
    return {**row, "deposit_no": row["deposit"], "state": waits if row["done_on"] is None else "done"}


REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "保证金催退记录", "en": "Deposit follow-ups"},
    icon="phone",
    columns=(
        Column("deposit", {"zh-Hans": "保证金编号", "en": "Deposit"}, "reference", True, register="deposits"),
        Column("stage", {"zh-Hans": "阶段", "en": "Stage"}, "number"),
        Column("action", {"zh-Hans": "事项", "en": "Action"}, "enum", True, ACTIONS),
        Column("state", {"zh-Hans": "状态", "en": "State"}, "enum", True, STAGE_STATES),
        Column("planned_on", {"zh-Hans": "计划日期", "en": "Planned for"}, "date"),
        Column("begun_on", {"zh-Hans": "发起日期", "en": "Fell on"}, "date"),
        Column("done_on", {"zh-Hans": "完成日期", "en": "Done on"}, "date"),
        Column("by", {"zh-Hans": "办理人", "en": "By"}, "person", True),
        Column("method", {"zh-Hans": "方式", "en": "Method"}, "enum", True, METHODS),
        Column("contact", {"zh-Hans": "联系人", "en": "Contact"}),
        Column("answer", {"zh-Hans": "答复", "en": "Answer"}),
        Column("decision", {"zh-Hans": "处理意见", "en": "Decision"}, "enum", False, DECISIONS),
        Column("next_promise_on", {"zh-Hans": "承诺退款日", "en": "Promised for"}, "date"),
        Column("interest_claimed", {"zh-Hans": "主张利息", "en": "Interest claimed"}, "money"),
        Column("seal_use_no", {"zh-Hans": "用印编号", "en": "Seal use"}),
        Column("letter", {"zh-Hans": "函件", "en": "Letter"}, "files", in_list=False),
        Column("file", {"zh-Hans": "附件", "en": "File"}, "files", in_list=False),
        Column("instance_key", {"zh-Hans": "流程", "en": "Case"}, "instance"),
    ),
    list=_list,
    one=_one,
    see=SEE,
)
