"""The codes of a deposit and their words."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, Mapping[str, str]]


def _words(*lines: tuple[str, str, str]) -> Words:
    return {code: {"zh-Hans": chinese, "en": english} for code, chinese, english in lines}


REGIMES = _words(
    ("bidding_law", "招标投标法", "Bidding law"),
    ("gov_procurement", "政府采购", "Government procurement"),
    ("tender_doc", "按招标文件", "Tender document"),
)
FORMS = _words(
    ("transfer", "转账", "Transfer"),
    ("cheque", "支票", "Cheque"),
    ("draft", "汇票", "Draft"),
    ("bank_guarantee", "银行保函", "Bank guarantee"),
    ("insurance_guarantee", "保险保函", "Insurance guarantee"),
)
STATUS = _words(
    ("paid", "已缴纳", "Paid"),
    ("due", "今日到期", "Due"),
    ("overdue", "逾期未退", "Overdue"),
    ("partly_returned", "部分退还", "Partly returned"),
    ("returned", "已退还", "Returned"),
    ("forfeited", "被没收", "Forfeited"),
    ("converted", "已转抵", "Converted"),
    ("written_off", "已核销", "Written off"),
)
BUCKETS = _words(
    ("0-30", "0–30 天", "0–30 days"),
    ("31-60", "31–60 天", "31–60 days"),
    ("61-90", "61–90 天", "61–90 days"),
    (">90", "90 天以上", "More than 90 days"),
)
RESULTS = _words(
    ("won", "中标", "Won"),
    ("partly_won", "部分中标", "Partly won"),
    ("lost", "未中标", "Lost"),
    ("rejected", "被否决", "Rejected"),
    ("withdrawn", "已撤回", "Withdrawn"),
    ("terminated", "终止招标", "Terminated"),
)
OFFSETS = _words(
    ("none", "无", "None"),
    ("performance_bond", "转履约保证金", "Performance bond"),
    ("agency_fee", "抵代理服务费", "Agency fee"),
)
REASONS = _words(
    ("deduct_agency_fee", "抵扣代理服务费", "Agency fee deducted"),
    ("deduct_penalty", "扣罚", "Penalty deducted"),
    ("convert_bond", "转为履约保证金", "Turned into performance bond"),
    ("error", "对方差错", "Error of the payer"),
)
BASES = _words(
    ("contract_signed", "合同签订日", "Contract signed"),
    ("award_notice_estimate", "中标通知书日（估算）", "Award notice (estimate)"),
    ("withdrawn", "截止前撤回", "Withdrawn before the deadline"),
    ("terminated", "终止招标", "Tender terminated"),
    ("award_notice", "中标通知书日", "Award notice"),
    ("document_date", "招标文件载明日", "Date in the tender document"),
    ("result_date", "结果之日", "Day of the result"),
    ("contested", "异议后要求日", "Demanded after objection"),
    ("forfeitable", "招标人主张不予退还", "Forfeiture claimed"),
)
