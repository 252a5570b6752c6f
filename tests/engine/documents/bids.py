"""A bid as the papers of a bid are told of it."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import docx

from tests.engine.documents.kit import ROOT

FOLDER = ROOT / "templates" / "documents"
NAMES = ("bid_confirmation_sheet", "bid_document", "bid_withdrawal")
LONG = "一次性使用真空采血管及配套耗材全自动化学发光免疫分析仪专用组合包装（演示）"


def template(name: str) -> bytes:
    return (FOLDER / f"{name}.docx").read_bytes()


def bid(count: int, **changed: Any) -> dict[str, Any]:
    """All that is known of a bid with this many lines; its total is the sum of their amounts."""
    lines = [_line(number) for number in range(count)]
    total = sum((line["amount"] for line in lines), Decimal(0))
    facts = {**_TENDER, **_PAPERS, "price_lines": lines, "bid_lines": lines}
    return {**facts, "price_total": total, "bid_amount": total, **changed}


def _line(number: int) -> dict[str, Any]:
    qty, price = Decimal(100 + number), Decimal("1180") + Decimal(number) / 8
    return {
        "product": f"QL-{1001 + number}",
        "name": LONG if number % 2 else "降钙素原测定试剂盒(化学发光法)",
        "spec": "50人份",
        "unit": "盒",
        "qty": qty,
        "qty_unknown": False,
        "estimated_price": price,
        "list_price": Decimal("1180.00"),
        "quoted_price": price,
        "amount": (qty * price).quantize(Decimal("0.01")),
        "cert_no": "苏械注准20232409901",
        "cert_valid_to": "2028-05-10",
        "manufacturer": "青澜生物技术(演示)有限公司",
        "storage": "冷藏（2–8℃）",
        "shelf_life_months": 12,
    }


_TENDER = {
    "number": "BD-2026-0003",
    "revision_no": 2,
    "company": "青澜生物技术(演示)有限公司",
    "issued_on": "2026-05-26",
    "tender_title": "岱青疾控采血耗材采购项目",
    "tender_no": "DQCDC-2026-011",
    "package_no": "1",
    "tenderer": "岱青疾控(演示)",
    "agency_name": "演示招标代理有限公司",
    "legal_regime": "bidding_law",
    "bid_deadline": "2026-05-29T09:30:00+08:00",
    "opening_at": "2026-05-29T09:30:00+08:00",
    "bid_validity_days": 90,
    "bid_validity_to": "2026-08-27",
    "deposit_required": Decimal("10000"),
}
_PAPERS = {
    "bidder": {
        "uscc": "91990101MADEM1006W",
        "legal_rep": "顾之远",
        "address": "演示市演示路1号",
        "phone": "0512-00000000",
        "bank_name": "演示银行",
        "bank_account": "990101000000000001",
    },
    "deposit": {
        "amount": Decimal("10000.00"),
        "form": "transfer",
        "paid_on": "2026-05-22",
        "receipt_no": "SJ-0099",
        "payee_name": "演示招标代理有限公司",
    },
    "copies_original": 1,
    "copies_duplicate": 4,
    "attorney_name": "周子墨",
    "bidder_entity": "self",
    "distributor": {"name": "齐风器械(演示)", "uscc": "91990101MADEM205XG"},
    "req_lines": [
        {"clause_no": "2.1", "requirement": "经营许可在有效期内", "kind": "qualification", "is_starred": True,
         "response_name": "医疗器械经营许可证"},
        {"clause_no": "4.2", "requirement": "检测速度", "kind": "technical", "is_starred": False},
    ],
    "deviation_lines": [
        {"clause_no": "4.2", "kind": "technical", "requirement": "检测速度≥200测试/小时",
         "ours": "240测试/小时", "deviation": "positive", "note": "优于要求"},
    ],
    "papers": [
        {"name": "营业执照", "cert_no": "91990101MADEM1006W", "issuer": "演示市场监督管理局",
         "valid_to": None},
        {"name": "医疗器械生产许可证", "cert_no": "演示药监械生产许20230001号", "valid_to": "2028-03-31"},
    ],
    "withdrawn_on": "2026-05-27",
    "withdraw_reason": "产能调整",
    "approvals": [
        {"role_name": "销售部经理", "name": "孙立行", "decision": "approved", "comment": "同意",
         "decided_at": "2026-05-20T15:00:00+08:00"},
    ],
}  # fmt: skip


def rows(document: bytes) -> list[list[str]]:
    """The cells of all tables, row by row; a cell that spans several columns once."""
    found = []
    for table in docx.Document(io.BytesIO(document)).tables:
        for row in table.rows:
            seen: dict[int, str] = {id(cell._tc): cell.text for cell in row.cells}
            found.append(list(seen.values()))
    return found


def text(document: bytes) -> str:
    """All that is read: paragraphs and cells."""
    said = [paragraph.text for paragraph in docx.Document(io.BytesIO(document)).paragraphs]
    return "\n".join([*said, *("\t".join(row) for row in rows(document))])
