"""The register of platform codes, and how its rows are entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from engine.execution.ports import Column, Register
from engine.execution.step import Step
from engine.kernel.errors import Problem
from engine.registers.platform_codes.tables import PLATFORM_CODE
from engine.registers.shared import rows
from engine.registers.shared.entering import Entered, Found, Row
from engine.registers.shared.groups import PLATFORMS
from engine.registers.shared.plain import Rows

NAME = "platform_codes"
STATUS: Mapping[str, Mapping[str, str]] = {
    "to_enter": {"zh-Hans": "待录入", "en": "To be entered"},
    "entered": {"zh-Hans": "已录入", "en": "Entered"},
    "under_review": {"zh-Hans": "审核中", "en": "Under review"},
    "listed": {"zh-Hans": "已挂网", "en": "Listed"},
    "rejected": {"zh-Hans": "被退回", "en": "Rejected"},
    "delisted": {"zh-Hans": "已撤网", "en": "Delisted"},
}
COLUMNS = (
    Column("agency", {"zh-Hans": "平台", "en": "Platform"}, "reference", True, register="agencies"),
    Column("product", {"zh-Hans": "产品", "en": "Product"}, "reference", True, register="products"),
    Column("platform_code", {"zh-Hans": "平台产品代码", "en": "Platform code"}),
    Column("platform_name", {"zh-Hans": "平台名称", "en": "Name there"}),
    Column("platform_spec", {"zh-Hans": "平台规格", "en": "Specification there"}),
    Column("unit_ratio", {"zh-Hans": "单位换算", "en": "Our units in one of theirs"}, "number"),
    Column("listed_price", {"zh-Hans": "挂网价", "en": "Listed price"}, "price"),
    Column("status", {"zh-Hans": "状态", "en": "State"}, "enum", True, STATUS),
    Column("last_synced_on", {"zh-Hans": "最近核对", "en": "Last compared on"}, "date"),
)
_C = PLATFORM_CODE.c


def _rules(_step: Step, row: Row) -> Iterator[Found]:
    for name in ("unit_ratio", "listed_price"):
        if row[name] is not None and row[name] <= Decimal(0):
            yield name, Problem("must_be_positive")


ENTERED = Entered(
    NAME,
    PLATFORM_CODE,
    COLUMNS,
    required=("agency", "product", "platform_code", "unit_ratio", "status"),
    defaults={"status": "to_enter"},
    fixed=("agency", "product"),
    unique=(("agency", "platform_code"), ("agency", "product")),
    lengths={"platform_code": 60, "platform_name": 120, "platform_spec": 120},
    rules=_rules,
)


def find(reader: Any, values: Mapping[str, Any]) -> Row | None:
    """The code of this product on this platform."""
    same = select(PLATFORM_CODE).where(
        _C.agency == str(values.get("agency")), _C.product == str(values.get("product"))
    )
    row = reader.connection.execute(same).mappings().first()
    return None if row is None else {str(name): row[name] for name in row}


_ROWS = Rows(
    PLATFORM_CODE,
    COLUMNS,
    number="platform_code",
    searched=("product", "platform_code", "platform_name", "agency"),
)
REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "平台产品代码", "en": "Platform codes"},
    columns=COLUMNS,
    list=_ROWS.list,
    one=_ROWS.one,
    reference=("platform_code", "platform_code"),
    icon="table-2",
    group=PLATFORMS,
    entry=Path(__file__).parent / "entry.form",
    write=ENTERED.write,
    edit=frozenset({"sales_assistant", "sales_assistant_lead"}),
    find=find,
    void=lambda step, key, reason: rows.void(step, PLATFORM_CODE, NAME, key, reason),
)
