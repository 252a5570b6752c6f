"""The codes of this register and their names."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, Mapping[str, str]]


def _words(*rows: tuple[str, str, str]) -> Words:
    return {code: {"zh-Hans": chinese, "en": english} for code, chinese, english in rows}


STATUS = _words(
    ("draft", "待修改", "To be corrected"),
    ("approving", "审批中", "Being approved"),
    ("approved", "待付款", "To be paid"),
    ("paid", "待平账", "To be settled"),
    ("partly_settled", "部分平账", "Partly settled"),
    ("settled", "已平账", "Settled"),
    ("overdue", "逾期未平账", "Overdue"),
    ("rejected", "不予借款", "Refused"),
    ("withdrawn", "已撤回", "Withdrawn"),
)
PURPOSES = _words(
    ("doc_fee", "标书费", "Tender document"),
    ("deposit", "保证金", "Bid deposit"),
    ("agency_service", "代理服务费", "Agency service fee"),
    ("ca_fee", "CA证书费", "CA certificate"),
    ("travel", "差旅费", "Travel"),
    ("print", "印刷费", "Printing"),
    ("notary", "公证费", "Notary"),
    ("sample", "样品费", "Samples"),
    ("other", "其他", "Other"),
)
KINDS = _words(
    ("expense", "费用报销", "Expense"),
    ("refund_cash", "退回现金", "Cash returned"),
    ("deposit_returned", "保证金退回", "Deposit returned"),
    ("transfer_to_deposit", "转入保证金", "Moved to deposit"),
)
STATES = _words(
    ("pending", "待核对", "To be checked"),
    ("accepted", "已核对", "Accepted"),
    ("refused", "核对未通过", "Refused"),
)
ACCOUNTS = _words(("basic", "基本存款账户", "Basic account"), ("general", "一般存款账户", "General account"))
