"""The register of territories, and how its rows are entered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from engine.execution.ports import Column, Register
from engine.execution.step import Step
from engine.kernel.errors import Problem
from engine.registers.shared import divisions, references, rows
from engine.registers.shared.entering import Entered, Found, Row
from engine.registers.shared.groups import MASTER_DATA
from engine.registers.shared.plain import Rows
from engine.registers.territories.tables import TERRITORY

NAME = "territories"
LEVELS: Mapping[str, Mapping[str, str]] = {
    "nation": {"zh-Hans": "全国", "en": "Nation"},
    "province": {"zh-Hans": "省级", "en": "Province"},
    "city": {"zh-Hans": "市级", "en": "City"},
    "county": {"zh-Hans": "县级", "en": "County"},
}
COLUMNS = (
    Column("code", {"zh-Hans": "区划代码", "en": "Code"}),
    Column("name", {"zh-Hans": "名称", "en": "Name"}),
    Column("level", {"zh-Hans": "级别", "en": "Level"}, "enum", True, LEVELS),
    Column("parent_code", {"zh-Hans": "上级区划", "en": "Lies in"}, "reference", True, register=NAME),
    Column("two_invoice_drug", {"zh-Hans": "药品两票制", "en": "Two invoices: drugs"}, "bool", True),
    Column("two_invoice_device", {"zh-Hans": "耗材两票制", "en": "Two invoices: devices"}, "bool", True),
    Column("regional_manager", {"zh-Hans": "区域经理", "en": "Regional manager"}, "person", True),
)


def _ready(step: Step, row: Row) -> dict[str, Any]:
    """Level and what it lies in follow from the code: the nearest of those around it that is here."""
    code = row["code"] or ""
    if not divisions.is_code(code):
        return {"level": None, "parent_code": None}
    known = (one for one in divisions.around(code)[1:] if references.row_of(step, NAME, one) is not None)
    return {"level": divisions.level(code), "parent_code": next(known, None)}


def _rules(_step: Step, row: Row) -> Iterator[Found]:
    if not divisions.is_code(row["code"]):
        yield "code", Problem("division_code_malformed", facts={"code": row["code"]})


ENTERED = Entered(
    NAME,
    TERRITORY,
    COLUMNS,
    required=("code", "name"),
    defaults={"two_invoice_drug": False, "two_invoice_device": False},
    fixed=("code",),
    unique=(("code",),),
    lengths={"name": 60},
    rules=_rules,
    ready=_ready,
)
_ROWS = Rows(TERRITORY, COLUMNS, number="code", searched=("code", "name"))
REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "区域", "en": "Territories"},
    columns=COLUMNS,
    list=_ROWS.list,
    one=_ROWS.one,
    reference=("code", "name"),
    icon="flag",
    group=MASTER_DATA,
    entry=Path(__file__).parent / "entry.form",
    write=ENTERED.write,
    edit=frozenset({"sales_assistant_lead", "sales_manager"}),
    find=_ROWS.find,
    void=lambda step, key, reason: rows.void(step, TERRITORY, NAME, key, reason),
)
