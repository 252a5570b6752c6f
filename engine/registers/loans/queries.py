"""The register of loans as pages and exports see it (标书费用借款台账, R-06)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, not_

from engine.execution.ports import Column, Register, RegisterPage
from engine.registers.loans import overdue, settlements
from engine.registers.loans.actions import ACTIONS
from engine.registers.loans.row import NAME
from engine.registers.loans.tables import LOAN, OUTSTANDING, OVERDUE, PENDING, REFUSED
from engine.registers.loans.words import ACCOUNTS, KINDS, PURPOSES, STATES, STATUS
from engine.registers.shared import listing

DESK = frozenset({"sales_assistant", "sales_assistant_lead", "sales_manager", "general_manager", "auditor"})
FINANCE = frozenset({"finance_manager", "cashier", "accountant"})
ACCOUNT = FINANCE | {"sales_assistant"}
_L = LOAN.c


def _has_status(day: date, status: str) -> ColumnElement[bool]:
    late = overdue.overdue_condition(day)
    if status == OVERDUE:
        return late
    return and_(_L.status == status, not_(late)) if status in OUTSTANDING else _L.status == status


def _yes(condition: ColumnElement[bool], text: str) -> ColumnElement[bool]:
    return condition if text == "true" else not_(condition)


def _conditions(day: date) -> Mapping[str, listing.Condition]:
    return {
        "status": lambda text: _has_status(day, text),
        "is_open": lambda text: _yes(overdue.outstanding_condition(), text),
        "is_overdue": lambda text: _yes(overdue.overdue_condition(day), text),
        "applicant": listing.equals(_L.applicant),
        "purpose": listing.holds_member(_L.purpose),
        "tender": listing.equals(_L.tender),
    }


def _list(
    reader: Any, filters: Mapping[str, str], search: str = "", cursor: str | None = None, limit: int = 50
) -> RegisterPage:
    day = overdue.today(reader)
    page = listing.page(
        reader.connection,
        LOAN,
        filters=filters,
        conditions=_conditions(day),
        search=search,
        searched=(_L.loan_no, _L.tender, _L.payee_name, _L.bank_ref),
        cursor=cursor,
        limit=limit,
    )
    return RegisterPage([_told(reader, row, day) for row in page.rows], page.next_cursor)


def _one(reader: Any, key: int) -> Mapping[str, Any] | None:
    row = listing.one(reader.connection, LOAN, key)
    return None if row is None else _told(reader, row, overdue.today(reader))


def _told(reader: Any, row: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The row as the company's clock has it, with its settlements."""
    lines = [line for line in settlements.of_loan(reader, row["key"]) if line["state"] != REFUSED]
    return {
        **row,
        "status": overdue.status_on(row, day),
        "is_open": overdue.is_outstanding(row),
        "is_overdue": overdue.is_overdue(row, day),
        "days_late": overdue.days_late(row, day),
        "approvers": [one.get("approver") for one in row["approvals"]],
        "settlements": lines,
        "pending": _sum(lines, PENDING),
        "invoice_nos": [line["invoice_no"] for line in lines if line["invoice_no"]],
        "checked_by": list(dict.fromkeys(line["checked_by"] for line in lines if line["checked_by"])),
    }


def _sum(lines: Sequence[Mapping[str, Any]], state: str) -> Decimal:
    return sum((line["amount"] for line in lines if line["state"] == state), Decimal("0.00"))


_LINES = (
    Column("purpose", {"zh-Hans": "借款用途", "en": "Purpose"}, "enum", options=PURPOSES),
    Column("amount", {"zh-Hans": "金额", "en": "Amount"}, "money"),
    Column("need_by", {"zh-Hans": "用款日期", "en": "Needed by"}, "date"),
)
_SETTLEMENTS = (
    Column("on", {"zh-Hans": "日期", "en": "On"}, "date"),
    Column("kind", {"zh-Hans": "平账类别", "en": "Kind"}, "enum", options=KINDS),
    Column("amount", {"zh-Hans": "金额", "en": "Amount"}, "money"),
    Column("invoice_no", {"zh-Hans": "发票号", "en": "Invoice no."}),
    Column("state", {"zh-Hans": "核对", "en": "Check"}, "enum", options=STATES),
    Column("settled_by", {"zh-Hans": "平账人", "en": "Settled by"}, "person"),
    Column("checked_by", {"zh-Hans": "核对人", "en": "Checked by"}, "person"),
)

REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "标书费用借款台账", "en": "Loans for bid costs"},
    icon="file-spreadsheet",
    columns=(
        Column("loan_no", {"zh-Hans": "借款编号", "en": "Loan no."}),
        Column("status", {"zh-Hans": "状态", "en": "Status"}, "enum", True, STATUS),
        Column("applicant", {"zh-Hans": "借款人", "en": "Applicant"}, "person", True),
        Column("purpose", {"zh-Hans": "借款用途", "en": "Purpose"}, "enum", True, PURPOSES),
        Column("tender", {"zh-Hans": "招标项目", "en": "Tender"}, "reference", True, register="tenders"),
        Column("bid", {"zh-Hans": "投标", "en": "Bid"}, "reference", register="bids", in_list=False),
        Column("amount", {"zh-Hans": "借款金额", "en": "Amount"}, "money"),
        Column("settled", {"zh-Hans": "已平账", "en": "Settled"}, "money"),
        Column("open", {"zh-Hans": "未平账余额", "en": "Open"}, "money"),
        Column("pending", {"zh-Hans": "待核对", "en": "To be checked"}, "money", in_list=False),
        Column("expected_settle_on", {"zh-Hans": "预计平账日", "en": "Settle by"}, "date"),
        Column("days_late", {"zh-Hans": "超期天数", "en": "Days late"}, "number"),
        Column("is_open", {"zh-Hans": "未平账", "en": "Open"}, "bool", True),
        Column("is_overdue", {"zh-Hans": "逾期", "en": "Overdue"}, "bool", True),
        Column("payee_name", {"zh-Hans": "收款单位", "en": "Payee"}),
        Column("payee_account", {"zh-Hans": "收款账号", "en": "Payee's account"}, see=ACCOUNT),
        Column("paid_on", {"zh-Hans": "付款日", "en": "Paid on"}, "date"),
        Column("bank_ref", {"zh-Hans": "银行流水号", "en": "Bank reference"}, see=FINANCE),
        Column(
            "pay_from_account",
            {"zh-Hans": "付款账户", "en": "Paid from"},
            "enum",
            options=ACCOUNTS,
            see=FINANCE,
        ),
        Column("paid_by", {"zh-Hans": "付款人", "en": "Paid by"}, "person", in_list=False),
        Column("voucher", {"zh-Hans": "付款凭证", "en": "Voucher"}, "files", see=FINANCE, in_list=False),
        Column("deposit", {"zh-Hans": "保证金", "en": "Deposit"}, "reference", register="deposits"),
        Column("approvers", {"zh-Hans": "审批人", "en": "Approvers"}, "person", in_list=False),
        Column(
            "override_by", {"zh-Hans": "逾期放行人", "en": "Overdue let pass by"}, "person", in_list=False
        ),
        Column("override_reason", {"zh-Hans": "放行理由", "en": "Why let pass"}, in_list=False),
        Column("refused_reason", {"zh-Hans": "未借原因", "en": "Why not lent"}, in_list=False),
        Column("lines", {"zh-Hans": "借款明细", "en": "Lines"}, "rows", columns=_LINES, in_list=False),
        Column(
            "settlements",
            {"zh-Hans": "平账明细", "en": "Settlements"},
            "rows",
            columns=_SETTLEMENTS,
            in_list=False,
        ),
        Column("invoice_nos", {"zh-Hans": "发票号", "en": "Invoices"}, in_list=False),
        Column("checked_by", {"zh-Hans": "核对人", "en": "Checked by"}, "person", in_list=False),
        Column("settled_on", {"zh-Hans": "结清日", "en": "Settled on"}, "date"),
        Column("created_at", {"zh-Hans": "申请时间", "en": "Asked at"}, "datetime"),
        Column("instance_key", {"zh-Hans": "流程", "en": "Case"}, "instance"),
    ),
    list=_list,
    one=_one,
    see=DESK | FINANCE,
    reference=("loan_no", "loan_no"),
    actions=ACTIONS,
)
