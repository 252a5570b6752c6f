"""The columns of a tender, and the words of their codes."""

from __future__ import annotations

from collections.abc import Mapping

from engine.execution.ports import Column

Words = Mapping[str, Mapping[str, str]]
PROCUREMENT_KINDS: Words = {
    "open": {"zh-Hans": "公开招标", "en": "Open tender"},
    "invited": {"zh-Hans": "邀请招标", "en": "Invited tender"},
    "negotiation": {"zh-Hans": "竞争性谈判", "en": "Negotiation"},
    "inquiry": {"zh-Hans": "询价", "en": "Inquiry"},
    "single_source": {"zh-Hans": "单一来源", "en": "Single source"},
    "vbp": {"zh-Hans": "带量采购", "en": "Volume-based procurement"},
    "listing": {"zh-Hans": "挂网", "en": "Listing"},
}
LEGAL_REGIMES: Words = {
    "bidding_law": {"zh-Hans": "招标投标法", "en": "Bidding law"},
    "gov_procurement": {"zh-Hans": "政府采购法", "en": "Government procurement"},
    "tender_doc": {"zh-Hans": "按招标文件", "en": "By the tender document"},
}
STATUS: Words = {
    "captured": {"zh-Hans": "已登记", "en": "Captured"},
    "assessing": {"zh-Hans": "评估中", "en": "Being assessed"},
    "preparing": {"zh-Hans": "准备中", "en": "Being prepared"},
    "submitted": {"zh-Hans": "已递交", "en": "Submitted"},
    "opened": {"zh-Hans": "已开标", "en": "Opened"},
    "won": {"zh-Hans": "中标", "en": "Won"},
    "partly_won": {"zh-Hans": "部分中标", "en": "Partly won"},
    "lost": {"zh-Hans": "未中标", "en": "Lost"},
    "abandoned": {"zh-Hans": "放弃", "en": "Abandoned"},
    "terminated": {"zh-Hans": "招标终止", "en": "Terminated"},
}
LINES = (
    Column("product_or_desc", {"zh-Hans": "产品编码或描述", "en": "Product code or description"}),
    Column("spec", {"zh-Hans": "要求规格", "en": "Required specification"}),
    Column("qty", {"zh-Hans": "数量", "en": "Quantity"}, "qty"),
    Column("unit", {"zh-Hans": "单位", "en": "Unit"}),
    Column("max_unit_price", {"zh-Hans": "最高限价（单价）", "en": "Highest unit price"}, "price"),
)
ADDENDA = (
    Column("addendum_on", {"zh-Hans": "发布日期", "en": "Issued on"}, "date"),
    Column("summary", {"zh-Hans": "内容", "en": "Content"}),
    Column("new_bid_deadline", {"zh-Hans": "新的投标截止时间", "en": "New bid deadline"}, "datetime"),
    Column("new_opening_at", {"zh-Hans": "新的开标时间", "en": "New opening"}, "datetime"),
    Column("by", {"zh-Hans": "登记人", "en": "Entered by"}, "person"),
)

COLUMNS = (
    Column("tender_internal_no", {"zh-Hans": "招标项目编号", "en": "Number"}),
    Column("title", {"zh-Hans": "项目名称", "en": "Title"}),
    Column("status", {"zh-Hans": "状态", "en": "State"}, "enum", True, STATUS),
    Column("agency", {"zh-Hans": "招标机构", "en": "Agency"}, "reference", True, register="agencies"),
    Column("tender_no", {"zh-Hans": "招标编号", "en": "Tender no."}),
    Column("package_no", {"zh-Hans": "包号", "en": "Package"}),
    Column("tenderer", {"zh-Hans": "招标主体", "en": "Tenderer"}),
    Column("procurement_kind", {"zh-Hans": "采购方式", "en": "Procurement"}, "enum", True, PROCUREMENT_KINDS),
    Column("legal_regime", {"zh-Hans": "适用规则", "en": "Rules"}, "enum", True, LEGAL_REGIMES),
    Column("bid_deadline", {"zh-Hans": "投标截止时间", "en": "Bid deadline"}, "datetime"),
    Column("opening_at", {"zh-Hans": "开标时间", "en": "Opening"}, "datetime"),
    Column("deposit_required", {"zh-Hans": "保证金金额", "en": "Deposit"}, "money"),
    Column("deposit_deadline", {"zh-Hans": "保证金截止日期", "en": "Deposit due"}, "date", in_list=False),
    Column("budget_or_estimate", {"zh-Hans": "预算/估算价", "en": "Budget or estimate"}, "money"),
    Column("max_price", {"zh-Hans": "最高限价（总价）", "en": "Highest price"}, "money", in_list=False),
    Column("notice_on", {"zh-Hans": "公告日期", "en": "Notice"}, "date"),
    Column("doc_sale_from", {"zh-Hans": "发售开始", "en": "Documents from"}, "date", in_list=False),
    Column("doc_sale_to", {"zh-Hans": "发售截止", "en": "Documents until"}, "date", in_list=False),
    Column("doc_price", {"zh-Hans": "标书费", "en": "Document fee"}, "money", in_list=False),
    Column("question_deadline", {"zh-Hans": "异议截止日期", "en": "Objections until"}, "date", in_list=False),
    Column("bid_validity_days", {"zh-Hans": "投标有效期（天）", "en": "Validity (days)"}, "number",
           in_list=False),
    Column("lines", {"zh-Hans": "采购明细", "en": "Lines"}, "rows", columns=LINES, in_list=False),
    Column("source_url", {"zh-Hans": "公告网址", "en": "Notice at"}, "url", in_list=False),
    Column("files", {"zh-Hans": "招标文件", "en": "Documents"}, "files", in_list=False),
    Column("addenda", {"zh-Hans": "澄清与变更", "en": "Addenda"}, "rows", columns=ADDENDA, in_list=False),
    Column("terminated_on", {"zh-Hans": "终止日期", "en": "Terminated on"}, "date", in_list=False),
)  # fmt: skip
