"""A tender and its neighbours, for tests of the registers of tenders and bids."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bootstrap import Engine
from engine.execution.ports import Register, RegisterPage

NOTICE: dict[str, Any] = {
    "agency": "AG-1",
    "tender_no": "BJ-2026-15",
    "package_no": "2",
    "title": "检验试剂采购",
    "tenderer": "滨江市第一医院(演示)",
    "procurement_kind": "open",
    "legal_regime": "bidding_law",
    "budget_or_estimate": 1_000_000,
    "deposit_required": 20_000,
    "notice_on": "2026-05-18",
    "doc_sale_from": "2026-05-18",
    "doc_sale_to": "2026-05-25",
    "deposit_deadline": "2026-06-18",
    "bid_deadline": "2026-06-19T09:30:00+08:00",
    "opening_at": "2026-06-19T09:30:00+08:00",
    "bid_validity_days": 90,
}


def stand_in(engine: Engine, name: str, column: str, **codes: Mapping[str, Any]) -> None:
    """A register of a few rows that are known by `column`."""
    rows = {code.replace("_", "-"): {column: code.replace("_", "-"), **row} for code, row in codes.items()}
    engine.services.registers[name] = Register(
        name=name,
        title={"zh-Hans": name, "en": name},
        columns=(),
        list=lambda *_a, **_k: RegisterPage(list(rows.values()), None),
        one=lambda _reader, _key: None,
        reference=(column, column),
        find=lambda _reader, values: rows.get(values[column]),
    )


def neighbours(engine: Engine) -> None:
    """An agency and two agents."""
    agency = {"name": "滨江省采购中心(演示)", "territory": "320000"}
    stand_in(engine, "agencies", "agency_code", AG_1=agency)
    stand_in(
        engine, "customers", "customer_code", A01={"name": "槿禾医疗(演示)"}, A02={"name": "泊远生物(演示)"}
    )
