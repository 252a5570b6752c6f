"""The register of deposits as pages and exports see it; how each stands is told for the day of the look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_

from engine.execution.ports import Column, Register, RegisterPage
from engine.registers.deposits import status
from engine.registers.deposits.actions import ACTIONS
from engine.registers.deposits.row import NAME
from engine.registers.deposits.tables import DEPOSIT
from engine.registers.deposits.words import BASES, BUCKETS, FORMS, OFFSETS, REASONS, REGIMES, RESULTS, STATUS
from engine.registers.shared import listing

SEE = frozenset(
    {
        "sales_assistant", "sales_assistant_lead", "salesperson", "regional_manager", "sales_manager",
        "general_manager", "finance_manager", "legal_reviewer", "cashier", "accountant", "auditor",
    }
)  # fmt: skip
MONEY_DESK = frozenset(
    {"sales_assistant", "sales_assistant_lead", "cashier", "accountant", "finance_manager", "auditor"}
)

_D = DEPOSIT.c
_SEARCHED = (_D.deposit_no, _D.bid, _D.tender, _D.title, _D.tender_no, _D.payee_name)
# Age bucket -> first and last day overdue.
_DAYS = {"0-30": (1, 30), "31-60": (31, 60), "61-90": (61, 90), ">90": (91, 99_999)}


def _list(
    reader: Any, filters: Mapping[str, str], search: str = "", cursor: str | None = None, limit: int = 50
) -> RegisterPage:
    today = _today(reader)
    page = listing.page(
        reader.connection,
        DEPOSIT,
        filters=filters,
        conditions=_conditions(today),
        search=search,
        searched=_SEARCHED,
        cursor=cursor,
        limit=limit,
    )
    return RegisterPage([_told(row, today) for row in page.rows], page.next_cursor)


def _one(reader: Any, key: int) -> Mapping[str, Any] | None:
    row = listing.one(reader.connection, DEPOSIT, key)
    return None if row is None else _told(row, _today(reader))


def _today(reader: Any) -> date:
    day: date = reader.services.calendar.local_date(reader.now)
    return day


def _told(row: Mapping[str, Any], today: date) -> dict[str, Any]:
    return {
        **row,
        # By these names other parts know the numbers.
        "bid_no": row["bid"],
        "loan_no": row["loan"],
        "status": status.status(row, today),
        "days_overdue": status.days_overdue(row, today),
        "age_bucket": status.age_bucket(row, today),
    }


def _conditions(today: date) -> dict[str, listing.Condition]:
    same = ("deposit_no", "bid", "tender", "legal_regime", "form", "preparer", "refund_basis", "result")
    by_column = {name: listing.equals(_D[name]) for name in same}
    return by_column | {
        "status": lambda text: _stands(text, today),
        "age_bucket": lambda text: _aged(text, today),
    }


def _stands(wanted: str, today: date) -> ColumnElement[bool]:
    """The same as `status.status`, asked of the database."""
    is_open = and_(_D.closed_as.is_(None), _D.outstanding == _D.amount)
    by_day: dict[str, ColumnElement[bool]] = {
        status.PAID: or_(_D.refund_due_on.is_(None), _D.refund_due_on > today),
        status.DUE: _D.refund_due_on == today,
        status.OVERDUE: _D.refund_due_on < today,
    }
    if wanted in by_day:
        return and_(is_open, by_day[wanted])
    if wanted == status.PARTLY_RETURNED:
        return and_(_D.closed_as.is_(None), _D.outstanding < _D.amount)
    return _D.closed_as == wanted


def _aged(wanted: str, today: date) -> ColumnElement[bool]:
    if wanted not in _DAYS:
        return false()
    first, last = (today - timedelta(days=days) for days in _DAYS[wanted])
    return and_(_D.closed_as.is_(None), _D.refund_due_on <= first, _D.refund_due_on >= last)


_LINES = (
    Column("on", {"zh-Hans": "到账日期", "en": "Received on"}, "date"),
    Column("amount", {"zh-Hans": "本金", "en": "Principal"}, "money"),
    Column("interest", {"zh-Hans": "利息", "en": "Interest"}, "money"),
    Column("bank_ref", {"zh-Hans": "银行流水号", "en": "Bank reference"}, see=MONEY_DESK),
    Column("reason", {"zh-Hans": "差额原因", "en": "Reason of the difference"}, "enum", False, REASONS),
    Column("explained", {"zh-Hans": "凭据抵减", "en": "Explained by document"}, "money"),
)


def _text(key: str, chinese: str, english: str, **more: Any) -> Column:
    return Column(key, {"zh-Hans": chinese, "en": english}, **more)


def _day(key: str, chinese: str, english: str, **more: Any) -> Column:
    return Column(key, {"zh-Hans": chinese, "en": english}, "date", **more)


def _money(key: str, chinese: str, english: str, **more: Any) -> Column:
    return Column(key, {"zh-Hans": chinese, "en": english}, "money", **more)


def _enum(key: str, chinese: str, english: str, options: Any, **more: Any) -> Column:
    return Column(key, {"zh-Hans": chinese, "en": english}, "enum", options=options, **more)


COLUMNS = (
    _text("deposit_no", "保证金编号", "Number"),
    _enum("status", "状态", "Status", STATUS, filter=True),
    _text("title", "招标项目", "Tender"),
    Column("tender", {"zh-Hans": "招标登记号", "en": "Tender no."}, "reference", register="tenders"),
    Column("bid", {"zh-Hans": "投标编号", "en": "Bid"}, "reference", register="bids"),
    _money("amount", "金额", "Amount"),
    _money("outstanding", "未退金额", "Outstanding"),
    _day("refund_due_on", "应退日期", "Due on"),
    Column("days_overdue", {"zh-Hans": "逾期天数", "en": "Days overdue"}, "number"),
    _enum("age_bucket", "账龄", "Age", BUCKETS, filter=True),
    _enum("legal_regime", "适用规则", "Legal regime", REGIMES, filter=True),
    _enum("refund_basis", "应退依据", "Due by", BASES),
    _day("paid_on", "付款日期", "Paid on"),
    _enum("form", "形式", "Form", FORMS, filter=True),
    _text("payee_name", "收款单位", "Payee"),
    _text("payee_account", "收款账号", "Payee's account", see=MONEY_DESK, in_list=False),
    _text("pay_from_account", "付款账户", "Paid from", see=MONEY_DESK, in_list=False),
    _text("bank_ref", "银行流水号", "Bank reference", see=MONEY_DESK, in_list=False),
    Column("voucher", {"zh-Hans": "付款凭证", "en": "Voucher"}, "files", in_list=False),
    _text("receipt_no", "收据号", "Receipt no."),
    _text("receipt_location", "收据存放处", "Where the receipt is", in_list=False),
    Column("loan", {"zh-Hans": "借款单号", "en": "Loan"}, "reference", register="loans", in_list=False),
    Column("preparer", {"zh-Hans": "标书编制人", "en": "Prepared by"}, "person", True),
    _day("bid_validity_to", "投标有效期至", "Bid valid to", in_list=False),
    _enum("result", "投标结果", "Result", RESULTS, filter=True),
    _day("award_notice_on", "中标通知书日期", "Award notice on", in_list=False),
    _day("contract_signed_on", "合同签订日期", "Contract signed on", in_list=False),
    _day("terminated_on", "终止公告日期", "Terminated on", in_list=False),
    _day("withdrawn_on", "撤回通知送达日", "Withdrawn on", in_list=False),
    _day("document_refund_on", "招标文件载明退还日", "Day in the document", in_list=False),
    _day("next_promise_on", "承诺退款日", "Promised for", in_list=False),
    _day("forfeit_noticed_on", "不予退还通知日", "Forfeiture claimed on", in_list=False),
    _day("contested_on", "提出异议日", "Contested on", in_list=False),
    Column("refund_lines", {"zh-Hans": "到账明细", "en": "Refunds"}, "rows", columns=_LINES, in_list=False),
    _money("refunded_total", "已退本金", "Refunded"),
    _money("interest_received", "已收利息", "Interest received", in_list=False),
    _enum("offset_to", "抵转去向", "Offset to", OFFSETS, in_list=False),
    _money("offset_amount", "抵转金额", "Offset", in_list=False),
    _money("forfeited_amount", "没收金额", "Forfeited", in_list=False),
    _text("forfeit_reason", "没收原因", "Reason of forfeiture", in_list=False),
    _money("written_off_amount", "核销金额", "Written off", in_list=False),
    _day("closed_on", "了结日期", "Closed on", in_list=False),
    Column("instance_key", {"zh-Hans": "流程", "en": "Case"}, "instance"),
)

REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "投标保证金台账", "en": "Bid deposits"},
    icon="clipboard-list",
    columns=COLUMNS,
    list=_list,
    one=_one,
    see=SEE,
    reference=("deposit_no", "deposit_no"),
    actions=ACTIONS,
)
