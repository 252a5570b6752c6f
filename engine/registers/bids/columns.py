"""The columns of a bid, and the words of their codes."""

from __future__ import annotations

from collections.abc import Mapping

from engine.execution.ports import Column

Words = Mapping[str, Mapping[str, str]]
# Who may see what we offer, and what others did.
PRICES = frozenset(
    {
        "sales_assistant", "sales_assistant_lead", "regional_manager", "sales_manager", "finance_manager",
        "general_manager", "auditor",
    }
)  # fmt: skip
BIDDERS: Words = {
    "self": {"zh-Hans": "本公司", "en": "Our company"},
    "agent": {"zh-Hans": "代理商", "en": "An agent"},
}
STATUS: Words = {
    "assessing": {"zh-Hans": "评估中", "en": "Being assessed"},
    "preparing": {"zh-Hans": "准备中", "en": "Being prepared"},
    "submitted": {"zh-Hans": "已递交", "en": "Submitted"},
    "opened": {"zh-Hans": "已开标", "en": "Opened"},
    "won": {"zh-Hans": "中标", "en": "Won"},
    "partly_won": {"zh-Hans": "部分中标", "en": "Partly won"},
    "lost": {"zh-Hans": "未中标", "en": "Lost"},
    "rejected": {"zh-Hans": "被否决", "en": "Rejected"},
    "terminated": {"zh-Hans": "招标终止", "en": "Terminated"},
    "declined": {"zh-Hans": "不投标", "en": "Not bid for"},
    "abandoned": {"zh-Hans": "放弃", "en": "Abandoned"},
    "missed_deadline": {"zh-Hans": "错过截止", "en": "Deadline missed"},
    "withdrawn": {"zh-Hans": "已撤回", "en": "Withdrawn"},
}
RESULTS: Words = {
    name: STATUS[name] for name in ("won", "partly_won", "lost", "rejected", "withdrawn", "terminated")
}
SUBMISSIONS: Words = {
    "online": {"zh-Hans": "网上", "en": "Online"},
    "paper": {"zh-Hans": "纸质", "en": "On paper"},
    "both": {"zh-Hans": "网上和纸质", "en": "Both"},
}
LOSS_REASONS: Words = {
    "price": {"zh-Hans": "价格", "en": "Price"},
    "qualification": {"zh-Hans": "资格", "en": "Qualification"},
    "technical": {"zh-Hans": "技术", "en": "Technical"},
    "late": {"zh-Hans": "逾期", "en": "Too late"},
    "format": {"zh-Hans": "格式", "en": "Form"},
    "unknown": {"zh-Hans": "不明", "en": "Unknown"},
}
_PRODUCT = Column("product", {"zh-Hans": "投标品种", "en": "Product"}, "reference", register="products")
LINES = (
    _PRODUCT,
    Column("spec", {"zh-Hans": "规格", "en": "Specification"}),
    Column("qty", {"zh-Hans": "数量", "en": "Quantity"}, "qty"),
    Column("qty_unknown", {"zh-Hans": "数量未明确", "en": "Quantity unknown"}, "bool"),
    Column("estimated_price", {"zh-Hans": "预估投标价", "en": "Estimated price"}, "price"),
    Column("below_floor", {"zh-Hans": "低于底价", "en": "Below floor"}, "bool"),
    Column("quoted_price", {"zh-Hans": "投标单价", "en": "Price offered"}, "price"),
)
ROUNDS = (
    Column("round", {"zh-Hans": "轮次", "en": "Round"}, "number"),
    _PRODUCT,
    Column("price", {"zh-Hans": "报价", "en": "Quotation"}, "price"),
    Column("by", {"zh-Hans": "报价人", "en": "Quoted by"}, "person"),
    Column("reviewed_by", {"zh-Hans": "复核人", "en": "Checked by"}, "person"),
    Column("at", {"zh-Hans": "时间", "en": "At"}, "datetime"),
)
AWARDS = (
    _PRODUCT,
    Column("award_price", {"zh-Hans": "中标价", "en": "Award price"}, "price"),
    Column("award_qty", {"zh-Hans": "中标数量", "en": "Award quantity"}, "qty"),
)
COMPETITORS = (
    Column("name", {"zh-Hans": "投标人", "en": "Bidder"}),
    Column("price", {"zh-Hans": "报价", "en": "Price"}, "money"),
)

COLUMNS = (
    Column("bid_no", {"zh-Hans": "投标编号", "en": "Number"}),
    Column("tender", {"zh-Hans": "招标项目", "en": "Tender"}, "reference", True, register="tenders"),
    Column("package", {"zh-Hans": "包号", "en": "Package"}),
    Column("status", {"zh-Hans": "状态", "en": "State"}, "enum", True, STATUS),
    Column("bidder_entity", {"zh-Hans": "投标主体", "en": "Bidder"}, "enum", True, BIDDERS),
    Column("agent", {"zh-Hans": "投标代理商", "en": "Agent"}, "reference", True, register="customers"),
    Column("distributor", {"zh-Hans": "配送商", "en": "Distributor"}, "reference", register="customers"),
    Column("preparer", {"zh-Hans": "标书负责人", "en": "Prepared by"}, "person", True),
    Column("sales_owner", {"zh-Hans": "责任销售", "en": "Sales owner"}, "person"),
    Column("submission", {"zh-Hans": "递交方式", "en": "Submission"}, "enum", False, SUBMISSIONS),
    Column("submitted_at", {"zh-Hans": "递交时间", "en": "Submitted at"}, "datetime"),
    Column("price_total", {"zh-Hans": "投标总价", "en": "Total"}, "money", see=PRICES),
    Column("result", {"zh-Hans": "结果", "en": "Result"}, "enum", True, RESULTS),
    Column("result_on", {"zh-Hans": "结果日期", "en": "Result on"}, "date"),
    Column("award_notice_on", {"zh-Hans": "中标通知书日期", "en": "Award notice"}, "date"),
    Column("loss_reason", {"zh-Hans": "未中标原因", "en": "Why lost"}, "enum", True, LOSS_REASONS),
    Column("contract_signed_on", {"zh-Hans": "合同签订日期", "en": "Contract signed"}, "date"),
    Column("lines", {"zh-Hans": "投标明细", "en": "Lines"}, "rows", see=PRICES, columns=LINES, in_list=False),
    Column("estimated_amount", {"zh-Hans": "预估金额", "en": "Estimated amount"}, "money", see=PRICES,
           in_list=False),
    Column("confirmed_by", {"zh-Hans": "投标确认人", "en": "Confirmed by"}, "person", in_list=False),
    Column("confirmed_at", {"zh-Hans": "投标确认时间", "en": "Confirmed at"}, "datetime", in_list=False),
    Column("no_go_reason", {"zh-Hans": "放弃原因", "en": "Why not bid for"}, in_list=False),
    Column("copies_original", {"zh-Hans": "正本份数", "en": "Originals"}, "number", in_list=False),
    Column("copies_duplicate", {"zh-Hans": "副本份数", "en": "Duplicates"}, "number", in_list=False),
    Column("bid_validity_days", {"zh-Hans": "投标有效期（天）", "en": "Validity (days)"}, "number",
           in_list=False),
    Column("checked_by", {"zh-Hans": "标书复核人", "en": "Checked by"}, "person", in_list=False),
    Column("checks_failed", {"zh-Hans": "复核未通过次数", "en": "Failed checks"}, "number", in_list=False),
    Column("quote_rounds", {"zh-Hans": "报价记录", "en": "Quotations"}, "rows", see=PRICES, columns=ROUNDS,
           in_list=False),
    Column("receipt_file", {"zh-Hans": "签收凭证", "en": "Receipt"}, "files", in_list=False),
    Column("own_decrypted", {"zh-Hans": "解密成功", "en": "Decrypted"}, "bool", in_list=False),
    Column("competitor_lines", {"zh-Hans": "竞争报价", "en": "Competitors"}, "rows", see=PRICES,
           columns=COMPETITORS, in_list=False),
    Column("award_lines", {"zh-Hans": "中标明细", "en": "Award"}, "rows", see=PRICES, columns=AWARDS,
           in_list=False),
    Column("doc_fee", {"zh-Hans": "标书费", "en": "Document fee"}, "money", in_list=False),
    Column("withdrawn_on", {"zh-Hans": "撤回日期", "en": "Withdrawn on"}, "date", in_list=False),
    Column("withdraw_letter", {"zh-Hans": "撤回通知书", "en": "Letter of withdrawal"}, "files",
           in_list=False),
    Column("withdraw_reason", {"zh-Hans": "撤回原因", "en": "Why withdrawn"}, in_list=False),
    Column("instance_key", {"zh-Hans": "流程", "en": "Case"}, "instance"),
)  # fmt: skip
