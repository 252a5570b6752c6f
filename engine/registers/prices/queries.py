"""The price list, and how its rows are entered. Every change of it needs a second person (SOD-11).

A price is ended and never made void: that would be a change which one person does alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import bindparam, or_, select

from engine.execution.ports import Column, Register
from engine.execution.step import Step
from engine.kernel.errors import InvalidInput, Problem
from engine.registers.prices.tables import BID_AWARD, BID_FLOOR, HOSPITAL, LIST, PRICE, TIER_A, TIER_B
from engine.registers.shared import floor
from engine.registers.shared.entering import Entered, Found, Row
from engine.registers.shared.floor import SEES_FLOOR
from engine.registers.shared.groups import MASTER_DATA
from engine.registers.shared.plain import Rows
from engine.storage.prepared import Prepared

NAME = "prices"
TYPES: Mapping[str, Mapping[str, str]] = {
    LIST: {"zh-Hans": "出厂价", "en": "List price"},
    TIER_A: {"zh-Hans": "代理价A档", "en": "Agents, tier A"},
    TIER_B: {"zh-Hans": "代理价B档", "en": "Agents, tier B"},
    HOSPITAL: {"zh-Hans": "医院价", "en": "Hospitals"},
    BID_FLOOR: {"zh-Hans": "投标底价", "en": "Floor of bids"},
    BID_AWARD: {"zh-Hans": "中标价", "en": "Award price"},
}
COLUMNS = (
    Column("product", {"zh-Hans": "产品", "en": "Product"}, "reference", True, register="products"),
    Column("price_type", {"zh-Hans": "价格类型", "en": "Kind of price"}, "enum", True, TYPES),
    Column("territory", {"zh-Hans": "区域", "en": "Territory"}, "reference", True, register="territories"),
    Column("customer", {"zh-Hans": "客户", "en": "Customer"}, "reference", True, register="customers"),
    Column("price", {"zh-Hans": "价格", "en": "Price"}, "price"),
    Column("floor_price", {"zh-Hans": "底价", "en": "Floor price"}, "price", see=SEES_FLOOR),
    Column("valid_from", {"zh-Hans": "生效日期", "en": "From"}, "date"),
    Column("valid_to", {"zh-Hans": "失效日期", "en": "To"}, "date"),
)
SEE = frozenset(
    {
        "sales_assistant",
        "sales_assistant_lead",
        "salesperson",
        "regional_manager",
        "accountant",
        "invoice_clerk",
        "auditor",
    }
)
_P = PRICE.c
KEY = ("product", "price_type", "territory", "customer")
_SAME = Prepared(
    select(PRICE).where(
        _P.price_key == bindparam("key"), _P.valid_from == bindparam("day"), _P.is_void.is_(False)
    )
)


def price_key(row: Row) -> str:
    return "|".join(row[name] or "" for name in KEY)


def _ready(_step: Step, row: Row) -> dict[str, Any]:
    return {"price_key": price_key(row)}


def _rules(step: Step, row: Row) -> Iterator[Found]:
    used, unused = ("floor_price", "price") if row["price_type"] == BID_FLOOR else ("price", "floor_price")
    if row[used] is None:
        yield used, Problem("required")
    elif row[used] <= 0:
        yield used, Problem("must_be_positive")
    if row[unused] is not None:
        yield unused, Problem("price_of_other_kind", facts={"kind": TYPES[row["price_type"]]})
    if row["price_type"] == BID_AWARD and row["territory"] is None:
        yield "territory", Problem("required")
    if row["valid_to"] is not None and row["valid_to"] < row["valid_from"]:
        yield "valid_to", Problem("ends_before_it_begins", facts={"begins": row["valid_from"]})
        return
    yield from _overlap(step, row)


def _overlap(step: Step, row: Row) -> Iterator[Found]:
    ends_after = or_(_P.valid_to.is_(None), _P.valid_to >= row["valid_from"])
    begins_before = [] if row["valid_to"] is None else [_P.valid_from <= row["valid_to"]]
    others = (
        select(_P.valid_from, _P.valid_to)
        .where(_P.price_key == row["price_key"], _P.key != (row.get("key") or 0), _P.is_void.is_(False))
        .where(ends_after, *begins_before)
        .order_by(_P.valid_from)
    )
    other = step.connection.execute(others.limit(1)).first()
    if other is None:
        return
    if other.valid_to is None:
        yield "valid_from", Problem("price_overlaps_open", facts={"begins": other.valid_from})
    else:
        facts = {"begins": other.valid_from, "ends": other.valid_to}
        yield "valid_from", Problem("price_overlaps", facts=facts)


ENTERED = Entered(
    NAME,
    PRICE,
    COLUMNS,
    required=("product", "price_type", "valid_from"),
    fixed=KEY,
    rules=_rules,
    ready=_ready,
)


def write(step: Step, key: int | None, values: Mapping[str, Any]) -> int:
    """Key of the row. Raises InvalidInput with every column that is wrong."""
    problems = list(floor.not_yours(step, values, ("price", "floor_price")))
    if problems:
        raise InvalidInput(fields={name: [problem] for name, problem in problems})
    return ENTERED.write(step, key, values)


def find(reader: Any, values: Mapping[str, Any]) -> Row | None:
    """The item for the same key that begins on the same day."""
    begins = values.get("valid_from")
    key = price_key({name: values.get(name) for name in KEY})
    day = begins if isinstance(begins, date) else date.fromisoformat(str(begins or date.max))
    row = _SAME.fetch_one(reader.connection, {"key": key, "day": day})
    return None if row is None else dict(zip((one.name for one in PRICE.columns), row, strict=True))


_ROWS = Rows(PRICE, COLUMNS, number="key", searched=("product", "customer", "territory"))
REGISTER = Register(
    name=NAME,
    title={"zh-Hans": "价格表", "en": "Price list"},
    columns=COLUMNS,
    list=_ROWS.list,
    one=_ROWS.one,
    see=SEE | SEES_FLOOR,
    reference=("key", "price_key"),
    icon="trending-up",
    group=MASTER_DATA,
    entry=Path(__file__).parent / "entry.form",
    write=write,
    edit=SEES_FLOOR,
    find=find,
    needs_second=lambda _row, _values: True,
)
